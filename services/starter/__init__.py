"""What ships with Marquee: the encoder, the heads and the starter catalogue; see MODEL_CARD.md.

- poster-lite.onnx, MODEL_CARD.md: the encoder, and what it is worth
- popularity.json: how many of MovieLens's members rated each film
- heads/, catalogue/: its heads; facts, embeddings and local features of films
- former/: the encoder of the last release with its heads and rules, where another ships now, for
  catalogues that were built with it
- recognition/: how local features become codes; from evidence to a probability
"""
