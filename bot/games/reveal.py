"""What is shown of posters: reveals in steps, without a trace of which film it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from bot.fonts import face
from bot.games.crops import Box, crop_box
from bot.games.rules.types import Question
from bot.kit.pictures import opened
from services.core.errors import PosterError

WIDTH = 400
"""Width in pixels of what is shown of one poster."""

_TALLEST = 2.0  # heights in widths: beyond, a poster is cut
_TILE = (260, 390)
_GAP = 10
_BACKGROUND = (0x2B, 0x2D, 0x31)
_BADGE = (0xE3, 0xA8, 0x57)
_INK = (0x1E, 0x1F, 0x22)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to send.

    Attributes:
        name: A meaningless file name, `<16 hex digits>.jpg`; another each step.
        data: A JPEG without metadata.
    """

    name: str
    data: bytes


def reveal(posters: Sequence[bytes], question: Question, step: int = 1) -> Picture:
    """Return what a round shows at a step. CPU-bound: call in a thread.

    Args:
        posters: What `draw.pictures` returned.
        question: The question.
        step: From 1 to `question.steps`; above, the whole poster: what the close of a round shows.

    Returns:
        The same picture under the same name whenever it is asked for.

    Raises:
        PosterError: A picture cannot be read.
    """
    if question.effect == "four":
        picture = _four([_opened(data) for data in posters])
    else:
        picture = _revealed(_opened(posters[0]), question, max(step, 1))
    file = BytesIO()
    # A fresh picture, saved without what the file said of itself. No chroma is left out: it would
    # blur the blocks of a pixelated poster into each other.
    picture.save(file, "JPEG", quality=88, subsampling=0)
    name = hashlib.blake2b(f"{question.seed}/{step}".encode(), digest_size=8).hexdigest()
    return Picture(f"{name}.jpg", file.getvalue())


def _revealed(poster: Image.Image, question: Question, step: int) -> Image.Image:
    if step > len(question.detail) or question.effect == "whole":
        return _wide(poster, WIDTH)
    detail = question.detail[step - 1]
    if question.effect == "pixels":
        return _pixelated(poster, detail)
    return _wide(poster.crop(crop_box(poster, question, step)), WIDTH)


def _pixelated(poster: Image.Image, columns: int) -> Image.Image:
    rows = max(1, round(columns * poster.height / poster.width))
    block = max(1, WIDTH // columns)
    small = poster.resize((columns, rows), Image.Resampling.BOX)
    return small.resize((columns * block, rows * block), Image.Resampling.NEAREST)


def _four(posters: Sequence[Image.Image]) -> Image.Image:
    """Lay posters out two by two, each with its number: big enough for a phone."""
    width, height = _TILE
    rows = -(-len(posters) // 2)
    sheet = Image.new("RGB", (2 * width + 3 * _GAP, rows * height + (rows + 1) * _GAP), _BACKGROUND)
    pen = ImageDraw.Draw(sheet)
    for place, poster in enumerate(posters):
        row, column = divmod(place, 2)
        left, top = _GAP + column * (width + _GAP), _GAP + row * (height + _GAP)
        sheet.paste(ImageOps.fit(poster, _TILE, Image.Resampling.LANCZOS), (left, top))
        middle = (left + 32, top + 32)
        pen.circle(middle, 24, fill=_BADGE, outline=_INK, width=3)
        pen.text(middle, str(place + 1), font=face(30), fill=_INK, anchor="mm")
    return sheet


def _wide(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _opened(data: bytes) -> Image.Image:
    try:
        picture = opened(data)
    except PosterError as error:
        raise PosterError("unreadable", "That poster's picture cannot be read.") from error
    tallest = round(_TALLEST * picture.width)
    if picture.height > tallest:
        picture = picture.crop(Box(0, 0, picture.width, tallest))
    return picture
