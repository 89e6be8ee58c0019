"""Films to watch one day: the list, and the button that saves a film."""
