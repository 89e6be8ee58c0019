"""Pictures found by the codes of their spots."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from services.vision.recognition.code_index import TABLES, CodeIndex, sort_codes
from services.vision.recognition.features import LocalFeatures

PICTURES, SPOTS = 300, 40


def _index(codes: np.ndarray) -> CodeIndex:
    starts = np.arange(0, len(codes) + 1, SPOTS, dtype=np.uint32)
    return CodeIndex(codes, _poses(len(codes)), starts, *sort_codes(codes))


def _poses(count: int) -> np.ndarray:
    return np.random.default_rng(count).integers(0, 255, (count, 2), dtype=np.uint8)


def _query(codes: np.ndarray, poses: np.ndarray | None = None) -> LocalFeatures:
    if poses is None:
        poses = np.zeros((len(codes), 2), np.uint8)
    return LocalFeatures(np.zeros((len(codes), 2), np.float32), codes, poses, (1.0, 1.0))


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
        assert index.search(_query(_flipped(own, bits, picture)), 3)[0] == picture


def test_codes_that_resemble_nothing_find_nothing(codes: np.ndarray) -> None:
    index = _index(codes)
    assert index.search(_query(_flipped(codes[:SPOTS], 30, 5)), 10) == []
    assert index.search(_query(np.empty(0, np.uint64)), 10) == []


def test_who_is_proposed_comes_back_only_where_spots_speak_for_it(codes: np.ndarray) -> None:
    index = _index(codes)
    query = np.concatenate([codes[:SPOTS], codes[5 * SPOTS : 5 * SPOTS + 3]])
    assert index.search(_query(query), 1) == [0]
    assert index.search(_query(query), 1, among=[5, 9]) == [0, 5]


def test_a_spot_that_is_everywhere_tells_nothing() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(0, 2**64, PICTURES * SPOTS, dtype=np.uint64)
    codes[::SPOTS] = 12345
    query = np.concatenate([[np.uint64(12345)], codes[3 * SPOTS + 1 : 3 * SPOTS + 6]])
    assert _index(codes).search(_query(query), 5) == [3]


def test_work_is_bounded_where_all_codes_are_one() -> None:
    codes = np.full(PICTURES * SPOTS, 7, dtype=np.uint64)
    assert _index(codes).search(_query(np.full(2000, 7, dtype=np.uint64)), 5) == []


def test_spots_that_are_turned_alike_speak_louder_than_more_that_are_not() -> None:
    rng = np.random.default_rng(4)
    codes = rng.integers(0, 2**64, PICTURES * SPOTS, dtype=np.uint64)
    poses = _poses(len(codes))
    # Twelve spots of picture 8 turned anyhow, eight of picture 3 all turned by a quarter.
    chosen = np.concatenate([np.arange(8) + 3 * SPOTS, np.arange(12) + 8 * SPOTS])
    asked = rng.integers(0, 255, (len(chosen), 2), dtype=np.uint8)
    asked[:8, 0] = (poses[chosen[:8], 0].astype(int) + 64) % 256
    asked[:8, 1] = np.minimum(poses[chosen[:8], 1].astype(int) + 5, 255)
    starts = np.arange(0, len(codes) + 1, SPOTS, dtype=np.uint32)
    index = CodeIndex(codes, poses, starts, *sort_codes(codes))
    assert index.search(_query(codes[chosen], asked), 2) == [3, 8]


def test_doubtful_bits_are_tried_the_other_way_where_it_is_asked_for(codes: np.ndarray) -> None:
    index = _index(codes)
    own = codes[17 * SPOTS : 18 * SPOTS]
    # One bit of each part the other way: no part of the code is as it was.
    flipped = own ^ np.uint64(0x0010_0010_0010_0010)
    doubts = np.full((SPOTS, TABLES, 2), (0x0400, 0x0010), dtype=np.uint16)
    query = replace(_query(flipped), doubts=doubts)
    assert 17 not in index.search(query, 3)
    assert index.search(query, 3, thorough=True)[0] == 17
    # What is not known to be doubtful is not tried.
    assert 17 not in index.search(replace(query, doubts=None), 3, thorough=True)


def test_pictures_without_spots_are_passed_over(codes: np.ndarray) -> None:
    own = codes[: 2 * SPOTS]
    starts = np.array([0, 0, SPOTS, SPOTS, SPOTS, 2 * SPOTS, 2 * SPOTS], dtype=np.uint32)
    index = CodeIndex(own, _poses(len(own)), starts, *sort_codes(own))
    assert index.search(_query(own[:SPOTS]), 3) == [1]
    assert index.search(_query(own[SPOTS:]), 3) == [4]


def test_codes_that_are_sorted_meanwhile_find_the_same(codes: np.ndarray) -> None:
    starts = np.arange(0, len(codes) + 1, SPOTS, dtype=np.uint32)
    later = CodeIndex.sorting(codes, _poses(len(codes)), starts)
    query = _query(_flipped(codes[17 * SPOTS : 18 * SPOTS], 3, 17))
    assert later.search(query, 3) == _index(codes).search(query, 3)
    assert later.search(query, 1) == [17]
