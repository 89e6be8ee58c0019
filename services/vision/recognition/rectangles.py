"""Sheets in a picture by their edges alone, where no film of the catalogue tells where to look."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.vision.recognition.geometry import area

_SIDE = 320
# Share of the picture that a sheet takes up.
_LEAST, _MOST = 0.08, 0.92
# Width over height of posters and covers, seen aslant.
_NARROW, _WIDE = 0.45, 1.1
# Two outlines whose corners lie within this share of the picture's side of each other are one.
_SAME = 0.06


def rectangles(image: Image.Image, most: int = 2) -> list[NDArray[np.float64]]:
    """Return outlines of upright sheets, the largest first.

    Args:
        image: RGB.
        most: Outlines wanted, at most.

    Returns:
        Corners from the top left on clockwise, in pixels of `image`, each of shape (4, 2).
    """
    scale = _SIDE / max(image.size)
    size = (max(8, round(image.width * scale)), max(8, round(image.height * scale)))
    gray = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2GRAY)
    gray = cv2.GaussianBlur(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), (5, 5), 0)
    found: list[NDArray[np.float64]] = []
    for low, high in ((20, 60), (50, 150)):
        edges = cv2.dilate(cv2.Canny(gray, low, high), np.ones((3, 3), np.uint8))
        contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            if cv2.contourArea(contour) < _LEAST * size[0] * size[1] / 2:
                continue
            hull = cv2.convexHull(contour)
            outline = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True)
            if len(outline) == 4:
                corners = _ordered(outline.reshape(4, 2).astype(np.float64))
                if _is_sheet(corners, size):
                    found.append(corners)
    found.sort(key=lambda corners: -area(corners))
    kept: list[NDArray[np.float64]] = []
    for corners in found:
        if all(np.abs(corners - other).max() > _SAME * _SIDE for other in kept):
            kept.append(corners)
    across = np.array([image.width / size[0], image.height / size[1]])
    return [corners * across for corners in kept[:most]]


def _ordered(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    middle = corners.mean(axis=0)
    turn = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    clockwise = corners[np.argsort(turn)]
    return np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)


def _is_sheet(corners: NDArray[np.float64], size: tuple[int, int]) -> bool:
    if not _LEAST <= area(corners) / (size[0] * size[1]) <= _MOST:
        return False
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    if min(top, right, bottom, left) < 1:
        return False
    if max(top / bottom, bottom / top, left / right, right / left) > 1.7:
        return False
    return _NARROW <= (top + bottom) / (left + right) <= _WIDE
