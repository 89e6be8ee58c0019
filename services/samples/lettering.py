"""One typeface, many hands: Pillow's own letters, made heavy, wide, slabbed, bent or rough.

Every function takes and returns masks (mode L, pixels); `Canvas.letter` sets them on the sheet.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Envelope = Callable[[float], float]
"""From 0 to 1 along the lettering, to a height in units of the lettering's own height."""


_CAP = 0.7
"""Height of the face's capitals, as a part of its size."""


@lru_cache(maxsize=64)
def _face(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size=size)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise RuntimeError("The sample posters need a Pillow that was built with FreeType.")  # noqa: TRY004
    return face


def letters(
    text: str,
    cap: float,
    *,
    weight: float = 0,
    stretch: float = 1,
    track: float = 0,
    fit: float | None = None,
    across: float = 0,
    along: float = 0,
    slab: float = 0,
) -> Image.Image:
    """Sets one line.

    Args:
        text: The line, in ASCII (the face has no more).
        cap: Height of its capitals, in pixels.
        weight: What is added to the strokes, in hundredths of the cap height, round at corners.
        stretch: Width of the letters; 1 leaves them as they are.
        track: Extra space between letters, in hundredths of the cap height.
        fit: Width in pixels to stretch the line to instead.
        across: Thickens upright strokes, in hundredths of the cap height, square at corners.
        along: Thickens level strokes, likewise.
        slab: Length of serifs, in hundredths of the cap height, for capitals only.
    """
    # Small letters are set larger than needed: strokes are whole pixels, stretching wants spare.
    size = max(24, round(cap * (2 if cap < 120 else 1) / _CAP))
    over = size * _CAP / cap
    face = _face(size)
    unit = size * _CAP / 100
    pad = math.ceil((weight + across + along + slab + 14) * unit) + 4
    advance = 0.0
    places = []
    for index, glyph in enumerate(text):
        if index:
            pair = face.getlength(text[index - 1 : index + 1])
            advance += pair - face.getlength(glyph) + (track + 2 * weight + 2 * across) * unit
        places.append(advance)
    height = math.ceil(size * 1.35) + 2 * pad
    mask = Image.new("L", (math.ceil(advance + face.getlength(text[-1])) + 2 * pad, height))
    for glyph, place in zip(text, places, strict=True):
        one = Image.new("L", (math.ceil(face.getlength(glyph)) + 2 * pad, height))
        ImageDraw.Draw(one).text(
            (pad, pad + size), glyph, 255, face, anchor="ls", stroke_width=round(weight * unit)
        )
        one = _spread(one, across * unit, along * unit)
        if slab and glyph.isalnum():
            one = _slabbed(one, slab * unit, (11 + along) * unit)
        spot = (round(place), 0, round(place) + one.width, height)
        mask.paste(ImageChops.lighter(mask.crop(spot), one), spot[:2])
    mask = mask.crop(mask.getbbox())
    new_width = fit if fit is not None else mask.width * stretch / over
    return mask.resize(
        (max(1, round(new_width)), max(1, round(mask.height / over))), Image.Resampling.LANCZOS
    )


def stack(lines: list[Image.Image], gap: float, align: str = "m") -> Image.Image:
    """Lines under each other, `gap` pixels apart; `align` is "l", "m" or "r"."""
    width = max(line.width for line in lines)
    height = sum(line.height for line in lines) + gap * (len(lines) - 1)
    mask = Image.new("L", (width, math.ceil(height)))
    top = 0.0
    for line in lines:
        left = (width - line.width) * {"l": 0, "m": 0.5, "r": 1}[align]
        spot = (round(left), round(top))
        mask.paste(line, spot)
        top += line.height + gap
    return mask


def bend(shape: Image.Image, top: Envelope, bottom: Envelope, strips: int = 48) -> Image.Image:
    """Pours the lettering between two lines, as one sets type in an envelope."""
    width, height = shape.size
    ends = [i / strips for i in range(strips + 1)]
    highs = [top(t) * height for t in ends]
    lows = [bottom(t) * height for t in ends]
    rise, full = min(highs), math.ceil(max(lows) - min(highs))
    mesh = []
    for i in range(strips):
        x0, x1 = round(ends[i] * width), round(ends[i + 1] * width)
        corners = []
        for x, high, low in ((x0, highs[i], lows[i]), (x1, highs[i + 1], lows[i + 1])):
            k = height / (low - high)
            corners.append((x, (rise - high) * k, (rise + full - high) * k))
        (xa, ta, ba), (xb, tb, bb) = corners
        mesh.append(((x0, 0, x1, full), (xa, ta, xa, ba, xb, bb, xb, tb)))
    return shape.transform(
        (width, full), Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=0
    )


def shear(shape: Image.Image, slope: float) -> Image.Image:
    """Leans the lettering to the right by `slope` (0.2 is an ordinary italic)."""
    extra = math.ceil(abs(slope) * shape.height)
    offset = -slope * shape.height if slope > 0 else 0
    return shape.transform(
        (shape.width + extra, shape.height),
        Image.Transform.AFFINE,
        (1, slope, offset, 0, 1, 0),
        Image.Resampling.BICUBIC,
    )


def turn(shape: Image.Image, angle: float) -> Image.Image:
    """Turns the lettering anticlockwise by degrees."""
    return shape.rotate(angle, Image.Resampling.BICUBIC, expand=True)


def tilt(shape: Image.Image, quad: list[tuple[float, float]], size: tuple[int, int]) -> Image.Image:
    """Sees the lettering in perspective: its corners (from top left, clockwise) go to `quad`."""
    width, height = shape.size
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    rows, values = [], []
    for (x, y), (u, v) in zip(quad, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    return shape.transform(
        size, Image.Transform.PERSPECTIVE, solved.tolist(), Image.Resampling.BICUBIC
    )


def rough(shape: Image.Image, bite: float, seed: int, strength: float = 0.5) -> Image.Image:
    """Edges as of cut wood or bad ink: noise of `bite` pixels eats into the outline."""
    shape = _padded(shape, math.ceil(2 * bite))
    rng = np.random.default_rng(seed)
    cells = (max(2, round(shape.height / bite)), max(2, round(shape.width / bite)))
    noise = Image.fromarray(rng.random(cells, dtype=np.float32) - 0.5)
    noise = np.asarray(noise.resize(shape.size, Image.Resampling.BICUBIC))
    soft = np.asarray(shape.filter(ImageFilter.GaussianBlur(bite * 0.6)), dtype=np.float32) / 255
    cut = (soft + noise * strength - 0.5) * 5 + 0.5
    return Image.fromarray((np.clip(cut, 0, 1) * 255).astype(np.uint8))


def grown(shape: Image.Image, by: float) -> Image.Image:
    """The lettering, `by` pixels fatter all round, on a sheet as much larger."""
    pad = math.ceil(by) + 1
    return rounded(_padded(shape, pad), by)


def rounded(shape: Image.Image, by: float) -> Image.Image:
    """The mask with its edge moved outwards by pixels (inwards if negative), corners rounded."""
    box = shape.getbbox()
    if abs(by) < 0.3 or box is None:
        return shape
    # Only the lettering's own corner of the sheet is worked on.
    pad = math.ceil(abs(by)) + 2
    box = (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad)
    grow = by > 0
    result = shape.crop(box) if grow else ImageChops.invert(shape.crop(box))
    left = abs(by)
    while left > 0.3:
        step = min(left, 4.0)
        base = result
        for i in range(12):
            dx = round(step * math.cos(i * math.pi / 6))
            dy = round(step * math.sin(i * math.pi / 6))
            result = ImageChops.lighter(result, ImageChops.offset(base, dx, dy))
        left -= step
    sheet = Image.new("L", shape.size)
    sheet.paste(result if grow else ImageChops.invert(result), box[:2])
    return sheet


def _padded(shape: Image.Image, pad: int) -> Image.Image:
    sheet = Image.new("L", (shape.width + 2 * pad, shape.height + 2 * pad))
    sheet.paste(shape, (pad, pad))
    return sheet


def _spread(shape: Image.Image, dx: float, dy: float) -> Image.Image:
    """Dilates by a box of `dx` and `dy` pixels each way."""
    for amount, level in ((round(dx), True), (round(dy), False)):
        done = 0
        while done < amount:
            # Each pass doubles what is covered, so a wide box costs a handful of passes.
            step = min(amount - done, max(1, done))
            one = ImageChops.offset(shape, step if level else 0, 0 if level else step)
            two = ImageChops.offset(shape, -step if level else 0, 0 if level else -step)
            shape = ImageChops.lighter(shape, ImageChops.lighter(one, two))
            done += step
    return shape


def _slabbed(shape: Image.Image, length: float, thickness: float) -> Image.Image:
    """Widens the letter's first and last rows: serifs, for a face that has none."""
    box = shape.getbbox()
    if box is None:
        return shape
    wide = _spread(shape, length, 0)
    result = shape.copy()
    rows = math.ceil(thickness)
    for top in (box[1], box[3] - rows):
        strip = (0, top, shape.width, top + rows)
        result.paste(wide.crop(strip), strip[:2])
    return result
