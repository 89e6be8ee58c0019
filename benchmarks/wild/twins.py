"""Whether two files show one picture: films of a box set share theirs, which no rule can help."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.types import Film
from services.vision.pipeline import Identifier

_SIZE = (192, 288)
# Two prints of one picture correlate with 0.9 and more once they lie upon each other; posters of
# two films that share a logo or a face stay below 0.6.
ALIKE = 0.8
_OVERLAP = 0.6
_RATIO = 0.8
_FEWEST = 12

Grey = NDArray[np.uint8]


def twin(identifier: Identifier, film: Film, picture: Image.Image) -> bool:
    """Return whether one of a film's own pictures in the catalogue is this very picture."""
    seen = grey(picture)
    for number in range(1, identifier.picture_count(film) + 1):
        path = identifier.poster_path(film, number)
        if path is not None and same_picture(_opened(path), seen):
            return True
    return False


def same_picture(one: Grey, other: Grey) -> bool:
    """Return whether two pictures are one by their pixels, after they were laid on each other."""
    if correlation(one, other, np.ones(one.shape, dtype=bool)) >= ALIKE:
        return True
    matrix = _aligned(one, other)
    if matrix is None:
        return False
    laid = cv2.warpPerspective(other, matrix, _SIZE)
    inside = cv2.warpPerspective(np.ones_like(other), matrix, _SIZE) > 0
    return bool(inside.mean() >= _OVERLAP) and correlation(one, np.asarray(laid), inside) >= ALIKE


def grey(picture: Image.Image) -> Grey:
    """Return a picture in grey, of the size that pictures are compared at."""
    return np.asarray(picture.convert("L").resize(_SIZE, Image.Resampling.BICUBIC))


def correlation(
    one: NDArray[np.generic], other: NDArray[np.generic], inside: NDArray[np.bool_]
) -> float:
    """Return the correlation of two grey pictures where they overlap; 0 for an even one."""
    a, b = (
        np.asarray(cv2.GaussianBlur(np.asarray(item, np.float32), (0, 0), 2))[inside]
        for item in (one, other)
    )
    a, b = a - a.mean(), b - b.mean()
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / norm if norm else 0.0


def _aligned(one: Grey, other: Grey) -> NDArray[np.floating] | None:
    """Return the homography that brings `other` onto `one`, or None."""
    sift = cv2.SIFT.create(400)
    ours, theirs = (sift.detectAndCompute(item, np.full_like(item, 255)) for item in (one, other))
    if min(len(ours[0]), len(theirs[0])) < _FEWEST:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(theirs[1], ours[1], k=2)
    good = [
        pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance
    ]
    if len(good) < _FEWEST:
        return None
    source = np.array([theirs[0][match.queryIdx].pt for match in good], dtype=np.float32)
    target = np.array([ours[0][match.trainIdx].pt for match in good], dtype=np.float32)
    matrix, _ = cv2.findHomography(source, target, cv2.RANSAC, 4.0)
    return None if matrix is None else np.asarray(matrix, dtype=np.float64)


@lru_cache(maxsize=4096)
def _opened(path: Path) -> Grey:
    with Image.open(path) as file:
        return grey(file)
