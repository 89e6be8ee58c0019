"""Films to watch one day: the list, and the button that saves a film.

- cog.py: `/watchlist`
- page.py: a page of a watchlist, and the buttons that turn it
- save_button.py: the button under answers and rounds
- lookup.py: films that a member names
"""
