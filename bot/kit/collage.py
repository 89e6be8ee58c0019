"""Posters side by side in one picture, large enough to be seen on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from bot.fonts import face
from bot.kit.pictures import opened

_BACKGROUND = (0x2B, 0x2D, 0x31)  # as Discord's dark theme has it behind, so that it has no frame
_TILE = (0x1E, 0x1F, 0x22)
_INK = (0xF2, 0xF3, 0xF5)
_HEIGHT, _WIDTH = 420, 280  # of a poster in a single row
_SMALL_HEIGHT, _SMALL_WIDTH = 300, 200  # ... in several rows
_PAIR_HEIGHT, _PAIR_WIDTH = 480, 320
# On a phone the row is some 270 pixels wide: a fourth poster would make stamps of them.
_PER_ROW = 3
_GAP = 10
_RADIUS = 14
_THUMBNAIL = (256, 384)
_CROP_TOLERANCE = 0.08  # share of a poster's width or height that may be cut to fill its tile


def side_by_side(neighbours: Sequence[tuple[int, bytes]]) -> bytes | None:
    """Draw neighbours' posters, numbered as in the answer.

    Slow (tens of milliseconds): call it off the event loop.

    Args:
        neighbours: Rank (from 1) and poster file of each neighbour that has one.

    Returns:
        A JPEG without metadata, three posters wide however few there are, so that each is as
        large as the others of other answers; None without neighbours.

    Raises:
        PosterError: a file is no picture.
    """
    if not neighbours:
        return None
    one_row = len(neighbours) <= _PER_ROW
    size = (_WIDTH, _HEIGHT) if one_row else (_SMALL_WIDTH, _SMALL_HEIGHT)
    return _jpeg(_sheet([_tile(data, size, str(rank)) for rank, data in neighbours], _PER_ROW))


def pair(first: bytes, second: bytes) -> bytes:
    """Draw two posters beside each other, as a JPEG. Raises PosterError for no picture."""
    size = (_PAIR_WIDTH, _PAIR_HEIGHT)
    return _jpeg(_sheet([_tile(first, size, "1"), _tile(second, size, "2")], 2))


def line_up(posters: Sequence[bytes], columns: int) -> bytes:
    """Draw at least one poster file, `columns` a row, as a JPEG; PosterError for no picture."""
    size = (_SMALL_WIDTH, _SMALL_HEIGHT)
    return _jpeg(_sheet([_tile(poster, size) for poster in posters], columns))


def thumbnail(poster: bytes) -> bytes:
    """Return a small JPEG of the poster, without metadata. Raises PosterError for no picture."""
    return _jpeg(_load(poster, _THUMBNAIL))


def _load(data: bytes, size: tuple[int, int]) -> Image.Image:
    return ImageOps.contain(opened(data), size)


def _sheet(tiles: Sequence[Image.Image], columns: int) -> Image.Image:
    width, height = tiles[0].width + _GAP, tiles[0].height + _GAP
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * width + _GAP, rows * height + _GAP), _BACKGROUND)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, columns)
        sheet.paste(tile, (_GAP + column * width, _GAP + row * height))
    return sheet


def _tile(data: bytes, size: tuple[int, int], label: str | None = None) -> Image.Image:
    poster = _load(data, size)
    if min(poster.width / size[0], poster.height / size[1]) > 1 - _CROP_TOLERANCE:
        poster = ImageOps.fit(poster, size)
    tile = Image.new("RGB", size, _TILE)
    tile.paste(poster, ((size[0] - poster.width) // 2, (size[1] - poster.height) // 2))
    if label:
        _badge(tile, label)
    rounded = Image.new("RGB", size, _BACKGROUND)
    rounded.paste(tile, mask=_rounded(size, _RADIUS))
    return rounded


def _badge(tile: Image.Image, label: str) -> None:
    # Large enough to be read on a phone.
    font = face(tile.height // 10, bold=True)
    while font.size > 10 and font.getlength(label) > tile.width * 0.8:
        font = face(int(font.size) - 2, bold=True)
    draw = ImageDraw.Draw(tile)
    left, top, right, bottom = draw.textbbox((0, 0), label, font=font)
    height = tile.height // 7
    width = max(height, round(right - left) + height // 2)
    x, y = _RADIUS, tile.height - height - _RADIUS
    tile.paste(_TILE, (x, y), _rounded((width, height), height // 2))
    place = (x + (width - left - right) / 2, y + (height - top - bottom) / 2)
    draw.text(place, label, font=font, fill=_INK)


def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    # Drawn four times as large and shrunk: Pillow does not smooth the corners it draws.
    large = Image.new("L", (size[0] * 4, size[1] * 4))
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, large.width - 1, large.height - 1), radius * 4, fill=255
    )
    return large.resize(size, Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
