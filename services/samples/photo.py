"""A sample's poster as a phone takes it: askew on a desk or a wall, in a room's light."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from services.samples import tones
from services.samples.shapes import Point

SIZE = (720, 960)
# Of the photo's height; the rest is room.
_HIGH = (0.47, 0.53)
_DEGREES = (9.0, 24.0)
# How far each corner moves, as a share of its distance from the middle: the phone is held askew.
_DEPTH = 0.06
_WOODS = (("#4a2f1d", "#8a5f3c"), ("#2f2119", "#5e4430"), ("#7a6148", "#b79a76"))
_WALLS = (("#8f948d", "#b6b9af"), ("#77808a", "#9aa4ab"), ("#a3927f", "#c9b9a4"))

_PAPERS = ("#cfc9bb", "#b8bdc4", "#d8d4c8", "#8c3b32", "#35506b", "#c99a3d")


def photograph(poster: Image.Image, name: str) -> Image.Image:
    """Return a photo of a poster.

    Args:
        poster: RGB.
        name: Chooses the place, the angle and the light; the same name, the same photo.

    Returns:
        An RGB picture of `SIZE`.
    """
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    rng = np.random.default_rng(seed)
    on_desk = bool(rng.random() < 0.5)
    ground = _ground(_WOODS if on_desk else _WALLS, (1.2, 26) if on_desk else (50, 60), rng)
    for side in (-1, 1):
        _sheet(ground, side, rng)
    if on_desk:
        _cup(ground, rng)
    corners = _corners(poster, rng)
    _shade(ground, corners, rng)
    laid = poster.transform(
        SIZE, Image.Transform.PERSPECTIVE, _back(poster.size, corners), Image.Resampling.BICUBIC
    )
    ground.paste(laid, mask=_filled(corners))
    return _developed(ground, corners, rng)


def _ground(
    inks: Sequence[tuple[str, str]], cells: tuple[float, float], rng: Generator
) -> Image.Image:
    dark, light = inks[int(rng.integers(len(inks)))]
    grain = tones.clouds(SIZE, cells, 4, int(rng.integers(2**31)))
    return tones.ramp(grain, ((0, dark), (1, light)))


def _sheet(ground: Image.Image, side: int, rng: Generator) -> None:
    """Lay a plain sheet, such as a letter, at the photo's left (-1) or right edge (1)."""
    wide, high = rng.uniform((220, 280), (330, 430))
    box = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    middle = SIZE * (0.5 + 0.46 * np.array([side, rng.uniform(-0.8, 0.8)]))
    corners = [(float(x), float(y)) for x, y in box @ _turn(rng.uniform(-25, 25)) + middle]
    _shade(ground, corners, rng)
    ink = _PAPERS[int(rng.integers(len(_PAPERS)))]
    ground.paste(Image.new("RGB", SIZE, ink), mask=_filled(corners))


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _cup(ground: Image.Image, rng: Generator) -> None:
    """Put a cup where it is seen in part, in a corner that the poster leaves free."""
    x = float(rng.choice((0.02, 0.98))) * SIZE[0]
    y = float(rng.choice((0.03, 0.97))) * SIZE[1]
    for radius, ink in ((112, "#e9e6df"), (98, "#d2cec4"), (92, "#2c1a10")):
        box = (x - radius, y - radius, x + radius, y + radius)
        # Drawn on a mask twice as large: ImageDraw itself knows no anti-aliasing.
        mask = Image.new("L", (2 * SIZE[0], 2 * SIZE[1]))
        ImageDraw.Draw(mask).ellipse([2 * value for value in box], fill=255)
        ground.paste(Image.new("RGB", SIZE, ink), mask=mask.reduce(2))


def _corners(poster: Image.Image, rng: Generator) -> list[Point]:
    high = SIZE[1] * rng.uniform(*_HIGH)
    wide = min(high * poster.width / poster.height, 0.72 * SIZE[0])
    box = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    askew = box * (1 + rng.uniform(-_DEPTH, _DEPTH, (4, 2)))
    turn = _turn(rng.uniform(*_DEGREES) * rng.choice((-1, 1)))
    middle = np.array(SIZE) / 2 + rng.uniform(-60, 60, 2)
    return [(float(x), float(y)) for x, y in askew @ turn + middle]


def _back(size: tuple[int, int], corners: Sequence[Point]) -> list[float]:
    """Return Pillow's eight numbers that lead from the photo back to a picture of that size."""
    width, height = size
    rows, targets = [], []
    ends = ((0, 0), (width, 0), (width, height), (0, height))
    for (x, y), (u, v) in zip(corners, ends, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        targets += [u, v]
    return np.linalg.solve(np.array(rows), np.array(targets, dtype=float)).tolist()


def _filled(corners: Sequence[Point]) -> Image.Image:
    mask = Image.new("L", (2 * SIZE[0], 2 * SIZE[1]))
    ImageDraw.Draw(mask).polygon([(2 * x, 2 * y) for x, y in corners], fill=255)
    return mask.reduce(2)


def _shade(ground: Image.Image, corners: Sequence[Point], rng: Generator) -> None:
    dx, dy = rng.uniform(4, 11, 2)
    thrown = _filled([(x + dx, y + dy) for x, y in corners])
    thrown = thrown.filter(ImageFilter.GaussianBlur(9)).point([round(v * 0.5) for v in range(256)])
    ground.paste(Image.new("RGB", SIZE, "#000000"), mask=thrown)


def _developed(photo: Image.Image, corners: Sequence[Point], rng: Generator) -> Image.Image:
    """Light from one side, a lamp's reflection, and what a phone's small sensor makes of it."""
    lit = np.asarray(photo, dtype=np.float32)
    xs = np.linspace(-0.5, 0.5, SIZE[0], dtype=np.float32) * np.float32(rng.uniform(-0.35, 0.35))
    ys = np.linspace(-0.5, 0.5, SIZE[1], dtype=np.float32) * np.float32(rng.uniform(-0.35, 0.35))
    tint = (0.93 * rng.uniform((0.96, 0.94, 0.86), (1.06, 1.0, 1.0))).astype(np.float32)
    lit = lit * (1 + xs + ys[:, None])[..., None] * tint + np.float32(8)
    x, y = np.mean(corners, axis=0) + rng.normal(0, 110, 2)
    lamp = tones.radial(SIZE, (float(x), float(y)), 150, float(rng.uniform(90, 210)))
    lit += np.asarray(lamp, dtype=np.float32)[..., None] * np.float32(rng.uniform(0.12, 0.34))
    soft = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    soft = soft.filter(ImageFilter.GaussianBlur(0.8))
    return tones.grain(soft, 4.0, SIZE, int(rng.integers(2**31)))
