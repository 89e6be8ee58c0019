"""Plain measures of pictures, beside their embeddings: shape, light, colour, edges.

An encoder learns what tells posters apart, and not what all posters have in common; these say that
a sheet is white, and that a chart has few colours.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

COUNT = 13
# Longer side at which a picture is measured, so that edges mean the same in all sizes.
_SIDE = 256
_COLOURS = np.array([1, 8, 64])


def statistics(images: Sequence[Image.Image]) -> NDArray[np.float32]:
    """Return measures of RGB images, shape (n, COUNT)."""
    if not images:
        return np.empty((0, COUNT), dtype=np.float32)
    return np.array([_of(image) for image in images], dtype=np.float32)


def _of(image: Image.Image) -> list[float]:
    width, height = image.size
    small = image.copy()
    small.thumbnail((_SIDE, _SIDE))
    pixels = np.asarray(small)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    saturation = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))[..., 1]
    edges = np.asarray(cv2.Canny(grey, 80, 160)) > 0
    colours = ((pixels // 32).astype(np.int64) * _COLOURS).sum(axis=2).ravel()
    shares = np.bincount(colours, minlength=512) / grey.size
    some = shares[shares > 0]
    # A title or a status bar makes the upper third busier than the rest.
    upper = edges[: max(1, len(edges) // 3)].mean() - edges.mean()
    return [
        float(np.log(width / height)),
        float(grey.std()),
        float(grey.mean()),
        float(saturation.mean()),
        float(saturation.std()),
        float((grey > 240).mean()),
        float((grey < 16).mean()),
        float(edges.mean()),
        float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean()),
        float(-(some * np.log(some)).sum()),
        float(shares.max()),
        float(upper),
        float(np.log(width * height)),
    ]
