"""Posters with a piece of another one in them, and what they are then to be told as.

CutMix (Yun et al. 2019): labels are mixed as the areas are, so that no single sign of a genre is
trusted too much. The pieces are small, so that the poster is still to be found by its picture.
"""

from __future__ import annotations

import torch

# Of each side; a quarter of the area is 0.5.
SIDES = (0.3, 0.65)


def cut_mix(pixels: torch.Tensor, share: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Lay a piece of another picture of the batch over some, at the place it has there.

    Args:
        pixels: (n, 3, h, w); stays as it is.
        share: How many of the pictures get a piece.

    Returns:
        The pictures, the rows that the pieces are of (n,), and how much of each picture's area is
        still its own (n,).
    """
    count, _, height, width = pixels.shape
    mixed, others = pixels.clone(), torch.randperm(count)
    own = torch.ones(count)
    for row in torch.nonzero(torch.rand(count) < share).flatten().tolist():
        sides = SIDES[0] + (SIDES[1] - SIDES[0]) * torch.rand(2)
        high, wide = max(1, int(sides[0] * height)), max(1, int(sides[1] * width))
        top = int(torch.randint(height - high + 1, ()))
        left = int(torch.randint(width - wide + 1, ()))
        place = (row, slice(None), slice(top, top + high), slice(left, left + wide))
        mixed[place] = pixels[(int(others[row]), *place[1:])]
        own[row] = 1 - high * wide / (height * width)
    return mixed, others, own


def mixed_labels(labels: torch.Tensor, others: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
    """Return labels (n, c) mixed by area; a picture whose piece has none keeps its own.

    Args:
        labels: 0 to 1; zeros where nothing is known.
        others: (n,), see `cut_mix`.
        own: (n,), see `cut_mix`.
    """
    theirs = labels[others]
    share = torch.where(theirs.amax(1) > 0, own, torch.ones_like(own))[:, None]
    # Nothing is known of a picture of which nothing was known before.
    return (share * labels + (1 - share) * theirs) * (labels.amax(1, keepdim=True) > 0)
