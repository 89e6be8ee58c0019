"""Pictures -> their nearest posters, looked at again where the whole picture matches none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from PIL import Image

from services.vision.crops import other_views
from services.vision.encoders.base import Embeddings, Encoder
from services.vision.index.search import Hit, VectorIndex

# How much nearer a part of a picture must be than the whole, in cosine, to count instead of it:
# several views are several chances of a wrong match. ARCHITECTURE.md has what val says.
HANDICAP = 0.03


@dataclass(frozen=True, slots=True)
class LookUp:
    """What a batch of n pictures was found to be.

    Attributes:
        embeddings: Of the view of each picture that came nearest to a poster, (n, d).
        hits: The nearest rows of that view, nearest first.
        matches: Whether the first hit is taken for the picture itself.
        embed_seconds: Time in the encoder.
        search_seconds: Time in the index.
    """

    embeddings: Embeddings
    hits: list[list[Hit]]
    matches: list[bool]
    embed_seconds: float
    search_seconds: float


def look_up(
    encoder: Encoder,
    vectors: VectorIndex,
    images: Sequence[Image.Image],
    k: int,
    threshold: float,
) -> LookUp:
    """Embed pictures and search; where none matches, try trimmed and middle views as well.

    Args:
        encoder: Of the same space as `vectors`.
        vectors: The catalogue.
        images: RGB.
        k: Rows wanted a picture.
        threshold: Cosine from which a hit is a match.
    """
    clock = _Clock(encoder, vectors)
    embeddings, hits = clock.run(images, k)
    nearest = [row[0].similarity if row else -1.0 for row in hits]
    further = [
        (place, view)
        for place, image in enumerate(images)
        if nearest[place] < threshold
        for view in other_views(image)
    ]
    if further:
        seen, found = clock.run([view for _, view in further], k)
        for (place, _), embedding, row in zip(further, seen, found, strict=True):
            score = row[0].similarity - HANDICAP if row else -1.0
            if score > nearest[place]:
                nearest[place], embeddings[place], hits[place] = score, embedding, row
    matches = [score >= threshold for score in nearest]
    return LookUp(embeddings, hits, matches, clock.embedding, clock.searching)


class _Clock:
    def __init__(self, encoder: Encoder, vectors: VectorIndex) -> None:
        self._encoder, self._vectors = encoder, vectors
        self.embedding = self.searching = 0.0

    def run(self, images: Sequence[Image.Image], k: int) -> tuple[Embeddings, list[list[Hit]]]:
        start = perf_counter()
        embeddings = np.array(self._encoder.embed(images))
        embedded = perf_counter()
        hits = self._vectors.search(embeddings, k)
        self.embedding += embedded - start
        self.searching += perf_counter() - embedded
        return embeddings, hits
