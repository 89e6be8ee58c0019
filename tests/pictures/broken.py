"""Small pictures of every kind that is read, and ways to break them."""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from tests.pictures.pictures import busy, encoded


@cache
def specimens() -> dict[str, bytes]:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "poster"
    exif[0x8825] = {1: "N", 2: (1.0, 2.0, 3.0)}
    tags, image, other = exif.tobytes(), busy(40, 60), busy(40, 60, seed=1)
    grey16 = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    frames: dict[str, Any] = {"save_all": True, "append_images": [other]}
    return {
        "jpeg": encoded(image, "JPEG", exif=tags),
        "progressive jpeg": encoded(image, "JPEG", progressive=True),
        "cmyk jpeg": encoded(image.convert("CMYK"), "JPEG"),
        "mpo": encoded(image, "MPO", **frames),
        "png": encoded(image, "PNG", exif=tags),
        "palette png": encoded(image.convert("P"), "PNG", transparency=3),
        "16-bit png": encoded(grey16, "PNG"),
        "animated png": encoded(image, "PNG", **frames),
        "webp": encoded(image, "WEBP", exif=tags),
        "lossless webp": encoded(image, "WEBP", lossless=True),
        "animated webp": encoded(image, "WEBP", **frames),
        "gif": encoded(image, "GIF", **frames),
        "bmp": encoded(image, "BMP"),
        "tiff": encoded(image, "TIFF", exif=tags),
        "lzw tiff": encoded(image, "TIFF", compression="tiff_lzw"),
        "jpeg tiff": encoded(image, "TIFF", compression="jpeg"),
        "avif": encoded(image, "AVIF", exif=tags),
    }


def mended(data: bytes) -> bytes:
    """Give a PNG's chunks right checksums, so that their content is looked at."""
    out, at = bytearray(data), 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if at + 12 + length > len(data):
            break
        checksum = zlib.crc32(data[at + 4 : at + 8 + length])
        struct.pack_into(">I", out, at + 8 + length, checksum)
        at += 12 + length
    return bytes(out)


def mutated(data: bytes, rng: random.Random) -> bytes:
    out, at = bytearray(data), rng.randrange(len(data))
    match rng.randrange(5):
        case 0:
            for _ in range(rng.randrange(1, 8)):
                out[rng.randrange(len(out))] = rng.randrange(256)
        case 1:  # headers hold the lengths and sizes that readers trust
            for _ in range(rng.randrange(1, 4)):
                out[rng.randrange(min(len(out), 120))] = rng.choice((0, 1, 0x7F, 0x80, 0xFF))
        case 2:
            del out[at:]
        case 3:
            del out[at : at + rng.randrange(1, 40)]
        case _:
            start = rng.randrange(len(data))
            out[at:at] = data[start : start + rng.randrange(1, 64)]
    return mended(bytes(out)) if data[:4] == b"\x89PNG" and rng.random() < 0.5 else bytes(out)
