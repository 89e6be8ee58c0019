"""Movie nights: a poll among films, then an event for the one that won."""
