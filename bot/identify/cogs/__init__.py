"""The commands that answer posters and films: `/match`, `/film`, `/search`, `/compare`.

- match.py: `/match` and "Match this poster"
- film.py: `/film`
- search.py: `/search`
- compare.py: `/compare`
"""
