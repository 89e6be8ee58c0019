"""Which part of a poster to show first: one that tells something, but not the title alone."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter

from bot.games.rules.types import Question

_SMALL = 120  # width in pixels of what is looked at
_STEP = 0.08  # of the way that a window is moved by at a time, of the poster's width or height
_BEST = 3  # chance is among so many
_STRONG = 56  # difference of neighbouring pixels, of 255, that the edges of letters have
_LETTERS = 34  # of 255: where so many pixels around have such a difference, letters stand
_AROUND = (5, 2)  # pixels left and right, above and below
_MIDDLE = 0.4  # of the height: faces are there more often than titles and credits


class Box(NamedTuple):
    """A rectangle in pixels, as Pillow takes it."""

    left: int
    top: int
    right: int
    bottom: int


def crop_box(poster: Image.Image, question: Question, step: int) -> Box:
    """Return what a crop shows of a poster at a step; later steps hold the earlier ones.

    Args:
        poster: The poster, RGB.
        question: The question; `detail` is the percent of the poster at each step.
        step: From 1 to `question.steps`.
    """
    # The first window decides; the others grow around it.
    first = _first(poster, _side(question.detail[0]), question.seed)
    side = _side(question.detail[step - 1])
    width = max(1, round(side * poster.width))
    height = max(1, round(side * poster.height))
    left = _within(first[0] * poster.width - width / 2, width, poster.width)
    top = _within(first[1] * poster.height - height / 2, height, poster.height)
    return Box(left, top, left + width, top + height)


def lettering(poster: Image.Image) -> Image.Image:
    """Return where letters seem to stand: 255 there, else 0; 120 pixels wide.

    Letters are many sharp edges beside each other, in any colour.
    """
    small = _smaller(poster)
    moved = ImageChops.offset(small, 1, 0)
    red, green, blue = ImageChops.difference(small, moved).split()
    edges = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    # The first column was compared with the last.
    edges.paste(0, (0, 0, 1, edges.height))
    strong = edges.point([255 * (value > _STRONG) for value in range(256)])
    dense = strong.filter(ImageFilter.BoxBlur(_AROUND))
    return dense.point([255 * (value > _LETTERS) for value in range(256)])


def _smaller(poster: Image.Image) -> Image.Image:
    height = max(1, round(_SMALL * poster.height / poster.width))
    return poster.resize((_SMALL, height), Image.Resampling.BOX)


def _side(percent: int) -> float:
    return math.sqrt(percent / 100)


def _within(start: float, size: int, whole: int) -> int:
    return max(0, min(round(start), whole - size))


def _first(poster: Image.Image, side: float, seed: int) -> tuple[float, float]:
    """Return the middle of the first window, as shares of width and height."""
    letters = lettering(poster)
    # Sixty-four colours at most: a sky is then one of them.
    pixels = _smaller(poster).tobytes()
    places = zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True)
    kinds = bytes(red >> 6 << 4 | green >> 6 << 2 | blue >> 6 for red, green, blue in places)
    colours = Image.frombytes("L", letters.size, kinds)
    scored = sorted(
        (
            (_worth(colours, letters, (x, y), side), x, y)
            for x in _middles(side)
            for y in _middles(side)
        ),
        reverse=True,
    )
    _, x, y = random.Random(f"crop/{seed}").choice(scored[:_BEST])
    return x, y


def _middles(side: float) -> list[float]:
    count = max(1, round((1 - side) / _STEP))
    return [side / 2 + (1 - side) * place / count for place in range(count + 1)]


def _worth(
    colours: Image.Image, letters: Image.Image, middle: tuple[float, float], side: float
) -> float:
    """Return how good a window is: much to see, no letters, near where faces are."""
    x, y = middle
    width, height = colours.size
    box = Box(
        round((x - side / 2) * width),
        round((y - side / 2) * height),
        round((x + side / 2) * width),
        round((y + side / 2) * height),
    )
    lettered = letters.crop(box).histogram()[255] / max(
        (box.right - box.left) * (box.bottom - box.top), 1
    )
    seen = _entropy(colours.crop(box).histogram())
    return seen - 8.0 * lettered - 4.0 * abs(y - _MIDDLE) - abs(x - 0.5)


def _entropy(histogram: Sequence[int]) -> float:
    total = sum(histogram)
    shares = [count / total for count in histogram if count]
    return -sum(share * math.log2(share) for share in shares)
