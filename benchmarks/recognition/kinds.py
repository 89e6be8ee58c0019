"""Kinds of local features: how spots are found and described, and how far two are apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.recognition.catalogue import Catalogue, rgb
from services.vision.recognition.features import (
    CATALOGUE_POINTS,
    CATALOGUE_SIDE,
    LocalFeatures,
    describe,
    projection,
)

_CONTRAST = 0.02


@dataclass(frozen=True, slots=True)
class Spots:
    """A picture's spots by some kind; the strongest first.

    Attributes:
        features: Places and poses; the codes are only those of Marquee's own kind.
        described: What the kind makes of them, one row a spot.
    """

    features: LocalFeatures
    described: NDArray[Any]


Describe = Callable[[Image.Image, float, int], Spots]
Distances = Callable[[NDArray[Any], NDArray[Any]], NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of local features.

    Attributes:
        name: What it is called.
        describe: Picture, side and spots wanted, to spots.
        distances: Between all of a query's and all of a catalogue picture's; None: as the
            product itself compares.
        ratio: The nearest's distance must be below this share of the second nearest's.
        bytes: Of a spot's description.
        side: Square root of the area at which catalogue pictures are read.
        points: Spots of a catalogue picture.
    """

    name: str
    describe: Describe
    distances: Distances | None
    ratio: float
    bytes: int
    side: float = CATALOGUE_SIDE
    points: int = CATALOGUE_POINTS


def kinds(catalogue: Catalogue) -> list[Kind]:
    """Return Marquee's kind first, then the others that are installed."""
    ours = "SIFT, 64 bits (as taken)"
    planes = _planes(catalogue, 128)
    found = [
        Kind(ours, _ours, None, 0.9, 8),
        Kind("SIFT, 128 bits", _coded(planes), _bits, 0.9, 16),
        Kind("SIFT, 128 bytes", _whole, _angles, 0.88, 128),
        Kind("ORB", _by(_orb), _bits, 0.9, 32),
        Kind("ORB, side 509, 500 spots", _by(_orb), _bits, 0.9, 32, 509, 500),
    ]
    extra = getattr(cv2, "xfeatures2d", None)
    if extra is not None and hasattr(extra, "AKAZE"):
        found.append(Kind("AKAZE", _by(_akaze(extra)), _bits, 0.9, 61))
        found.append(Kind("BEBLID on SIFT's spots", _by(_beblid(extra)), _bits, 0.9, 32))
    found += [
        Kind(f"{ours}, side {side}", _ours, None, 0.9, 8, side=side) for side in (182, 364, 509)
    ]
    found += [
        Kind(f"{ours}, {points} spots", _ours, None, 0.9, 8, points=points) for points in (100, 250)
    ]
    return found


def _ours(image: Image.Image, side: float, points: int) -> Spots:
    places, poses, rows = describe(image, side=side, points=points)
    codes = projection().codes(rows)
    return Spots(LocalFeatures(places, codes, poses, image.size), codes)


def _whole(image: Image.Image, side: float, points: int) -> Spots:
    places, poses, rows = describe(image, side=side, points=points)
    codes = np.zeros(len(rows), np.uint64)
    return Spots(LocalFeatures(places, codes, poses, image.size), rows)


def _coded(planes: tuple[NDArray[np.float32], NDArray[np.float32]]) -> Describe:
    mean, across = planes

    def coded(image: Image.Image, side: float, points: int) -> Spots:
        spots = _whole(image, side, points)
        return Spots(spots.features, np.packbits((spots.described - mean) @ across > 0, axis=1))

    return coded


def _planes(catalogue: Catalogue, bits: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Learn PCA and ITQ (Gong et al., TPAMI 2013) from train pictures."""
    rng = np.random.default_rng(0)
    rows = np.concatenate(
        [
            describe(rgb(picture), side=CATALOGUE_SIDE, points=CATALOGUE_POINTS)[2][:40]
            for picture in catalogue.train(300, seed=1)
        ]
    )
    mean = rows.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((rows - mean).T))
    across = axes[:, ::-1][:, :bits]
    flat = (rows - mean) @ across
    turn = np.linalg.qr(rng.normal(size=(bits, bits)))[0]
    for _ in range(30):
        left, _, right = np.linalg.svd(np.sign(flat @ turn).T @ flat)
        turn = (left @ right).T
    return mean.astype(np.float32), (across @ turn).astype(np.float32)


def _bits(query: NDArray[Any], kept: NDArray[Any]) -> NDArray[np.floating]:
    # Rows of bytes as words of eight, the last one filled up with zeros.
    words = -(-query.shape[1] // 8)
    room = ((0, 0), (0, 8 * words - query.shape[1]))
    a, b = (np.ascontiguousarray(np.pad(rows, room)).view(np.uint64) for rows in (query, kept))
    apart = np.zeros((len(a), len(b)), np.uint16)
    for word in range(words):
        apart += np.bitwise_count(a[:, word, None] ^ b[None, :, word])
    return apart.astype(np.float32)


def _angles(query: NDArray[Any], kept: NDArray[Any]) -> NDArray[np.floating]:
    return np.sqrt(np.maximum(2 - 2 * query @ kept.T, 0))


Found = tuple[Sequence[Any], NDArray[Any] | None]
Detect = Callable[[NDArray[np.uint8], int], Found]


def _orb(gray: NDArray[np.uint8], points: int) -> Found:
    # The usual margin of 31 pixels leaves little of a picture this small.
    orb = cv2.ORB.create(nfeatures=points, edgeThreshold=15, fastThreshold=10)
    return orb.detectAndCompute(gray, None)  # pyright: ignore[reportArgumentType, reportCallIssue]


def _akaze(extra: Any) -> Detect:
    def detect(gray: NDArray[np.uint8], points: int) -> Found:
        return extra.AKAZE.create(threshold=0.0005).detectAndCompute(gray, None)

    return detect


def _beblid(extra: Any) -> Detect:
    def detect(gray: NDArray[np.uint8], points: int) -> Found:
        sift = cv2.SIFT.create(nfeatures=points, contrastThreshold=_CONTRAST)
        spots = sift.detect(gray, None)  # pyright: ignore[reportArgumentType, reportCallIssue]
        # 6.75: the scale that its authors give for SIFT's spots.
        return extra.BEBLID.create(6.75, extra.BEBLID_SIZE_256_BITS).compute(gray, spots)

    return detect


def _by(detect: Detect) -> Describe:
    def described(image: Image.Image, side: float, points: int) -> Spots:
        gray = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2GRAY)
        scale = side / (image.width * image.height) ** 0.5
        size = (max(16, round(image.width * scale)), max(16, round(image.height * scale)))
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        small = np.asarray(cv2.resize(gray, size, interpolation=way), np.uint8)
        spots, rows = detect(small, points)
        if rows is None:
            rows = np.empty((0, 8), np.uint8)
        order = np.argsort([-spot.response for spot in spots], kind="stable")[:points].tolist()
        across = np.array([image.width / size[0], image.height / size[1]], np.float32)
        places = np.array([spots[at].pt for at in order], np.float32).reshape(-1, 2) * across
        turns = np.array([spots[at].angle for at in order]) / 360 * 256
        octaves = np.log2(np.maximum([spots[at].size for at in order], 1.0)) * 16
        poses = np.stack([turns.round() % 256, octaves.round().clip(0, 255)], axis=1)
        codes = np.zeros(len(order), np.uint64)
        features = LocalFeatures(places, codes, poses.astype(np.uint8), image.size)
        return Spots(features, rows[order] if len(order) else rows)

    return described
