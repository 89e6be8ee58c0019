"""Which pictures are empty, and which are alike, seen as people see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BITS = 256
# Of 190 million pairs of real posters, those up to here were all one design (seen one by one).
ALIKE_BITS = 60
ALIKE_COSINE = 0.975
# One picture saved again: at most 8 bits at the same size, 24 of 300 posters at half of it.
SAME_BITS = 24
# Standard deviation of the strongest channel, 0 to 255. Of 19,565 real posters none is below 9.8.
BLANK = 3.0
NEARLY_FLAT = 6.0
_SIDE = 32
_WAVES = 16
_BLOCK = 256
_WIDE = 4096

Hash = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Signs:
    """What a picture looks like: its perceptual hash, bool of shape (256,), and its spread.

    `spread` is the standard deviation of the channel that varies most, 0 to 127.5.
    """

    hash: Hash
    spread: float


@dataclass(frozen=True, slots=True)
class Alike:
    """Two rows whose pictures are alike: bits that differ, and the cosine where there is one."""

    one: int
    other: int
    bits: int
    cosine: float | None

    @property
    def found_by(self) -> str:
        """`hash`, `embedding` or `both`."""
        by_cosine = self.cosine is not None and self.cosine >= ALIKE_COSINE
        if self.bits > ALIKE_BITS:
            return "embedding"
        return "both" if by_cosine else "hash"


def look(image: Image.Image) -> Signs:
    """Return the signs of an RGB picture; its size and how it was saved hardly change them."""
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float32)
    grey = np.asarray(small.convert("L"), dtype=np.float32)
    # The low waves but the constant one (pHash, Zauner 2010); above their median or not.
    waves = _DCT @ grey @ _DCT.T
    return Signs((waves > np.median(waves)).ravel(), float(pixels.std(axis=(0, 1)).max()))


def copies(hashes: NDArray[np.bool_]) -> list[list[int]]:
    """Return the rows that show one picture, saved again or not: groups of two and more.

    Args:
        hashes: Shape (n, 256).
    """
    group = np.arange(len(hashes))
    for rows, columns in _tiles(len(hashes)):
        near = _bits(hashes[rows], hashes[columns]) <= SAME_BITS
        for row in np.flatnonzero(near.any(axis=1)):
            # A copy of a copy may be no copy of the first: every pair counts.
            among = np.append(columns.start + np.flatnonzero(near[row]), rows.start + row)
            joined = np.unique(group[among])
            if len(joined) > 1:
                group[np.isin(group, joined)] = joined[0]
    groups: dict[int, list[int]] = {}
    for row, number in enumerate(group.tolist()):
        groups.setdefault(number, []).append(row)
    return [rows for rows in groups.values() if len(rows) > 1]


def alike(
    hashes: NDArray[np.bool_], vectors: NDArray[np.float16] | None = None, *, most: int = 10_000
) -> list[Alike]:
    """Return the pairs of rows that are alike by hash or embedding, the most alike first.

    Args:
        hashes: Shape (n, 256).
        vectors: Embeddings of unit length, shape (n, d); a row of zeros where there is none.
        most: Pairs returned, at most.
    """
    # Columns: order, row, row, bits, cosine.
    found = np.empty((0, 5))
    for rows, columns in _tiles(len(hashes)):
        bits = _bits(hashes[rows], hashes[columns])
        near = bits <= ALIKE_BITS
        cosines = None
        if vectors is not None:
            cosines = vectors[rows].astype(np.float32) @ vectors[columns].astype(np.float32).T
            np.minimum(cosines, 1.0, out=cosines)
            near |= cosines >= ALIKE_COSINE
        one, other = np.nonzero(near)
        later = rows.start + one < columns.start + other
        one, other = one[later], other[later]
        apart = bits[one, other]
        cosine = np.full(len(one), np.nan) if cosines is None else cosines[one, other]
        order = apart - BITS * np.nan_to_num(cosine)
        pairs = (order, rows.start + one, columns.start + other, apart, cosine)
        found = np.vstack([found, np.column_stack(pairs)])
        if len(found) > most:
            found = _sorted(found)[:most]
    return [
        Alike(int(one), int(other), round(bits), None if vectors is None else cosine)
        for _, one, other, bits, cosine in _sorted(found).tolist()
    ]


def _sorted(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    return pairs[np.lexsort((pairs[:, 2], pairs[:, 1], pairs[:, 0]))]


def _tiles(count: int) -> Iterator[tuple[slice, slice]]:
    """Yield (rows, columns) that cover each pair of rows, so that few are in memory at a time."""
    for row in range(0, count, _BLOCK):
        for column in range(row, count, _WIDE):
            yield slice(row, row + _BLOCK), slice(column, column + _WIDE)


def _bits(some: NDArray[np.bool_], others: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the bits that differ between hashes of shape (m, 256) and (n, 256), shape (m, n)."""
    agreeing = _signs(some) @ _signs(others).T
    return (np.float32(BITS) - agreeing) / np.float32(2)


def _signs(hashes: NDArray[np.bool_]) -> NDArray[np.float32]:
    return np.where(hashes, 1, -1).astype(np.float32)


def _cosine_waves() -> NDArray[np.float32]:
    places = (2 * np.arange(_SIDE) + 1) / (2 * _SIDE)
    return np.cos(np.pi * np.arange(1, _WAVES + 1)[:, None] * places).astype(np.float32)


_DCT = _cosine_waves()
