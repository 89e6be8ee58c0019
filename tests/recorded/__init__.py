"""What an earlier version left behind, and that whatever comes later still understands it."""
