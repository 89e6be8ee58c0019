"""Where films and posters come from, and how they become an index."""
