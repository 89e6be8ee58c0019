"""Which films a picture shows, and how sure that is.

- recogniser.py: embeddings first, local features where those do not decide
- decision.py: from evidence to a probability, and from that to a word
- weighing.py: from what embeddings and spots say of a film to a sighting of it
- sightings.py: what was seen in a picture, and what speaks for it
- features.py, feature_files.py: a picture's spots and their codes; those of an index, beside it
- code_index.py: pictures by their spots' codes
- geometry.py, finder.py: whether a catalogue picture lies in another; all that lie in one
- checking.py: whether a straightened poster has the catalogue picture's spots in their places
- rectangles.py: sheets by their edges, where no film tells where to look
"""
