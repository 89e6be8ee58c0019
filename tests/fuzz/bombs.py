"""Small pictures that ask for much, with chance in how much."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.pictures import hostile
from tests.pictures.pictures import black_png, busy, chunk, encoded, png

_MOST = (2, 31, 32, 33, 300, 3_000, 19_999, 25_000)


def _sides(rng: random.Random, most: int = 24_500_000) -> tuple[int, int]:
    width = rng.choice((16, 320, 1_000, 3_130, 4_949, 7_000))
    height = max(
        16, min(int(most / width * rng.choice((0.1, 0.5, 0.99, 1.01))), width * 20, 65_000)
    )
    return width, height


def _deflated_text(rng: random.Random) -> bytes:
    """A PNG with a text, a profile or a note that unpacks to megabytes."""
    packed = zlib.compress(bytes(rng.choice((10**5, 10**7, 6 * 10**7))), 9)
    name, before = rng.choice(
        ((b"zTXt", b"k\0\0"), (b"iTXt", b"k\0\1\0\0\0"), (b"iCCP", b"k\0\0"), (b"eXIf", b""))
    )
    data = encoded(busy(), "PNG")
    return data[:33] + chunk(name, before + packed) * rng.choice((1, 2, 50)) + data[33:]


def _deflated_pixels(rng: random.Random) -> bytes:
    """A PNG whose packed rows unpack to more, or less, than it says."""
    packed = zlib.compress(bytes(rng.choice((10, 10**6, 10**8))), 9)
    width, height = _sides(rng)
    depth, colour = rng.choice(((1, 0), (8, 0), (16, 0), (8, 2), (16, 2), (8, 6), (16, 6), (16, 4)))
    data = png(width, height, chunk(b"IDAT", packed), depth=depth, colour=colour)
    return data[:28] + bytes([rng.randrange(2)]) + data[29:]  # interlaced or not


def _plain_png(rng: random.Random) -> bytes:
    mode = rng.choice(("1", "L", "LA", "P", "RGB", "RGBA", "I;16"))
    return encoded(Image.new(mode, _sides(rng)), "PNG", compress_level=1)


def _plain_tiff(rng: random.Random) -> bytes:
    kind = rng.choice((None, "tiff_lzw", "tiff_deflate", "packbits", "jpeg"))
    mode = "RGB" if kind == "jpeg" else rng.choice(("L", "RGB", "RGBA", "CMYK", "I;16", "F"))
    return encoded(Image.new(mode, _sides(rng, 10**6)), "TIFF", compression=kind)


def _deflated_tiff(rng: random.Random) -> bytes:
    kind = rng.choice(("tiff_lzw", "tiff_deflate", "packbits"))
    mode = rng.choice(("L", "RGB", "RGBA", "CMYK", "F"))
    return encoded(Image.new(mode, _sides(rng)), "TIFF", compression=kind)


def _plain_jpeg(rng: random.Random) -> bytes:
    image = Image.new(rng.choice(("L", "RGB", "CMYK")), _sides(rng, 49_000_000))
    return encoded(image, "JPEG", progressive=rng.random() < 0.5)


def _scans(rng: random.Random) -> bytes:
    return hostile.scanned(rng.choice(_MOST[:6]), declared=_sides(rng, 49_000_000))


def _webp(rng: random.Random) -> bytes:
    width, height = _sides(rng, 9_800_000)
    return hostile.lossless_webp(min(width, 16_383), min(height, 16_383))


def _avif(rng: random.Random) -> bytes:
    return encoded(Image.new(rng.choice(("RGB", "RGBA")), _sides(rng, 2 * 10**6)), "AVIF", speed=10)


def _gif(rng: random.Random) -> bytes:
    """A GIF of a large screen and a small frame, or of a frame as large."""
    if rng.random() < 0.5:
        return encoded(Image.new("P", _sides(rng)), "GIF")
    data = bytearray(encoded(busy().convert("P"), "GIF"))
    struct.pack_into("<HH", data, 6, *_sides(rng))
    return bytes(data)


def _run_length_bmp(rng: random.Random) -> bytes:
    width, height = _sides(rng)
    body = rng.choice((b"\1\2", b"\xff\0", b"\0\2\xff\xff", b"\0\0")) * rng.choice(
        (10, 10**5, 10**6)
    )
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, 0, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 54 + 1024) + head + bytes(1024) + body


def _looped_tiff(rng: random.Random) -> bytes:
    """A TIFF whose directories lead to each other without an end."""
    data = bytearray(encoded(busy(), "TIFF"))
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    struct.pack_into("<I", data, at + 2 + 12 * count, rng.choice((at, 8, 4, len(data) - 4)))
    entry = struct.pack("<HHII", rng.choice((330, 34665, 34853, 40965)), 4, 1, at)
    data[at + 2 : at + 14] = entry
    return bytes(data)


def _tiles(rng: random.Random) -> bytes:
    """A HEIC that says how large it is, again and again or too large."""
    at = hostile.HEIC.index(b"ispe")
    data = bytearray(hostile.HEIC)
    struct.pack_into(">II", data, at + 8, *_sides(rng))
    return bytes(data)


BOMBS: dict[str, Callable[[random.Random], bytes]] = {
    "scans": _scans,
    "segments": lambda rng: hostile.segmented(rng.choice(_MOST)),
    "chunks": lambda rng: hostile.chunked(rng.choice((*_MOST, 400_000))),
    "16-bit greys": lambda rng: hostile.grey_of_16_bits(rng.choice((1_000, 4_949, 5_000))),
    "webp of one colour": _webp,
    "frames": lambda rng: hostile.framed(rng.choice(_MOST), rng.choice(("GIF", "WEBP"))),
    "comments of a gif": lambda rng: hostile.commented_gif(rng.choice((*_MOST, 10**6))),
    "run lengths": lambda rng: hostile.run_lengths(rng.choice((10**3, 10**6, 3 * 10**6))),
    "run lengths of a large bmp": _run_length_bmp,
    "strips": lambda rng: hostile.striped(rng.choice((*_MOST, 2**31))),
    "black png": lambda rng: black_png(*_sides(rng)),
    "packed text": _deflated_text,
    "packed pixels": _deflated_pixels,
    "plain png": _plain_png,
    "plain tiff": _plain_tiff,
    "packed tiff": _deflated_tiff,
    "plain jpeg": _plain_jpeg,
    "plain avif": _avif,
    "large gif": _gif,
    "directories in a loop": _looped_tiff,
    "heic of a size": _tiles,
}
