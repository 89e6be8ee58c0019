"""Pictures that are no posters, drawn by code: the same for the same kind and number.

What a photograph shows cannot be drawn; those come from a folder, see `not_posters.py`, and become
memes here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from services.training.attached.camera import Pixels, blurred, image_of, noise_of, resized
from services.training.attached.grounds import desk, sheet, wall
from services.training.attached.screens import phone_screenshot, said

_SIZES = ((640, 480), (480, 640), (600, 600), (720, 400), (400, 720), (400, 590))


def drawn(kind: str, number: int) -> Image.Image:
    """Return the picture of a kind of `KINDS` that has that number, RGB."""
    seed = hashlib.sha256(f"{kind} {number}".encode()).digest()[:8]
    rng = np.random.default_rng(int.from_bytes(seed, "little"))
    return KINDS[kind](rng, _SIZES[int(rng.integers(len(_SIZES)))])


def captioned(image: Image.Image, rng: Generator) -> Image.Image:
    """Write white words with a black edge across a photograph, or black ones above it: a meme."""
    image = image.copy()
    size = max(12, round(image.width / rng.uniform(9, 18)))
    font = ImageFont.load_default(size)
    words = said(rng, int(rng.integers(2, 6))).upper()
    if rng.random() < 0.4:
        high = round(size * 1.8)
        below = Image.new("RGB", (image.width, image.height + high), "white")
        below.paste(image, (0, high))
        ImageDraw.Draw(below).text(
            (image.width / 2, high / 2), words.lower(), "black", font, anchor="mm"
        )
        return below
    draw = ImageDraw.Draw(image)
    edge = {"stroke_width": max(1, size // 12), "stroke_fill": "black"}
    middle = image.width / 2
    draw.text((middle, size * 0.3), words, "white", font, anchor="ma", **edge)
    if rng.random() < 0.7:
        words = said(rng, int(rng.integers(2, 6))).upper()
        draw.text((middle, image.height - size * 0.4), words, "white", font, anchor="md", **edge)
    return image


def _blank(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    sheet = np.empty((height, width, 3), np.float32)
    sheet[:] = rng.choice((0.0, 255.0)) if rng.random() < 0.4 else rng.uniform(0, 255, 3)
    if rng.random() < 0.5:
        sheet += noise_of(sheet.shape, rng, rng.uniform(0.5, 6))
    return image_of(sheet)


def _gradient(rng: Generator, size: tuple[int, int]) -> Image.Image:
    cells = rng.uniform(0, 255, (int(rng.integers(1, 4)) + 1, int(rng.integers(1, 4)) + 1, 3))
    return image_of(resized(cells.astype(np.float32), *size))


def _noise(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    channels = 3 if rng.random() < 0.6 else 1
    grain = 128 + noise_of((height, width, channels), rng, rng.uniform(20, 110))
    pixels = np.broadcast_to(grain, (height, width, 3)).astype(np.float32)
    if rng.random() < 0.5:
        radius = rng.uniform(0.5, 12)
        pixels = 128 + (blurred(pixels, radius) - 128) * np.float32(1 + 2 * radius)
    return image_of(pixels)


def _page(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, tuple(int(v) for v in rng.integers(225, 256, 3)))
    draw = ImageDraw.Draw(image)
    high = int(rng.integers(9, 20))
    font, large = ImageFont.load_default(high), ImageFont.load_default(2 * high)
    ink = tuple(int(v) for v in rng.integers(0, 90, 3))
    y = int(rng.integers(10, 60))
    if rng.random() < 0.6:
        draw.text((width * 0.08, y), said(rng, 3).title(), ink, large)
        y += 4 * high
    while y < height - 2 * high:
        if rng.random() < 0.12:
            y += high
            continue
        draw.text((width * 0.08, y), _fitting(rng, width * 0.84, font), ink, font)
        y += round(1.45 * high)
    return image


def _code(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    dark = rng.random() < 0.7
    image = Image.new("RGB", size, (30, 30, 36) if dark else (253, 253, 250))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(14)
    inks = rng.integers(110, 256, (5, 3)) if dark else rng.integers(0, 150, (5, 3))
    for number, y in enumerate(range(10, height - 16, 19)):
        draw.text((8, y), f"{number + 1:3}", (128, 128, 128), font)
        x = 44.0 + 24 * int(rng.integers(0, 4))
        for _ in range(int(rng.integers(0, 7))):
            ink = tuple(int(v) for v in inks[int(rng.integers(5))])
            word = said(rng, 1) + str(rng.choice(("(", ")", " =", ":", ".", ",", "[0]")))
            draw.text((x, y), word, ink, font)
            x += draw.textlength(word + " ", font)
    return image.crop((0, 0, width, height))


def _table(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    wide, high = int(rng.integers(60, 140)), int(rng.integers(20, 32))
    font = ImageFont.load_default(12)
    head = tuple(int(v) for v in rng.integers(150, 240, 3))
    draw.rectangle((0, 0, width, high), fill=head)
    for y in range(0, height, high):
        draw.line((0, y, width, y), (190, 190, 190))
        for x in range(0, width, wide):
            words = said(rng, 1) if y == 0 or x == 0 else f"{rng.uniform(0, 1000):,.1f}"
            draw.text((x + 5, y + 5), words, (40, 40, 40), font)
    for x in range(0, width, wide):
        draw.line((x, 0, x, height), (190, 190, 190))
    return image


def _chart(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    dark = rng.random() < 0.2
    ground, ink = ((24, 26, 30), (220, 220, 220)) if dark else ((255, 255, 255), (30, 30, 30))
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = 60, 50, width - 30, height - 50
    draw.text((width / 2, 22), said(rng, 4), ink, ImageFont.load_default(20), anchor="mm")
    colours = [tuple(int(v) for v in rng.integers(30, 230, 3)) for _ in range(6)]
    style = int(rng.integers(4))
    if style == 3:
        radius = min(right - left, bottom - top) / 2
        x, y = (left + right) / 2, (top + bottom) / 2
        ends = np.sort(rng.uniform(0, 360, 5))
        for colour, start, end in zip(colours, ends, np.roll(ends, -1), strict=False):
            draw.pieslice((x - radius, y - radius, x + radius, y + radius), start, end, colour)
        return image
    font = ImageFont.load_default(12)
    for step in range(5):
        y = bottom - (bottom - top) * step / 4
        draw.line((left, y, right, y), (128, 128, 128))
        draw.text((left - 8, y), str(step * 25), ink, font, anchor="rm")
    draw.line((left, top, left, bottom, right, bottom), ink, 2)
    count = int(rng.integers(4, 14))
    xs = np.linspace(left + 20, right - 20, count)
    for colour in colours[: int(rng.integers(1, 4))]:
        values = np.clip(np.cumsum(rng.normal(0, 0.15, count)) + rng.uniform(0.2, 0.8), 0.02, 1)
        ys = bottom - values * (bottom - top)
        if style == 0:
            half = (right - left) / count / 4
            for x, y in zip(xs, ys, strict=True):
                draw.rectangle((x - half, y, x + half, bottom), fill=colour)
        elif style == 1:
            draw.line([(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)], colour, 3)
        else:
            dots = bottom - np.clip(rng.normal(0.5, 0.15, 80), 0, 1) * (bottom - top)
            for x, y in zip(rng.uniform(left, right, 80), dots, strict=True):
                draw.ellipse((x - 3, y - 3, x + 3, y + 3), colour)
    return image


def _chat(rng: Generator, size: tuple[int, int]) -> Image.Image:
    # The picture in the chat is a blank or a gradient, or too small to be seen.
    inner = _gradient(rng, (200, int(rng.integers(20, 260))))
    return phone_screenshot(inner, rng).image


def _desk(rng: Generator, size: tuple[int, int]) -> Image.Image:
    return image_of(blurred(desk(size, rng), rng.uniform(0.5, 1.5)))


def _wall(rng: Generator, size: tuple[int, int]) -> Image.Image:
    return image_of(blurred(wall(size, rng), rng.uniform(0.5, 1.5)))


def _letter(rng: Generator, size: tuple[int, int]) -> Image.Image:
    return image_of(sheet(rng, *size) + noise_of((size[1], size[0], 1), rng, rng.uniform(0, 5)))


def _squares(rng: Generator, size: tuple[int, int]) -> Image.Image:
    cells = int(rng.integers(21, 45))
    code: Pixels = (rng.random((cells, cells, 1)) < 0.5).astype(np.float32) * 255
    step = max(1, min(size) // (cells + 4))
    large = np.kron(code, np.ones((step, step, 3), np.float32))
    image = Image.new("RGB", size, "white")
    image.paste(image_of(large), ((size[0] - step * cells) // 2, (size[1] - step * cells) // 2))
    return image


def _doodle(rng: Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, tuple(int(v) for v in rng.integers(200, 256, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(2, 14))):
        points = np.cumsum(rng.normal(0, 40, (int(rng.integers(3, 20)), 2)), axis=0)
        points += rng.uniform(0, 1, 2) * (width, height)
        ink = tuple(int(v) for v in rng.integers(0, 220, 3))
        draw.line(
            [tuple(point) for point in points.tolist()], ink, int(rng.integers(1, 8)), "curve"
        )
    return image


def _fitting(
    rng: Generator, width: float, font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> str:
    words = said(rng, 1)
    while font.getlength(longer := f"{words} {said(rng, 1)}") < width:
        words = longer
    return words


KINDS: Mapping[str, Callable[[Generator, tuple[int, int]], Image.Image]] = {
    "blank sheet": _blank,
    "gradient": _gradient,
    "noise": _noise,
    "page": _page,
    "letter": _letter,
    "code": _code,
    "table": _table,
    "chart": _chart,
    "chat": _chat,
    "desk": _desk,
    "wall": _wall,
    "squares": _squares,
    "doodle": _doodle,
}
