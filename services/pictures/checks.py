"""What a picture asks of its decoder, counted over its bytes: no pixel is unpacked here.

A small file may ask for a lot of work: a scan of a JPEG repeated 3,000 times, a million empty
chunks of a PNG. Each count has a bound that no picture of a camera or an editor comes near, and
counting itself stops at the bound.
"""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from services.core.errors import PosterError

Kind = Literal["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF"]

# Progressive JPEGs have about ten scans, the most elaborate two dozen; each is a pass over
# every block of the picture.
MAX_SCANS = 32
MAX_SEGMENTS = 1_000
# PNGs in pieces of a kilobyte stay below it.
MAX_CHUNKS = 20_000
MAX_FRAMES = 2_000
MAX_BLOCKS = 20_000
MAX_ENTRIES = 500
# Pillow unpacks run lengths in Python, a few million of them a second.
MAX_RUN_LENGTHS = 2**21
# What a JPEG of several scans keeps until the last one: the coefficients of the whole picture.
MAX_COEFFICIENTS = 160_000_000
# A photo of a street with a poster at its end may be long; nothing longer is a poster.
MAX_ASPECT = 20
# Pixels allowed of a kind, as a share of the limit. A JPEG is reduced while it is read. The
# readers of WebP and AVIF hold a picture several times over: 16 and up to 17 bytes a pixel.
PIXEL_SHARE: dict[str, float] = {"JPEG": 2.0, "WEBP": 0.4, "AVIF": 0.4}
# From here on a picture takes its decoder so long that posters should not wait behind it.
_HEAVY_PIXELS, _HEAVY_BYTES = 3_000_000, 4 * 2**20

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_TIFF_ORDERS = {
    b"II\x2a\x00": "<", b"MM\x00\x2a": ">", b"II\x00\x2a": "<", b"MM\x2a\x00": ">",
    b"II\x2b\x00": "<", b"MM\x00\x2b": ">",
}  # fmt: skip
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_FRAME_HEADERS = frozenset({*range(0xC0, 0xD0)}) - {0xC4, 0xC8, 0xCC}


@dataclass(slots=True)
class Asked:
    """What was counted of a file.

    Attributes:
        kind: The format that it begins as.
        width: As its header says, 0 where it does not say or is not looked at.
        height: The same.
        scans: Passes over a JPEG.
        parts: Segments, chunks, blocks or boxes that were walked over.
        coefficients: Bytes that a JPEG of several scans keeps of all of them.
    """

    kind: Kind
    width: int = 0
    height: int = 0
    scans: int = 0
    parts: int = 0
    coefficients: int = 0


def kind_of(data: bytes) -> Kind | None:
    """Return the format that the bytes begin as, None for one that is not taken."""
    found: Kind | None = None
    if data.startswith(b"\xff\xd8\xff"):
        found = "JPEG"
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        found = "PNG"
    elif data.startswith((b"GIF87a", b"GIF89a")):
        found = "GIF"
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = "WEBP"
    elif data.startswith(b"BM"):
        found = "BMP"
    elif data[:4] in _TIFF_ORDERS:
        found = "TIFF"
    elif data[4:8] == b"ftyp":
        found = _brand(data)
    return found


def check(data: bytes) -> Asked | None:
    """Count what a file asks for, and refuse what asks for too much.

    Returns:
        What was counted; None for a file of a kind that is not taken. Of a broken file it is what
        was counted up to there.

    Raises:
        PosterError: code `too_much_work`, or `too_many_pixels` where a JPEG of several scans would
            fill the memory.
    """
    kind = kind_of(data)
    if kind is None:
        return None
    asked = Asked(kind)
    with suppress(IndexError, struct.error):  # cut off: the decoder says so
        _COUNTS[kind](data, asked)
    if asked.scans > 1 and asked.coefficients > MAX_COEFFICIENTS:
        raise PosterError(
            "too_many_pixels",
            f"That picture is {asked.width} x {asked.height} pixels in several passes, more than "
            "I can look at. Please send a smaller copy.",
        )
    return asked


def check_shape(width: int, height: int) -> None:
    """Refuse what is longer than any poster. Raises PosterError, `too_narrow`."""
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise PosterError(
            "too_narrow",
            f"That picture is {width} x {height} pixels, too long and narrow for a poster.",
        )


def is_heavy(data: bytes) -> bool:
    """Return whether a file may take its decoder long, going by its size and its first header."""
    kind = kind_of(data)
    if kind is None:
        return False
    asked = Asked(kind)
    with suppress(IndexError, struct.error, PosterError):
        _COUNTS[kind](data, asked, header_only=True)
    pixels = asked.width * asked.height
    if kind == "JPEG":  # it is read at a fraction of its size
        pixels //= 6
    return pixels > _HEAVY_PIXELS or len(data) > _HEAVY_BYTES or kind == "TIFF"


def too_much_work() -> PosterError:
    """Return the error for a picture that takes too long to open."""
    return PosterError(
        "too_much_work", "That picture takes too long to open. Please send a plain copy of it."
    )


def _bounded(count: int, most: int) -> None:
    if count > most:
        raise too_much_work()


def _brand(data: bytes) -> Kind | None:
    end = min(int.from_bytes(data[:4], "big"), len(data), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
    if data[8:12] in _AVIF_BRANDS or (brands & _AVIF_BRANDS and data[8:12] in _HEIF_BRANDS):
        return "AVIF"
    return "HEIF" if data[8:12] in _HEIF_BRANDS else None


def _jpeg(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    at = 2
    while found := _MARKER.search(data, at):
        marker, at = data[found.start() + 1], found.end()
        if marker == 0xD9:
            return
        if marker in {0x01, 0xD8}:
            continue
        asked.parts += 1
        _bounded(asked.parts - asked.scans, MAX_SEGMENTS)
        if marker == 0xDA:
            asked.scans += 1
            _bounded(asked.scans, MAX_SCANS)
        elif marker in _FRAME_HEADERS and not asked.width:
            _frame_header(data, at, asked)
        if asked.width and header_only:
            return
        at += int.from_bytes(data[at : at + 2], "big")


def _frame_header(data: bytes, at: int, asked: Asked) -> None:
    asked.height, asked.width, components = struct.unpack_from(">HHB", data, at + 3)
    factors = [data[at + 9 + 3 * number] for number in range(components)]
    across = max((factor >> 4 for factor in factors), default=1) or 1
    down = max((factor & 15 for factor in factors), default=1) or 1
    share = sum((factor >> 4) * (factor & 15) for factor in factors) / (across * down)
    asked.coefficients = round(2 * asked.width * asked.height * share)


def _png(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    asked.width, asked.height = struct.unpack_from(">II", data, 16)
    at = 8
    while at + 8 <= len(data) and not header_only:
        asked.parts += 1
        _bounded(asked.parts, MAX_CHUNKS)
        if data[at + 4 : at + 8] == b"IEND":
            return
        at += 12 + int.from_bytes(data[at : at + 4], "big")


def _gif(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    asked.width, asked.height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    # Only what stands before the first frame: what follows is never read.
    while not header_only and at < len(data) and data[at] != 0x2C:
        asked.parts += 1
        _bounded(asked.parts, MAX_BLOCKS)
        if data[at] != 0x21:
            at += 1
            continue
        at += 2
        while size := data[at]:
            asked.parts += 1
            _bounded(asked.parts, MAX_BLOCKS)
            at += 1 + size
        at += 1


def _webp(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    at, frames = 12, 0
    while at + 8 <= len(data):
        asked.parts += 1
        _bounded(asked.parts, MAX_CHUNKS)
        name = data[at : at + 4]
        if name == b"ANMF":
            frames += 1
            _bounded(frames, MAX_FRAMES)
        elif name in _WEBP_SIZES and not asked.width:
            asked.width, asked.height = _WEBP_SIZES[name](data, at + 8)
        if header_only and asked.width:
            return
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2


def _webp_canvas(data: bytes, at: int) -> tuple[int, int]:
    across, down = data[at + 4 : at + 7], data[at + 7 : at + 10]
    return int.from_bytes(across, "little") + 1, int.from_bytes(down, "little") + 1


def _webp_lossless(data: bytes, at: int) -> tuple[int, int]:
    bits = int.from_bytes(data[at + 1 : at + 5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _webp_lossy(data: bytes, at: int) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, at + 6)
    return width & 0x3FFF, height & 0x3FFF


_WEBP_SIZES = {b"VP8X": _webp_canvas, b"VP8L": _webp_lossless, b"VP8 ": _webp_lossy}


def _bmp(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    if int.from_bytes(data[14:18], "little") < 40:
        asked.width, asked.height = struct.unpack_from("<HH", data, 18)
        return
    asked.width, height, _, _, packing = struct.unpack_from("<IiHHI", data, 18)
    asked.height = abs(height)
    if packing in {1, 2}:
        _bounded(len(data), MAX_RUN_LENGTHS)


def _tiff(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    order = _TIFF_ORDERS[data[:4]]
    big = 43 in data[2:4]
    if big:
        (at,) = struct.unpack_from(order + "Q", data, 8)
        (count,) = struct.unpack_from(order + "Q", data, at)
    else:
        (at,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, at)
    _bounded(count, MAX_ENTRIES)
    at, step, entry = (at + 8, 20, "HHQQ") if big else (at + 2, 12, "HHII")
    for number in range(count):
        tag, kind, length, value = struct.unpack_from(order + entry, data, at + number * step)
        asked.parts += 1
        # The places of strips and tiles: Pillow makes an object of each.
        if tag in {273, 324}:
            asked.parts += length
            _bounded(length, MAX_BLOCKS)
        elif tag in {256, 257}:
            # A short number stands in the first bytes of the field.
            (short,) = struct.unpack_from(
                order + "H", data, at + number * step + (12 if big else 8)
            )
            size = short if kind == 3 else value
            if tag == 256:
                asked.width = size
            else:
                asked.height = size


def _boxes(data: bytes, asked: Asked, *, header_only: bool = False) -> None:
    # The largest of the sizes that are told: the picture's, among those of its tiles.
    at = data.find(b"ispe", 0, 2**20)
    while at >= 0:
        asked.parts += 1
        _bounded(asked.parts, MAX_FRAMES)
        width, height = struct.unpack_from(">II", data, at + 8)
        if width * height > asked.width * asked.height:
            asked.width, asked.height = width, height
        at = data.find(b"ispe", at + 4, 2**20)


_COUNTS = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _webp,
    "BMP": _bmp,
    "TIFF": _tiff,
    "AVIF": _boxes,
    "HEIF": _boxes,
}
