"""How Marquee is used and how it is built, for people.

- *.md: the pages; README.md in the folder above names them
- *.png: their pictures
- grafana.json: a dashboard of what the service counts
- refresh.py: writes anew what pages take from the code; a test tells when that is due
"""
