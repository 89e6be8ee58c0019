"""What the encoder is taught by: genres, years, copies of a poster, and posters of like films.

Shapes: n views in a batch, g genres, b year bins, d numbers an embedding, m posters in the bank.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional


def genre_loss(
    logits: torch.Tensor,
    truth: torch.Tensor,
    known: torch.Tensor,
    weights: torch.Tensor,
    focus: tuple[float, float] = (0.0, 0.0),
) -> torch.Tensor:
    """Return the binary cross-entropy, summed over genres and averaged over views.

    With a focus it is the asymmetric loss (Ridnik et al. 2021): most films lack a rare genre, and
    the many that lack it plainly shall not outweigh the few that have it.

    Args:
        logits: (n, g).
        truth: (n, g), from 0 to 1.
        known: (n,), 0 where a film has no genres.
        weights: (g,), how much each genre counts.
        focus: Exponents for what is there and what is not; the larger, the less easy views count.
    """
    if focus == (0.0, 0.0):
        loss = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    else:
        said, there, lacking = logits.sigmoid(), *focus
        loss = -truth * (1 - said) ** there * functional.logsigmoid(logits)
        loss = loss - (1 - truth) * said**lacking * functional.logsigmoid(-logits)
    return ((loss * weights).sum(1) * known).sum() / known.sum().clamp(min=1)


def year_loss(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Return cross-entropy plus the ranked probability score, averaged over views.

    The score (Epstein 1969) counts how far off the mass lies, in bins, which the cross-entropy
    does not see: bins are ordered.

    Args:
        logits: (n, b).
        truth: (n, b), a distribution, or zeros where the year is not known.
    """
    known = truth.sum(1)
    entropy = -(truth * logits.log_softmax(1)).sum(1)
    apart = logits.softmax(1).cumsum(1) - truth.cumsum(1)
    score = apart.square().sum(1) * known
    return (entropy + score).sum() / known.sum().clamp(min=1)


def year_targets(
    years: NDArray[np.float64], edges: NDArray[np.float64], spread: float | NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return the bins each year belongs to, smoothed; shape (n, b), zeros for an unknown year.

    Args:
        years: (n,), NaN where not known.
        edges: (b + 1,).
        spread: Standard deviation in years, one or (n,); a release year dates a poster no better
            than that, and another edition, which may be decades younger, much worse.
    """
    centres = (edges[:-1] + edges[1:]) / 2
    held = np.clip(years, centres[0], centres[-1])
    near = np.exp(-0.5 * ((centres - held[:, None]) / np.asarray(spread)[..., None]) ** 2)
    targets = near / near.sum(axis=1, keepdims=True)
    return np.nan_to_num(targets, nan=0.0).astype(np.float32)


def info_nce_loss(
    views: torch.Tensor,
    copies: torch.Tensor,
    bank: torch.Tensor,
    same: torch.Tensor,
    temperature: float,
) -> torch.Tensor:
    """Return InfoNCE: a distorted view shall be nearer its own poster than any in the bank.

    van den Oord et al. 2018, with a bank of every training poster (Wu et al. 2018) as the others.

    Args:
        views: (n, d), unit.
        copies: (n, d), unit, the light view of the same posters.
        bank: (m, d), unit, or zeros where a poster was not seen yet.
        same: (n, m), true where bank and view show one picture, or the bank has none yet.
        temperature: Divides the cosines.
    """
    own = (views * copies).sum(1, keepdim=True)
    others = (views @ bank.T).masked_fill(same, -torch.inf)
    logits = torch.cat([own, others], dim=1) / temperature
    return functional.cross_entropy(
        logits, torch.zeros(len(views), dtype=torch.long).to(own.device)
    )


def soft_contrastive_loss(
    views: torch.Tensor,
    bank: torch.Tensor,
    similar: torch.Tensor,
    same: torch.Tensor,
    temperature: float,
) -> torch.Tensor:
    """Return the cross-entropy between nearness in the space and the labels' likeness.

    Supervised contrast (Khosla et al. 2020) with likeness of genres and years in place of classes.

    Args:
        views: (n, d), unit.
        bank: (m, d), unit.
        similar: (n, m), at least 0: see `label_similarity`.
        same: (n, m), true where the pair does not count.
        temperature: Divides the cosines.
    """
    logits = ((views @ bank.T) / temperature).masked_fill(same, -1e9)
    wanted = similar.masked_fill(same, 0)
    total = wanted.sum(1, keepdim=True)
    loss = -(wanted / total.clamp(min=1e-6) * logits.log_softmax(1)).sum(1)
    return (loss * (total[:, 0] > 0)).mean()


def label_similarity(
    genres: torch.Tensor,
    years: torch.Tensor,
    other_genres: torch.Tensor,
    other_years: torch.Tensor,
    span: float,
) -> torch.Tensor:
    """Return how near films are in genre and era, (n, m): 1 for the same, 0 for strangers.

    Args:
        genres: (n, g), 0 or 1.
        years: (n,), NaN where not known: such a film is like no other.
        other_genres: (m, g).
        other_years: (m,).
        span: Years over which it falls to 1 / e.
    """
    shared = genres @ other_genres.T
    either = genres.sum(1, keepdim=True) + other_genres.sum(1) - shared
    apart = (years[:, None] - other_years).abs()
    near = torch.exp(-apart / span).nan_to_num(0.0)
    return (shared / either.clamp(min=1)).square() * near
