"""A picture with lines around the posters that were recognised in it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from bot.fonts import face
from bot.kit.pictures import opened
from services.core.types import Identification, SeenPoster
from services.pictures.checks import check

_DARK, _LIGHT = (0x11, 0x12, 0x14), (0xFF, 0xFF, 0xFF)
# On a phone the picture is some 350 pixels wide.
_LONGEST = 1000
_SHORTEST = 500  # on the longer side: lines would hide a smaller picture
# Of the picture's area: where one poster covers more, a line around it tells nothing.
_FILLS = 0.8
_OUTLINED = 20  # posters at most
# One poster's picture is shown as a thumbnail, some 85 pixels wide: parts of its longer side.
_THICK, _THIN = 64, 160
_BACKGROUND = (0x2B, 0x2D, 0x31)
# In sides of the picture: what lies farther out was not seen, whatever a service says.
_FARTHEST = 4.0

Point = tuple[float, float]


def outline(picture: bytes, found: Identification) -> bytes | None:
    """Draw the picture with a line around each poster, numbered from the left where it has several.

    A light line in a dark one is seen on any ground and by whoever sees no colours; it is thick
    around one poster alone, whose picture is shown small. Slow (tens of milliseconds): call it off
    the event loop.

    Args:
        picture: The file that was identified.
        found: What was recognised in it.

    Returns:
        A JPEG without metadata; None where a line would tell nothing.

    Raises:
        PosterError: the file is no picture.
    """
    if not any(poster.corners for poster in found.posters):
        return None
    image = opened(picture)
    placed = _placed(found.left_to_right[:_OUTLINED], full_size(picture, image.size), image.size)
    several = len(found.posters) > 1
    areas = [_area(corners) for _, corners in placed]
    if not placed or (not several and areas[0] >= _FILLS * image.width * image.height):
        return None
    longest = max(image.size)
    scale = min(_LONGEST, max(_SHORTEST, longest)) / longest
    size = round(image.width * scale) or 1, round(image.height * scale) or 1
    shown = image.resize(size, Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(shown)
    width = max(2, round(max(shown.size) / (_THIN if several else _THICK)))
    for number, corners in placed:
        points = [(x * scale, y * scale) for x, y in corners]
        _line(pen, points, width, marks=several)
        if several:
            _number(pen, points[0], str(number), shown.size)
    if several:
        shown = _no_higher_than_wide(shown)
    out = BytesIO()
    shown.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def full_size(picture: bytes, opened_size: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the upright picture as it was sent, which may be opened smaller.

    Args:
        picture: The file.
        opened_size: Width and height of the picture as it was opened, upright.
    """
    asked = check(picture)
    if asked is None or not asked.width or not asked.height:
        return opened_size
    size = asked.width, asked.height
    # The header tells the size as it lies; whether it was turned shows in what was opened.
    lying = (size[0] > size[1]) != (opened_size[0] > opened_size[1])
    return (size[1], size[0]) if lying else size


def _placed(
    posters: Sequence[SeenPoster], full: tuple[int, int], size: tuple[int, int]
) -> list[tuple[int, list[Point]]]:
    """Return the posters whose place is known: number, and corners in a picture of that size."""
    across, down = size[0] / full[0], size[1] / full[1]
    placed: list[tuple[int, list[Point]]] = []
    for number, poster in enumerate(posters, 1):
        corners = [(x * across, y * down) for x, y in poster.corners or ()]
        far = _FARTHEST * max(size)
        if len(corners) == 4 and all(max(abs(x), abs(y)) <= far for x, y in corners):
            placed.append((number, corners))
    return placed


def _area(corners: Sequence[Point]) -> float:
    around = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in around)) / 2


def _line(pen: ImageDraw.ImageDraw, points: Sequence[Point], width: int, *, marks: bool) -> None:
    around = [*points, points[0], points[1]]
    for thickness, colour in ((3 * width, _DARK), (width, _LIGHT)):
        pen.line(around, fill=colour, width=thickness, joint="curve")
    for x, y in points if marks else ():
        for reach, colour in ((3 * width, _DARK), (2 * width, _LIGHT)):
            pen.rectangle((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _no_higher_than_wide(image: Image.Image) -> Image.Image:
    """Return it with room at its sides: as wide as the answer it would fill a phone's screen."""
    if image.height <= image.width:
        return image
    wide = Image.new("RGB", (image.height, image.height), _BACKGROUND)
    wide.paste(image, ((image.height - image.width) // 2, 0))
    return wide


def _number(pen: ImageDraw.ImageDraw, corner: Point, text: str, size: tuple[int, int]) -> None:
    radius = max(size) / 28
    # On the corner, as far as that lies in the picture.
    x, y = (min(max(corner[axis], radius), size[axis] - radius) for axis in (0, 1))
    box = (x - radius, y - radius, x + radius, y + radius)
    pen.ellipse(box, fill=_DARK, outline=_LIGHT, width=3)
    pen.text((x, y), text, font=face(round(radius * 1.2), bold=True), fill=_LIGHT, anchor="mm")
