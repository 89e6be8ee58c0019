"""A poster as a phone sends it that did not know which way up it was held."""

from __future__ import annotations

import numpy as np
from PIL import Image

from services.training.attached.camera import Attached

_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def turned(image: Image.Image, degrees: int) -> Attached:
    """Turn an image clockwise by 90, 180 or 270 degrees."""
    after = image.transpose(_TURNS[degrees])
    width, height = after.size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    # The printed top left corner is further on by a corner a quarter turn.
    return Attached(after, (np.roll(corners, -(degrees // 90), axis=0),))
