"""From untrusted bytes to an answer: images, encoders, index, heads and the pipeline.

- images.py: untrusted bytes become an upright picture, or an error says why not
- decoding/: the same in processes of their own, within bounds
- crops.py, lookup.py: other views of a picture; asked for where the whole matches no film
- encoders/: image to embedding
- index/: embedding to neighbours
- heads/: embedding to year and genres
- pipeline.py: all of it in a row
"""
