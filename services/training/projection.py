"""The projection of local features' descriptors: principal axes, turned so that signs lose least.

PCA and ITQ (Gong et al., "Iterative Quantization", TPAMI 2013) on spots of train posters. Who fits
it anew makes every catalogue's features stale: they carry its key.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.training.data import Labels
from services.vision.recognition.features import (
    BITS,
    CATALOGUE_POINTS,
    CATALOGUE_SIDE,
    describe,
)

_PICTURES, _SPOTS, _ROUNDS = 3000, 30, 50


def fit_projection(
    labels: Labels,
    *,
    seed: int = 7,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[NDArray[np.float32], NDArray[np.float16]]:
    """Fit a projection on spots of train posters.

    Args:
        labels: The catalogue.
        seed: Chooses pictures and spots.
        on_progress: Called with (done, total).

    Returns:
        Mean, shape (128,), and planes, shape (128, 64).
    """
    rng = np.random.default_rng(seed)
    train = np.flatnonzero(labels.splits == "train")
    chosen = rng.permutation(train)[:_PICTURES]
    found = []
    for number, row in enumerate(chosen):
        with Image.open(labels.paths[row]) as file:
            image = file.convert("RGB")
        _, _, rows = describe(image, side=CATALOGUE_SIDE, points=CATALOGUE_POINTS)
        found.append(rows[rng.permutation(len(rows))[:_SPOTS]])
        on_progress(number + 1, len(chosen))
    descriptors = np.concatenate(found)
    mean = descriptors.mean(axis=0)
    centred = descriptors - mean
    _, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    axes = axes[:, ::-1][:, :BITS]
    projected = centred @ axes
    turn = np.linalg.qr(rng.normal(size=(BITS, BITS)))[0]
    for _ in range(_ROUNDS):
        u, _, v = np.linalg.svd(np.sign(projected @ turn).T @ projected)
        turn = v.T @ u.T
    return mean.astype(np.float32), (axes @ turn).astype(np.float16)


def write(path: Path, mean: NDArray[np.float32], planes: NDArray[np.float16]) -> None:
    """Write the projection as it ships."""
    np.savez(path, mean=mean, planes=planes)
