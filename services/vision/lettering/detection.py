"""Picture -> where its lines of text stand: the DB model and the boxes behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]

# The model's own grid.
_STEP = 32
# From this share on a point is text; a box's mean must be surer. The values of its makers.
_POINT = 0.3
_BOX = 0.5
# The model is taught to draw text smaller than it is; a box is grown by this times area by outline.
_GROWTH = 1.6
_LEAST_SIDE = 3
_JOINED = np.ones((2, 2), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Box:
    """A line of text.

    Attributes:
        corners: (4, 2), clockwise from the top left, in pixels of the picture.
        score: How sure the model is that it is text, 0 to 1.
    """

    corners: Corners
    score: float

    @property
    def width(self) -> float:
        """Length of its upper edge."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        """Length of its left edge."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))


def find_lines(
    session: onnxruntime.InferenceSession, picture: Pixels, longest: int, most: int
) -> list[Box]:
    """Return the lines of text in a picture, the largest lettering first.

    Args:
        session: The detection model.
        picture: (h, w, 3), blue first, as the models were taught.
        longest: What the picture's longer side is made for the model.
        most: Boxes returned, at most.
    """
    height, width = picture.shape[:2]
    scale = longest / max(height, width)
    # A sliver is made as thick as the grid, and the boxes are brought back by the true factors.
    inside_h, inside_w = (
        max(_STEP, round(side * scale / _STEP) * _STEP) for side in (height, width)
    )
    resized = cv2.resize(
        picture,
        (inside_w, inside_h),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )
    pixels = (resized.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
    name = session.get_inputs()[0].name
    shares = cast(NDArray[np.float32], session.run(None, {name: pixels})[0])[0, 0]
    boxes = _boxes(shares)
    back = np.array([width / inside_w, height / inside_h], dtype=np.float32)
    limits = np.array([width, height], dtype=np.float32)
    found = [Box(np.clip(corners * back, 0, limits), score) for corners, score in boxes]
    return sorted(found, key=lambda box: -min(box.height, box.width))[:most]


def _boxes(shares: NDArray[np.float32]) -> list[tuple[Corners, float]]:
    mask = cv2.dilate((shares > _POINT).astype(np.uint8), _JOINED)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        (x, y), (w, h), angle = cv2.minAreaRect(contour)
        if min(w, h) < _LEAST_SIDE:
            continue
        score = _mean_inside(shares, _points((x, y), (w, h), angle))
        if score < _BOX:
            continue
        grown = 2 * _GROWTH * w * h / (2 * (w + h))
        found.append((_ordered(_points((x, y), (w + grown, h + grown), angle)), score))
    return found


def _points(middle: tuple[float, float], size: tuple[float, float], angle: float) -> Corners:
    return np.asarray(cv2.boxPoints((middle, size, angle)), dtype=np.float32)


def _mean_inside(shares: NDArray[np.float32], corners: Corners) -> float:
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    part = shares[top : bottom + 1, left : right + 1]
    if not part.size:
        return 0.0
    mask = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillPoly(mask, [np.round(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def _ordered(corners: Corners) -> Corners:
    """Return a rectangle's corners clockwise from the one that is the top left of upright text."""
    across = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = across[:2], across[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1], kind="stable")]
    top_right, bottom_right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32)
