"""Which spots look alike, by any kind's distances: what `geometry.pair` does by codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.kinds import Kind, Spots
from services.vision.recognition.features import kept_size
from services.vision.recognition.geometry import LEAST_INLIERS, Pairs, agree, pair

_TURN, _SIZE = 24, 20


def kept(spots: Spots) -> Spots:
    """Return a catalogue picture's spots with places as coarse as they are kept."""
    width, height = spots.features.size
    frame = kept_size(width / height)
    places = np.round(spots.features.places / np.array([width, height]) * 255).clip(0, 255)
    coarse = (places * np.array(frame) / 255).astype(np.float32)
    features = type(spots.features)(coarse, spots.features.codes, spots.features.poses, frame)
    return Spots(features, spots.described)


def inliers(kind: Kind, query: Spots, picture: Spots) -> int:
    """Return how many spots of a query and of a catalogue picture agree; 0 where it is not."""
    if kind.distances is None:
        pairs = pair(query.features, picture.features.codes, picture.features.poses)
    else:
        pairs = _pairs(kind, query, picture)
    found = agree(query.features, picture.features.places, picture.features.size, pairs)
    return found.inliers if found else 0


def _pairs(kind: Kind, query: Spots, picture: Spots) -> Pairs:
    if len(picture.described) < 3 or not len(query.described) or kind.distances is None:
        return Pairs(np.empty((0, 2), np.intp), 0)
    found = _mutual(kind.distances(query.described, picture.described), kind.ratio)
    if len(found) < LEAST_INLIERS:
        return Pairs(found, len(found))
    ours = query.features.poses[found[:, 0]].astype(int)
    theirs = picture.features.poses[found[:, 1]].astype(int)
    turn, size = (ours - theirs).T
    turned = np.abs((turn[:, None] - turn[None] + 128) % 256 - 128) <= _TURN
    together = turned & (np.abs(size[:, None] - size[None]) <= _SIZE)
    return Pairs(found[together[together.sum(axis=1).argmax()]], len(found))


def _mutual(distances: NDArray[np.floating], ratio: float) -> NDArray[np.intp]:
    rows = np.arange(len(distances))
    nearest = distances.argmin(axis=1)
    best = distances[rows, nearest].copy()
    distances[rows, nearest] = np.inf
    clear = np.flatnonzero(best < ratio * distances.min(axis=1))
    order = clear[np.argsort(best[clear], kind="stable")]
    _, first = np.unique(nearest[order], return_index=True)
    return np.stack([order[first], nearest[order[first]]], axis=1)
