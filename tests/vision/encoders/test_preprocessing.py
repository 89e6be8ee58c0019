"""Images become inputs exactly as the encoders' own libraries declare it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import POSTER_LITE, RESNET50, SPECS
from services.vision.encoders.base import normalise
from services.vision.encoders.preprocessing import preprocess

SIZES = [
    (182, 268),  # the poster set's
    (183, 269),
    (300, 450),
    (333, 499),
    (1000, 1500),
    (451, 300),  # landscape
    (640, 361),
    (224, 224),
    (25, 37),  # enlarged
    (97, 1003),
    (20, 600),  # long enough to lose its ends before it is enlarged
]


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """Smooth noise with fine grain on it, as a print has."""
    rng = np.random.default_rng(seed)
    tiles = rng.integers(0, 256, (9, 7, 3), dtype=np.uint8)
    smooth = Image.fromarray(tiles).resize((width, height), Image.Resampling.BICUBIC)
    grain = rng.normal(0, 12, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(smooth) + grain, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def declared() -> dict[str, Callable[[Image.Image], Any]]:
    """Return each library's own transform."""
    models = pytest.importorskip("torchvision.models", reason="needs the `models` extra")
    open_clip = pytest.importorskip("open_clip", reason="needs the `models` extra")
    clip = open_clip.get_pretrained_cfg("ViT-B-32", "laion2b_s34b_b79k")
    return {
        "resnet50": models.ResNet50_Weights.IMAGENET1K_V2.transforms(),
        "vgg16": models.VGG16_Weights.IMAGENET1K_V1.transforms(),
        "clip-vit-b-32": open_clip.image_transform(
            224,
            is_train=False,
            mean=clip["mean"],
            std=clip["std"],
            resize_mode=clip["resize_mode"],
            interpolation=clip["interpolation"],
        ),
    }


@pytest.mark.models
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["resnet50", "vgg16", "clip-vit-b-32"])
def test_the_librarys_own_preprocessing(
    name: str, size: tuple[int, int], declared: dict[str, Callable[[Image.Image], Any]]
) -> None:
    image = noise(*size)
    ours = preprocess([image], SPECS[name].preprocessing)
    theirs = np.asarray(declared[name](image))[None]
    assert ours.shape == theirs.shape == (1, 3, 224, 224)
    assert np.abs(ours - theirs).max() < 1e-5


@pytest.mark.models
@pytest.mark.parametrize("name", ["resnet50", "vgg16", "clip-vit-b-32"])
def test_a_strip_of_odd_length_is_within_a_level_of_it(
    name: str, declared: dict[str, Callable[[Image.Image], Any]]
) -> None:
    preprocessing, image = SPECS[name].preprocessing, noise(601, 21)
    apart = preprocess([image], preprocessing)[0] - np.asarray(declared[name](image))
    levels = np.abs(apart) * np.array(preprocessing.std)[:, None, None]
    assert levels.max() < 1.01
    assert levels.mean() < 0.01


@pytest.mark.parametrize("name", SPECS)
def test_inputs_are_as_declared(name: str) -> None:
    preprocessing = SPECS[name].preprocessing
    images = [noise(90, 130, 1), noise(300, 200, 2)]
    pixels = preprocess(images, preprocessing)
    assert pixels.shape == (2, 3, preprocessing.height, preprocessing.width)
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    assert np.array_equal(pixels[1:], preprocess(images[1:], preprocessing))


@pytest.mark.parametrize("name", SPECS)
def test_channels_keep_their_order_and_scale(name: str) -> None:
    preprocessing = SPECS[name].preprocessing
    colour = np.array([200, 100, 10])
    (pixels,) = preprocess([Image.new("RGB", (60, 90), tuple(colour))], preprocessing)
    expected = (colour - preprocessing.mean) / preprocessing.std
    assert np.abs(pixels - expected[:, None, None]).max() < 1e-5


@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_other_modes_are_taken_as_rgb(mode: str) -> None:
    image = noise(60, 90).convert(mode)
    for spec in SPECS.values():
        assert np.array_equal(
            preprocess([image], spec.preprocessing),
            preprocess([image.convert("RGB")], spec.preprocessing),
        )


def test_poster_lite_sees_the_whole_poster_undistorted() -> None:
    """A poster of its input's size goes in as it is."""
    preprocessing = POSTER_LITE.preprocessing
    image = noise(preprocessing.width, preprocessing.height)
    (pixels,) = preprocess([image], preprocessing)
    assert np.allclose(pixels.transpose(1, 2, 0) * 128 + 127, np.asarray(image), atol=1e-3)
    assert preprocessing.width / preprocessing.height == pytest.approx(182 / 268, abs=0.005)


def test_poster_lite_sees_a_large_poster_as_its_small_copy() -> None:
    large = noise(1200, 1800)
    size = (POSTER_LITE.preprocessing.width, POSTER_LITE.preprocessing.height)
    small = large.resize(size, Image.Resampling.LANCZOS)
    pixels: list[NDArray[np.float32]] = [
        preprocess([one], POSTER_LITE.preprocessing) for one in (large, small)
    ]
    assert np.abs(pixels[0] - pixels[1]).max() < 8 / 128


@pytest.mark.parametrize("size", [(16, 3_000_000), (3_000_000, 16)])
def test_a_strip_is_not_enlarged_before_it_is_cropped(size: tuple[int, int]) -> None:
    """Its shorter side at 232 pixels, the whole of it would be 40 GB."""
    strip = Image.new("RGB", size, "red")
    strip.paste(
        "blue", (size[0] // 2 - 20, size[1] // 2 - 20, size[0] // 2 + 20, size[1] // 2 + 20)
    )
    (pixels,) = preprocess([strip], RESNET50.preprocessing)
    blue = (np.array([0, 0, 255]) - RESNET50.preprocessing.mean) / RESNET50.preprocessing.std
    assert np.abs(pixels - blue[:, None, None]).max() < 1e-4


def test_unit_length() -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 7)) * [[1e-3], [1], [1e3], [0], [1e-30]]
    unit = normalise(vectors)
    assert unit.dtype == np.float32
    assert np.allclose(np.linalg.norm(unit[:3], axis=1), 1, atol=1e-6)
    assert not unit[3].any()
    assert np.isfinite(unit).all()
    assert np.allclose(unit[0], vectors[0] / np.linalg.norm(vectors[0]), atol=1e-6)
