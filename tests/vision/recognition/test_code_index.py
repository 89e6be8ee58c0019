"""Pictures found by the codes of their spots."""

from __future__ import annotations

import numpy as np
import pytest

from services.vision.recognition.code_index import TABLES, CodeIndex, sort_codes

PICTURES, SPOTS = 300, 40


def _index(codes: np.ndarray) -> CodeIndex:
    starts = np.arange(0, len(codes) + 1, SPOTS, dtype=np.uint32)
    return CodeIndex(codes, starts, *sort_codes(codes))


@pytest.fixture(scope="module")
def codes() -> np.ndarray:
    rng = np.random.default_rng(1)
    return rng.integers(0, 2**64, PICTURES * SPOTS, dtype=np.uint64)


def _flipped(codes: np.ndarray, bits: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    out = codes.copy()
    for row in range(len(out)):
        for bit in rng.choice(64, bits, replace=False):
            out[row] ^= np.uint64(1) << np.uint64(bit)
    return out


def test_tables_hold_every_code_once_and_in_order(codes: np.ndarray) -> None:
    order, buckets = sort_codes(codes)
    for table in range(TABLES):
        assert sorted(order[table].tolist()) == list(range(len(codes)))
        parts = (codes[order[table]] >> np.uint64(16 * table)).astype(np.uint16)
        assert (np.diff(parts.astype(np.int32)) >= 0).all()
        assert buckets[table, -1] == len(codes)
        place = int(buckets[table, parts[7]])
        assert parts[place] == parts[7]


@pytest.mark.parametrize("bits", [0, 3, 6])
def test_a_picture_is_found_by_codes_that_differ_a_little(codes: np.ndarray, bits: int) -> None:
    index = _index(codes)
    for picture in (0, 17, PICTURES - 1):
        own = codes[picture * SPOTS : (picture + 1) * SPOTS]
        assert index.search(_flipped(own, bits, picture), 3)[0] == picture


def test_codes_that_resemble_nothing_find_nothing(codes: np.ndarray) -> None:
    index = _index(codes)
    assert index.search(_flipped(codes[:SPOTS], 30, 5), 10) == []
    assert index.search(np.empty(0, np.uint64), 10) == []


def test_who_is_proposed_comes_back_only_where_spots_speak_for_it(codes: np.ndarray) -> None:
    index = _index(codes)
    query = np.concatenate([codes[:SPOTS], codes[5 * SPOTS : 5 * SPOTS + 3]])
    assert index.search(query, 1) == [0]
    assert index.search(query, 1, among=[5, 9]) == [0, 5]


def test_a_spot_that_is_everywhere_tells_nothing() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 2**64, PICTURES * SPOTS, dtype=np.uint64)
    codes[::SPOTS] = 12345
    query = np.concatenate([[np.uint64(12345)], codes[3 * SPOTS + 1 : 3 * SPOTS + 6]])
    assert _index(codes).search(query, 5) == [3]


def test_work_is_bounded_where_all_codes_are_one() -> None:
    codes = np.full(PICTURES * SPOTS, 7, dtype=np.uint64)
    assert _index(codes).search(np.full(2000, 7, dtype=np.uint64), 5) == []
