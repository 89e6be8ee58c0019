"""For admins and about Marquee itself: settings, statistics, privacy, about."""
