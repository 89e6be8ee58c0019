"""Whether a straightened poster has its spots where the catalogue's picture has them."""

from __future__ import annotations

import numpy as np
from PIL import Image

from services.vision.recognition.checking import check, visible_spots
from services.vision.recognition.features import (
    LocalFeatures,
    kept_size,
    read_catalogue_features,
    read_features,
)
from services.vision.recognition.geometry import straighten
from tests.vision.recognition.helpers import drawn, laid

CORNERS = np.array([(150.0, 60.0), (390.0, 90.0), (370.0, 430.0), (120.0, 400.0)])


def _theirs(poster: Image.Image) -> LocalFeatures:
    read = read_catalogue_features(poster)
    size = kept_size(poster.width / poster.height)
    scale = np.array(size) / np.array(poster.size)
    return LocalFeatures((read.places * scale).astype(np.float32), read.codes, read.poses, size)


def _view(poster: Image.Image) -> LocalFeatures:
    return read_features(poster, side=255, points=400)


def _everywhere(theirs: LocalFeatures) -> np.ndarray:
    return np.ones(len(theirs), dtype=bool)


def test_a_poster_has_its_spots_in_their_places_all_over() -> None:
    poster = drawn()[3]
    theirs = _theirs(poster)
    view = straighten(laid(poster, [tuple(c) for c in CORNERS], (560, 480)), CORNERS)
    found = check(_view(view), theirs, _everywhere(theirs))
    assert found.visible == len(theirs)
    assert found.placed > 0.4 * found.visible
    assert found.firm <= found.agreeing <= found.cells
    assert found.agreeing > 0.8 * found.cells > 0


def test_what_shares_a_band_with_a_poster_differs_elsewhere() -> None:
    poster, other = drawn()[3], drawn()[0].resize(drawn()[3].size)
    band = (0, 0, poster.width, poster.height // 3)
    other.paste(poster.crop(band), band)
    theirs = _theirs(poster)
    shared = check(_view(other), theirs, _everywhere(theirs))
    whole = check(_view(poster), theirs, _everywhere(theirs))
    assert 0 < shared.agreeing < whole.agreeing / 2
    assert shared.cells - shared.agreeing > whole.cells - whole.agreeing


def test_where_light_left_no_spots_nothing_speaks_against_the_film() -> None:
    poster = drawn()[3]
    theirs = _theirs(poster)
    glare = poster.copy()
    glare.paste("white", (0, poster.height // 2, poster.width, poster.height))
    found = check(_view(glare), theirs, _everywhere(theirs))
    assert found.cells < check(_view(poster), theirs, _everywhere(theirs)).cells
    assert found.agreeing > 0.8 * found.cells > 0


def test_a_picture_without_spots_says_nothing() -> None:
    theirs = _theirs(drawn()[3])
    found = check(_view(Image.new("RGB", (200, 300), "navy")), theirs, _everywhere(theirs))
    assert (found.placed, found.cells, found.agreeing, found.firm) == (0, 0, 0, 0)


def test_spots_beyond_the_pictures_edge_are_not_visible() -> None:
    theirs = _theirs(drawn()[3])
    half = CORNERS - np.array([250.0, 0.0])
    seen = visible_spots(theirs, half, (560, 480))
    assert 0 < seen.sum() < len(theirs)
    assert visible_spots(theirs, CORNERS, (560, 480)).all()
    right = theirs.places[:, 0] > theirs.size[0] / 2
    assert seen[right].mean() > seen[~right].mean()
