"""Pictures that a caller opened: bounded and turned as bytes are, and left as they were."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image

from services.core.errors import PosterError
from services.pictures.images import upright_rgb
from tests.pictures.pictures import (
    MAX_PIXELS,
    assert_corners,
    black_png,
    busy,
    corners,
    encoded,
    read,
)


def opened(image: Image.Image) -> Image.Image:
    return upright_rgb(image, max_pixels=MAX_PIXELS)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"])
def test_it_looks_as_its_bytes_would(mode: str) -> None:
    picture = corners().convert("L").convert(mode) if mode == "I;16" else corners().convert(mode)
    data = encoded(picture, "TIFF" if mode in {"CMYK", "LA"} else "PNG")
    assert np.array_equal(np.asarray(opened(Image.open(BytesIO(data)))), np.asarray(read(data)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    data = encoded(corners(), "JPEG", exif=exif, quality=95)
    assert np.array_equal(np.asarray(opened(Image.open(BytesIO(data)))), np.asarray(read(data)))


def test_one_that_was_drawn() -> None:
    assert_corners(opened(corners()))


def test_it_stays_as_it_was() -> None:
    image = Image.open(BytesIO(encoded(busy(900, 1100), "JPEG")))
    before = Image.open(BytesIO(encoded(busy(900, 1100), "JPEG")))
    result = opened(image)
    assert (image.size, image.mode) == ((900, 1100), "RGB")
    assert image.tobytes() == before.tobytes()
    result.paste((0, 0, 0), (0, 0, 50, 50))
    assert image.tobytes() == before.tobytes()


def test_it_is_shrunk_as_bytes_are() -> None:
    image = busy(2100, 2200)
    assert upright_rgb(image, max_pixels=5_000_000).size == (1050, 1100)
    assert image.size == (2100, 2200)


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (Image.new("RGB", (1001, 1000)), "too_many_pixels"),
        (Image.new("RGB", (15, 400)), "too_small"),
        (Image.new("RGB", (0, 0)), "too_small"),
        # Refused by its header: its pixels would take 400 MB.
        (Image.open(BytesIO(black_png(9_000, 9_000))), "too_many_pixels"),
        (Image.open(BytesIO(encoded(busy(), "JPEG")[:-400])), "truncated"),
    ],
    ids=["pixels", "narrow", "nothing", "unread", "cut-off"],
)
def test_what_is_refused(image: Image.Image, code: str) -> None:
    with pytest.raises(PosterError) as caught:
        opened(image)
    assert caught.value.code == code


def test_one_whose_file_was_closed() -> None:
    with Image.open(BytesIO(encoded(busy(), "PNG"))) as image:
        pass
    with pytest.raises(PosterError) as caught:
        opened(image)
    assert caught.value.code == "truncated"
