"""How Marquee is used and how it is built, for people.

- *.md: the pages; README.md in the folder above names them
- *.png: their pictures
- refresh.py: writes anew what pages take from the code; a test tells when that is due
"""
