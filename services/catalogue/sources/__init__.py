"""Where films come from: folders, CSVs, lists of addresses, TMDB.

- library/: a folder of films as people lay it out, read by its names
- rows.py, tables.py: a CSV beside a folder; a CSV's rows
- folder.py: films and their pictures' files into the database
- records.py, editions.py: what a source says of a picture; which are pictures of one film
- addresses.py, address_import.py: CSVs with addresses of posters, and MovieLens's files
- tmdb.py, tmdb_titles.py, tmdb_import.py: TMDB's API; titles in other languages; its films taken in
- certifications.py: whom a film is for, as sources say
- tmdb_details.py: what people ask of a film, from TMDB's answer
- remote.py: films from the web into the database, whatever their source
- fetch.py, download.py: polite questions over HTTP; posters stored as files
- private.py: addresses of this machine's own network, refused
"""
