"""Pictures by their spots' codes: multi-index hashing (Norouzi et al., CVPR 2012).

A code of 64 bits is cut into four parts of 16, each with a table of its own. Two codes that
differ in few bits mostly share a part, so that what stands in the query's four buckets holds
nearly every code that looks like it; counting bits drops the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.vision.recognition.features import Codes

TABLES = 4
_PART = 16
# Codes that differ in more bits are of spots that only resemble each other.
_RADIUS = 8
# Entries looked at for one query, at most; the fullest buckets, of textures, are passed over.
_MOST = 1_000_000
# A spot that resembles more than this many others tells nothing.
_COMMON = 128
# Pictures that somebody else proposes are worth a closer look from this many spots on.
_SPOKEN = 2


def sort_codes(codes: Codes) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the tables of codes, shape (m,).

    Returns:
        The codes' numbers in the order of each part, shape (4, m), and where each of a part's
        values begins among them, and m, shape (4, 65537).
    """
    order = np.empty((TABLES, len(codes)), dtype=np.uint32)
    buckets = np.zeros((TABLES, 2**_PART + 1), dtype=np.uint32)
    for table in range(TABLES):
        part = _part(codes, table)
        order[table] = np.argsort(part, kind="stable")
        np.cumsum(np.bincount(part, minlength=2**_PART), out=buckets[table, 1:])
    return order, buckets


def _part(codes: Codes, table: int) -> NDArray[np.uint16]:
    return (codes >> np.uint64(_PART * table)).astype(np.uint16)


class CodeIndex:
    """Finds the pictures that share spots with a query.

    Args:
        codes: Of all pictures, one after another, shape (m,).
        starts: Where each picture's codes begin, and m, shape (n + 1,).
        order: See `sort_codes`.
        buckets: See `sort_codes`.
    """

    def __init__(
        self,
        codes: Codes,
        starts: NDArray[np.unsignedinteger],
        order: NDArray[np.unsignedinteger],
        buckets: NDArray[np.unsignedinteger],
    ) -> None:
        self._codes, self._order, self._buckets = codes, order, buckets
        self._starts = starts
        self._pictures = len(starts) - 1

    def search(self, query: Codes, k: int, among: Sequence[int] = ()) -> list[int]:
        """Return the k pictures that most of the query's spots speak for, the likeliest first.

        Args:
            query: Codes of the query, shape (q,).
            k: Pictures wanted; those that no spot speaks for do not come back.
            among: Further pictures, which come back where a few spots speak for them.
        """
        if not len(query) or not len(self._codes):
            return []
        asking, found = self._like(query)
        often = np.bincount(asking, minlength=len(query))
        told = often[asking] <= _COMMON
        asking, found = asking[told], found[told]
        # A spot speaks once for a picture, and more loudly the fewer it resembles.
        rows = np.searchsorted(self._starts, found, side="right") - 1
        pairs = np.unique(asking * self._pictures + rows)
        asking, pictures = pairs // self._pictures, pairs % self._pictures
        weights = 1 / np.log2(2 + np.bincount(asking, minlength=len(query)))
        scores = np.bincount(pictures, weights[asking], self._pictures)
        spoken = np.bincount(pictures, minlength=self._pictures)
        wanted = min(k, int((scores > 0).sum()))
        best = np.argpartition(-scores, wanted - 1)[:wanted] if wanted else np.empty(0, np.int64)
        rest = [row for row in among if spoken[row] >= _SPOKEN]
        rows = np.unique(np.concatenate([best, np.array(rest, dtype=np.int64)]))
        return [int(row) for row in rows[np.lexsort((rows, -scores[rows]))]]

    def _like(self, query: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return numbers of query spots and of the catalogue's spots that look like them."""
        asking, found = [], []
        for table in range(TABLES):
            parts = _part(query, table)
            first = self._buckets[table][parts].astype(np.int64)
            count = self._buckets[table][parts.astype(np.int64) + 1].astype(np.int64) - first
            count = _bounded(count, _MOST // TABLES)
            ends = np.cumsum(count)
            if not len(ends) or not ends[-1]:
                continue
            places = np.repeat(first - ends + count, count) + np.arange(ends[-1])
            rows = self._order[table][places].astype(np.int64)
            spots = np.repeat(np.arange(len(query)), count)
            near = np.bitwise_count(self._codes[rows] ^ query[spots]) <= _RADIUS
            asking.append(spots[near])
            found.append(rows[near])
        if not asking:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(asking), np.concatenate(found)


def _bounded(count: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    if count.sum() <= most:
        return count
    rising = np.argsort(count, kind="stable")
    kept = np.cumsum(count[rising]) <= most
    bounded = np.zeros_like(count)
    bounded[rising[kept]] = count[rising[kept]]
    return bounded
