"""Pictures by their spots' codes: multi-index hashing (Norouzi et al., CVPR 2012).

A code of 64 bits is cut into four parts of 16, each with a table of its own. Two codes that
differ in few bits mostly share a part, so that what stands in the query's four buckets holds
nearly every code that looks like it; counting bits drops the rest. A photo's codes differ in
more bits: there the buckets beside are looked into as well, those that the query's code would
stand in if its most doubtful bits had come out the other way (multi-probe; Lv et al., VLDB 2007).

The fewer bits differ, the more a spot says (Hamming embedding), and of the pictures that come
first, only spots speak together that are turned and enlarged alike (weak geometric consistency;
both Jegou et al., ECCV 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.vision.recognition.features import PARTS, Codes, LocalFeatures, Poses

TABLES = PARTS
_PART = 16
# Codes that differ in more bits are of spots that only resemble each other; how fast a spot's
# word loses weight with every bit, as a Gaussian's standard deviation.
_RADIUS = 10
_FADING = 5.0
_WEIGHTS = np.exp(-(np.arange(65.0) ** 2) / (2 * _FADING**2))
# Entries looked at for one query, at most; the fullest buckets, of textures, are passed over, and
# so are those that are this many times as full as they are on average, or, in a thorough search,
# this many times.
_MOST = 4_000_000
_CROWDED, _THRONGED = 3, 8
_ALWAYS = 64
# A spot that resembles more than this many others tells nothing.
_COMMON = 256
# Pictures whose spots are asked how they are turned.
_SHORTLIST = 500
# Width of a bin of turns, of 256, and of sizes, in 1/16 of an octave; bins overlap by half.
_TURN, _SIZE = 32, 24
# Pictures that somebody else proposes are worth a closer look where this many spots speak for
# them, and this many times as many as for any.
_SPOKEN, _RATHER = 2, 2.0
# Spots from one whose picture is remembered to the next.
_STEP = 256


_Tables = tuple[NDArray[np.unsignedinteger], NDArray[np.unsignedinteger]]


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
        self._tables: Callable[[], _Tables] = lambda: (order, buckets)
        self._pictures = len(starts) - 1
        ends = starts.astype(np.int64)
        # Of pictures that have spots: which, and where the next one's begin.
        self._having = np.flatnonzero(np.diff(ends))
        self._until = ends[self._having + 1]
        self._at = np.searchsorted(self._until, np.arange(0, len(codes), _STEP), side="right")

    @classmethod
    def sorting(cls, codes: Codes, poses: Poses, starts: NDArray[np.unsignedinteger]) -> CodeIndex:
        """Return an index whose codes are being sorted; the first search waits for that.

        So that an index is open, and answers what needs no spots, before millions are sorted.
        """
        nothing = np.empty((TABLES, 0), dtype=np.uint32)
        index = cls(codes, poses, starts, nothing, nothing)
        aside = ThreadPoolExecutor(1, thread_name_prefix="marquee-sort")
        index._tables = aside.submit(sort_codes, codes).result
        aside.shutdown(wait=False)
        return index

    def search(
        self, query: LocalFeatures, k: int, among: Sequence[int] = (), *, thorough: bool = False
    ) -> list[int]:
        """Return the k pictures that most of the query's spots speak for, the likeliest first.

        Args:
            query: The query's spots.
            k: Pictures wanted; those that no spot speaks for do not come back.
            among: Further pictures, which come back where a few spots speak for them.
            thorough: Whether to try doubtful bits the other way too, and fuller buckets: five
                times the work, for photos.
        """
        if not len(query) or not len(self._codes):
            return []
        asking, found, away = self._like(query, thorough)
        if not len(found):
            return []
        pictures = self._pictures_of(found)
        # A spot speaks once for a picture, by what looks most like it there.
        pairs = asking * np.int64(self._pictures) + pictures
        order = np.argsort(pairs * (_RADIUS + 1) + away, kind="stable")
        pairs = pairs[order]
        order = order[np.concatenate([[True], pairs[1:] != pairs[:-1]])]
        often = np.bincount(asking[order], minlength=len(query))
        order = order[often[asking[order]] <= _COMMON]
        asking, found, pictures, away = asking[order], found[order], pictures[order], away[order]
        # More loudly the fewer it resembles.
        loud = _WEIGHTS[away]
        weights = loud / np.log2(2 + np.bincount(asking, loud, len(query)))[asking]
        scores = np.bincount(pictures, weights, self._pictures).astype(np.float64)
        short = _highest(scores, _SHORTLIST)
        ranked = self._ranked(query, short, (asking, found, pictures, weights))
        spoken = np.bincount(pictures, minlength=self._pictures)
        least = max(_SPOKEN, _RATHER * len(pictures) / self._pictures)
        best = [int(row) for row in ranked[:k]]
        chosen = set(best)
        return best + [row for row in among if spoken[row] >= least and row not in chosen]

    def _pictures_of(self, spots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return whose each spot is: a step from what is remembered, not a search."""
        place = self._at[spots // _STEP]
        # A picture has hundreds of spots: one turn mostly, never more than _STEP.
        while (behind := self._until[place] <= spots).any():
            place = place + behind
        return self._having[place]

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

    def _like(
        self, query: LocalFeatures, thorough: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return numbers of query spots, of spots that look like them, and bits that differ."""
        kind = np.int32 if len(self._codes) < 2**31 else np.int64
        full = (_THRONGED if thorough else _CROWDED) * (len(self._codes) >> _PART) + _ALWAYS
        asking, found, away = [], [], []
        order, buckets = self._tables()
        for table in range(TABLES):
            parts = _probes(query, table, thorough)
            first = buckets[table][parts].astype(kind)
            count = buckets[table][parts.astype(np.int64) + 1].astype(kind) - first
            count[count > full] = 0
            count = _bounded(count, _MOST // TABLES)
            ends = np.cumsum(count, dtype=kind)
            if not ends[-1]:
                continue
            places = np.arange(ends[-1], dtype=kind)
            places += np.repeat(first - ends + count, count)
            rows = order[table][places]
            codes = self._codes[rows]
            codes ^= np.repeat(np.tile(query.codes, len(parts) // len(query)), count)
            bits = np.bitwise_count(codes)
            near = np.flatnonzero(bits <= _RADIUS)
            asking.append(np.searchsorted(ends, near, side="right") % len(query))
            found.append(rows[near].astype(np.int64))
            away.append(bits[near].astype(np.int64))
        if not asking:
            none = np.empty(0, np.int64)
            return none, none, none
        return np.concatenate(asking), np.concatenate(found), np.concatenate(away)


def _probes(query: LocalFeatures, table: int, thorough: bool) -> NDArray[np.uint16]:
    """Return the values looked up in a table: all spots' own, then all of each other guess."""
    part = _part(query.codes, table)
    if not thorough or query.doubts is None:
        return part
    guesses = [part ^ query.doubts[:, table, place] for place in range(query.doubts.shape[2])]
    return np.concatenate([part, *guesses])


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
