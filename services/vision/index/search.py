"""Two indexes with one interface: Annoy with exact re-ranking, and brute force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from annoy import AnnoyIndex as _Annoy
from numpy.typing import NDArray

from services.core.encoders import Metric
from services.vision.encoders.base import Embeddings, normalise
from services.vision.index.rows import BLOCK, StoredRows

# Annoy's name for the metric under which each of ours has the same ranking: on unit vectors the
# angular distance falls as the cosine rises.
ANNOY_METRIC: dict[Metric, Literal["angular", "euclidean"]] = {
    Metric.COSINE: "angular",
    Metric.EUCLIDEAN: "euclidean",
}


AXES = 128
# How far apart float32 may put two scores that are equal, as a share of the largest.
_ROUNDING = 1e-5


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the index and the cosine between it and the query."""

    row: int
    similarity: float


class VectorIndex(Protocol):
    """Embeddings in, nearest rows out."""

    def __len__(self) -> int: ...

    def search(self, queries: Embeddings, k: int) -> list[list[Hit]]:
        """Return the k nearest rows of each query, nearest first.

        Args:
            queries: float32, shape (n, d).
            k: Rows wanted a query; fewer come back where the index is smaller.
        """
        ...

    def vector(self, row: int) -> Embeddings:
        """Return a row's own embedding as it is stored, float32 of shape (d,)."""
        ...


class ExactIndex:
    """Compares every query with every row: for small catalogues, tests and ground truth."""

    def __init__(self, vectors: NDArray[np.floating], metric: Metric) -> None:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        # Rows stored in 8 or 16 bits are no longer quite of unit length.
        self._vectors = normalise(rows) if metric is Metric.COSINE else rows
        self._metric = metric
        self._squares = np.einsum("ij,ij->i", self._vectors, self._vectors)

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, queries: Embeddings, k: int) -> list[list[Hit]]:
        """See `VectorIndex.search`."""
        k = min(k, len(self))
        scores = queries @ self._vectors.T
        if self._metric is Metric.EUCLIDEAN:
            scores = 2 * scores - self._squares
        return [self._rank(query, row, k) for query, row in zip(queries, scores, strict=True)]

    def vector(self, row: int) -> Embeddings:
        """See `VectorIndex.vector`."""
        return self._vectors[row]

    def _rank(self, query: NDArray[np.float32], scores: NDArray[np.float32], k: int) -> list[Hit]:
        # The candidates are one more pass through `rank`, so that both indexes round alike. All
        # that tie with the last of the k are among them, or chance would choose between equals.
        place = len(scores) - max(k, 1)
        last = np.partition(scores, place)[place]
        slack = _ROUNDING * max(1.0, float(np.abs(scores).max()))
        rows = np.flatnonzero(scores >= last - slack)
        return rank(query, self._vectors[rows], rows, self._metric, k)


class AnnoyIndex:
    """Annoy proposes candidates from its memory-mapped trees; exact distances rank them.

    Annoy's file holds the vectors projected on their first principal axes: with 1,280 numbers a
    leaf of its trees spans a sixteenth of the catalogue and recall stays low, with 128 the file is
    a tenth the size and more of the right leaves are seen in the same time. What the projection
    loses, the exact ranking of the candidates mends. `benchmarks/index_recall.py` has the figures.

    Attributes:
        candidates: Rows that Annoy proposes, at least.
        search_k: Rows that Annoy looks at for one query.
    """

    def __init__(
        self,
        path: Path,
        vectors: NDArray[np.floating],
        axes: NDArray[np.float32],
        metric: Metric,
        *,
        candidates: int = 128,
        search_k: int | None = None,
    ) -> None:
        """Open an index file that `Manifest.check` has passed.

        Args:
            path: Annoy's file; mapped, not read.
            vectors: The same rows unprojected, shape (items, d); a memory map does.
            axes: The projection, shape (d, r).
            metric: The encoder's metric.
            candidates: See the class.
            search_k: See the class; by default 80 times the root of the number of rows, 12,000 at
                least, which keeps recall@3 above 0.99 from ten thousand rows to a million
                (`benchmarks/index_scale.py`).
        """
        self._annoy = _Annoy(axes.shape[1], ANNOY_METRIC[metric])
        self._annoy.load(str(path))
        if self._annoy.get_n_items() != len(vectors):
            raise ValueError(f"{self._annoy.get_n_items()} items in {path}, not {len(vectors)}")
        self._vectors = vectors
        self._axes = axes
        self._metric = metric
        self.candidates = candidates
        self.search_k = search_k or max(12_000, round(80 * len(vectors) ** 0.5))

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, queries: Embeddings, k: int) -> list[list[Hit]]:
        """See `VectorIndex.search`."""
        return [self._search_one(query, min(k, len(self))) for query in queries]

    def vector(self, row: int) -> Embeddings:
        """See `VectorIndex.vector`."""
        return np.asarray(self._vectors[row], dtype=np.float32)

    def _search_one(self, query: NDArray[np.float32], k: int) -> list[Hit]:
        wanted = max(self.candidates, 4 * k)
        found = self._annoy.get_nns_by_vector(query @ self._axes, wanted, self.search_k)
        rows = np.asarray(found, dtype=np.int64)
        return rank(query, self._vectors[rows], rows, self._metric, k)


def rank(
    query: NDArray[np.float32],
    vectors: NDArray[np.floating],
    rows: NDArray[np.int64],
    metric: Metric,
    k: int,
) -> list[Hit]:
    """Return the k candidates nearest to a query by the metric itself, similarities as cosines.

    Args:
        query: Shape (d,).
        vectors: The candidates, shape (m, d).
        rows: Their rows in the index, shape (m,).
        metric: What orders them.
        k: How many to keep.
    """
    vectors = vectors.astype(np.float32)
    # Not `@`: it adds a row's products in an order that depends on where the row stands, and so
    # gives equal rows scores that differ in the last bit.
    cosines = np.einsum("ij,j->i", normalise(vectors), normalise(query)).clip(-1.0, 1.0)
    keys = -cosines if metric is Metric.COSINE else np.linalg.norm(vectors - query, axis=1)
    # The row breaks ties, so that the films of one box-set picture always come in one order.
    order = np.lexsort((rows, keys))[:k]
    return [Hit(int(rows[place]), float(cosines[place])) for place in order]


def principal_axes(
    vectors: NDArray[np.floating] | StoredRows, rank: int = AXES
) -> NDArray[np.float32]:
    """Return the axes that keep most of the vectors' inner products, shape (d, min(rank, d)).

    They are the leading eigenvectors of the uncentred second moment: what is left out of a
    projection then changes inner products, and so cosines, the least.
    """
    moment = np.zeros((vectors.shape[1], vectors.shape[1]), dtype=np.float64)
    for start in range(0, len(vectors), BLOCK):
        block = np.asarray(vectors[start : start + BLOCK], dtype=np.float32)
        moment += block.T @ block
    _, eigenvectors = np.linalg.eigh(moment)
    return np.ascontiguousarray(eigenvectors[:, ::-1][:, :rank], dtype=np.float32)


def build_annoy(
    path: Path,
    vectors: Iterable[NDArray[np.floating]],
    dimension: int,
    metric: Metric,
    *,
    trees: int,
    seed: int = 1,
) -> None:
    """Write an Annoy file of the rows, each of shape (dimension,), in row order.

    Raises:
        OSError: the disk refuses.
    """
    annoy = _Annoy(dimension, ANNOY_METRIC[metric])
    annoy.set_seed(seed)
    # In the file itself from the first row on: memory does not have to hold the index.
    annoy.on_disk_build(str(path))
    for row, vector in enumerate(vectors):
        annoy.add_item(row, vector)
    # One thread: with more, the trees depend on which thread drew which random number.
    annoy.build(trees, 1)
    annoy.unload()
