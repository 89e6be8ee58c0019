"""Whether a straightened poster has its spots where the catalogue's picture has them, all over.

Sequels share lettering, logos and faces, and a homography through those agrees as well as one
through a whole poster. Once the poster is straightened, each spot has a place where its like must
be found: no other spot competes with it, so that glare and blur cost less, and parts of the
poster where both pictures have spots of which none are alike speak against the film.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from services.vision.recognition.features import LocalFeatures

# How far, in pixels of a catalogue picture's frame, a spot may lie from its place, in how many
# bits it may differ, and how differently it may be turned, in 1/256 of a full turn, and enlarged,
# in 1/16 of an octave.
_NEAR = 8.0
_BITS = 20
_TURN, _SIZE = 24, 16
# A poster is looked at in so many columns and rows; where both pictures have this many spots in a
# cell, it counts.
_COLUMNS, _ROWS = 4, 6
_SPOTS = 3
_INSIDE = np.pad(np.ones((_ROWS - 2, _COLUMNS - 2), dtype=bool), 1).ravel()


@dataclass(frozen=True, slots=True)
class Check:
    """What a straightened poster says of a catalogue picture.

    Attributes:
        placed: Spots of the catalogue's picture that the poster has too, in their places.
        visible: Spots of the catalogue's picture that lie within the query.
        cells: Parts of the poster in which both have spots.
        agreeing: Of these, the parts in which some are alike.
        firm: Of these, the parts in which several are.
        inside: Parts in which both have spots, those along the edges left out: films of one series
            or one publisher share a frame.
        agreeing_inside: Of these, the parts in which some are alike.
    """

    placed: int
    visible: int
    cells: int
    agreeing: int
    firm: int
    inside: int
    agreeing_inside: int


def check(view: LocalFeatures, theirs: LocalFeatures, visible: NDArray[np.bool_]) -> Check:
    """Compare a straightened poster with a catalogue picture, place by place.

    Args:
        view: The poster's features, straightened as the catalogue's picture is.
        theirs: The catalogue picture's, n of them.
        visible: Which of those lie within the query, shape (n,).
    """
    frame = np.array(theirs.size, dtype=np.float32)
    seen = view.places / np.array(view.size, dtype=np.float32) * frame
    alike = np.zeros(len(theirs), dtype=bool)
    if len(view) and len(theirs):
        away = theirs.places[:, None] - seen[None]
        near = (away**2).sum(axis=2) <= _NEAR**2
        here, there = np.nonzero(near)
        turn = np.abs((view.poses[there, 0].astype(int) - theirs.poses[here, 0] + 128) % 256 - 128)
        larger = np.abs(view.poses[there, 1].astype(int) - theirs.poses[here, 1])
        bits = np.bitwise_count(theirs.codes[here] ^ view.codes[there])
        same = (bits <= _BITS) & (turn <= _TURN) & (larger <= _SIZE)
        alike[here[same]] = True
    alike &= visible
    kept = _cells(theirs.places[visible], frame)
    both = (kept >= _SPOTS) & (_cells(seen, frame) >= _SPOTS)
    found = _cells(theirs.places[alike], frame)
    within = both & _INSIDE
    return Check(
        placed=int(alike.sum()),
        visible=int(visible.sum()),
        cells=int(both.sum()),
        agreeing=int((both & (found > 0)).sum()),
        firm=int((both & (found > 1)).sum()),
        inside=int(within.sum()),
        agreeing_inside=int((within & (found > 0)).sum()),
    )


def visible_spots(
    theirs: LocalFeatures, corners: NDArray[np.float64], query: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return which spots of a catalogue picture lie within a query, shape (n,).

    Args:
        theirs: The picture's features.
        corners: Where the picture lies in the query, shape (4, 2).
        query: The query's width and height.
    """
    width, height = theirs.size
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(frame, corners.astype(np.float32))
    places = theirs.places.reshape(-1, 1, 2).astype(np.float64)
    x, y = cv2.perspectiveTransform(places, matrix).reshape(-1, 2).T
    return (x >= 0) & (y >= 0) & (x < query[0]) & (y < query[1])


def _cells(places: NDArray[np.floating], frame: NDArray[np.float32]) -> NDArray[np.intp]:
    grid = np.array([_COLUMNS, _ROWS])
    column, row = np.clip((places / frame * grid).astype(int), 0, grid - 1).T
    return np.bincount(row * _COLUMNS + column, minlength=_COLUMNS * _ROWS)
