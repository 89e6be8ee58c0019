"""Straightened lines -> what they say: the recognition model and its CTC decoding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from services.vision.lettering.detection import Corners, Pixels

# What the models read is so high; a line is at most so many times as wide.
_HEIGHT = 48
_LEAST_WIDTH = 16
MOST_HEIGHTS = 20
_MOST_WIDTH = MOST_HEIGHTS * _HEIGHT
_BATCH = 8


def straightened(picture: Pixels, corners: Corners) -> Pixels:
    """Return the part of a picture that a box holds, as its text runs."""
    width = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    height = max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1]))
    # Cut out at the size that is read: a line of a large picture need not be held in full.
    shrink = min(1.0, 2 * _HEIGHT / max(1.0, min(width, height)))
    w, h = (max(1, round(float(side) * shrink)) for side in (width, height))
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    part = cv2.warpPerspective(
        picture, matrix, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return cast(Pixels, part)


def read_lines(
    session: onnxruntime.InferenceSession, characters: Sequence[str], lines: Sequence[Pixels]
) -> list[tuple[str, float]]:
    """Return what each line says and how sure the model is of its letters, 0 to 1.

    Args:
        session: The recognition model.
        characters: What its outputs from the second on stand for.
        lines: Parts of the picture, blue first, each of one line.
    """
    name = session.get_inputs()[0].name
    # Lines of like widths together: all of a batch are as wide as the widest.
    widths = [_width(line) for line in lines]
    order = sorted(range(len(lines)), key=widths.__getitem__)
    found: list[tuple[str, float]] = [("", 0.0)] * len(lines)
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        pixels = np.zeros((len(places), 3, _HEIGHT, widths[places[-1]]), dtype=np.float32)
        for row, place in enumerate(places):
            fitted = cv2.resize(lines[place], (widths[place], _HEIGHT))
            pixels[row, :, :, : widths[place]] = fitted.transpose(2, 0, 1) / 127.5 - 1.0
        outputs = cast(NDArray[np.float32], session.run(None, {name: pixels})[0])
        for place, output in zip(places, outputs, strict=True):
            found[place] = decoded(output, characters)
    return found


def decoded(output: NDArray[np.float32], characters: Sequence[str]) -> tuple[str, float]:
    """Return the likeliest text of CTC's (steps, 1 + characters), and its letters' mean share."""
    best = output.argmax(axis=1)
    # A letter that goes on over several steps is one; a blank between two makes them two.
    new = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
    text = "".join(characters[int(best[step]) - 1] for step in new if best[step] <= len(characters))
    return text, float(output[new, best[new]].mean()) if len(new) else 0.0


def _width(line: Pixels) -> int:
    height, width = line.shape[:2]
    wanted = -(-width * _HEIGHT // max(1, height))
    return min(_MOST_WIDTH, max(_LEAST_WIDTH, wanted))
