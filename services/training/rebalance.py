"""A training set with at least so many films a year, and weights where the catalogue has fewer."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.core.errors import RequestError, UnavailableError
from services.training.data import Labels

FILMS_PER_YEAR = 30
# A single film of a bare year must not be shown more often than this.
MAX_WEIGHT = 10.0
_COLUMNS = ("film", "title", "year", "weight")


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """Films drawn from the train split, year by year.

    Attributes:
        rows: Rows of the films drawn, shape (m,), ascending.
        weights: How often each should be drawn while training, relative to the others, (m,).
        years: Every year from the first to the last that occurs, (y,).
        before: Films of the train split by year, (y,).
        after: Films drawn by year, (y,).
        wanted: Films wanted a year.
    """

    rows: NDArray[np.int64]
    weights: NDArray[np.float64]
    years: NDArray[np.int64]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    wanted: int

    @property
    def missing(self) -> NDArray[np.int64]:
        """Films that a later import would have to bring, by year, (y,)."""
        return np.maximum(self.wanted - self.after, 0)


def rebalance(
    labels: Labels, wanted: int = FILMS_PER_YEAR, *, cap: int | None = None, seed: int = 0
) -> Rebalanced:
    """Draw films so that years weigh more alike.

    Years with fewer than `wanted` films keep all of them, each weighted up so that together they
    count as `wanted` films (a single film at most tenfold); years with more than `cap` keep a
    random `cap` of them.

    Args:
        labels: The catalogue; films of the train split whose year is known are drawn from.
        wanted: Films a year, at least 1.
        cap: Films a year at most; None for no limit.
        seed: Of the draw.

    Raises:
        RequestError: wanted or cap make no sense.
        UnavailableError: `too_few_films` where no film of the train split has a year.
    """
    if wanted < 1:
        raise RequestError("bad_request", "At least one film a year must be wanted.")
    if cap is not None and cap < wanted:
        raise RequestError(
            "bad_request", f"The cap of {cap} films a year is below the {wanted} that are wanted."
        )
    train = labels.rows("train", labelled="years")
    if not len(train):
        raise UnavailableError("too_few_films", "No film of the train split has a year.")
    of_film = labels.years[train].astype(np.int64)
    years = np.arange(of_film.min(), of_film.max() + 1)
    rng = np.random.default_rng(seed)
    rows, weights = [], []
    before, after = np.zeros(len(years), dtype=np.int64), np.zeros(len(years), dtype=np.int64)
    for place, year in enumerate(years):
        films = train[of_film == year]
        kept = films if cap is None else np.sort(rng.permutation(films)[:cap])
        before[place], after[place] = len(films), len(kept)
        if len(kept):
            weight = min(max(wanted / len(kept), 1.0), MAX_WEIGHT)
            rows.append(kept)
            weights.append(np.full(len(kept), weight))
    chosen, weight = np.concatenate(rows), np.concatenate(weights)
    order = np.argsort(chosen)
    return Rebalanced(chosen[order], weight[order], years, before, after, wanted)


def write_rebalanced(path: Path, labels: Labels, drawn: Rebalanced) -> None:
    """Write the films drawn as a CSV (film, title, year, weight), whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.partial")
    with work.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_COLUMNS)
        for row, weight in zip(drawn.rows, drawn.weights, strict=True):
            film = labels.films[row]
            writer.writerow([film.key, film.title, film.year, f"{weight:.3f}"])
    os.replace(work, path)  # noqa: PTH105


def plot_years(path: Path, drawn: Rebalanced) -> None:
    """Draw films a year before and after as a PNG; after counts each film by its weight."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(9, 5), layout="constrained")
    FigureCanvasAgg(figure)
    top, bottom = figure.subplots(2, 1, sharex=True)
    top.bar(drawn.years, drawn.before, width=0.9)
    top.set_title("Films per year, train split")
    bottom.bar(drawn.years, weighted(drawn), width=0.9)
    bottom.axhline(drawn.wanted, linewidth=1, linestyle="--", color="black")
    bottom.set_title(f"After rebalancing: weighted, {drawn.wanted} a year wanted")
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.partial")
    figure.savefig(work, format="png", dpi=120)
    os.replace(work, path)  # noqa: PTH105


def weighted(drawn: Rebalanced) -> NDArray[np.float64]:
    """Return what the films drawn count together by year, shape (y,)."""
    share = np.maximum(drawn.wanted / np.maximum(drawn.after, 1), 1.0)
    return np.asarray(drawn.after * np.minimum(share, MAX_WEIGHT), dtype=np.float64)
