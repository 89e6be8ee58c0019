"""RGB images -> an encoder's input, as its `Preprocessing` says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import Preprocessing


def preprocess(images: Sequence[Image.Image], how: Preprocessing) -> NDArray[np.float32]:
    """Return the images as float32 of shape (n, 3, height, width)."""
    seen = np.stack([np.asarray(_fit(image, how)) for image in images])
    # Turned while they are bytes, and then worked on a channel at a time: the same numbers in half
    # of the time that three at a time take.
    pixels = seen.transpose(0, 3, 1, 2).astype(np.float32, order="C")
    pixels -= np.asarray(how.mean, dtype=np.float32)[:, None, None]
    pixels /= np.asarray(how.std, dtype=np.float32)[:, None, None]
    return pixels


def _fit(image: Image.Image, how: Preprocessing) -> Image.Image:
    image = image if image.mode == "RGB" else image.convert("RGB")
    filter_ = Image.Resampling[how.resample]
    if how.fit == "stretch":
        # reducing_gap lets Pillow halve a phone's 12 megapixels cheaply before the filter.
        return image.resize((how.width, how.height), filter_, reducing_gap=3.0)
    image = _without_far_ends(image)
    # torchvision's and open_clip's rounding: half a pixel beside theirs is another embedding.
    short = min(image.size)
    width, height = (how.resize_to * side // short for side in image.size)
    image = image.resize((width, height), filter_)
    left, top = round((width - how.width) / 2), round((height - how.height) / 2)
    return image.crop((left, top, left + how.width, top + how.height))


def _without_far_ends(image: Image.Image) -> Image.Image:
    """Return the middle of a picture more than 20 times as long as wide.

    The crop would drop its ends all the same, but only once a strip of 16 x 3,000,000 pixels had
    been enlarged to gigabytes.
    """
    longest = 20 * min(image.size)
    if max(image.size) <= longest:
        return image
    left, top = (max(0, side - longest) // 2 for side in image.size)
    return image.crop((left, top, image.width - left, image.height - top))
