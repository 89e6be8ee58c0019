"""Pictures by their spots' codes: multi-index hashing (Norouzi et al., CVPR 2012).

A code of 64 bits is cut into four parts of 16, each with a table of its own. Two codes that
differ in few bits mostly share a part, so that what stands in the query's four buckets holds
nearly every code that looks like it; counting bits drops the rest. Of the pictures that come
first, only spots speak together that are turned and enlarged alike (weak geometric consistency;
Jegou et al., ECCV 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.vision.recognition.features import Codes, LocalFeatures, Poses

TABLES = 4
_PART = 16
# Codes that differ in more bits are of spots that only resemble each other.
_RADIUS = 8
# Entries looked at for one query, at most; the fullest buckets, of textures, are passed over, and
# so are those that are this many times as full as they are on average.
_MOST = 1_000_000
_CROWDED = 8
_ALWAYS = 64
# A spot that resembles more than this many others tells nothing.
_COMMON = 128
# Pictures whose spots are asked how they are turned.
_SHORTLIST = 500
# Width of a bin of turns, of 256, and of sizes, in 1/16 of an octave; bins overlap by half.
_TURN, _SIZE = 32, 24
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
        poses: Of the same spots, shape (m, 2).
        starts: Where each picture's codes begin, and m, shape (n + 1,).
        order: See `sort_codes`.
        buckets: See `sort_codes`.
    """

    def __init__(
        self,
        codes: Codes,
        poses: Poses,
        starts: NDArray[np.unsignedinteger],
        order: NDArray[np.unsignedinteger],
        buckets: NDArray[np.unsignedinteger],
    ) -> None:
        self._codes, self._poses, self._starts = codes, poses, starts
        self._order, self._buckets = order, buckets
        self._pictures = len(starts) - 1

    def search(self, query: LocalFeatures, k: int, among: Sequence[int] = ()) -> list[int]:
        """Return the k pictures that most of the query's spots speak for, the likeliest first.

        Args:
            query: The query's spots.
            k: Pictures wanted; those that no spot speaks for do not come back.
            among: Further pictures, which come back where a few spots speak for them.
        """
        if not len(query) or not len(self._codes):
            return []
        asking, found = self._like(query.codes)
        often = np.bincount(asking, minlength=len(query))
        told = often[asking] <= _COMMON
        asking, found = asking[told], found[told]
        pictures = np.searchsorted(self._starts, found, side="right") - 1
        # A spot speaks once for a picture, and more loudly the fewer it resembles.
        _, first = np.unique(asking * self._pictures + pictures, return_index=True)
        asking, found, pictures = asking[first], found[first], pictures[first]
        weights = 1 / np.log2(2 + np.bincount(asking, minlength=len(query)))[asking]
        scores = np.bincount(pictures, weights, self._pictures).astype(np.float64)
        short = _highest(scores, _SHORTLIST)
        ranked = self._ranked(query, short, (asking, found, pictures, weights))
        spoken = np.bincount(pictures, minlength=self._pictures)
        best = [int(row) for row in ranked[:k]]
        chosen = set(best)
        return best + [row for row in among if spoken[row] >= _SPOKEN and row not in chosen]

    def _ranked(
        self,
        query: LocalFeatures,
        short: NDArray[np.int64],
        votes: tuple[NDArray[Any], ...],
    ) -> NDArray[np.int64]:
        """Order pictures by the spots that are turned and enlarged alike."""
        place = np.full(self._pictures, -1, dtype=np.int64)
        place[short] = np.arange(len(short))
        asking, found, pictures, weights = votes
        within = place[pictures] >= 0
        asking, found, pictures, weights = (
            item[within] for item in (asking, found, pictures, weights)
        )
        theirs, ours = self._poses[found].astype(np.int64), query.poses[asking].astype(np.int64)
        turn = (ours[:, 0] - theirs[:, 0]) % 256 // (_TURN // 2)
        size = (ours[:, 1] - theirs[:, 1] + 256) // (_SIZE // 2)
        turns, sizes = 256 // (_TURN // 2), 512 // (_SIZE // 2) + 2
        keys = np.concatenate(
            [
                (place[pictures] * turns + (turn + right) % turns) * sizes + size + up
                for right in (0, 1)
                for up in (0, 1)
            ]
        )
        bins, which = np.unique(keys, return_inverse=True)
        full = np.bincount(which, np.tile(weights, 4))
        scores = np.zeros(len(short))
        np.maximum.at(scores, bins // (turns * sizes), full)
        return short[np.lexsort((short, -scores))]

    def _like(self, query: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return numbers of query spots and of the catalogue's spots that look like them."""
        asking, found = [], []
        for table in range(TABLES):
            parts = _part(query, table)
            first = self._buckets[table][parts].astype(np.int64)
            count = self._buckets[table][parts.astype(np.int64) + 1].astype(np.int64) - first
            count[count > _CROWDED * (len(self._codes) >> _PART) + _ALWAYS] = 0
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


def _highest(scores: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    wanted = min(most, int((scores > 0).sum()))
    if not wanted:
        return np.empty(0, dtype=np.int64)
    return np.argpartition(-scores, wanted - 1)[:wanted]
