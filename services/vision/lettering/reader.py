"""Picture -> lines of text, within bounds of size and number, whichever way up it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import onnxruntime
from PIL import Image

from services.vision.lettering.detection import Box, Corners, Pixels, find_lines
from services.vision.lettering.models import (
    ModelFiles,
    characters_of,
    installed_models,
    open_session,
)
from services.vision.lettering.recognition import MOST_HEIGHTS, read_lines, straightened

# The models were taught on letters of this size, and a title's are the largest there are. Of 100
# val posters 64 titles were read at 480 pixels (0.28 s), 59 at 640 (0.40), 63 at 800 (0.54); of 50
# photos of them 23 at 640 (0.35), 22 at 960 (0.72), 21 at 1280 (1.25).
LONGEST = 640
_ENLARGED = 1.8
MOST_LINES = 32
# Read once more, small lettering is seen better, and strokes that ran into each other apart. Few
# lines, for a title is large, and the time of both readings is what somebody waits.
LONGEST_AGAIN = 960
_ENLARGED_AGAIN = 3.0
# As many as a poster of that length has: a square cover would take half as long again.
_PIXELS_AGAIN = 640 * 960
MOST_LINES_AGAIN = 12
# All lines together are so long at most, in heights of a line, the first time and again; the
# longest that stood in one of 448 val pictures were 168 and 102. A page of a book has a thousand.
_MOST_LENGTH = (170.0, 105.0)
# Lines read less surely than this are strokes of a drawing more often than letters.
_LEAST_SURE = 0.5
# Below this mean the lines may be upside down, where the models read most letters as others; so
# many of the largest are then read the other way too.
_DOUBTFUL = 0.95
_ASKED_AGAIN = 6
_BETTER = 0.08


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes:
        text: What it says.
        confidence: How sure the model is of its letters, 0 to 1.
        corners: Its top left, top right, bottom right and bottom left as the text runs, in pixels
            of the picture.
    """

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]

    @property
    def height(self) -> float:
        """How high its letters are, in pixels."""
        (x0, y0), _, _, (x3, y3) = self.corners
        return float(np.hypot(x3 - x0, y3 - y0))

    @property
    def width(self) -> float:
        """How long it is, in pixels."""
        (x0, y0), (x1, y1), _, _ = self.corners
        return float(np.hypot(x1 - x0, y1 - y0))


class Reader:
    """Reads pictures, one at a time; whoever shares one among threads takes turns.

    Args:
        detection: The session of the model that finds lines.
        recognition: The session of the model that reads them.
        longest: What a picture's longer side is made, at most, before lines are looked for in it,
            the first time and again.
        most_lines: Lines read of a picture, at most, the first time and again: the largest.
    """

    def __init__(
        self,
        detection: onnxruntime.InferenceSession,
        recognition: onnxruntime.InferenceSession,
        *,
        longest: tuple[int, int] = (LONGEST, LONGEST_AGAIN),
        most_lines: tuple[int, int] = (MOST_LINES, MOST_LINES_AGAIN),
    ) -> None:
        self._detection = detection
        self._recognition = recognition
        self._characters = characters_of(recognition)
        self._longest = longest
        self._most_lines = most_lines

    @classmethod
    def open(cls, *, threads: int = 1, files: ModelFiles | None = None) -> Reader:
        """Open the models of the extra.

        Args:
            threads: CPU threads of one run.
            files: The models; None: those that are installed.

        Raises:
            UnavailableError: `no_ocr` without the extra.
        """
        files = files or installed_models()
        return cls(open_session(files.detection, threads), open_session(files.recognition, threads))

    def read(self, image: Image.Image, *, again: bool = False) -> list[Line]:
        """Return the lines of an RGB picture, the largest lettering first.

        Args:
            image: The picture.
            again: Whether it is read at the larger size, that other lines are seen at.
        """
        picture = cast(Pixels, np.asarray(image.convert("RGB"))[:, :, ::-1].copy())
        shorter, longer = sorted(image.size)
        longest = min(
            self._longest[again], round((_ENLARGED_AGAIN if again else _ENLARGED) * longer)
        )
        if again:
            longest = min(longest, round((_PIXELS_AGAIN * longer / max(1, shorter)) ** 0.5))
        found = find_lines(self._detection, picture, longest, self._most_lines[again])
        boxes = _within(found, _MOST_LENGTH[again])
        upright: list[Corners] = []
        on_its_side: list[Corners] = []
        for box in boxes:
            if box.height >= 1.5 * box.width:
                # Read as if it ran downwards, so that its upper edge is what was its right one.
                on_its_side.append(np.roll(box.corners, -1, axis=0))
            else:
                upright.append(box.corners)
        lines = [*self._read(picture, upright), *self._read(picture, on_its_side)]
        return sorted(lines, key=lambda line: -line.height)

    def _read(self, picture: Pixels, corners: Sequence[Corners]) -> list[Line]:
        if not corners:
            return []
        parts = [straightened(picture, each) for each in corners]
        said = self._said(parts)
        sample = said[:_ASKED_AGAIN]
        if _mean(sample) < _DOUBTFUL:
            turned = [cast(Pixels, cv2.rotate(part, cv2.ROTATE_180)) for part in parts]
            again = self._said(turned[:_ASKED_AGAIN])
            if _mean(again) > _mean(sample) + _BETTER:
                said = [*again, *self._said(turned[_ASKED_AGAIN:])]
                corners = [np.roll(each, 2, axis=0) for each in corners]
        return [
            Line(text, sure, tuple((float(x), float(y)) for x, y in each))
            for (text, sure), each in zip(said, corners, strict=True)
            if text.strip() and sure >= _LEAST_SURE
        ]

    def _said(self, parts: Sequence[Pixels]) -> list[tuple[str, float]]:
        return read_lines(self._recognition, self._characters, parts) if parts else []


def _within(boxes: Sequence[Box], most: float) -> Sequence[Box]:
    """Return the first boxes, at least one, that are so long together in heights of a line."""
    total = 0.0
    for count, box in enumerate(boxes):
        shorter, longer = sorted((box.width, box.height))
        total += min(MOST_HEIGHTS, longer / max(1.0, shorter))
        if total > most and count:
            return boxes[:count]
    return boxes


def _mean(said: Sequence[tuple[str, float]]) -> float:
    return sum(sure for _, sure in said) / max(1, len(said))
