"""Posters in a picture by their spots: which rows of the catalogue lie in it, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.vision.recognition.checking import Check, check, visible_spots
from services.vision.recognition.feature_files import CatalogueFeatures
from services.vision.recognition.features import CATALOGUE_SIDE, LocalFeatures, read_features
from services.vision.recognition.geometry import (
    LEAST_INLIERS,
    Agreement,
    agree,
    area,
    pair,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How closely a picture is looked at.

    Attributes:
        side: Square root of the area that spots are read at.
        points: How many are read.
        proposed: How many pictures they propose.
        thorough: See `CodeIndex.search`.
    """

    side: float
    points: int
    proposed: int
    thorough: bool

    def of(self, image: Image.Image) -> Look:
        """Return the same for a picture that may be too small for it."""
        side = max(min(self.side, (image.width * image.height) ** 0.5), GLANCE.side)
        return replace(self, side=side, points=round(self.points * (side / self.side) ** 2))


# The first tells a picture that is mostly poster; where it finds nothing clear, the second finds
# a poster that is small, blurred or printed otherwise.
GLANCE = Look(255, 300, 8, thorough=False)
STUDY = Look(450, 800, 50, thorough=True)
# Pictures whose pairs are looked at closely, those with the most of them first; where one of
# the first few proposed is beyond doubt, the others are not paired.
_CLOSELY = 12
_FIRST = 8
# So many agreeing spots leave no doubt that a picture is this one.
_PLAIN = 30
# So many are enough not to look again.
_ENOUGH = 20
POSTERS = 4
_TRIES = 2 * POSTERS
# Spots read of a straightened poster: more than a catalogue picture has, whatever the light left.
_CHECKED = 400
# Agreements of one poster that are compared by their straightened looks.
_RIVALS = 3
# One that has fewer than this share of the best one's agreeing spots is none.
_RIVAL = 0.35
# Where posters cover this share of a picture there is no other.
_MOSTLY = 0.6

Rivals = list[tuple[int, Agreement]]


class Finder:
    """Finds the pictures of a catalogue in other pictures.

    Args:
        features: The catalogue's.
    """

    def __init__(self, features: CatalogueFeatures) -> None:
        self._features = features

    def posters(
        self, image: Image.Image, near: Sequence[int], shown: Callable[[int], bool]
    ) -> list[Rivals]:
        """Return the posters in a picture, each as the rows that agree with it, the best first.

        Args:
            image: RGB.
            near: Rows that something else proposes.
            shown: Whether a row counts as there.
        """
        posters: list[Rivals] = []
        weak: list[Rivals] = []
        for look in (GLANCE, STUDY.of(image)):
            query = read_features(image, side=look.side, points=look.points)
            # Bounded: a collage of many posters' pieces costs no more than a picture of a few.
            for _ in range(_TRIES):
                rivals = self._agreeing(query, near, look, shown)
                if not rivals or len(posters) == POSTERS:
                    break
                # What few spots bear out is looked at again, with more of them.
                clear = look is not GLANCE or rivals[0][1].inliers >= _ENOUGH
                (posters if clear else weak).append(rivals)
                covered = sum(area(found[0][1].corners) for found in posters)
                if covered > _MOSTLY * image.width * image.height:
                    break
                query = query.without(rivals[0][1].used)
            if posters:
                break
        seen = {row for rivals in posters for row, _ in rivals}
        posters += [rivals for rivals in weak if rivals[0][0] not in seen]
        return posters[:POSTERS]

    def check(
        self, view: Image.Image, row: int, corners: NDArray[np.float64], query: tuple[int, int]
    ) -> Check:
        """Look at a straightened poster again: does it have a row's spots where that has them?

        Args:
            view: The poster, straightened, RGB.
            row: The catalogue's.
            corners: Where the poster lies in the query, shape (4, 2).
            query: The query's width and height.
        """
        theirs = self._features.of(row)
        seen = read_features(view, side=CATALOGUE_SIDE, points=_CHECKED)
        return check(seen, theirs, visible_spots(theirs, corners, query))

    def _agreeing(
        self,
        query: LocalFeatures,
        near: Sequence[int],
        look: Look,
        shown: Callable[[int], bool],
    ) -> Rivals:
        proposed = [
            row
            for row in self._features.index.search(
                query, look.proposed, among=near, thorough=look.thorough
            )
            if shown(row)
        ]
        found: Rivals = []
        for rows in (proposed[:_FIRST], proposed[_FIRST:]):
            found += self._compared(query, rows)
            if any(agreement.inliers >= _PLAIN for _, agreement in found):
                break
        found.sort(key=lambda item: -item[1].inliers)
        least = _RIVAL * found[0][1].inliers if found else 0
        return [item for item in found if item[1].inliers >= least][:_RIVALS]

    def _compared(self, query: LocalFeatures, rows: Sequence[int]) -> Rivals:
        features = self._features
        paired = []
        for row in rows:
            pairs = pair(query, features.codes(row), features.poses(row))
            if len(pairs) >= LEAST_INLIERS:
                paired.append((len(pairs), row, pairs))
        paired.sort(key=lambda item: (-item[0], item[1]))
        found: Rivals = []
        for _, row, pairs in paired[:_CLOSELY]:
            places, size = features.places(row)
            agreement = agree(query, places, size, pairs)
            if agreement is not None:
                found.append((row, agreement))
                if agreement.inliers >= _PLAIN:
                    break
        return found
