"""A folder of films as people lay it out (Plex, Jellyfin, Kodi, Kometa, NAS) -> films and pictures.

- words.py: the words that names have for pictures, seasons, releases and systems' own folders
- names.py: one name -> title, year and ids
- compared.py: a file's name beside its folder's
- walk.py: the files of a folder that may be pictures; what is passed by, and why
- layout.py: files and the folders they lie in -> films, and which picture each file is
"""
