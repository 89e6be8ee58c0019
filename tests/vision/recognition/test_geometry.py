"""Whether spots agree, and where the poster then lies."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from services.vision.recognition.features import (
    LocalFeatures,
    kept_size,
    read_catalogue_features,
    read_features,
)
from services.vision.recognition.geometry import (
    Agreement,
    agree,
    area,
    inside,
    lifted,
    overlap,
    pair,
    straighten,
)
from tests.vision.recognition.helpers import drawn, kept, laid

CORNERS = [(150.0, 60.0), (390.0, 90.0), (370.0, 430.0), (120.0, 400.0)]


def _agreement(picture: Image.Image, poster: Image.Image) -> Agreement | None:
    query = read_features(picture, side=300, points=400)
    (item,) = kept([poster])
    size = kept_size(item.aspect)
    places = item.places / np.float32(255) * np.array(size, dtype=np.float32)
    return agree(query, places.astype(np.float32), size, pair(query, item.codes, item.poses))


@pytest.mark.parametrize("number", [0, 3, 7])
def test_a_poster_is_found_where_it_lies(number: int) -> None:
    poster = drawn()[number]
    found = _agreement(laid(poster, CORNERS, (560, 480)), poster)
    assert found is not None
    assert found.inliers >= 12
    assert np.abs(found.corners - np.array(CORNERS)).max() < 12
    assert 0 < found.spread <= 1


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_poster_is_found_and_its_corners_turn_with_it(degrees: int) -> None:
    poster = drawn()[2]
    found = _agreement(poster.rotate(degrees, expand=True), poster)
    assert found is not None
    upright = straighten(poster.rotate(degrees, expand=True), found.corners)
    small = [np.asarray(image.convert("L").resize((20, 30)), float) for image in (upright, poster)]
    assert np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1] > 0.9


def test_another_poster_does_not_agree() -> None:
    posters = drawn()
    for other in posters[1:]:
        found = _agreement(laid(posters[0], CORNERS, (560, 480)), other)
        assert found is None or found.inliers < 8


def test_a_mirrored_poster_is_not_taken_for_it() -> None:
    poster = drawn()[5]
    found = _agreement(ImageOps.mirror(poster), poster)
    # Lettering that is even to both sides may agree, the whole may not.
    assert found is None or found.spread < 0.2


def test_one_answer_for_one_picture() -> None:
    poster = drawn()[1]
    picture = laid(poster, CORNERS, (560, 480))
    first, second = _agreement(picture, poster), _agreement(picture, poster)
    assert first is not None and second is not None
    assert (first.corners == second.corners).all()
    assert first.inliers == second.inliers


def test_spots_within_the_corners_count_as_used() -> None:
    poster = drawn()[4]
    picture = laid(poster, CORNERS, (560, 480))
    found = _agreement(picture, poster)
    assert found is not None
    query = read_features(picture, side=300, points=400)
    rest = query.without(found.used)
    assert len(rest) < len(query)
    assert not inside(rest.places, found.corners).any()


def test_too_few_spots_agree_with_nothing() -> None:
    none = LocalFeatures(
        np.empty((0, 2), np.float32),
        np.empty(0, np.uint64),
        np.empty((0, 2), np.uint8),
        (10.0, 10.0),
    )
    poster = read_catalogue_features(drawn()[0])
    assert len(pair(none, poster.codes, poster.poses)) == 0
    assert len(pair(poster, none.codes, none.poses)) == 0
    assert agree(none, poster.places, poster.size, pair(none, poster.codes, poster.poses)) is None


def test_area_and_inside() -> None:
    square = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], dtype=float)
    assert area(square) == 100
    places = np.array([(5, 5), (11, 5), (-1, -1)], dtype=np.float32)
    assert inside(places, square).tolist() == [True, False, False]


def test_a_poster_is_straightened_to_its_shape() -> None:
    poster = drawn()[6]
    upright = straighten(laid(poster, CORNERS, (560, 480)), np.array(CORNERS))
    assert abs(upright.width / upright.height - 240 / 340) < 0.1
    assert upright.mode == "RGB"


def test_places_of_a_sheet_are_lifted_back_into_the_picture() -> None:
    frame = np.array([(0, 0), (200, 0), (200, 300), (0, 300)], dtype=float)
    assert np.allclose(lifted(frame, (200, 300), np.array(CORNERS)), CORNERS, atol=1e-3)


def test_overlap_is_a_share_of_the_smaller_one() -> None:
    square = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], dtype=float)
    assert overlap(square, square) == pytest.approx(1)
    assert overlap(square, square / 2) == pytest.approx(1)
    assert overlap(square, square + 5) == pytest.approx(0.25)
    assert overlap(square, square + 20) == 0
