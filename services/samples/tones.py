"""Tones, textures and the marks of the press: gradients, clouds, grain, halftone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageColor

Stops = Sequence[tuple[float, str]]
"""Positions from 0 to 1, rising, and the colour at each."""


def linear(
    size: tuple[int, int], start: tuple[float, float], end: tuple[float, float]
) -> Image.Image:
    """0 at `start` (pixels), 255 at `end`, level across the line between them."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    xs = (np.arange(size[0], dtype=np.float32) - start[0]) * (dx / length)
    ys = (np.arange(size[1], dtype=np.float32) - start[1]) * (dy / length)
    return _picture((ys[:, None] + xs[None, :]) * 255)


def radial(size: tuple[int, int], middle: tuple[float, float], rx: float, ry: float) -> Image.Image:
    """255 in the middle, falling with a smooth shoulder to 0 at the ellipse (pixels)."""
    xs = ((np.arange(size[0], dtype=np.float32) - middle[0]) / rx) ** 2
    ys = ((np.arange(size[1], dtype=np.float32) - middle[1]) / ry) ** 2
    away = np.sqrt(np.minimum(ys[:, None] + xs[None, :], 1.0))
    return _picture((1 - away) ** 2 * (1 + 2 * away) * 255)


def clouds(
    size: tuple[int, int], cells: tuple[float, float], octaves: int, seed: int
) -> Image.Image:
    """Cloudy noise, stretched to run from 0 to 255."""
    rng = np.random.default_rng(seed)
    # Half the size is enough for anything this soft, and four times as fast.
    half = (size[0] // 2, size[1] // 2)
    total = np.zeros(half[::-1], dtype=np.float32)
    for octave in range(octaves):
        across = max(2, round(cells[0] * 2**octave) + 1)
        up = max(2, round(cells[1] * 2**octave) + 1)
        layer = Image.fromarray(rng.random((up, across), dtype=np.float32))
        total += np.asarray(layer.resize(half, Image.Resampling.BICUBIC)) * 0.5**octave
    low, high = float(total.min()), float(total.max())
    return _picture((total - low) * (255 / (high - low))).resize(size, Image.Resampling.BICUBIC)


def grain(image: Image.Image, amount: float, cells: tuple[float, float], seed: int) -> Image.Image:
    """The RGB picture with brightness noise; `cells` is how many grains there are each way."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((round(cells[1]), round(cells[0])), dtype=np.float32) * amount
    layer = Image.fromarray(noise).resize(image.size, Image.Resampling.BILINEAR)
    values = np.asarray(image, dtype=np.float32) + np.asarray(layer)[:, :, None]
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def halftone(tone: Image.Image, pitch: float, angle: float, softness: float = 0.35) -> Image.Image:
    """A mask of dots, `pitch` pixels apart, large where the tone is bright."""
    width, height = tone.size
    turn = math.radians(angle)
    k = 2 * math.pi / pitch
    xs = np.arange(width, dtype=np.float32) * k
    ys = np.arange(height, dtype=np.float32)[:, None] * k
    cos, sin = math.cos(turn), math.sin(turn)
    screen = 0.5 + 0.25 * (np.cos(xs * cos + ys * sin) + np.cos(ys * cos - xs * sin))
    level = np.asarray(tone, dtype=np.float32) / 255
    return _picture(((screen - (1 - level)) / softness + 0.5) * 255 * (level > 0.01))


def bands(tone: Image.Image, edges: Sequence[float], softness: float = 0.01) -> Image.Image:
    """A tone cut into even steps at the edges (0 to 1), as a lithographer would."""
    values = np.arange(256, dtype=np.float32) / 255
    level = np.zeros(256, dtype=np.float32)
    for edge in edges:
        level += np.clip((values - edge) / softness + 0.5, 0, 1)
    return tone.point([round(v) for v in level * 255 / len(edges)])


def level(tone: Image.Image, low: float, high: float) -> Image.Image:
    """The tone stretched, so that `low` becomes 0 and `high` 255 (both 0 to 1)."""
    return tone.point(
        [round(min(max((v / 255 - low) / (high - low), 0), 1) * 255) for v in range(256)]
    )


def ramp(tone: Image.Image, stops: Stops) -> Image.Image:
    """An RGB picture: each brightness of the tone takes its colour from the stops."""
    places = [255 * place for place, _ in stops]
    colours = np.array([ImageColor.getrgb(colour)[:3] for _, colour in stops], dtype=float)
    values = np.arange(256)
    channels = [
        tone.point([round(v) for v in np.interp(values, places, colours[:, i])]) for i in range(3)
    ]
    return Image.merge("RGB", channels)


def _picture(values: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
