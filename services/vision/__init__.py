"""From a picture to an answer: encoders, index, heads and the pipeline.

- crops.py, lookup.py: other views of a picture; asked for where the whole matches no film
- encoders/: image to embedding
- index/: embedding to neighbours
- further.py: films beside an index's, in memory alone
- heads/: embedding to year and genres
- recognition/: which films a picture shows, and how sure that is
- lettering/: lines that are read, and the film whose title they are
- pipeline.py: all of it in a row
"""
