"""Use by day as a picture: stacked bars of questions, and below them the rounds played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

_BACKGROUND: Colour = (0x2B, 0x2D, 0x31)  # a container's own colour, so that there is no frame
_GRID: Colour = (0x3F, 0x42, 0x48)
_INK: Colour = (0xDB, 0xDE, 0xE1)
_WIDTH, _SCALE = 640, 2  # drawn larger and shrunk: smooth edges
_LEFT, _RIGHT, _TOP, _BOTTOM, _BETWEEN = 66, 16, 20, 44, 40
_TEXT = 26
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Panel:
    """Some series, stacked: for each day one number a series.

    Attributes:
        colours: One a series, lowest first. The legend is the caller's: the built-in typeface
            lacks accents.
        stacks: For each day the series' numbers.
        height: Height of the bars in pixels.
    """

    colours: Sequence[Colour]
    stacks: Sequence[Sequence[int]]
    height: int


def chart(days: Sequence[date], panels: Sequence[Panel]) -> bytes:
    """Draw panels above each other, one column a day. Slow: call it off the event loop.

    Args:
        days: At least one day, oldest first.
        panels: Each with as many stacks as there are days.

    Returns:
        A PNG, 640 pixels wide: a phone shows it at half of that.
    """
    height = _TOP + sum(panel.height for panel in panels) + _BETWEEN * (len(panels) - 1) + _BOTTOM
    image = Image.new("RGB", (_WIDTH * _SCALE, height * _SCALE), _BACKGROUND)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(_TEXT * _SCALE)
    top = _TOP
    for panel in panels:
        _bars(draw, font, panel, top)
        top += panel.height + _BETWEEN
    _dates(draw, font, days, height - _BOTTOM + 8)
    out = BytesIO()
    image.resize((_WIDTH, height), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def step_of(most: int) -> int:
    """Return the distance of the grid's lines, 1, 2 or 5 times a power of ten: at most four."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 4 >= most:
                return step * power
        power *= 10


def _bars(draw: ImageDraw.ImageDraw, font: _Font, panel: Panel, top: int) -> None:
    most = max(1, *(sum(stack) for stack in panel.stacks))
    step = step_of(most)
    ceiling = step * -(-most // step)
    bottom = top + panel.height
    for value in range(0, ceiling + 1, step):
        y = bottom - panel.height * value / ceiling
        draw.line((*_at(_LEFT, y), *_at(_WIDTH - _RIGHT, y)), _GRID, _SCALE)
        draw.text(_at(_LEFT - 10, y), _short(value), _INK, font, anchor="rm")
    for place, stack in enumerate(panel.stacks):
        left, right = _column(place, len(panel.stacks))
        y = float(bottom)
        for colour, value in zip(panel.colours, stack, strict=True):
            if value:
                height = panel.height * value / ceiling
                draw.rectangle((*_at(left, y - height), *_at(right, y)), colour)
                y -= height


def _short(value: int) -> str:
    return str(value) if value < 1000 else f"{value / 1000:g}k"


def _dates(draw: ImageDraw.ImageDraw, font: _Font, days: Sequence[date], y: int) -> None:
    # Numbers alone, in the one order that no language reads otherwise.
    every = max(1, -(-len(days) // 6))
    for place in range(every // 2, len(days), every):
        left, right = _column(place, len(days))
        draw.text(_at((left + right) / 2, y), f"{days[place]:%m-%d}", _INK, font, anchor="mt")


def _column(place: int, count: int) -> tuple[float, float]:
    width = (_WIDTH - _LEFT - _RIGHT) / count
    gap = min(4.0, width * 0.2)
    return _LEFT + place * width + gap / 2, _LEFT + (place + 1) * width - gap / 2


def _at(x: float, y: float) -> tuple[float, float]:
    return x * _SCALE, y * _SCALE


_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
