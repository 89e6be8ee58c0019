"""What every other part of Marquee is made of; it imports none of them."""
