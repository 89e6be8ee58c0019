"""How a poster looks, drawn: its era on a time line and its genres as bars, in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import discord
from PIL import Image, ImageDraw

from bot.fonts import face
from bot.kit import terms
from bot.kit.i18n import say
from services.core.types import GenreScore, YearEstimate

_BACKGROUND = (0x2B, 0x2D, 0x31)  # a container's own colour on the dark page
_TRACK = (0x3F, 0x42, 0x48)
_INK = (0xF2, 0xF3, 0xF5)
_FAINT = (0xA9, 0xAC, 0xB4)
# A phone shows the picture about 330 pixels wide, so letters of 40 become 13 there.
_WIDTH, _MARGIN = 1000, 32
_ERA, _TEXT, _SMALL = 60, 40, 34
_ROW, _BAR = 56, 30
_LABEL_WIDTH, _PERCENT_WIDTH = 330, 120
_SCALE = 2  # drawn larger and shrunk: Pillow does not smooth what it draws
_FIRST_YEAR, _LAST_YEAR = 1920, 2020
_GENRES_SHOWN = 3
_GENRES_HEADING = 58


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is estimated of a poster by its look.

    Attributes:
        year: Its era, or None where the encoder tells none.
        genres: Its genres, most probable first; may be empty.
    """

    year: YearEstimate | None
    genres: Sequence[GenreScore]

    @property
    def shown(self) -> Sequence[GenreScore]:
        """The genres worth a bar: the most probable three, predicted or not."""
        return self.genres[:_GENRES_SHOWN]


def in_words(estimate: Estimate, locale: discord.Locale) -> str:
    """Return what the picture says, for those who see none; empty where nothing is known."""
    lines: list[str] = []
    if estimate.year:
        years = {"low": str(round(estimate.year.low)), "high": str(round(estimate.year.high))}
        lines.append(say(locale, "look-era", era=terms.era(locale, estimate.year), **years))
    if estimate.shown:
        scores = ", ".join(
            f"{terms.genre(locale, score.name)} {terms.percent(locale, score.probability)}"
            for score in estimate.shown
        )
        sure = any(score.predicted for score in estimate.shown)
        lines.append(say(locale, "look-genres" if sure else "look-genres-unsure", genres=scores))
    return "\n".join(lines)


def draw(estimate: Estimate, locale: discord.Locale, colour: discord.Colour) -> bytes | None:
    """Return the picture as a PNG, 1000 pixels wide; None where nothing is known.

    Slow (tens of milliseconds): call it off the event loop.
    """
    parts = (
        _ERA_HEIGHT if estimate.year else 0,
        len(estimate.shown) * _ROW + _GENRES_HEADING if estimate.shown else 0,
    )
    if not any(parts):
        return None
    height = sum(parts) + _MARGIN // 2
    canvas = Image.new("RGB", (_WIDTH * _SCALE, height * _SCALE), _BACKGROUND)
    pen = _Pen(ImageDraw.Draw(canvas), colour.to_rgb())
    if estimate.year:
        _draw_era(pen, estimate.year, locale)
    if estimate.shown:
        _draw_genres(pen, estimate.shown, locale, parts[0])
    out = BytesIO()
    canvas.reduce(_SCALE).save(out, "PNG")
    return out.getvalue()


_ERA_HEIGHT = 196


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in the picture's own pixels on the larger canvas."""

    draw: ImageDraw.ImageDraw
    colour: tuple[int, int, int]

    def bar(self, x: float, y: float, right: float, fill: tuple[int, int, int]) -> None:
        box = (x * _SCALE, y * _SCALE, max(right, x + _BAR) * _SCALE, (y + _BAR) * _SCALE)
        self.draw.rounded_rectangle(box, _BAR * _SCALE / 2, fill=fill)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        *,
        anchor: str = "lm",
        fill: tuple[int, int, int] = _INK,
        bold: bool = False,
        width: float = _WIDTH,
    ) -> float:
        """Write a line, smaller where it is wider than `width`, and return how wide it is."""
        while size > 20 and face(size * _SCALE, bold=bold).getlength(text) > width * _SCALE:
            size -= 2
        font = face(size * _SCALE, bold=bold)
        self.draw.text((x * _SCALE, y * _SCALE), text, font=font, fill=fill, anchor=anchor)
        return font.getlength(text) / _SCALE


def _draw_era(pen: _Pen, year: YearEstimate, locale: discord.Locale) -> None:
    low, high = round(year.low), round(year.high)
    used = pen.text(_MARGIN, 46, terms.era(locale, year), _ERA, bold=True)
    span = say(locale, "look-span", low=str(low), high=str(high))
    room = _WIDTH - 2 * _MARGIN - used - _MARGIN
    pen.text(_WIDTH - _MARGIN, 50, span, _TEXT, anchor="rm", fill=_FAINT, width=room)
    first, last = min(_FIRST_YEAR, low), max(_LAST_YEAR, high)

    def place(at: float) -> float:
        return _MARGIN + (at - first) / (last - first) * (_WIDTH - 2 * _MARGIN)

    line = 98
    pen.bar(_MARGIN, line, _WIDTH - _MARGIN, _TRACK)
    pen.bar(place(low), line, place(high), pen.colour)
    x = place(year.estimate) * _SCALE
    pen.draw.rounded_rectangle(
        (x - 6 * _SCALE, (line - 10) * _SCALE, x + 6 * _SCALE, (line + _BAR + 10) * _SCALE),
        6 * _SCALE,
        fill=_INK,
        outline=_BACKGROUND,
        width=3 * _SCALE,
    )
    for decade in range(-(-first // 20) * 20, last + 1, 20):
        edge = {first: "lm", last: "rm"}.get(decade, "mm")
        pen.text(place(decade), line + _BAR + 34, str(decade), _SMALL, anchor=edge, fill=_FAINT)


def _draw_genres(
    pen: _Pen, scores: Sequence[GenreScore], locale: discord.Locale, top: float
) -> None:
    sure = any(score.predicted for score in scores)
    heading = say(locale, "look-heading" if sure else "look-heading-unsure")
    pen.text(_MARGIN, top + 28, heading, _TEXT, fill=_FAINT, width=_WIDTH - 2 * _MARGIN)
    left, right = _MARGIN + _LABEL_WIDTH, _WIDTH - _MARGIN - _PERCENT_WIDTH
    for place, score in enumerate(scores):
        middle = top + _GENRES_HEADING + (place + 0.5) * _ROW
        ink = _INK if score.predicted else _FAINT
        name = terms.genre(locale, score.name)
        pen.text(
            _MARGIN, middle, name, _TEXT, fill=ink, bold=score.predicted, width=_LABEL_WIDTH - 16
        )
        pen.bar(left, middle - _BAR / 2, right, _TRACK)
        end = left + score.probability * (right - left)
        pen.bar(left, middle - _BAR / 2, end, pen.colour if score.predicted else _FAINT)
        share = terms.percent(locale, score.probability)
        pen.text(_WIDTH - _MARGIN, middle, share, _TEXT, anchor="rm", fill=ink)
