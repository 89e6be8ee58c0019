"""Other views of a picture, and when they count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageOps

from services.core.encoders import EncoderSpec, Metric, Preprocessing
from services.samples import SAMPLES, draw
from services.vision.crops import MIDDLES, other_views, trim
from services.vision.encoders.base import Embeddings, normalise
from services.vision.encoders.preprocessing import preprocess
from services.vision.index import ExactIndex
from services.vision.lookup import HANDICAP, look_up


@pytest.fixture(scope="module")
def posters() -> list[Image.Image]:
    return [draw(sample, 240) for sample in SAMPLES]


class Thumbnails:
    """An encoder that sees a picture as 12 x 8 pixels, and counts what it is shown."""

    spec = EncoderSpec(
        "thumbnails",
        288,
        Metric.COSINE,
        Preprocessing(12, 8, "stretch", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        "none",
    )

    def __init__(self) -> None:
        self.shown = 0

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        self.shown += len(images)
        pixels = preprocess(images, self.spec.preprocessing).reshape(len(images), -1)
        return normalise(pixels - pixels.mean(axis=1, keepdims=True))


@pytest.mark.parametrize("ground", ["black", "white", (40, 90, 160)])
def test_trim_takes_even_borders_off(posters: list[Image.Image], ground: str) -> None:
    for poster in posters:
        width, height = poster.size
        shown = Image.new("RGB", (width + 120, height + 200), ground)
        shown.paste(poster, (60, 100))
        trimmed = trim(shown)
        assert trimmed is not None
        # A poster whose own edge has the ground's colour may lose that too, never more.
        assert trimmed.width <= width + 8
        assert trimmed.height <= height + 8


def test_trim_leaves_what_has_no_border(posters: list[Image.Image]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (90, 60, 3), dtype=np.uint8)
    assert trim(Image.fromarray(noise)) is None
    assert trim(Image.new("RGB", (60, 90), "red")) is None


@pytest.mark.parametrize("size", [(16, 16), (1, 400), (3000, 20)])
def test_any_shape_has_views(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (*size[::-1], 3), dtype=np.uint8)
    views = other_views(Image.fromarray(noise))
    assert len(views) >= len(MIDDLES)
    assert all(view.mode == "RGB" and min(view.size) >= 1 for view in views)


def test_a_screenshot_is_found_by_what_is_in_it(posters: list[Image.Image]) -> None:
    encoder = Thumbnails()
    index = ExactIndex(encoder.embed(posters), Metric.COSINE)
    found = []
    for number, poster in enumerate(posters):
        shown = ImageOps.expand(poster, border=(5, 90), fill="black")
        seen = look_up(encoder, index, [shown], 3, 0.9)
        found.append(seen.hits[0][0].row == number and seen.matches[0])
        assert len(seen.hits[0]) == 3
    assert np.mean(found) >= 0.75, "some drawn posters have black edges of their own"


def test_a_match_is_not_looked_at_again(posters: list[Image.Image]) -> None:
    encoder = Thumbnails()
    index = ExactIndex(encoder.embed(posters), Metric.COSINE)
    encoder.shown = 0
    seen = look_up(encoder, index, posters, 1, 0.99)
    assert encoder.shown == len(posters)
    assert all(seen.matches)
    assert [row[0].row for row in seen.hits] == list(range(len(posters)))


def test_a_part_must_be_nearer_than_the_whole(posters: list[Image.Image]) -> None:
    encoder = Thumbnails()
    index = ExactIndex(encoder.embed(posters[1:]), Metric.COSINE)
    whole = encoder.embed(posters[:1])
    seen = look_up(encoder, index, posters[:1], 1, 0.9999)
    near = index.search(whole, 1)[0][0].similarity
    chosen = seen.hits[0][0].similarity
    assert not seen.matches[0]
    assert chosen == pytest.approx(near) or chosen > near + HANDICAP
