"""The letters in Marquee's pictures: DejaVu Sans, cut down to the alphabets of western Europe.

Pillow's own face has no accents, which four of Marquee's five languages need.

- *.ttf: the letters, plain and bold
- LICENSE: their licence
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont


@lru_cache(maxsize=32)
def face(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the face at `size` pixels."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    data = files("bot").joinpath("fonts", name).read_bytes()
    return ImageFont.truetype(BytesIO(data), size)
