"""What becomes of a poster that is printed on a DVD case and photographed: for training only.

As in `distort.py` every function is pure: an RGB image and a NumPy generator in, a new image out.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from services.training.distort import background, blur, crop, jpeg, lay

_BICUBIC = Image.Resampling.BICUBIC


def cover_photo(image: Image.Image, rng: Generator, strength: float) -> Image.Image:
    """Return the poster as a phone sees it on a case that lies on a desk.

    Args:
        image: RGB.
        rng: Chooses what happens and how strongly.
        strength: 0 is nearly the poster itself, 1 a bad photo of another printing.
    """
    if rng.random() < 0.35 * strength:
        image = retinted(image, rng, strength)
    image = _photographed(_as_cover(image, rng, strength), rng, strength)
    if rng.random() < 0.08:
        image = image.convert("L").convert("RGB")
    if rng.random() < 0.6:
        image = blur(image, rng, radius=image.height / 268 * strength * rng.uniform(0.2, 1.8))
    return jpeg(image, rng, quality=int(rng.integers(25, 90)))


def retinted(image: Image.Image, rng: Generator, strength: float) -> Image.Image:
    """Return the picture in other colours, as another edition is printed: channels bent, or two."""
    pixels = np.asarray(image, dtype=np.float32) / 255
    if rng.random() < 0.3:
        dark, bright = rng.uniform(0, 0.35, 3), rng.uniform(0.6, 1.0, 3)
        grey = pixels.mean(axis=2, keepdims=True)
        share = rng.uniform(0.4, 1.0) * strength
        pixels = (1 - share) * pixels + share * (dark + (bright - dark) * grey)
    else:
        pixels = pixels ** np.exp(rng.normal(0, 0.35 * strength, 3))
        pixels = pixels * np.exp(rng.normal(0, 0.25 * strength, 3))
    return _image(255 * pixels)


def _as_cover(image: Image.Image, rng: Generator, strength: float) -> Image.Image:
    """Return the poster cropped to a case's shape, with banner, foot, spine and stickers."""
    image = crop(image, rng, share=1 - 0.14 * strength * rng.random())
    width, height = image.size
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.25:  # a price, a prize, an age limit
        size = min(width, height) * rng.uniform(0.12, 0.28)
        x, y = rng.uniform(0, width - size), rng.uniform(0, height - size)
        (draw.ellipse if rng.random() < 0.5 else draw.rectangle)(
            (x, y, x + size, y + size), fill=_colour(rng)
        )
    top = round(height * rng.uniform(0.03, 0.1)) if rng.random() < 0.5 else 0
    foot = round(height * rng.uniform(0.03, 0.12)) if rng.random() < 0.35 else 0
    spine = round(width * rng.uniform(0.04, 0.13)) if rng.random() < 0.45 else 0
    edge = round(width * rng.uniform(0.01, 0.06)) if rng.random() < 0.6 else 0
    plastic = _colour(rng, most=70) if rng.random() < 0.8 else _colour(rng)
    # A banner lies on the picture or moves it down; what it hides is not seen either way.
    over = bool(rng.random() < 0.5)
    size = (spine + width + 2 * edge, height + 2 * edge + (0 if over else top + foot))
    case = Image.new("RGB", size, plastic)
    left, y = edge + spine, edge + (0 if over else top)
    case.paste(image, (left, y))
    bands = []
    if top:
        bands.append((left, edge, left + width, edge + top))
    if foot:
        bands.append((left, size[1] - edge - foot, left + width, size[1] - edge))
    if spine:
        bands.append((edge, edge, edge + spine, size[1] - edge))
    for band in bands:
        _lettered_band(case, band, rng)
    return case


def _lettered_band(case: Image.Image, band: tuple[int, int, int, int], rng: Generator) -> None:
    """Fill a band of the case with a colour and with bars in place of words."""
    draw = ImageDraw.Draw(case)
    draw.rectangle(band, fill=_colour(rng))
    left, top, right, bottom = band
    wide, high = right - left, bottom - top
    for _ in range(int(rng.integers(0, 4))):
        x, y = left + wide * rng.uniform(0, 0.8), top + high * rng.uniform(0.1, 0.8)
        long = 0.5 * rng.random()
        bar = (wide * long, 0.25 * high) if wide > high else (0.35 * wide, high * long)
        draw.rectangle((x, y, min(right, x + bar[0]), min(bottom, y + bar[1])), fill=_colour(rng))


def _photographed(case: Image.Image, rng: Generator, strength: float) -> Image.Image:
    """Return the case on a ground, turned and seen aslant, in light that is not even."""
    width, height = case.size
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * (width, height)
    angle = np.deg2rad(rng.normal(0, 7 * strength))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = corners @ turn
    # Whoever photographs stands at one side: the far edge is shorter, and all of it lower.
    corners[:, 1] *= 1 - 0.25 * strength * rng.random()
    far = 1 - 0.3 * strength * rng.random()
    corners[[(0, 1), (1, 2), (2, 3), (3, 0)][int(rng.integers(4))], :] *= far
    corners += rng.normal(0, 0.02 * strength, (4, 2)) * (width, height)
    low, high = corners.min(axis=0), corners.max(axis=0)
    # The frame may cut a little off, or leave much of the desk in the picture.
    room = rng.uniform(-0.04, 0.05 + 0.4 * strength * rng.random(), 4)
    size = tuple(np.round((high - low) * (1 + room[:2] + room[2:])).astype(int).clip(8).tolist())
    place = corners - low + room[:2] * (high - low)
    seen = np.asarray(lay(case, background(size, rng), place), dtype=np.float32)
    seen = seen * _light(seen.shape[:2], rng, strength)
    seen = seen * np.exp(rng.normal(0, 0.12 * strength, 3))
    seen = seen + _reflections(seen.shape[:2], rng, strength)
    lift = 30 * strength * rng.random()
    seen = lift + seen * (1 - lift / 255)
    return _image(seen + rng.normal(0, 6 * strength * rng.random(), seen.shape))


def _light(shape: tuple[int, int], rng: Generator, strength: float) -> NDArray[np.float32]:
    """Return how bright each place is: one side lies nearer to the lamp."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = 0.35 * strength * rng.random() * (x * np.cos(angle) + y * np.sin(angle))
    level = np.exp(rng.normal(-0.05, 0.22 * strength))
    return (level * (1 + slope))[..., None].astype(np.float32)


def _reflections(shape: tuple[int, int], rng: Generator, strength: float) -> NDArray[np.float32]:
    """Return lamps and windows in the plastic: soft spots and bright bands."""
    y, x = np.mgrid[0 : 1 : shape[0] * 1j, 0 : 1 : shape[1] * 1j]
    light = np.zeros(shape)
    for _ in range(int(rng.integers(0, 3))):
        angle, reach = rng.uniform(0, np.pi), rng.uniform(0.03, 0.25)
        a, b = x - rng.uniform(0, 1), y - rng.uniform(0, 1)
        across = a * np.cos(angle) + b * np.sin(angle)
        along = (b * np.cos(angle) - a * np.sin(angle)) * rng.uniform(0, 1.2)
        light += rng.uniform(30, 230) * np.exp(-((across / reach) ** 2 + (along / reach) ** 2))
    return (strength * light)[..., None].astype(np.float32)


def _colour(rng: Generator, most: int = 256) -> tuple[int, ...]:
    """Return a colour, often black or white where all are allowed."""
    plain = rng.random()
    if most == 256 and plain < 0.4:
        return (0, 0, 0) if plain < 0.2 else (255, 255, 255)
    return tuple(int(value) for value in rng.integers(0, most, 3))


def _image(pixels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
