"""A catalogue as one folder that can be carried away: written, and read back.

- layout.py: what the folder holds
- export.py: written
- load.py, editions.py, pictures.py: read back; films, their further pictures, and the files
- stored_films.py: which film of the database each of its films is
"""
