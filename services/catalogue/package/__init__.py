"""A catalogue as one folder that can be carried away: written, and read back.

- layout.py: what the folder holds
- export.py: written
- load.py, editions.py: read back; further pictures of the films
- stored_films.py: which film of the database each of its films is
"""
