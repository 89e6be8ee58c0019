"""Whether a catalogue picture lies in a query: spots that agree, and a homography through them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.vision.recognition.features import Codes, LocalFeatures, Places, Poses

# Fewer agreeing spots than this say nothing: four always agree.
LEAST_INLIERS = 6
# A spot's nearest code must be nearer than this share of the second nearest's distance.
_RATIO = 0.9
# Codes that differ in more bits are no pair, however far the second nearest is.
_FARTHEST = 22
# How differently two pairs may be turned, in 1/256 of a full turn, and enlarged, in 1/16 of an
# octave, to count together.
_TURN, _SIZE = 24, 20
# How far, in pixels of a query of REFERENCE_SIDE, a spot may lie from where the homography puts it.
_TOLERANCE = 3.0
_REFERENCE_SIDE = 554
_SMALLEST, _LARGEST = 0.02, 30.0
_SEED = 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """A catalogue picture as it lies in a query.

    Attributes:
        inliers: Spots that agree, each place counted once.
        pairs: Spots that looked alike before poses and places were compared.
        spots: How many spots the catalogue picture has where it is to be seen in the query.
        visible: Share of the catalogue picture's area that is to be seen in the query.
        spread: Area that the agreeing spots span, as a share of what is to be seen.
        corners: The picture's top left, top right, bottom right and bottom left corner in the
            query, (x, y), shape (4, 2).
        used: Which of the query's spots agree or lie within the corners, shape (n,).
    """

    inliers: int
    pairs: int
    spots: int
    visible: float
    spread: float
    corners: NDArray[np.float64]
    used: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Spots of a query and of a catalogue picture that look alike and like no other.

    Attributes:
        places: Numbers of spots, query's first, shape (m, 2): those that are turned and enlarged
            as most of them are.
        alike: How many there were before that was asked.
    """

    places: NDArray[np.intp]
    alike: int

    def __len__(self) -> int:
        return len(self.places)


def pair(query: LocalFeatures, codes: Codes, poses: Poses) -> Pairs:
    """Return the spots of a query that look like those of a catalogue picture.

    Args:
        query: The query's features.
        codes: The catalogue picture's, shape (n,).
        poses: Of the same spots, shape (n, 2).
    """
    if len(codes) < 3 or not len(query):
        return Pairs(np.empty((0, 2), np.intp), 0)
    found = _mutual(np.bitwise_count(query.codes[:, None] ^ codes[None]))
    if len(found) < LEAST_INLIERS:
        return Pairs(found, len(found))
    turn = (query.poses[found[:, 0], 0].astype(int) - poses[found[:, 1], 0]) % 256
    size = query.poses[found[:, 0], 1].astype(int) - poses[found[:, 1], 1]
    turned = np.abs((turn[:, None] - turn[None] + 128) % 256 - 128) <= _TURN
    enlarged = np.abs(size[:, None] - size[None]) <= _SIZE
    together = turned & enlarged
    return Pairs(found[together[together.sum(axis=1).argmax()]], len(found))


def _mutual(distances: NDArray[np.uint8]) -> NDArray[np.intp]:
    rows = np.arange(len(distances))
    nearest = distances.argmin(axis=1)
    best = distances[rows, nearest].astype(np.int16)
    distances[rows, nearest] = 255
    second = distances.min(axis=1)
    clear = np.flatnonzero((best < _RATIO * second) & (best <= _FARTHEST))
    # Of several of the query's spots that chose one of the picture's, the nearest has it.
    order = clear[np.argsort(best[clear], kind="stable")]
    _, first = np.unique(nearest[order], return_index=True)
    chosen = order[first]
    return np.stack([chosen, nearest[chosen]], axis=1)


def agree(
    query: LocalFeatures,
    places: Places,
    size: tuple[float, float],
    pairs: Pairs,
) -> Agreement | None:
    """Return how a catalogue picture lies in a query, or None where it does not.

    Args:
        query: The query's features.
        places: The catalogue picture's, in pixels of `size`, shape (n, 2).
        size: Width and height of the catalogue picture's frame.
        pairs: See `pair`.
    """
    if len(pairs) < LEAST_INLIERS:
        return None
    there = query.places[pairs.places[:, 0]].astype(np.float64)
    here = places[pairs.places[:, 1]].astype(np.float64)
    side = (query.size[0] * query.size[1]) ** 0.5
    # Seeded: one picture has one answer.
    cv2.setRNGSeed(_SEED)
    homography, mask = cv2.findHomography(
        here,
        there,
        cv2.USAC_MAGSAC,
        _TOLERANCE * side / _REFERENCE_SIDE,
        maxIters=2000,
        confidence=0.999,
    )
    if homography is None:
        return None
    homography = np.asarray(homography, dtype=np.float64)
    corners = _corners(homography, size)
    inlying = mask.ravel().astype(bool)
    inliers = min(_distinct(here[inlying], 3.0), _distinct(there[inlying], 3.0 * side / 554))
    if inliers < LEAST_INLIERS or corners is None or not _plausible(corners, size, query.size):
        return None
    hull = cv2.convexHull(here[inlying].astype(np.float32))
    visible = max(_visible(corners, query.size), 1e-3)
    spread = float(cv2.contourArea(hull)) / (size[0] * size[1] * visible)
    moved = cv2.perspectiveTransform(places.reshape(-1, 1, 2).astype(np.float64), homography)
    x, y = moved.reshape(-1, 2).T
    spots = int(((x >= 0) & (y >= 0) & (x < query.size[0]) & (y < query.size[1])).sum())
    used = inside(query.places, corners)
    used[pairs.places[inlying, 0]] = True
    return Agreement(
        inliers, pairs.alike, max(spots, inliers), visible, min(spread, 1.0), corners, used
    )


def straighten(image: Image.Image, corners: NDArray[np.float64], side: int = 300) -> Image.Image:
    """Return what lies within four corners of an RGB picture as an upright one.

    Args:
        image: RGB.
        corners: Top left, top right, bottom right, bottom left, (x, y), shape (4, 2).
        side: Square root of the area of what comes back.
    """
    edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    aspect = float(np.clip((edges[0] + edges[2]) / max(edges[1] + edges[3], 1e-6), 0.2, 5.0))
    width, height = max(8, round(side * aspect**0.5)), max(8, round(side / aspect**0.5))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    pixels = cv2.warpPerspective(
        np.asarray(image),
        matrix,
        (width, height),
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Image.fromarray(pixels)


def lifted(
    places: NDArray[np.float64], size: tuple[int, int], corners: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where places of a straightened sheet lie in the picture that it was cut from.

    Args:
        places: In pixels of the sheet, shape (n, 2).
        size: The sheet's width and height.
        corners: The sheet's corners in the picture, shape (4, 2).
    """
    width, height = size
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(frame, corners.astype(np.float32))
    moved = cv2.perspectiveTransform(places.reshape(-1, 1, 2).astype(np.float64), matrix)
    return np.asarray(moved, dtype=np.float64).reshape(-1, 2)


def inside(places: Places, corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which places, shape (n, 2), lie within a convex outline that runs clockwise."""
    edges = np.roll(corners, -1, axis=0) - corners
    away = places[:, None] - corners[None]
    turns = edges[:, 0] * away[..., 1] - edges[:, 1] * away[..., 0]
    return np.asarray((turns >= 0).all(axis=1))


def area(corners: NDArray[np.float64]) -> float:
    """Return the area within corners, shape (n, 2)."""
    x, y = corners.T
    return 0.5 * abs(float(x @ np.roll(y, -1) - np.roll(x, -1) @ y))


def overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the area that two convex outlines share, as a share of the smaller one's."""
    shared, _ = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))
    return float(shared) / max(min(area(one), area(other)), 1e-6)


def _distinct(places: NDArray[np.float64], grid: float) -> int:
    return len(np.unique(np.round(places / grid), axis=0))


def _corners(
    homography: NDArray[np.float64], size: tuple[float, float]
) -> NDArray[np.float64] | None:
    width, height = size
    frame = np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]], dtype=float)
    moved = homography @ frame
    # A corner behind the camera.
    if not np.isfinite(moved).all() or (moved[2] <= 1e-6).any():
        return None
    return (moved[:2] / moved[2]).T


def _visible(corners: NDArray[np.float64], query: tuple[float, float]) -> float:
    width, height = query
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    shared, _ = cv2.intersectConvexConvex(corners.astype(np.float32), frame)
    return min(float(shared) / area(corners), 1.0)


def _plausible(
    corners: NDArray[np.float64], size: tuple[float, float], query: tuple[float, float]
) -> bool:
    """Return whether corners can be a photo of a sheet: convex, not mirrored, not drawn out."""
    edges = np.roll(corners, -1, axis=0) - corners
    after = np.roll(edges, -1, axis=0)
    if not (edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0] > 0).all():
        return False
    if not _SMALLEST <= area(corners) / (query[0] * query[1]) <= _LARGEST:
        return False
    top, right, bottom, left = np.linalg.norm(edges, axis=1)
    if max(top / bottom, bottom / top, left / right, right / left) > 2.5:
        return False
    return 0.45 < (left + right) / (top + bottom) * size[0] / size[1] < 2.2
