"""Small files that ask for much, written for the purpose."""

from __future__ import annotations

import base64
import struct

from PIL import Image

from tests.pictures.pictures import busy, chunk, encoded

# The quarters of `corners`, written by libheif's encoder: nothing here can write HEIC.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
    "AAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAAGQAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "AA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNw"
    "AAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBJZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFz"
    "wIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEgAAAAoY2xhcAAAADAAAAABAAAASAAAAAH////wAAAA"
    "AgAAAAAAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAGxtZGF0AAAAYCgBr1j5Et3/z7v/"
    "h9IbCyc71ahtebT9ZGhaeO5Sju6JvaYPWuiy3PwUYDoMskKW+GnVb4fmpqZWdXp+sVLhWTVmw8a93cdGGmEwNpE23C6TnZ6t"
    "loAge6nJOzmyvp0IaA=="
)


def scanned(times: int, size: tuple[int, int] = (48, 72), declared: tuple[int, int] | None = None):
    """A progressive JPEG whose last scan comes `times` times, of any declared size."""
    data = encoded(busy(*size), "JPEG", progressive=True)
    last, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    if declared:
        place = data.index(b"\xff\xc2") + 5
        data = data[:place] + struct.pack(">HH", *reversed(declared)) + data[place + 4 :]
    return data[:last] + data[last:end] * times + data[end:]


def segmented(count: int) -> bytes:
    """A JPEG with that many empty comments."""
    data = encoded(busy(), "JPEG")
    return data[:2] + b"\xff\xfe\0\2" * count + data[2:]


def chunked(count: int) -> bytes:
    """A PNG with that many empty chunks; 12 bytes each, so that a million are 12 MB."""
    data = encoded(busy(), "PNG")
    return data[:33] + chunk(b"teSt", b"") * count + data[33:]


def grey_of_16_bits(side: int) -> bytes:
    """A black PNG of 16-bit greys."""
    return encoded(Image.new("I;16", (side, side)), "PNG")


def lossless_webp(width: int, height: int) -> bytes:
    """A WebP of 38 bytes at most: one colour, whatever size it says."""
    data = encoded(Image.new("RGB", (16, 16)), "WEBP", lossless=True)
    bits = int.from_bytes(data[21:25], "little") & ~0xFFFFFFF
    bits |= (width - 1) | (height - 1) << 14
    return data[:21] + bits.to_bytes(4, "little") + data[25:]


def framed(count: int, kind: str) -> bytes:
    """An animation whose last frame comes `count` times more."""
    pictures = [busy(seed=seed) for seed in range(3)]
    data = encoded(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=20)
    if kind == "WEBP":
        last = data.rindex(b"ANMF")
        data += data[last:] * count
        return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    last = data.rindex(b"\x21\xf9")
    return data[:-1] + data[last:-1] * count + data[-1:]


def commented_gif(blocks: int) -> bytes:
    """A GIF with a comment of that many blocks of one byte."""
    data = encoded(busy().convert("P"), "GIF")
    start = 13 + (3 << (data[10] & 7) + 1)
    return data[:start] + b"\x21\xfe" + b"\1x" * blocks + b"\0" + data[start:]


def run_lengths(size: int) -> bytes:
    """A BMP that says its pixels are run lengths, and is so long."""
    head = struct.pack("<IiiHHIIiiII", 40, 64, 64, 1, 8, 1, 0, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", size, 0, 0, 54 + 1024) + head + b"\1\2" * (size // 2)


def striped(count: int) -> bytes:
    """A TIFF that says it has that many strips."""
    data = encoded(busy(), "TIFF")
    (at,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, at)
    out = bytearray(data)
    for place in range(at + 2, at + 2 + 12 * entries, 12):
        if struct.unpack_from("<H", data, place) == (273,):
            struct.pack_into("<I", out, place + 4, count)
    return bytes(out)
