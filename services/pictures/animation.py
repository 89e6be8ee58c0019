"""Which frame of an animation is looked at: the first, unless it is blank, as before a fade."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from math import inf

from PIL import Image, ImageSequence, ImageStat

# Frames that are looked at where the first is blank, and pixels of all of them. At ten to 25 frames
# a second, which GIFs have, a fade is over by then.
MOST_FRAMES = 60
MOST_PIXELS = 2**25
# A GIF of 20 MB has 80,000 blocks; smaller ones take Pillow long.
_MOST_BLOCKS = 100_000
# How far greys stray, in levels: less is blank; from the other on a frame is as good as any.
_BLANK, _GOOD = 4.0, 24.0
_SMALL = (64, 64)
_ANIMATED = frozenset({"WEBP", "PNG"})


def may_move(image: Image.Image, kind: str | None) -> bool:
    """Return whether a picture may have further frames; of a GIF only the whole file tells."""
    return kind == "GIF" or (kind in _ANIMATED and getattr(image, "is_animated", False))


def is_blank(image: Image.Image) -> bool:
    """Return whether a picture is of one shade, or nearly."""
    return _shades(image) < _BLANK


def frames_after_first(image: Image.Image, data: bytes, kind: str | None) -> Iterator[Image.Image]:
    """Yield the frames after the first, as far as they are looked at; none of a still picture.

    Args:
        image: The picture, at its first frame; it moves on.
        data: The file's bytes.
        kind: Its format.
    """
    width, height = image.size
    most = min(MOST_FRAMES, MOST_PIXELS // (width * height))
    if kind == "GIF":
        # First, since Pillow walks over the whole file to find the second one.
        most = min(most, _sound_frames(data, most))
    if most < 2 or not may_move(image, kind):
        return
    # A damaged frame ends it, and what came before counts.
    with suppress(EOFError, OSError, SyntaxError, ValueError):
        for number, frame in enumerate(ImageSequence.Iterator(image)):
            if number >= most or frame.size != (width, height):
                return
            if number:
                yield frame


def best_of(frames: Iterator[Image.Image], first: Image.Image) -> Image.Image:
    """Return the frame with the most shades, or the first one that has many.

    Args:
        frames: Pictures after the first.
        first: The first one, which is blank.
    """
    best, most = first, -inf
    for frame in frames:
        shades = _shades(frame)
        if shades > max(most, _BLANK):
            best, most = frame, shades
        if shades >= _GOOD:
            break
    return best


def _shades(image: Image.Image) -> float:
    return ImageStat.Stat(image.resize(_SMALL, Image.Resampling.BOX).convert("L")).stddev[0]


def _sound_frames(data: bytes, most: int) -> int:
    """Return how many frames of a GIF, up to `most`, lie within its canvas and are soon found.

    A later frame may be larger than the canvas, which Pillow then enlarges, and there may be any
    number of blocks of one byte.
    """
    count = blocks = 0
    with suppress(IndexError, struct.error):
        width, height, flags = struct.unpack_from("<HHB", data, 6)
        at = 13 + _table(flags)
        while count < most:
            begin, at = data[at], at + 1
            if begin == 0x2C:
                left, top, across, down, flags = struct.unpack_from("<HHHHB", data, at)
                if left + across > width or top + down > height:
                    break
                count += 1
                at += 10 + _table(flags)
            elif begin == 0x21:
                at += 1
            else:
                break
            while size := data[at]:
                at, blocks = at + 1 + size, blocks + 1
                if blocks > _MOST_BLOCKS:
                    return count - 1
            at += 1
    return count


def _table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
