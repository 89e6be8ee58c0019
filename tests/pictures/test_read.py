"""What is read, and how it looks then."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

from tests.pictures.pictures import (
    BLUE,
    GREEN,
    RED,
    assert_corners,
    busy,
    corners,
    encoded,
    read,
)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_listed_format_is_read_whatever_the_file_is_called(
    format_: str, tmp_path: Path
) -> None:
    path = tmp_path / "poster.jpg"
    path.write_bytes(encoded(corners(), format_))
    image = read(path.read_bytes())
    assert image.size == (48, 72)
    assert_corners(image)


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG", "AVIF", "TIFF"])
def test_of_an_animation_the_first_frame_counts(format_: str) -> None:
    others = [ImageOps.mirror(corners()), busy(48, 72)]
    options = {} if format_ == "TIFF" else {"duration": 40}
    data = encoded(corners(), format_, save_all=True, append_images=others, **options)
    with Image.open(BytesIO(data)) as opened:
        assert len(list(ImageSequence.Iterator(opened))) == 3
    assert_corners(read(data))


def jpeg_of_four(values: tuple[int, int, int, int], adobe_transform: int) -> bytes:
    """Write a baseline JPEG of one colour in four components, with Adobe's marker.

    By hand, since a writer that shares a mistake with the reader would hide it.
    """

    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    side, bits = 16, ""
    for first in (True, *[False] * (side // 8) ** 2)[:-1]:
        for value in values:
            level = (value - 128) * 8 if first else 0
            size = abs(level).bit_length()
            bits += f"{size:04b}"
            if size:
                bits += f"{level if level > 0 else level + 2**size - 1:0{size}b}"
            bits += "0"  # the end of the block
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    components = b"".join(bytes([number, 0x11, 0]) for number in range(1, 5))
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, adobe_transform)),
            segment(0xDB, bytes([0]) + bytes([1] * 64)),
            segment(0xC0, struct.pack(">BHHB", 8, side, side, 4) + components),
            segment(0xC4, bytes([0x00, 0, 0, 0, 12, *[0] * 12, *range(12)])),
            segment(0xC4, bytes([0x10, 1, *[0] * 15, 0])),
            segment(0xDA, bytes([4, *[part for n in range(1, 5) for part in (n, 0)], 0, 63, 0])),
            scan,
            b"\xff\xd9",
        ]
    )


@pytest.mark.parametrize(
    ("stored", "transform", "colour"),
    [
        # Adobe stores ink upside down: 255 is no ink. Red is no cyan, full magenta and yellow.
        ((255, 0, 0, 255), 0, (255, 0, 0)),
        ((0, 0, 255, 255), 0, (0, 0, 255)),
        ((255, 255, 255, 255), 0, (255, 255, 255)),
        ((255, 255, 255, 0), 0, (0, 0, 0)),
        ((255, 255, 255, 128), 0, (128, 128, 128)),
        # The same red as YCCK: the luma and chroma of the colour (0, 255, 255).
        ((179, 171, 1, 255), 2, (255, 0, 0)),
    ],
)
def test_colours_of_a_cmyk_jpeg_as_photoshop_writes_it(
    stored: tuple[int, int, int, int], transform: int, colour: tuple[int, int, int]
) -> None:
    data = jpeg_of_four(stored, transform)
    with Image.open(BytesIO(data)) as opened:
        assert opened.mode == "CMYK"
    pixels = np.asarray(read(data)).astype(int)
    assert np.abs(pixels - colour).max() <= 4


@pytest.mark.parametrize("format_", ["JPEG", "TIFF"])
def test_cmyk_keeps_its_colours(format_: str) -> None:
    assert_corners(read(encoded(corners().convert("CMYK"), format_)))


@pytest.mark.parametrize(
    ("dtype", "format_"), [("<u2", "PNG"), ("<u2", "TIFF"), (">u2", "TIFF"), ("<i4", "TIFF")]
)
def test_greys_of_16_bits_are_scaled_not_clipped(dtype: str, format_: str) -> None:
    greys = np.linspace(0, 65535, 40 * 60).reshape(60, 40)
    pixels = np.asarray(read(encoded(Image.fromarray(greys.astype(dtype)), format_))).astype(float)
    assert np.abs(pixels - (greys / 257)[..., None]).max() <= 1


def test_a_dark_picture_of_16_bits_stays_dark() -> None:
    pixels = np.asarray(read(encoded(Image.fromarray(np.full((40, 40), 2000, "<u2")), "PNG")))
    assert np.abs(pixels.astype(int) - 8).max() <= 1


@pytest.mark.parametrize("format_", ["PNG", "TIFF", "BMP"])
def test_one_bit_becomes_black_and_white(format_: str) -> None:
    dots = np.random.default_rng(1).integers(0, 2, (30, 20)).astype(bool)
    pixels = np.asarray(read(encoded(Image.fromarray(dots), format_)))
    assert np.array_equal(pixels, np.repeat(dots[..., None] * 255, 3, axis=2))


def half_seen(mode: str) -> tuple[bytes, NDArray[np.float64]]:
    """Return a PNG with alpha and what it looks like on white."""
    rng = np.random.default_rng(2)
    shape = (30, 20, 3 if mode == "RGBA" else 1)
    colour, alpha = rng.integers(0, 256, shape), rng.integers(0, 256, (30, 20, 1))
    alpha[0] = 0
    image = Image.fromarray(np.concatenate([colour, alpha], axis=2).astype(np.uint8), mode)
    share = alpha / 255
    return encoded(image, "PNG"), colour * share + 255 * (1 - share) + np.zeros(3)


@pytest.mark.filterwarnings("ignore:'mode' parameter is deprecated:DeprecationWarning")
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_alpha_is_laid_on_white(mode: str) -> None:
    data, expected = half_seen(mode)
    assert np.abs(np.asarray(read(data)) - expected).max() <= 1.5


def test_transparent_entries_of_a_palette_are_laid_on_white() -> None:
    image = Image.new("P", (40, 40), 0)
    image.putpalette([*RED, *GREEN, *BLUE])
    image.paste(1, (0, 0, 20, 40))
    image.paste(2, (0, 0, 20, 20))
    # Opaque red, hidden green, half-seen blue.
    pixels = np.asarray(read(encoded(image, "PNG", transparency=bytes([255, 0, 128]))))
    assert tuple(pixels[30, 30]) == RED
    assert tuple(pixels[30, 10]) == (255, 255, 255)
    assert np.abs(pixels[10, 10].astype(int) - (137, 137, 237)).max() <= 2
    image = image.convert("P")
    pixels = np.asarray(read(encoded(image, "GIF", transparency=1)))
    assert tuple(pixels[30, 10]) == (255, 255, 255)


def test_a_hidden_colour_of_an_rgb_png_is_laid_on_white() -> None:
    pixels = np.asarray(read(encoded(corners(), "PNG", transparency=GREEN)))
    assert tuple(pixels[10, 40]) == (255, 255, 255)
    assert tuple(pixels[10, 10]) == RED


def lying(orientation: int) -> Image.Image:
    """Return how a camera stores `corners` under an EXIF orientation.

    The standard names where the stored row 0 and column 0 stand in the upright picture.
    """
    upright = np.asarray(corners())
    mirrored, turned = upright[:, ::-1], upright[::-1, ::-1]
    across = (1, 0, 2)
    return Image.fromarray(
        {
            1: upright,  # top, left
            2: mirrored,  # top, right
            3: turned,  # bottom, right
            4: upright[::-1],  # bottom, left
            5: upright.transpose(across),  # left, top
            6: mirrored.transpose(across),  # right, top
            7: turned.transpose(across),  # right, bottom
            8: upright[::-1].transpose(across),  # left, bottom
        }[orientation]
    )


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_a_picture_upright(orientation: int, format_: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = read(encoded(lying(orientation), format_, exif=exif.tobytes()))
    assert image.size == (48, 72)
    assert_corners(image)


@pytest.mark.parametrize(
    ("tag", "kind"), [(0x011A, 2), (0x0100, 2), (0x010E, 11), (0x0201, 7), (0x0132, 11)]
)
def test_another_broken_tag_does_not_cost_the_picture(tag: int, kind: int) -> None:
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">HHI", tag, kind, 1) + b"ab"
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + entries + b"\0\0" + b"\0\0\0\0"
    data = encoded(lying(6), "JPEG", exif=exif)
    with Image.open(BytesIO(data)) as opened, pytest.raises(Exception):  # noqa: B017
        ImageOps.exif_transpose(opened)  # the case is a real one
    image = read(data)
    assert image.size == (48, 72)
    assert_corners(image)


@pytest.mark.parametrize(("kind", "value"), [(2, b"6\0\0\0"), (3, b"\0\x63\0\0"), (9, b"\xff" * 4)])
def test_an_orientation_that_is_none_is_left_alone(kind: int, value: bytes) -> None:
    entry = struct.pack(">HHI", 0x0112, kind, 1) + value
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    assert_corners(read(encoded(corners(), "JPEG", exif=exif)))


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGB", "PNG"), ("RGBA", "PNG")])
def test_a_huge_picture_is_shrunk_by_a_whole_factor(mode: str, kind: str) -> None:
    picture = Image.new(mode, (2200, 4400), (200, 40, 90, 255)[: len(mode)])
    picture.paste((10, 160, 30, 255)[: len(mode)], (0, 2200, 2200, 4400))
    data = BytesIO()
    picture.save(data, kind)
    image = read(data.getvalue(), max_bytes=2**24, max_pixels=10**8)
    assert image.size == (1100, 2200)
    for place, colour in (((550, 500), (200, 40, 90)), ((550, 1700), (10, 160, 30))):
        assert np.abs(np.asarray(image, dtype=int)[place[1], place[0]] - colour).max() <= 3
