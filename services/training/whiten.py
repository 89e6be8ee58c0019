"""Which differences between embeddings tell posters apart, and which only tell copies apart.

Learned whitening (Mikolajczyk and Matas 2007; Radenovic et al. 2018): directions in which a poster
and its distorted copies differ are shrunk, so that the others decide which poster a picture shows.
"""

from __future__ import annotations

import numpy as np
import torch

from services.training.data import Labels
from services.training.network import PosterNetwork
from services.training.views import Views, normalise_pixels, training_batches

POSTERS = 4000
# Of the mean variance, added to every direction: what few copies say of many directions is noisy.
SHRINKAGE = 0.3
_BATCH = 32


@torch.inference_mode()
def fit_whitening(
    network: PosterNetwork,
    posters: Labels,
    *,
    size: tuple[int, int],
    strength: float,
    seed: tuple[int, int],
    workers: int,
) -> torch.Tensor:
    """Return the symmetric matrix (d, d) that embeddings are to be multiplied by.

    Args:
        network: In evaluation mode.
        posters: What was learnt from; at most `POSTERS` of train are looked at.
        size: Height and width of the pictures.
        strength: How strongly the copies are distorted, 0 to 1.
        seed: Of the choice of posters and of the distortions.
        workers: Processes that decode and distort.
    """
    device = network.whitening.device
    train = np.flatnonzero(posters.splits == "train")
    order = np.random.default_rng(seed).permutation(train)[:POSTERS]
    spread = torch.zeros_like(network.whitening, dtype=torch.float64)
    for poster, copy, *_ in training_batches(
        posters.paths,
        order,
        size=size,
        batch=min(_BATCH, len(order)),
        views=Views((0.0, strength)),
        seed=seed,
        workers=workers,
    ):
        as_is, distorted = (
            network.embed(normalise_pixels(pixels, device)).double() for pixels in (poster, copy)
        )
        spread += (distorted - as_is).T @ (distorted - as_is)
    mean = spread.diagonal().mean()
    if not mean > 0:
        return torch.eye(len(spread), device=device)
    values, directions = torch.linalg.eigh(spread / mean)
    return ((directions * (values + SHRINKAGE).rsqrt()) @ directions.T).float()
