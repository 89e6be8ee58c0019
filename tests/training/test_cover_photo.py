"""Photos of printed covers: pure, of all kinds, and still of the poster."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.random import Generator
from PIL import Image

from services.samples import SAMPLES, draw
from services.training.cover_photo import cover_photo, retinted

Change = Callable[[Image.Image, Generator, float], Image.Image]


@pytest.fixture(scope="module")
def poster() -> Image.Image:
    return draw(SAMPLES[0], 120)


@pytest.mark.parametrize("change", [cover_photo, retinted])
def test_the_same_generator_gives_the_same_picture(change: Change, poster: Image.Image) -> None:
    before = poster.tobytes()
    first, again, other = (
        change(poster, np.random.default_rng(seed), 0.8).convert("RGB") for seed in (1, 1, 2)
    )
    assert poster.tobytes() == before
    assert first.tobytes() == again.tobytes() != other.tobytes()


@pytest.mark.parametrize("size", [(120, 176), (20, 20), (300, 40), (8, 90)])
def test_any_shape_can_be_printed(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, (200, 30, 90))
    for seed in range(30):
        made = cover_photo(image, np.random.default_rng(seed), 1.0)
        assert made.mode == "RGB"
        assert min(made.size) >= 8


def test_the_poster_is_still_what_is_seen() -> None:
    red = Image.new("RGB", (120, 176), (230, 20, 20))
    shares = []
    for seed in range(40):
        pixels = np.asarray(cover_photo(red, np.random.default_rng(seed), 0.3), dtype=int)
        shares.append((pixels[..., 0] > pixels[..., 1:].max(axis=2) + 40).mean())
    assert np.median(shares) > 0.5


def test_strength_says_how_much_is_changed(poster: Image.Image) -> None:
    def apart(strength: float) -> float:
        made = (retinted(poster, np.random.default_rng(seed), strength) for seed in range(20))
        theirs = np.stack([np.asarray(image, dtype=float) for image in made])
        return float(np.abs(theirs - np.asarray(poster, dtype=float)).mean())

    assert apart(0.1) < 0.5 * apart(1.0)
