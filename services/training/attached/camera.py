"""A picture laid into another by its corners, and what a phone's camera does to the whole."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from services.training.distort import jpeg

Pixels = NDArray[np.float32]
# Top left, top right, bottom right and bottom left of the poster as it was printed, x before y.
Corners = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture as it is attached, and where in it each poster lies.

    Attributes:
        image: RGB.
        corners: For each poster its corners in pixels, shape (4, 2); None where only part of it
            is to be seen, or where nobody asks.
    """

    image: Image.Image
    corners: tuple[Corners | None, ...]


def pixels_of(image: Image.Image) -> Pixels:
    """Return an RGB image as float32 of shape (height, width, 3), 0 to 255."""
    return np.asarray(image.convert("RGB"), dtype=np.float32)


def image_of(pixels: Pixels) -> Image.Image:
    """Return the image of such pixels; what is out of range is clipped."""
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def box(width: float, height: float) -> Corners:
    """Return the corners of a rectangle around the origin."""
    x, y = width / 2, height / 2
    return np.array([(-x, -y), (x, -y), (x, y), (-x, y)], dtype=np.float32)


def seen_from(corners: Corners, rng: Generator, *, depth: float, degrees: float) -> Corners:
    """Return corners as a camera sees them that is held askew.

    Args:
        corners: Around the origin.
        rng: Chooses.
        depth: How far each corner moves, as a share of its distance from the middle, at most.
        degrees: The turn, at most, either way.
    """
    askew = corners * (1 + rng.uniform(-depth, depth, (4, 2)))
    angle = np.radians(rng.uniform(-degrees, degrees))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (askew @ turn).astype(np.float32)


def lay(ground: Pixels, picture: Pixels, place: Corners, inner: Corners | None = None) -> Corners:
    """Lay a picture onto a ground, which is changed, with its own corners at `place`.

    Args:
        ground: Shape (height, width, 3).
        picture: Of any size.
        place: Where its corners come to lie.
        inner: Corners of something within the picture, in its own pixels; None: its own.

    Returns:
        Where the corners of `inner` come to lie.
    """
    height, width = picture.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(own, place.astype(np.float32))
    size = (ground.shape[1], ground.shape[0])
    # A picture that becomes smaller is averaged first, or thin lines would flicker.
    small = cv2.contourArea(place.astype(np.float32)) < width * height / 2
    flags = cv2.INTER_AREA if small else cv2.INTER_CUBIC
    laid = cv2.warpPerspective(picture, matrix, size, flags=flags)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)[..., None]
    ground[:] = ground * (1 - mask) + laid * mask
    wanted = own if inner is None else inner
    moved = cv2.perspectiveTransform(wanted[None].astype(np.float32), matrix)[0]
    return np.asarray(moved, dtype=np.float32)


def shadow(ground: Pixels, place: Corners, rng: Generator) -> None:
    """Darken a ground, which is changed, where something at `place` throws its shadow."""
    mask = np.zeros(ground.shape[:2], np.float32)
    moved = place + rng.uniform(-8, 8, 2)
    cv2.fillConvexPoly(mask, moved.astype(np.int32), 1.0)
    mask = blurred(mask, rng.uniform(3, 9))
    ground *= 1 - mask[..., None] * np.float32(rng.uniform(0.3, 0.6))


def glare(shape: tuple[int, int], middle: NDArray[np.floating], rng: Generator) -> Pixels:
    """Return the reflection of a lamp or a window near `middle`, to be added to each pixel."""
    height, width = shape
    light = np.zeros(shape, np.float32)
    spread = 0.25 * min(shape)
    for _ in range(int(rng.integers(1, 3))):
        x, y = (middle + rng.normal(0, spread, 2)).tolist()
        axes = (rng.uniform(0.02, 0.2) * width, rng.uniform(0.02, 0.12) * height)
        angle = float(rng.uniform(0, 180))
        cv2.ellipse(light, ((x, y), (2 * axes[0], 2 * axes[1]), angle), 1.0, -1)
    light = blurred(light, rng.uniform(0.02, 0.08) * min(shape))
    return light[..., None] * np.float32(rng.uniform(30, 220))


def photographed(
    pixels: Pixels, rng: Generator, *, blur: tuple[float, float], noise: tuple[float, float]
) -> Image.Image:
    """Return pixels as a phone's camera writes them: light, tint, blur, noise, JPEG.

    Args:
        pixels: Shape (height, width, 3).
        rng: Chooses.
        blur: Radius in pixels, from and to.
        noise: Standard deviation, from and to.
    """
    height, width = pixels.shape[:2]
    # Light comes from one side.
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32) * np.float32(rng.uniform(-0.3, 0.3))
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32) * np.float32(rng.uniform(-0.3, 0.3))
    tint = (rng.uniform(0.55, 1.08) * rng.uniform(0.86, 1.1, 3)).astype(np.float32)
    lit = (pixels * (1 + across + down[:, None])[..., None] * tint).astype(np.float32)
    lit += np.float32(rng.uniform(0, 25))
    soft = blurred(lit, rng.uniform(*blur))
    soft += noise_of(soft.shape, rng, rng.uniform(*noise))
    return jpeg(image_of(soft), rng, quality=int(rng.integers(60, 92)))


def blurred(pixels: Pixels, radius: float) -> Pixels:
    """Return pixels blurred with a Gaussian of that standard deviation."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(radius)), dtype=np.float32)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """Return pixels at another size, smooth."""
    size = (width, height)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def bordered(pixels: Pixels, edge: int, colour: NDArray[np.floating]) -> Pixels:
    """Return pixels with an even border of that many pixels all around."""
    height, width = pixels.shape[:2]
    out = np.empty((height + 2 * edge, width + 2 * edge, 3), np.float32)
    out[:] = colour
    out[edge : edge + height, edge : edge + width] = pixels
    return out


def rectangle(left: float, top: float, width: float, height: float) -> Corners:
    """Return the corners of a rectangle."""
    right, bottom = left + width, top + height
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float32)


def noise_of(shape: tuple[int, ...], rng: Generator, strength: float) -> Pixels:
    """Return Gaussian noise of that standard deviation."""
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(strength)
