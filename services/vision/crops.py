"""Other views of a picture that may show a poster amid something else.

People attach screenshots, photos of screens, posters on walls. Where the whole picture matches no
film, what is left without its even borders, and its middle, may.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

# Sides of the middle that is looked at, as shares of the picture's.
MIDDLES = (0.85, 0.7)
# Shade by which a pixel must differ from the border to count as content, of 255.
_CONTRAST = 28
# A row belongs to the content from this share of its pixels on: a status bar's icons are fewer.
_FILLED = 0.15
_SMALL = 160
# Less cut off changes nothing; more left over than this of either side is no poster.
_WORTHWHILE, _LEAST = 0.97, 0.25


def other_views(image: Image.Image) -> list[Image.Image]:
    """Return further RGB views of a picture, the likeliest first: trimmed, then the middles."""
    views = []
    trimmed = trim(image)
    if trimmed is not None:
        views.append(trimmed)
    width, height = image.size
    for share in MIDDLES:
        left, top = width * (1 - share) / 2, height * (1 - share) / 2
        box = (round(left), round(top), round(width - left), round(height - top))
        views.append(image.crop(box))
    return views


def trim(image: Image.Image) -> Image.Image | None:
    """Return an RGB picture without its even borders, or None where it has none worth cutting."""
    scale = max(1.0, max(image.size) / _SMALL)
    size = (max(1, round(image.width / scale)), max(1, round(image.height / scale)))
    pixels = np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.int16)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(edge, axis=0)
    content = np.abs(pixels - ground).max(axis=2) > _CONTRAST
    top, bottom = _span(content.mean(axis=1))
    left, right = _span(content.mean(axis=0))
    height, width = content.shape
    kept = ((right - left) / width, (bottom - top) / height)
    if min(kept) < _LEAST or max(kept) <= 0 or kept[0] * kept[1] > _WORTHWHILE:
        return None
    across, down = image.width / width, image.height / height
    return image.crop(
        (round(left * across), round(top * down), round(right * across), round(bottom * down))
    )


def _span(filled: np.ndarray) -> tuple[int, int]:
    """Return where the content begins and ends along one side; (0, 0) where there is none."""
    places = np.flatnonzero(filled >= _FILLED)
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)
