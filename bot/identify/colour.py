"""The colour of an answer: the vivid one that a poster has most of."""

from __future__ import annotations

import discord
import numpy as np
from PIL import Image

from bot.kit.formatting import COLOUR
from bot.kit.pictures import opened

_SIZE = (48, 72)
_HUES = 18
# Of 255. Below them a pixel is grey, or too dark to have a colour that anybody would name.
_SATURATION, _VALUE = 70, 60
_SHARE = 0.02  # of the pixels; fewer are a stain and not the poster's colour
_BRIGHT, _PALE = (150, 240), (90, 215)  # kept within: seen on a dark page and on a white one
_LIGHTNESS = 90  # of 255, as eyes see it: a full blue is still too dark for the dark page
_EYES = np.array([0.2126, 0.7152, 0.0722])


def vivid(poster: bytes) -> discord.Colour:
    """Return the poster's dominant vivid colour; Marquee's own for a black and white one.

    Slow (milliseconds): call it off the event loop.

    Raises:
        PosterError: the file is no picture.
    """
    small = opened(poster).resize(_SIZE, Image.Resampling.BOX)
    pixels = np.asarray(small.convert("HSV"), dtype=np.float64).reshape(-1, 3)
    hue, saturation, value = pixels.T
    weight = np.where((saturation >= _SATURATION) & (value >= _VALUE), saturation * value, 0.0)
    # A colour that lies on a border between two bins counts for both, so each bin borrows from
    # its neighbours.
    bins = (hue * _HUES / 256).astype(int)
    sums = np.bincount(bins, weight, _HUES)
    best = int(np.argmax(2 * sums + np.roll(sums, 1) + np.roll(sums, -1)))
    near = (bins == best) & (weight > 0)
    if near.mean() < _SHARE:
        return COLOUR
    h, s, v = np.average(pixels[near], axis=0, weights=weight[near])
    colour = discord.Colour.from_hsv(
        h / 256, float(np.clip(s, *_PALE)) / 255, float(np.clip(v, *_BRIGHT)) / 255
    )
    rgb = np.array(colour.to_rgb(), dtype=np.float64)
    white = max(0.0, (_LIGHTNESS - rgb @ _EYES) / (255 - rgb @ _EYES))
    return discord.Colour.from_rgb(*(round(c) for c in rgb + white * (255 - rgb)))
