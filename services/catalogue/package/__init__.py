"""A catalogue as one folder that can be carried away: written, and read back.

- layout.py: what the folder holds
- export.py: written
- load.py, stored_films.py: read back; which film of the database each of its films is
"""
