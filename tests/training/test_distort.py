"""Distortions: pure, fixed by their key, RGB, and what their names say."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from services.samples import SAMPLES, draw
from services.training import distort
from services.training.distort import DISTORTIONS, HARD, MILD, distorted, random_view

LARGER = {"3 degrees", "12 degrees", "strong perspective", "screenshot", "photo of a screen"}


@pytest.fixture(scope="module")
def poster() -> Image.Image:
    return draw(SAMPLES[0], 182)


def _same_size_difference(one: Image.Image, other: Image.Image) -> float:
    pixels = np.asarray(other.resize(one.size), dtype=np.float64)
    return float(np.abs(np.asarray(one, dtype=np.float64) - pixels).mean())


@pytest.mark.parametrize("name", DISTORTIONS)
def test_each_changes_the_picture_the_same_way_each_time(name: str, poster: Image.Image) -> None:
    before = poster.tobytes()
    made = distorted(poster, name, "tt0113277")
    assert poster.tobytes() == before
    assert made.mode == "RGB"
    assert made.size >= poster.size if name in LARGER else made.size <= poster.size
    assert made.tobytes() == distorted(poster, name, "tt0113277").tobytes()
    assert _same_size_difference(poster, made) > 0.5


@pytest.mark.parametrize("name", sorted(DISTORTIONS.keys() - {"JPEG 30", "blur of 2 pixels"}))
def test_films_differ_where_there_is_a_choice(name: str, poster: Image.Image) -> None:
    made = {distorted(poster, name, f"tt{film}").tobytes() for film in range(12)}
    assert len(made) > 1 or name in {"brightness 1.5", "greyscale"}


def test_hard_is_harder_than_mild() -> None:
    assert MILD.keys() | HARD.keys() == DISTORTIONS.keys()
    assert not MILD.keys() & HARD.keys()


def test_crop_keeps_its_share(poster: Image.Image) -> None:
    for name, share in (("crop to 85 %", 0.85), ("crop to 60 %", 0.6)):
        width, height = distorted(poster, name, "a").size
        assert width == pytest.approx(poster.width * share, abs=1)
        assert height == pytest.approx(poster.height * share, abs=1)


def test_a_quarter_is_hidden_and_the_rest_is_not() -> None:
    grey = Image.new("RGB", (182, 268), (77, 78, 79))
    for film in range(20):
        made = np.asarray(distorted(grey, "a quarter hidden", str(film)))
        hidden = (made != (77, 78, 79)).any(axis=2).mean()
        assert hidden == pytest.approx(0.25, abs=0.02)


def test_greyscale_and_brightness_do_what_they_say(poster: Image.Image) -> None:
    grey = np.asarray(distorted(poster, "greyscale", "a"))
    assert (grey == grey[..., :1]).all()
    bright = np.asarray(distorted(poster, "brightness 1.5", "a"), dtype=int)
    assert np.abs(bright - np.minimum(np.asarray(poster) * 1.5, 255)).max() <= 1


def test_rotation_and_strong_perspective_keep_the_whole_poster() -> None:
    marked = Image.new("RGB", (100, 150), (0, 200, 0))
    for corner in ((0, 0), (92, 0), (0, 142), (92, 142)):
        marked.paste((255, 0, 255), (*corner, corner[0] + 8, corner[1] + 8))
    for name in ("12 degrees", "strong perspective"):
        made = np.asarray(distorted(marked, name, "b"), dtype=int)
        purple = (made[..., 0] > 200) & (made[..., 1] < 60) & (made[..., 2] > 200)
        rows, columns = np.nonzero(purple)
        middle = rows.mean(), columns.mean()
        quadrants = {(r > middle[0], c > middle[1]) for r, c in zip(rows, columns, strict=True)}
        assert len(quadrants) == 4, name


def test_warp_coefficients_bring_corners_to_corners() -> None:
    source = np.array([(0, 0), (100, 0), (100, 150), (0, 150)], dtype=float)
    target = np.array([(10, 5), (80, 20), (95, 140), (3, 120)], dtype=float)
    a, b, c, d, e, f, g, h = distort.warp_coefficients(source, target)
    for (x, y), wanted in zip(target, source, strict=True):
        below = g * x + h * y + 1
        assert ((a * x + b * y + c) / below, (d * x + e * y + f) / below) == pytest.approx(wanted)


def test_random_views_follow_their_generator(poster: Image.Image) -> None:
    made = [random_view(poster, np.random.default_rng([1, i]), 1.0) for i in range(30)]
    again = [random_view(poster, np.random.default_rng([1, i]), 1.0) for i in range(30)]
    assert [view.tobytes() for view in made] == [view.tobytes() for view in again]
    assert len({view.tobytes() for view in made}) == 30
    assert all(view.mode == "RGB" and min(view.size) >= 16 for view in made)


def test_strength_is_how_much_a_view_differs(poster: Image.Image) -> None:
    def mean_difference(strength: float) -> float:
        views = [random_view(poster, np.random.default_rng([2, i]), strength) for i in range(60)]
        return float(np.mean([_same_size_difference(poster, view) for view in views]))

    nothing, little, much = mean_difference(0.0), mean_difference(0.3), mean_difference(1.0)
    assert nothing < little < much
    assert nothing < 0.2 * much
