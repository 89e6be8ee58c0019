"""Square patches around spots: cut out of train pictures, and laid into a picture again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.catalogue import rgb
from benchmarks.wild.catalogues import Picture
from services.vision.recognition.features import (
    CATALOGUE_POINTS,
    CATALOGUE_SIDE,
    Codes,
    Places,
    Poses,
    kept_size,
    read_features,
)

SIDE = 20
# A descriptor looks at four bins of three scales, and a spot's size is two: three sizes each way.
_REACH = 3.0
# Spread of what fills the gaps between patches, in pixels of the frame.
_FAR = 12.0
Pixels = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Library:
    """What spots of other pictures look like.

    Attributes:
        codes: Shape (n,).
        patches: Upright and of one size, shape (n, SIDE, SIDE, 3).
        weights: From a code's bits, and one, to a patch, shape (65, SIDE * SIDE * 3).
        mean: The mean picture, shape (h, w, 3).
    """

    codes: Codes
    patches: NDArray[np.uint8]
    weights: Pixels
    mean: Pixels

    @classmethod
    def of(cls, pictures: Sequence[Picture], *, ridge: float = 100.0) -> Library:
        """Cut patches out of pictures, and learn what each bit tells of them."""
        codes, patches = [], []
        mean = np.zeros((318, 212, 3))
        squares, products = np.zeros((65, 65)), np.zeros((65, SIDE * SIDE * 3))
        for picture in pictures:
            image = rgb(picture)
            spots = read_features(image, side=CATALOGUE_SIDE, points=CATALOGUE_POINTS)
            width, height = kept_size(image.width / image.height)
            size = round(width), round(height)
            resized = cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA)
            frame = np.asarray(resized, np.uint8)
            across = np.array([width / image.width, height / image.height])
            cut = _cut(frame, spots.places * across, spots.poses)
            mean += cv2.resize(frame, (mean.shape[1], mean.shape[0]))
            if not len(spots):
                continue
            known = bits(spots.codes)
            squares += known.T @ known
            products += known.T @ cut.reshape(len(cut), -1).astype(np.float64)
            codes.append(spots.codes)
            patches.append(cut)
        weights = np.linalg.solve(squares + ridge * np.eye(65), products)
        return cls(np.concatenate(codes), np.concatenate(patches), weights, mean / len(pictures))

    def nearest(self, codes: Codes, among: int) -> Pixels:
        """Return for each code the mean of the patches whose codes are nearest."""
        found = np.empty((len(codes), SIDE, SIDE, 3))
        for number, code in enumerate(codes):
            apart = np.bitwise_count(self.codes ^ code)
            near = np.argpartition(apart, among)[:among]
            found[number] = self.patches[near].mean(axis=0)
        return found

    def told(self, codes: Codes) -> Pixels:
        """Return for each code the patch that its bits tell of."""
        return (bits(codes) @ self.weights).reshape(-1, SIDE, SIDE, 3)


def bits(codes: Codes) -> Pixels:
    """Return codes' bits as -1 and 1, and a one, shape (n, 65)."""
    rows = np.unpackbits(codes.astype("<u8").view(np.uint8).reshape(-1, 8), axis=1)
    return np.concatenate([rows * 2.0 - 1, np.ones((len(rows), 1))], axis=1)


def drawn(patches: Pixels, places: Places, poses: Poses, size: tuple[int, int]) -> Pixels:
    """Lay patches into an empty picture, the largest first, and fill the gaps smoothly.

    Args:
        patches: One a spot, shape (n, SIDE, SIDE, 3).
        places: In pixels of the picture, shape (n, 2).
        poses: Shape (n, 2).
        size: Width and height.
    """
    canvas = np.zeros((size[1], size[0], 3))
    cover = np.zeros((size[1], size[0], 1))
    steps = np.linspace(-1, 1, SIDE)
    mask = np.exp(-1.5 * (steps[:, None] ** 2 + steps[None] ** 2)).astype(np.float32)
    for spot in np.argsort(-poses[:, 1].astype(int), kind="stable"):
        matrix = _matrix(places[spot], poses[spot])
        laid = cv2.warpAffine(
            patches[spot].astype(np.float32), matrix, size, borderMode=cv2.BORDER_REPLICATE
        )
        shown = cv2.warpAffine(mask, matrix, size)[..., None]
        known = shown * cover
        # Brightness goes on from what lies there already: a descriptor tells of edges alone.
        if known.sum() > 1:
            below = canvas / np.maximum(cover, 1e-3)
            laid = laid + (known * (below - laid)).sum(axis=(0, 1)) / known.sum()
        canvas = canvas * (1 - shown) + laid * shown
        cover = 1 - (1 - cover) * (1 - shown)
    share = cv2.GaussianBlur(cover, (0, 0), _FAR)[..., None]
    around = cv2.GaussianBlur(canvas, (0, 0), _FAR) / np.maximum(share, 1e-3)
    return (canvas + around * (1 - cover)).clip(0, 255)


def _cut(frame: NDArray[np.uint8], places: Places, poses: Poses) -> NDArray[np.uint8]:
    cut = np.empty((len(places), SIDE, SIDE, 3), np.uint8)
    for number, (place, pose) in enumerate(zip(places, poses, strict=True)):
        cut[number] = cv2.warpAffine(
            frame,
            _matrix(place, pose),
            (SIDE, SIDE),
            flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT,
        )
    return cut


def _matrix(place: Pixels, pose: NDArray[np.uint8]) -> Pixels:
    """Return the map from a patch to the picture that the spot lies in."""
    turn, scale = pose[0] / 256 * 2 * np.pi, 2 ** (pose[1] / 16) * _REACH * 2 / (SIDE - 1)
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    linear = np.array([[cos, -sin], [sin, cos]])
    middle = np.full(2, (SIDE - 1) / 2)
    return np.column_stack([linear, place - linear @ middle])
