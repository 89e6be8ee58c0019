"""Copies and pairs that are alike are found wherever they stand, in bounded memory."""

import numpy as np

from services.catalogue.cleaning.perceptual import (
    ALIKE_BITS,
    ALIKE_COSINE,
    BITS,
    SAME_BITS,
    alike,
    copies,
)
from services.vision.encoders.base import normalise


def _flipped(row: np.ndarray, *places: int) -> np.ndarray:
    other = row.copy()
    other[list(places)] ^= True
    return other


def test_two_copies_of_one_that_are_none_of_each_other_are_one_group() -> None:
    hashes = np.random.default_rng(0).integers(0, 2, (5000, BITS)).astype(bool)
    near = SAME_BITS - 4
    hashes[4700] = _flipped(hashes[3], *range(near))
    hashes[4701] = _flipped(hashes[3], *range(near, 2 * near))
    hashes[900] = hashes[901] = hashes[4999]
    assert copies(hashes) == [[3, 4700, 4701], [900, 901, 4999]]
    assert copies(hashes[:0]) == []


def test_pairs_alike_are_those_of_a_plain_search_the_most_alike_first() -> None:
    rng = np.random.default_rng(1)
    hashes = rng.integers(0, 2, (700, BITS)).astype(bool)
    vectors = normalise(rng.normal(size=(700, 32)))
    for one, other, bits, share in ((5, 6, 30, 0.0), (2, 699, ALIKE_BITS, 0.1), (300, 301, 0, 3)):
        hashes[other] = _flipped(hashes[one], *range(bits))
        vectors[other] = normalise(vectors[one] + share * vectors[other])
    vectors[40] = vectors[650]
    found = alike(hashes, vectors.astype(np.float16))
    wanted = {
        (one, other)
        for one in range(700)
        for other in range(one + 1, 700)
        if (hashes[one] != hashes[other]).sum() <= ALIKE_BITS
        or vectors[one] @ vectors[other] >= ALIKE_COSINE
    }
    assert {(pair.one, pair.other) for pair in found} == wanted
    assert [(pair.one, pair.other, pair.found_by) for pair in found] == [
        (5, 6, "both"),
        (2, 699, "both"),
        (300, 301, "hash"),
        (40, 650, "embedding"),
    ]
    assert alike(hashes, vectors.astype(np.float16), most=2) == found[:2]
    by_hash = alike(hashes)
    assert [(pair.bits, pair.cosine) for pair in by_hash] == [(0, None), (30, None), (60, None)]
