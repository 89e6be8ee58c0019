"""The commands that answer posters and films: `/match`, `/film`, `/search`, `/compare`."""
