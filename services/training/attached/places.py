"""Posters and covers amid other things: on a desk, on a wall, two side by side."""

from __future__ import annotations

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
    image_of,
    lay,
    photographed,
    pixels_of,
    rectangle,
    resized,
    seen_from,
    shadow,
)
from services.training.attached.grounds import desk, wall

_BANNERS = ("DVD", "DVD VIDEO", "BLU-RAY", "SPECIAL EDITION", "2 DISC SET", "COLLECTOR'S EDITION")
WALL_SHARE = 0.2


def cover_on_a_desk(image: Image.Image, rng: Generator) -> Attached:
    """Photograph a DVD with the poster on its front: 640 x 480, spine, banner, glare, clutter."""
    size = (640, 480)
    ground = desk(size, rng)
    cover, inner = _cover(pixels_of(image), rng)
    height, width = cover.shape[:2]
    # Bound by the shorter side, whichever way the phone was held.
    share = size[1] * rng.uniform(0.7, 1.0) / height
    degrees = 20 if rng.random() < 0.85 else 60
    place = seen_from(box(width * share, height * share), rng, depth=0.07, degrees=degrees)
    place = place + np.array(size) / 2 + rng.uniform((-60, -15), (60, 15))
    shadow(ground, place.astype(np.float32), rng)
    corners = lay(ground, cover, place.astype(np.float32), inner)
    ground += glare(ground.shape[:2], corners.mean(axis=0), rng)
    return Attached(photographed(ground, rng, blur=(0.5, 1.5), noise=(2, 7)), (corners,))


def cover_in_poor_light(image: Image.Image, rng: Generator) -> Attached:
    """Photograph a DVD as old phones do by lamplight: dim, soft, noisy, aslant, full of glare."""
    size = (640, 480)
    ground = desk(size, rng)
    cover, inner = _cover(pixels_of(image), rng)
    height, width = cover.shape[:2]
    share = size[1] * rng.uniform(0.55, 0.95) / height
    degrees = 10 if rng.random() < 0.6 else 60
    place = seen_from(box(width * share, height * share), rng, depth=0.12, degrees=degrees)
    place = place + np.array(size) / 2 + rng.uniform((-80, -20), (80, 20))
    shadow(ground, place.astype(np.float32), rng)
    corners = lay(ground, cover, place.astype(np.float32), inner)
    # The case's film mirrors the lamp, and all that it does not mirror is greyer for it.
    middle = ground.mean(axis=(0, 1), keepdims=True)
    ground = (middle + (ground - middle) * np.float32(rng.uniform(0.4, 0.9))).astype(np.float32)
    ground *= np.float32(rng.uniform(0.4, 1.0))
    for _ in range(int(rng.integers(1, 4))):
        ground += glare(ground.shape[:2], corners.mean(axis=0), rng)
    return Attached(photographed(ground, rng, blur=(1.0, 3.0), noise=(4, 12)), (corners,))


def poster_on_a_wall(image: Image.Image, rng: Generator) -> Attached:
    """Photograph a wall on which the poster fills a fifth of the picture."""
    size = (1024, 768) if rng.random() < 0.7 else (768, 1024)
    ground = wall(size, rng)
    framed, inner = _framed(pixels_of(image), rng)
    ratio = image.width / image.height
    high = np.sqrt(WALL_SHARE * size[0] * size[1] / ratio)
    scale = high / image.height
    height, width = framed.shape[:2]
    corners = seen_from(box(width * scale, height * scale), rng, depth=0.04, degrees=5)
    room = np.maximum(np.array(size) / 2 - np.abs(corners).max(axis=0) - 4, 0)
    place = (corners + np.array(size) / 2 + rng.uniform(-room, room)).astype(np.float32)
    shadow(ground, place, rng)
    laid = lay(ground, framed, place, inner)
    if rng.random() < 0.5:
        ground += glare(ground.shape[:2], laid.mean(axis=0), rng) * np.float32(0.4)
    return Attached(photographed(ground, rng, blur=(0.5, 1.2), noise=(1, 5)), (laid,))


def side_by_side(first: Image.Image, second: Image.Image, rng: Generator) -> Attached:
    """Show two posters beside each other: put together by a program, or photographed on a wall."""
    posters = [pixels_of(first), pixels_of(second)]
    high = int(rng.integers(400, 620))
    posters = [resized(item, round(item.shape[1] * high / item.shape[0]), high) for item in posters]
    gap = int(rng.integers(0, 60))
    widths = [item.shape[1] for item in posters]
    photo = bool(rng.random() < 0.5)
    margin = np.array([rng.integers(20, 140), rng.integers(20, 120)]) if photo else np.zeros(2, int)
    size = (sum(widths) + gap + 2 * int(margin[0]), high + 2 * int(margin[1]))
    if photo:
        ground = wall(size, rng)
    else:
        ground = np.full((size[1], size[0], 3), rng.choice((0.0, 255.0, 48.0)), np.float32)
    left = float(margin[0])
    found: list[Corners] = []
    for item, width in zip(posters, widths, strict=True):
        middle = np.array([left + width / 2, margin[1] + high / 2])
        corners = box(width, high)
        if photo:
            corners = seen_from(corners, rng, depth=0.03, degrees=3)
        place = (corners + middle).astype(np.float32)
        if photo:
            shadow(ground, place, rng)
        found.append(lay(ground, item, place))
        left += width + gap
    if not photo:
        return Attached(image_of(ground), tuple(found))
    return Attached(photographed(ground, rng, blur=(0.4, 1.0), noise=(1, 5)), tuple(found))


def _cover(poster: Pixels, rng: Generator) -> tuple[Pixels, Corners]:
    """Return a case whose front shows the poster, and where on it that is."""
    height, width = poster.shape[:2]
    scale = 600 / height
    front = resized(poster, round(width * scale), 600)
    height, width = front.shape[:2]
    case = rng.uniform(0, 60, 3)
    spine = round(width * rng.uniform(0.02, 0.1))
    rim = round(width * rng.uniform(0.01, 0.04))
    banner = round(height * rng.uniform(0.03, 0.09)) if rng.random() < 0.7 else rim
    cover = np.empty((height + banner + rim, width + spine + rim, 3), np.float32)
    cover[:] = case
    if banner > rim:
        strip = Image.new(
            "RGB", (width, banner), tuple(int(value) for value in rng.integers(0, 256, 3))
        )
        words = _BANNERS[int(rng.integers(len(_BANNERS)))]
        font = ImageFont.load_default(max(10, banner - 8))
        ImageDraw.Draw(strip).text((width / 2, banner / 2), words, "white", font, anchor="mm")
        cover[:banner, spine : spine + width] = pixels_of(strip)
    cover[banner : banner + height, spine : spine + width] = front
    # The hinge's fold catches the light.
    cover[:, spine : spine + 3] = cover[:, spine : spine + 3] * 0.5 + 60
    return cover, rectangle(spine, banner, width, height)


def _framed(poster: Pixels, rng: Generator) -> tuple[Pixels, Corners]:
    """Return the poster bare or in a frame, and where in that it is."""
    height, width = poster.shape[:2]
    edge = 0 if rng.random() < 0.5 else round(width * rng.uniform(0.02, 0.07))
    framed = bordered(poster, edge, rng.uniform(5, 230, 3))
    return framed, rectangle(edge, edge, width, height)
