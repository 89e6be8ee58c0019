"""What is refused, with which sentence, and at what cost."""

from __future__ import annotations

import logging
import random
import tracemalloc
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from services.core.errors import PosterError
from services.pictures.images import decode
from tests.pictures.pictures import (
    MAX_BYTES,
    MAX_PIXELS,
    black_png,
    busy,
    chunk,
    corners,
    encoded,
    png,
    read,
    refusal,
)


def test_an_empty_file() -> None:
    assert refusal(b"") == "empty"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"hello", id="text"),
        pytest.param(b"\0" * 4096, id="zeros"),
        pytest.param(random.Random(0).randbytes(4096), id="noise"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', id="svg"),
        pytest.param(b"<!doctype html><html><body>404</body></html>", id="html"),
        pytest.param(encoded(corners(), "PDF"), id="pdf"),
        pytest.param(b"\0\0\0\x18ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 64, id="mp4"),
        pytest.param(b"\x1aE\xdf\xa3" + b"\0" * 64, id="webm"),
        pytest.param(b"PK\3\4" + b"\0" * 64, id="zip"),
        pytest.param(b"RIFF\x40\0\0\0WAVEfmt " + b"\0" * 64, id="wav"),
        pytest.param(encoded(corners(), "EPS"), id="eps"),
        pytest.param(encoded(corners(), "ICO"), id="ico"),
        pytest.param(encoded(corners(), "PPM"), id="ppm"),
        pytest.param(encoded(corners(), "TGA"), id="tga"),
    ],
)
def test_what_is_not_a_picture_we_take(data: bytes) -> None:
    assert refusal(data) == "not_an_image"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {}),
    ],
)
def test_a_file_that_was_cut_off(format_: str, options: dict[str, Any], share: float) -> None:
    data = encoded(busy(), format_, **options)
    assert read(data)
    assert refusal(data[: max(16, int(share * len(data)))]) == "truncated"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.8])
def test_a_jpeg_of_which_more_than_its_end_is_missing(share: float) -> None:
    data = encoded(busy(60, 320), "JPEG")
    assert refusal(data[: max(16, int(share * len(data)))]) == "truncated"


@pytest.mark.parametrize("scans", [1, 5, 9])
def test_a_progressive_jpeg_that_lacks_a_scan(scans: int) -> None:
    data = encoded(busy(60, 320), "JPEG", progressive=True)
    starts = [place for place in range(len(data)) if data[place : place + 2] == b"\xff\xda"]
    assert len(starts) == 10
    assert refusal(data[: starts[scans]]) == "truncated"


@pytest.mark.parametrize("lacks", [3, 40])
def test_who_can_fetch_it_again_wants_a_jpeg_whole(lacks: int) -> None:
    data = encoded(busy(60, 320), "JPEG")
    assert read(data[:-lacks])
    with pytest.raises(PosterError, match="cut off"):
        decode(data[:-lacks], max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS, whole=True)


def test_too_many_bytes_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encoded(busy(), "PNG")
    assert read(data, max_bytes=len(data))
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("the file was opened"))
    assert refusal(data, max_bytes=len(data) - 1) == "too_large"
    with pytest.raises(PosterError, match=r"50\.0 MB, more than the 20 MB"):
        decode(bytes(50 * 2**20), max_bytes=20 * 2**20, max_pixels=MAX_PIXELS)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [20_000, 10_000])
def test_a_picture_of_far_too_many_pixels_is_refused_by_its_header(
    side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = black_png(side, side)
    assert len(data) < 500_000
    monkeypatch.setattr(
        ImageFile.ImageFile, "load", lambda _: pytest.fail("the pixels were unpacked")
    )
    assert refusal(data, max_bytes=20 * 2**20, max_pixels=50_000_000) == "too_many_pixels"
    only_header = png(side, side, depth=1)
    assert refusal(only_header, max_pixels=50_000_000) == "too_many_pixels"


def test_the_pixel_limit_is_exact_and_named() -> None:
    assert read(black_png(1000, 1000), max_pixels=1_000_000).size == (1000, 1000)
    with pytest.raises(PosterError, match=r"1001 x 1000 pixels.*at most 1 megapixels"):
        read(black_png(1001, 1000), max_pixels=1_000_000)


def test_a_bomb_within_the_pixel_limit_is_only_a_black_picture() -> None:
    assert not np.asarray(read(black_png(4000, 4000), max_pixels=16_000_000)).any()


def test_text_that_unpacks_to_much_is_not_unpacked() -> None:
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200 * 2**20), 1))
    pixels = chunk(b"IDAT", zlib.compress(bytes(32 * 33)))
    assert read(png(32, 32, pixels)).size == (32, 32)
    data = png(32, 32, text, pixels)
    assert len(data) < MAX_BYTES
    tracemalloc.start()
    try:
        assert refusal(data) == "truncated"
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [(1, 1), (15, 300), (300, 15)])
def test_a_tiny_picture(size: tuple[int, int]) -> None:
    assert refusal(encoded(Image.new("RGB", size), "PNG")) == "too_small"


def test_the_smallest_picture_that_is_taken() -> None:
    assert read(encoded(Image.new("RGB", (16, 16)), "PNG")).size == (16, 16)


def test_what_pillow_has_no_error_for_is_refused_and_logged_in_full(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_: object) -> None:
        raise KeyError(7)

    monkeypatch.setattr(ImageFile.ImageFile, "load", stumble)
    assert refusal(encoded(corners(), "PNG")) == "truncated"
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.exc_info and isinstance(record.exc_info[1], KeyError)
