"""Local features: what is read of any picture, and what is kept of a catalogue's."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from services.vision.recognition.features import (
    CATALOGUE_POINTS,
    KeptFeatures,
    kept_size,
    projection,
    read_catalogue_features,
    read_features,
)
from tests.vision.recognition.helpers import drawn


def test_what_is_kept_comes_back_to_within_a_pixel() -> None:
    (poster, *_) = drawn()
    read = read_catalogue_features(poster)
    back = KeptFeatures.from_bytes(read.to_bytes())
    assert 100 < len(read) <= CATALOGUE_POINTS
    assert (back.codes == read.codes).all()
    assert back.aspect == pytest.approx(poster.width / poster.height, rel=1e-6)
    there = back.places / 255 * np.array(poster.size)
    assert np.abs(there - read.places).max() <= max(poster.size) / 255 / 2 + 1e-3


def test_the_frame_of_kept_places_has_the_pictures_shape() -> None:
    width, height = kept_size(0.5)
    assert width / height == pytest.approx(0.5)
    assert width * height == pytest.approx(255**2)


@pytest.mark.parametrize("cut", [0, 5, 6, 20, -1])
def test_what_is_cut_short_is_refused(cut: int) -> None:
    data = read_catalogue_features(drawn()[0]).to_bytes()
    with pytest.raises(ValueError, match="features"):
        KeptFeatures.from_bytes(data[:cut])


@pytest.mark.parametrize("size", [(1, 1), (4, 3), (1, 900), (2000, 3), (64, 64)])
@pytest.mark.parametrize("even", [True, False])
def test_any_picture_can_be_read(size: tuple[int, int], even: bool) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    image = Image.new("RGB", size, "white") if even else Image.fromarray(noise)
    found = read_features(image, side=300, points=50)
    assert len(found) <= 50
    assert found.places.shape == (len(found), 2)
    if even:
        assert len(found) == 0
    assert KeptFeatures.from_bytes(found.to_bytes()).codes.shape == (len(found),)


def test_a_larger_print_of_a_poster_has_mostly_the_same_spots() -> None:
    small, large = drawn(200)[4], drawn(600)[4]
    one, other = read_catalogue_features(small), read_catalogue_features(large)
    nearest = np.bitwise_count(one.codes[:, None] ^ other.codes[None]).min(axis=1)
    assert (nearest <= 8).mean() > 0.5


def test_codes_are_of_the_projection_that_ships() -> None:
    shipped = projection()
    assert shipped.planes.shape == (128, 64)
    zero = shipped.codes(np.stack([shipped.mean, shipped.mean + shipped.planes[:, 5]]))
    assert int(zero[0]) == 0
    assert int(zero[1]) >> 5 & 1
