"""How near a film's pictures lie to a picture, beside the other films of a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Container

import numpy as np
from numpy.typing import NDArray

from services.vision.encoders.base import Embeddings, normalise
from services.vision.index.by_film import FilmRows
from services.vision.index.search import VectorIndex

# So many films, spread over the catalogue, stand for all of it: one that is nearer than 99 % of
# them is known as such to a sixth of a per cent, in as little time in a catalogue of any size.
_SAMPLE = 4096

# Film key -> the share of films that are nearer to the picture; None where it has no picture.
Standing = Callable[[str], float | None]


class Standings:
    """Asked about a picture, says of each film how many others are nearer.

    Args:
        vectors: The catalogue's pictures.
        films: Whose they are.
        sample: Films that stand for all, at most.
    """

    def __init__(self, vectors: VectorIndex, films: FilmRows, *, sample: int = _SAMPLE) -> None:
        self._vectors = vectors
        self._films = films
        count = len(films)
        places = np.unique(np.linspace(0, max(0, count - 1), min(sample, count)).astype(np.int64))
        rows = [(n, row) for n, at in enumerate(places) for row in films.rows_at(int(at))]
        self._count = len(places)
        self._of_row = np.array([n for n, _ in rows], dtype=np.int64)
        self._sample = self._unit([row for _, row in rows])

    def of(self, embedding: Embeddings, *, without: Container[int] = ()) -> Standing:
        """Return the standing of films for a picture.

        Args:
            embedding: The picture's, shape (d,).
            without: Rows that count as absent, for measurements.
        """
        unit = normalise(np.asarray(embedding, dtype=np.float32)[None])[0]
        nearest = np.full(self._count, -2.0, dtype=np.float32)
        if len(self._sample):
            np.maximum.at(nearest, self._of_row, self._sample @ unit)
        nearest.sort()

        def share(key: str) -> float | None:
            rows = [row for row in self._films.rows(key) if row not in without]
            if not rows:
                return None
            own = float((self._unit(rows) @ unit).max())
            # A whisker above its own, or rounding would count the film as nearer than itself.
            nearer = self._count - int(np.searchsorted(nearest, own + 1e-6, side="right"))
            return (nearer + 0.5) / (self._count + 1)

        return share

    def _unit(self, rows: list[int]) -> NDArray[np.float32]:
        if not rows:
            return np.zeros((0, 0), dtype=np.float32)
        return normalise(np.stack([self._vectors.vector(row) for row in rows]))
