# Marquee, pt; what is missing here is said in English.
