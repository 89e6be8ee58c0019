"""Posters and films answered: the commands, the answer's layout, and its buttons."""
