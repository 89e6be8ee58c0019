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
    leader = list(range(len(hashes)))

    def find(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for start, bits in _distances(hashes):
        near = bits <= SAME_BITS
        near[np.arange(len(bits)), np.arange(len(bits))] = False
        # The first copy behind a row is enough: the next ones follow from it.
        for row in np.flatnonzero(near.any(axis=1)):
            leader[find(start + int(row))] = find(start + int(near[row].argmax()))
    groups: dict[int, list[int]] = {}
    for row in range(len(leader)):
        groups.setdefault(find(row), []).append(row)
    return [rows for rows in groups.values() if len(rows) > 1]


def alike(
    hashes: NDArray[np.bool_], vectors: NDArray[np.float32] | None = None, *, most: int = 10_000
) -> list[Alike]:
    """Return the pairs of rows that are alike by hash or embedding, the most alike first.

    Args:
        hashes: Shape (n, 256).
        vectors: Embeddings of unit length, shape (n, d); a row of zeros where there is none.
        most: Pairs returned, at most.
    """
    found: list[Alike] = []
    for start, bits in _distances(hashes):
        cosines = None
        near = bits <= ALIKE_BITS
        if vectors is not None:
            cosines = vectors[start : start + len(bits)] @ vectors[start:].T
            near |= cosines >= ALIKE_COSINE
        near &= ~np.tri(*near.shape, dtype=bool)
        for row, column in np.argwhere(near):
            cosine = None if cosines is None else min(float(cosines[row, column]), 1.0)
            distance = round(float(bits[row, column]))
            found.append(Alike(start + int(row), start + int(column), distance, cosine))
    found.sort(key=lambda pair: (pair.bits - BITS * (pair.cosine or 0), pair.one, pair.other))
    return found[:most]


def _distances(hashes: NDArray[np.bool_]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield (start, bits that differ): rows of a block against the rows from its start on."""
    signs = np.where(hashes, np.float32(1), np.float32(-1))
    for start in range(0, len(signs), _BLOCK):
        block = signs[start : start + _BLOCK]
        yield start, (signs.shape[1] - block @ signs[start:].T) / 2


def _cosine_waves() -> NDArray[np.float32]:
    places = (2 * np.arange(_SIDE) + 1) / (2 * _SIDE)
    return np.cos(np.pi * np.arange(1, _WAVES + 1)[:, None] * places).astype(np.float32)


_DCT = _cosine_waves()
