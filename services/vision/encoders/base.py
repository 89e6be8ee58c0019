"""What an encoder is: RGB images in, float32 embeddings out, with its facts declared beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import EncoderSpec

Embeddings = NDArray[np.float32]


class Encoder(Protocol):
    """One interface for every encoder."""

    @property
    def spec(self) -> EncoderSpec:
        """The encoder's facts."""
        ...

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        """Return float32 embeddings of shape (n, spec.dimension).

        They have unit length where the metric is the cosine, and are as the network gives them
        where it is Euclidean.
        """
        ...


class TextEncoder(Encoder, Protocol):
    """An encoder whose space also holds words."""

    def embed_text(self, texts: Sequence[str]) -> Embeddings:
        """Return unit-length float32 embeddings of shape (n, spec.dimension)."""
        ...


def look(encoder: Encoder, images: Sequence[Image.Image]) -> tuple[Embeddings, NDArray[np.float32]]:
    """Return embeddings, and what an earlier layer saw, (n, m): m is 0 where nothing is told of it.

    An embedding tells one poster from another, and no longer what all posters have in common.
    """
    inside = getattr(encoder, "look", None)
    if inside is not None:
        return inside(images)
    return np.array(encoder.embed(images)), np.empty((len(images), 0), dtype=np.float32)


def normalise(vectors: NDArray[np.floating]) -> Embeddings:
    """Return the rows scaled to unit length, float32; a row of zeros stays zero."""
    vectors = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
