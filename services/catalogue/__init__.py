"""Where films and posters come from, and how they become an index.

- sources/: films in
- facts.py: facts of films checked in one way
- known.py: which film of the database a source speaks of
- merge.py, normalise.py, genres.py, titles.py: what several sources say of a film, in one form
- mend.py: what an import sets right of an earlier one
- cleaning/: what is no poster out, films that came twice made one
- build.py, local_features.py: pictures embedded, their spots read; the index written
- pictures.py: a picture of the catalogue, opened or left out with the reason
- package/: a catalogue as one folder
- verify.py, remove.py, block.py: files, counts and checksums; films out, and out for good
- mark.py: posters that are not for everybody
- named.py: the film that somebody names
- drawn.py: the drawn films beside the starter's, for the demo
- search.py, popularity.py: films by their titles; how known they are
- stats.py, plots.py: what there is, counted and drawn
"""
