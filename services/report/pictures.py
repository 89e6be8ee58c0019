"""Posters side by side, for pages that stay on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from services.training.data import open_poster

CELL = (92, 138)
GAP = 4
_MISSING = (128, 128, 128)


def grid(paths: Sequence[str], columns: int) -> tuple[Image.Image, int]:
    """Return posters in rows of so many columns, and how many could not be read.

    Each is stretched to 92 x 138 pixels; a grey field stands for one that cannot be read.
    """
    rows = max(1, -(-len(paths) // columns))
    width, height = CELL[0] + GAP, CELL[1] + GAP
    sheet = Image.new("RGB", (columns * width + GAP, rows * height + GAP), "white")
    missing = 0
    for place, path in enumerate(paths):
        down, across = divmod(place, columns)
        try:
            poster = open_poster(path).resize(CELL, Image.Resampling.BICUBIC, reducing_gap=3.0)
        except OSError:
            poster = Image.new("RGB", CELL, _MISSING)
            missing += 1
        sheet.paste(poster, (GAP + across * width, GAP + down * height))
    return sheet, missing
