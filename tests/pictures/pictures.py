"""Files to decode, written for the purpose, and what to ask of `decode`."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.core.errors import PosterError
from services.pictures.images import decode

MAX_BYTES = 2**20
MAX_PIXELS = 1_000_000
RED, GREEN, BLUE, WHITE = (230, 20, 20), (20, 200, 20), (20, 20, 220), (250, 250, 250)


def read(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Image.Image:
    image = decode(data, max_bytes=max_bytes, max_pixels=max_pixels)
    assert image.mode == "RGB"
    return image


def refusal(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> str:
    """Return the code of the error, once its sentence is fit for people."""
    with pytest.raises(PosterError) as caught:
        decode(data, max_bytes=max_bytes, max_pixels=max_pixels)
    message = caught.value.message
    assert message[0].isupper() and message.endswith(".") and "\n" not in message
    assert "Error" not in message and "Traceback" not in message and "object at 0x" not in message
    return caught.value.code


def corners(width: int = 48, height: int = 72) -> Image.Image:
    """A picture whose quarters are red and green above blue and white."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def busy(width: int = 60, height: int = 90, seed: int = 0) -> Image.Image:
    """Smooth noise: nothing in it is easy to compress or to guess."""
    tiles = np.random.default_rng(seed).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    return Image.fromarray(tiles).resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, format_: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *middle: bytes, depth: int = 8, colour: int = 0) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(middle) + chunk(b"IEND", b"")


def black_png(width: int, height: int) -> bytes:
    """A valid one-bit PNG of any size, packed row by row so that it never lies in memory."""
    packer, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    packed = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    return png(width, height, chunk(b"IDAT", packed), depth=1)


def assert_corners(image: Image.Image, tolerance: int = 12) -> None:
    pixels = np.asarray(image).astype(int)
    height, width, _ = pixels.shape
    for (x, y), colour in zip(
        [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)],
        [RED, GREEN, BLUE, WHITE],
        strict=True,
    ):
        seen = pixels[int(y * height), int(x * width)]
        assert np.abs(seen - colour).max() <= tolerance, f"{seen} instead of {colour} at {x}, {y}"
