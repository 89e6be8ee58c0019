"""Walls, desks, and what stands about on them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from services.training.attached.camera import (
    Pixels,
    blurred,
    box,
    lay,
    noise_of,
    resized,
    seen_from,
    shadow,
)


def wall(size: tuple[int, int], rng: Generator) -> Pixels:
    """Return a wall of (width, height): painted, papered, of bricks or of boards."""
    width, height = size
    colour = rng.uniform(90, 245) + rng.normal(0, 14, 3)
    ground = np.empty((height, width, 3), np.float32)
    ground[:] = colour
    kind = rng.random()
    if kind < 0.2:
        _bricks(ground, rng)
    elif kind < 0.35:
        every = int(rng.integers(30, 120))
        ground[:, ::every] *= 0.7
        ground[:, 1::every] *= 0.85
    elif kind < 0.5:
        _pattern(ground, rng)
    ground += _grain((height, width), rng, 6)
    ground += _clouds((height, width), rng, rng.uniform(4, 18))
    if rng.random() < 0.5:
        _furniture(ground, rng)
    return ground


def desk(size: tuple[int, int], rng: Generator) -> Pixels:
    """Return a desk of (width, height): wood, cloth or a plain top, with clutter on it."""
    width, height = size
    ground = np.empty((height, width, 3), np.float32)
    kind = rng.random()
    if kind < 0.45:
        ground[:] = np.array([150, 105, 65]) * rng.uniform(0.4, 1.5) + rng.normal(0, 8, 3)
        streaks = noise_of((height, 1), rng, 22) + noise_of((height, width // 40 + 1), rng, 8)
        ground += blurred(resized(streaks, width, height), 1.2)[..., None]
    else:
        ground[:] = rng.uniform(30, 240) + rng.normal(0, 20, 3)
        ground += _clouds((height, width), rng, rng.uniform(5, 35))
        if kind > 0.8:
            y, x = np.mgrid[:height, :width]
            ground += (((x // 3 + y // 3) % 2) * rng.uniform(5, 25))[..., None].astype(np.float32)
    ground += _grain((height, width), rng, 5)
    for _ in range(int(rng.integers(0, 5))):
        _thing(ground, rng)
    return ground


def sheet(rng: Generator, width: int, height: int) -> Pixels:
    """Return a page with lines of writing."""
    page = np.full((height, width, 3), rng.uniform(215, 252), np.float32)
    ink = rng.uniform(10, 110, 3)
    step = int(rng.integers(8, 18))
    for y in range(step, height - step, step):
        x = width * 0.08
        end = width * rng.uniform(0.4, 0.94)
        while x < end:
            word = rng.uniform(6, 34)
            page[y : y + step // 3, int(x) : int(min(x + word, end))] = ink
            x += word + 5
    return page


def _thing(ground: Pixels, rng: Generator) -> None:
    """Put a sheet, a book, a keyboard, a cup or a pen somewhere."""
    height, width = ground.shape[:2]
    at = rng.uniform(0, 1, 2) * (width, height)
    kind = rng.random()
    if kind < 0.35:
        page = sheet(rng, 160, 220)
        place = seen_from(box(160, 220) * rng.uniform(0.7, 1.6), rng, depth=0.06, degrees=90)
    elif kind < 0.6:
        page = np.empty((220, 150, 3), np.float32)
        page[:] = rng.uniform(20, 230, 3)
        page += _clouds((220, 150), rng, 30)
        page[int(rng.integers(20, 160)) :][: int(rng.integers(10, 40))] = rng.uniform(0, 255, 3)
        place = seen_from(box(150, 220) * rng.uniform(0.6, 1.5), rng, depth=0.06, degrees=90)
    elif kind < 0.75:
        page = np.full((100, 260, 3), rng.uniform(20, 90), np.float32)
        for y in range(6, 94, 18):
            for x in range(6, 250, 18):
                page[y : y + 14, x : x + 14] = rng.uniform(40, 120)
        place = seen_from(box(260, 100) * rng.uniform(0.8, 1.6), rng, depth=0.05, degrees=40)
    else:
        x, y = int(at[0]), int(at[1])
        radius = int(rng.uniform(15, 60))
        colour = rng.uniform(20, 250, 3)
        cv2.circle(ground, (x, y), radius, colour.tolist(), -1, cv2.LINE_AA)
        cv2.circle(ground, (x, y), int(radius * 0.8), (colour * 0.5).tolist(), -1, cv2.LINE_AA)
        return
    place += at.astype(np.float32)
    shadow(ground, place, rng)
    lay(ground, page, place)


def _furniture(ground: Pixels, rng: Generator) -> None:
    """Stand a cupboard or a sofa against the wall's foot, or hang a frame beside."""
    height, width = ground.shape[:2]
    top = int(height * rng.uniform(0.75, 0.95))
    ground[top:] = rng.uniform(20, 200, 3)
    ground[top : top + 3] *= 0.5
    for _ in range(int(rng.integers(0, 3))):
        wide, high = rng.uniform(0.06, 0.2) * width, rng.uniform(0.06, 0.25) * height
        place = box(wide, high) + rng.uniform(0, 1, 2) * (width, top)
        frame = np.empty((60, 60, 3), np.float32)
        frame[:] = rng.uniform(10, 120, 3)
        frame[6:-6, 6:-6] = rng.uniform(60, 240, 3)
        frame[6:-6, 6:-6] += _clouds((48, 48), rng, 40)
        lay(ground, frame, place.astype(np.float32))


def _bricks(ground: Pixels, rng: Generator) -> None:
    height, width = ground.shape[:2]
    high = int(rng.integers(14, 34))
    wide = int(high * rng.uniform(2, 3.2))
    joint = ground[0, 0] * rng.uniform(0.5, 1.2)
    for number, y in enumerate(range(0, height, high)):
        for x in range(-wide * (number % 2) // 2, width, wide):
            ground[y : y + high, max(0, x) : max(0, x + wide)] *= rng.uniform(0.8, 1.08)
            ground[y : y + high, max(0, x) : max(0, x) + 2] = joint
        ground[y : y + 2] = joint


def _pattern(ground: Pixels, rng: Generator) -> None:
    height, width = ground.shape[:2]
    step = int(rng.integers(20, 70))
    colour = (ground[0, 0] * rng.uniform(0.7, 1.2)).tolist()
    for y in range(0, height + step, step):
        for x in range((y // step % 2) * step // 2, width + step, step):
            cv2.circle(ground, (x, y), step // 5, colour, -1, cv2.LINE_AA)


def _grain(shape: tuple[int, int], rng: Generator, most: float) -> Pixels:
    return noise_of((*shape, 1), rng, rng.uniform(1, most))


def _clouds(shape: tuple[int, int], rng: Generator, depth: float) -> Pixels:
    """Return slow changes of shade and a little of colour."""
    height, width = shape
    cells = rng.normal(0, depth, (int(rng.integers(2, 6)), int(rng.integers(2, 6)), 3))
    cells = cells * 0.3 + cells[..., :1]
    return resized(cells.astype(np.float32), width, height)
