"""A poster on a screen: photographed from it, or as a phone's screenshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from services.training.attached.camera import (
    Attached,
    Corners,
    Pixels,
    bordered,
    box,
    glare,
    lay,
    photographed,
    pixels_of,
    rectangle,
    resized,
    seen_from,
)
from services.training.attached.grounds import desk

_TALK = """what film is this anybody know it looks old to me from when saw it in a shop window
last week they had it up for sale and nobody could say ask the bot maybe someone here remembers
the one with the boat yes no really lol thanks see you at eight then film night is on friday"""
_WORDS = _TALK.split()


@dataclass(frozen=True, slots=True)
class _Look:
    ground: tuple[int, int, int]
    ink: tuple[int, int, int]
    faint: tuple[int, int, int]


def photo_of_a_screen(image: Image.Image, rng: Generator) -> Attached:
    """Photograph a monitor, a laptop or a phone that shows the poster amid a page."""
    poster = pixels_of(image)
    height, width = poster.shape[:2]
    scale = 520 / height
    shown = resized(poster, round(width * scale), 520)
    page, inner = _page(shown, rng)
    size = (800, 600) if rng.random() < 0.5 else (600, 800)
    ground = desk(size, rng) * np.float32(rng.uniform(0.2, 0.8))
    high, wide = page.shape[:2]
    fits = min(size[0] / wide, size[1] / high) * rng.uniform(0.85, 1.25)
    place = seen_from(box(wide, high) * fits, rng, depth=0.06, degrees=6)
    # The poster stays in sight, wherever on the screen it is.
    middle = (inner.mean(axis=0) - (wide / 2, high / 2)) * fits
    place = place - middle * 0.9 + np.array(size) / 2 + rng.uniform(-20, 20, 2)
    corners = lay(ground, page, place.astype(np.float32), inner)
    ground *= _moire(ground.shape[:2], rng)
    ground += glare(ground.shape[:2], corners.mean(axis=0), rng) * np.float32(0.7)
    lift = np.float32(rng.uniform(5, 35))
    ground = lift + ground * (1 - lift / 255)
    return Attached(photographed(ground, rng, blur=(0.6, 1.4), noise=(2, 6)), (corners,))


def phone_screenshot(image: Image.Image, rng: Generator) -> Attached:
    """Show the poster in a chat or a page on a phone: status bar, names, text, an entry below."""
    width, height = 540, int(rng.integers(1080, 1200))
    look = _look(rng)
    screen = Image.new("RGB", (width, height), look.ground)
    draw = ImageDraw.Draw(screen)
    clock = f"{rng.integers(24):02d}:{rng.integers(60):02d}"
    draw.text((22, 10), clock, look.ink, ImageFont.load_default(17))
    draw.rectangle((width - 60, 13, width - 28, 27), outline=look.ink)
    draw.rectangle((width - 58, 15, width - 58 + int(rng.integers(6, 29)), 25), fill=look.ink)
    draw.rectangle((0, 40, width, 96), fill=look.faint)
    draw.text((24, 56), said(rng, 3), look.ink, ImageFont.load_default(21))
    share = rng.uniform(0.5, 0.86)
    wide = round(width * share)
    high = round(wide * image.height / image.width)
    if high > height * 0.62:
        high = round(height * 0.62)
        wide = round(high * image.width / image.height)
    left = int(rng.integers(16, width - wide - 15))
    y = 116
    for _ in range(int(rng.integers(0, 4))):
        y = _message(draw, y, rng, look)
    top = min(y + 12, height - high - 90)
    draw.rounded_rectangle(
        (left - 8, top - 8, left + wide + 8, top + high + 8), 12, fill=look.faint
    )
    screen.paste(image.resize((wide, high), Image.Resampling.LANCZOS), (left, top))
    y = top + high + 22
    while y < height - 110:
        y = _message(draw, y, rng, look)
    draw.rectangle((0, height - 72, width, height), fill=look.ground)
    draw.rounded_rectangle((20, height - 62, width - 80, height - 18), 22, fill=look.faint)
    draw.ellipse((width - 64, height - 62, width - 20, height - 18), fill=(88, 101, 242))
    return Attached(screen, (rectangle(left, top, wide, high),))


def _page(shown: Pixels, rng: Generator) -> tuple[Pixels, Corners]:
    """Return a screen with its bezel, and where on it the poster is."""
    high, wide = shown.shape[:2]
    if rng.random() < 0.5:  # a page with words beside the poster
        width, height = round(wide * rng.uniform(1.4, 2.2)), round(high * rng.uniform(1.1, 1.3))
        left = int(rng.integers(10, width - wide - 9))
    else:  # the poster alone on its own screen
        width, height = round(wide * rng.uniform(1.0, 1.1)), round(high * rng.uniform(1.0, 1.3))
        left = (width - wide) // 2
    colour = rng.choice((12.0, 30.0, 245.0, 255.0))
    page = Image.new("RGB", (width, height), (int(colour),) * 3)
    draw = ImageDraw.Draw(page)
    ink = (30, 30, 30) if colour > 128 else (220, 220, 220)
    font = ImageFont.load_default(18)
    for y in range(20, height - 20, 32):
        draw.text((10 if left > width / 3 else left + wide + 12, y), said(rng, 6), ink, font)
    pixels = pixels_of(page)
    top = int(rng.integers(0, height - high + 1))
    pixels[top : top + high, left : left + wide] = shown
    edge = int(rng.integers(8, 40))
    pixels = bordered(pixels, edge, rng.uniform(4, 60, 3))
    return pixels, rectangle(left + edge, top + edge, wide, high)


def _message(draw: ImageDraw.ImageDraw, y: int, rng: Generator, look: _Look) -> int:
    """Write what somebody said, and return where the next one may stand."""
    colour = tuple(int(value) for value in rng.integers(60, 220, 3))
    draw.ellipse((16, y, 52, y + 36), fill=colour)
    lines = int(rng.integers(1, 4))
    draw.rounded_rectangle((62, y, 500, y + 8 + 27 * lines), 10, fill=look.faint)
    font = ImageFont.load_default(21)
    for line in range(lines):
        draw.text((72, y + 4 + 27 * line), said(rng, int(rng.integers(2, 8))), look.ink, font)
    return y + 27 * lines + 22


def _look(rng: Generator) -> _Look:
    if rng.random() < 0.5:
        return _Look((24, 25, 28), (228, 229, 232), (64, 68, 75))
    return _Look((252, 252, 253), (28, 28, 32), (228, 232, 240))


def said(rng: Generator, words: int) -> str:
    """Return something that people say in a chat, so many words of it."""
    return " ".join(_WORDS[place] for place in rng.integers(0, len(_WORDS), words))


def _moire(shape: tuple[int, int], rng: Generator) -> Pixels:
    """Return the beats of the screen's grid and the camera's, a factor for each pixel."""
    height, width = shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    beats = np.ones((height, width, 3), np.float32)
    # A lens bends the grid a little, which is what makes the bands curve.
    bend = rng.uniform(-0.04, 0.04, 2) / max(shape)
    for _ in range(2):
        angle, period = rng.uniform(0, np.pi), rng.uniform(4, 40)
        along = x * np.cos(angle) + y * np.sin(angle) + x * x * bend[0] + y * y * bend[1]
        along = (2 * np.pi / period * along).astype(np.float32)
        depth, phases = (
            rng.uniform(0.02, 0.1),
            rng.uniform(0, 6.28) + rng.uniform(0, 1.5) * np.arange(3),
        )
        sine, cosine = np.sin(along), np.cos(along)
        for channel, phase in enumerate(phases.tolist()):
            beats[..., channel] += np.float32(depth * np.cos(phase)) * sine
            beats[..., channel] += np.float32(depth * np.sin(phase)) * cosine
    return beats
