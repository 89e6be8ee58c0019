"""Outlines: lists of points, in units of the sheet, before they become masks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

Point = tuple[float, float]


def points(text: str) -> list[Point]:
    """Points written as in SVG: "12,40 18,52"."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


def arc(
    x: float,
    y: float,
    rx: float,
    ry: float,
    *,
    sweep: tuple[float, float] = (0, 360),
    turn: float = 0,
) -> list[Point]:
    """Points along an ellipse, clockwise from three o'clock, in degrees."""
    start, end = sweep
    angles = np.radians(np.linspace(start, end, max(12, int(abs(end - start) / 3))))
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    us, vs = rx * np.cos(angles), ry * np.sin(angles)
    return list(zip(x + us * cos - vs * sin, y + us * sin + vs * cos, strict=True))


def spline(points: Sequence[Point], closed: bool = False, steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through the points; a point given twice in a row is a corner."""
    count = len(points)
    knots = np.asarray(points, dtype=float)
    if closed:
        knots = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        knots = np.concatenate([knots[:1], knots, knots[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for i in range(count if closed else count - 1):
        a, b, c, d = knots[i : i + 4]
        if np.array_equal(b, c):
            continue
        parts.append(
            b + 0.5 * t * ((c - a) + t * ((2 * a - 5 * b + 4 * c - d) + t * (3 * (b - c) + d - a)))
        )
    if not closed:
        parts.append(knots[-1:])
    return [(float(x), float(y)) for x, y in np.concatenate(parts)]


def ribbon(points: Sequence[Point], start: float, end: float) -> list[Point]:
    """The outline of a line of changing thickness through the points."""
    path = np.asarray(points, dtype=float)
    steps = np.gradient(path, axis=0)
    lengths = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
    normal = np.stack([-steps[:, 1], steps[:, 0]], axis=1) / lengths[:, None]
    half = np.linspace(start, end, len(path))[:, None] / 2
    outline = np.concatenate([path + normal * half, (path - normal * half)[::-1]])
    return [(float(x), float(y)) for x, y in outline]


def mirror(points: Iterable[Point], x: float) -> list[Point]:
    """The points, mirrored about a vertical line."""
    return [(2 * x - px, py) for px, py in points]


def moved(
    points: Iterable[Point], dx: float = 0, dy: float = 0, grow: float = 1, turn: float = 0
) -> list[Point]:
    """The points grown and turned (degrees) about the origin, then moved."""
    cos, sin = math.cos(math.radians(turn)) * grow, math.sin(math.radians(turn)) * grow
    return [(x * cos - y * sin + dx, x * sin + y * cos + dy) for x, y in points]


def skyline(
    seed: int,
    span: tuple[float, float],
    ground: float,
    height: Callable[[float], float],
    *,
    lit: float,
) -> tuple[list[list[Point]], list[list[Point]]]:
    """A row of towers and their lit windows.

    Args:
        seed: Of its random numbers.
        span: From where to where it runs, in units.
        ground: Where the towers stand.
        height: The tallest a tower may be, by the place of its middle.
        lit: The part of the windows with a light in them.
    """
    rng = np.random.default_rng(seed)
    towers: list[list[Point]] = []
    windows: list[list[Point]] = []
    left, end = span
    while left < end:
        right = left + float(rng.uniform(12, 26))
        middle = (left + right) / 2
        top = ground - height(middle) * float(rng.uniform(0.35, 1.0))
        towers.append([(left, ground), (left, top), (right, top), (right, ground)])
        if rng.random() < 0.3:
            towers.append([(middle - 0.7, top), (middle, top - 15), (middle + 0.7, top)])
        for u in np.arange(left + 3, right - 3, 3.7).tolist():
            for v in np.arange(top + 4, ground - 3, 5).tolist():
                if rng.random() < lit:
                    windows.append([(u, v), (u + 1.6, v), (u + 1.6, v + 2.2), (u, v + 2.2)])
        left = right + float(rng.uniform(0, 4))
    return towers, windows
