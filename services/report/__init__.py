"""The report: plots, pictures and one page, from an encoder's figures.

- build.py: which section says what
- poster_sections.py: the sections that show posters
- plots.py, pictures.py: figures drawn; posters side by side
- draft.py, page.py: what sections are made from; sections made one page
"""
