"""Films to watch one day: the list, and the button that saves a film.

- cog.py: `/watchlist`
- page.py: a page of a watchlist, and the buttons that turn it
- save_button.py: the button under answers and rounds
- lookup.py: films and lists that a member names
- lists.py: lists by name, made and deleted
- files.py: lists of Letterboxd and IMDb put on a watchlist; a watchlist as a file
"""
