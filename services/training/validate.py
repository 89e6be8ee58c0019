"""How a network that is still being trained does on the val split: a row of the curves."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from sklearn.metrics import roc_auc_score

from services.training.data import SIX_GENRES, Labels, open_poster
from services.training.distort import HARD, distorted
from services.training.losses import genre_loss, year_loss, year_targets
from services.training.network import Outputs, PosterNetwork
from services.training.views import normalise_pixels, pixels_of
from services.vision.heads.heads import softmax, year_quantiles

_BATCH = 32
_PROBES = 300
# From the first to the last of which there are enough films to speak of.
DECADES = range(1920, 2020, 10)


def validate(
    network: PosterNetwork,
    posters: Labels,
    edges: NDArray[np.float64],
    *,
    size: tuple[int, int],
    films: int,
    spread: float,
) -> dict[str, float]:
    """Return losses and metrics on (at most `films` of) val.

    Args:
        network: In evaluation mode.
        posters: All posters.
        edges: The year head's bins.
        size: Height and width of the pictures.
        films: How many films of val to look at.
        spread: See `year_targets`.

    Returns:
        `val_genre`, `val_year` (losses), `val_six_auc`, `val_auc`, `val_mae` and `val_median` (of
        the years' errors), `val_decades` (the mean of the decades' mean errors), and the shares of
        pictures whose film is the nearest among those looked at: `val_hard` of hard distortions,
        `val_editions` of the films' other pictures, where there are any.
    """
    # Catalogues are often sorted by age: the first films would be the oldest.
    val = np.flatnonzero((posters.splits == "val") & ~posters.is_edition)
    rows = np.random.default_rng(0).permutation(val)[:films]
    names = posters.vocabulary
    truth = posters.genre_matrix(names)[rows]
    years = posters.years[rows]
    said = run(network, [posters.paths[row] for row in rows], size)
    genres = torch.from_numpy(truth.astype(np.float32))
    targets = torch.from_numpy(year_targets(years, edges, spread))
    auc = {
        name: float(roc_auc_score(truth[:, i], said.genre[:, i].numpy()))
        for i, name in enumerate(names)
        if 0 < truth[:, i].sum() < len(rows)
    }
    estimate = year_quantiles(softmax(said.year.numpy()), edges, np.array([0.5]))[:, 0]
    hard = list(HARD)
    probes = [
        _hard(posters.paths[row], hard[i % len(hard)]) for i, row in enumerate(rows[:_PROBES])
    ]
    found = (run(network, probes, size).embedding @ said.embedding.T).argmax(1).numpy()
    pictures, owners = posters.pictures[rows], posters.film_numbers
    others = np.flatnonzero(posters.is_edition & np.isin(owners, owners[rows]))
    nearest = run(network, [posters.paths[row] for row in others], size).embedding
    near = owners[rows[(nearest @ said.embedding.T).argmax(1).numpy()]] == owners[others]
    error = np.abs(estimate - years)
    return {
        "val_genre": float(genre_loss(said.genre, genres, genres.amax(1), torch.ones(len(names)))),
        "val_year": float(year_loss(said.year, targets)),
        "val_six_auc": float(np.mean([auc[name] for name in SIX_GENRES if name in auc] or [0.5])),
        "val_auc": float(np.mean(list(auc.values()) or [0.5])),
        "val_mae": float(np.nanmean(error)),
        "val_median": float(np.nanmedian(error)),
        "val_decades": decades_error(error, years),
        "val_hard": float((pictures[found] == pictures[: len(probes)]).mean()),
        "val_editions": float(near.mean()) if len(near) else math.nan,
    }


def decades_error(error: NDArray[np.float64], years: NDArray[np.float64]) -> float:
    """Return the mean of the decades' mean errors, so that old films count as recent ones do.

    Args:
        error: Of the years told, (n,).
        years: The films', (n,); NaN where not known. Only the decades of `DECADES` count.
    """
    decades = years // 10 * 10
    means = [error[decades == decade].mean() for decade in DECADES if (decades == decade).any()]
    return float(np.mean(means)) if means else math.nan


@torch.inference_mode()
def run(
    network: PosterNetwork, posters: Sequence[str | Image.Image], size: tuple[int, int]
) -> Outputs:
    """Return what a network says of posters, given as files or images, on the CPU."""
    device = next(network.parameters()).device
    parts: list[Outputs] = []
    if not len(posters):
        return Outputs(*(torch.empty(0, n) for n in network.widths))
    for start in range(0, len(posters), _BATCH):
        images = [_opened(poster) for poster in posters[start : start + _BATCH]]
        said = network(normalise_pixels(pixels_of(images, size), device))
        parts.append(Outputs(*(part.float().cpu() for part in said)))
    return Outputs(*(torch.cat(column) for column in zip(*parts, strict=True)))


def _hard(path: str, name: str) -> Image.Image:
    return distorted(_opened(path), name, path.rsplit("/", 1)[-1])


def _opened(poster: str | Image.Image) -> Image.Image:
    return poster if isinstance(poster, Image.Image) else open_poster(poster)
