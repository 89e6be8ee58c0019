"""Intervals of years that are honest in every decade, fitted on val; see `vision/heads/years.py`.

`year` is read for pictures as catalogues have them, `film_year` for further pictures of films,
which are often drawn later: there the film is older than its picture looks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from services.training.data import Labelled
from services.training.heads import COVERAGE, HeadsReport
from services.vision.heads import Heads
from services.vision.heads.years import (
    Dating,
    bent,
    by_year,
    cumulative,
    exponents,
    traits,
    within,
)

# Fewer val films say too little: the two quantile levels stay, and no film year is told.
MIN_FILMS, MIN_EDITIONS = 300, 150
# In each decade with so many val films at least so many intervals shall hold the year. More than
# the 72 % that are wanted, for a decade of fifty films comes out six points higher or lower.
DECADE_FILMS, DECADE_COVERAGE = 20, 0.76
# How much more a decade's years may count than they are likely, as a logarithm.
_MOST = 4.0
_ROUNDS = 80
# Draws the exponents to 1, so that a few hundred films bend nothing by chance.
_CALM = 5.0


@dataclass(frozen=True, slots=True)
class Group:
    """How intervals come out for a group of pictures.

    Attributes:
        name: Which.
        pictures: How many there are.
        mae: Mean absolute error of the estimate, in years.
        bias: Mean of the estimate less the film's year.
        coverage: Share of intervals that hold the film's year.
        width: Mean years from low to high.
    """

    name: str
    pictures: int
    mae: float
    bias: float
    coverage: float
    width: float


def calibrated(heads: Heads, data: Labelled) -> Heads:
    """Return heads whose years are read as val teaches.

    Args:
        heads: Fitted.
        data: Embeddings and labels, further pictures of films too where there are any.
    """
    val = (data.splits == "val") & ~np.isnan(data.years)
    posters, editions = (np.flatnonzero(val & mask) for mask in (~data.is_edition, data.is_edition))
    look = film = None
    if len(posters) >= MIN_FILMS:
        look = fit_dating(
            *_told(heads, data, np.flatnonzero(val)), heads.year_edges, by_decade=True
        )
        # Where hardly a poster is a later one, nothing tells how much older its film is.
        if len(editions) >= MIN_EDITIONS:
            film = fit_dating(*_told(heads, data, editions), heads.year_edges)
    return dataclasses.replace(heads, look=look, film=film)


def fit_dating(
    distribution: NDArray[np.floating],
    truth: NDArray[np.floating],
    edges: NDArray[np.floating],
    *,
    by_decade: bool = False,
) -> Dating:
    """Fit how distributions are read.

    Args:
        distribution: Probability of each bin, shape (n, b).
        truth: The films' years, shape (n,).
        edges: The bins' edges.
        by_decade: Whether each decade gets its share; else all count alike.
    """
    years, density = by_year(distribution, edges)
    place = np.clip(truth - years[0], 0, len(years) - 1).astype(int)
    rows = np.arange(len(truth))
    shape = _fit_shape(years, density, place)
    _, density = bent((years, density), shape)
    logs = np.log(density)

    decades = np.arange(years[0] // 10 * 10, years[-1] + 1, 10)
    middles = decades + 5.0
    extra = np.zeros(len(decades))
    of_film = truth // 10 * 10
    counted = [int((of_film == decade).sum()) >= DECADE_FILMS for decade in decades]
    floor = 0.0
    for _ in range(_ROUNDS):
        margin = within(logs + np.interp(years + 0.5, middles, extra))[rows, place]
        # The finite-sample rank of split conformal prediction.
        rank = max(int(np.floor((1 - COVERAGE) * (len(truth) + 1))) - 1, 0)
        floor = float(np.sort(margin)[rank])
        if not by_decade:
            break
        short = _short(margin >= floor, of_film, decades, counted)
        if not (short > 0).any():
            break
        extra = np.minimum(extra + np.where(short > 0, 3 * short + 0.05, 0.0), _MOST)
        extra = _spread(extra, counted)
    return Dating(shape.astype(np.float32), np.stack([middles, floor - extra], 1, dtype=np.float32))


def _short(
    inside: NDArray[np.bool_],
    of_film: NDArray[np.floating],
    decades: NDArray[np.floating],
    counted: list[bool],
) -> NDArray[np.float64]:
    """Return by how much each decade's coverage falls short; 0 for those of too few films."""
    return np.array(
        [
            DECADE_COVERAGE - inside[of_film == decade].mean() if enough else 0.0
            for decade, enough in zip(decades, counted, strict=True)
        ]
    )


def _spread(extra: NDArray[np.float64], counted: list[bool]) -> NDArray[np.float64]:
    """Give decades of too few films what the nearest one of enough has."""
    known = np.flatnonzero(counted)
    if not len(known):
        return extra
    nearest = np.abs(np.arange(len(extra))[:, None] - known).argmin(axis=1)
    return extra[known[nearest]]


def _fit_shape(
    years: NDArray[np.floating], density: NDArray[np.floating], place: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Fit `Dating.shape` by the likelihood of the levels at which the true years lie."""
    level = cumulative(density)
    rows = np.arange(len(place))
    # The middle of the year's own cell.
    at = np.clip((level[rows, place] + level[rows, place + 1]) / 2, 1e-3, 1 - 1e-3)
    told = traits(years, density)

    def loss(shape: NDArray[np.float64]) -> float:
        a, b = exponents(told, shape.reshape(2, 3))
        likely = np.log(a) + np.log(b) + (a - 1) * np.log(at) + (b - 1) * np.log1p(-(at**a))
        return float(-likely.sum() + _CALM * (shape**2).sum())

    return np.asarray(minimize(loss, np.zeros(6), method="L-BFGS-B").x).reshape(2, 3)


def _told(
    heads: Heads, data: Labelled, rows: NDArray[np.int64]
) -> tuple[NDArray[np.floating], NDArray[np.float64]]:
    return heads.year_distribution(data.embeddings[rows]), data.years[rows]


def calibrate(heads: Heads, report: HeadsReport, data: Labelled) -> tuple[Heads, HeadsReport]:
    """Return `calibrated` heads, and the report with what val says of their years."""
    heads = calibrated(heads, data)
    told = {group.name: group for group in groups(heads, data, "val")}
    if heads.look is not None:
        films = told.pop("films")
        decades = [group.coverage for group in told.values() if group.pictures >= DECADE_FILMS]
        report.year |= {
            "mae": films.mae,
            "coverage": films.coverage,
            "mean_width": films.width,
            "least_coverage": min(decades),
        }
    return heads, report


def groups(heads: Heads, data: Labelled, split: str) -> Iterator[Group]:
    """Measure a split: all films, each decade, and further pictures with both years.

    Args:
        heads: The heads.
        data: Embeddings and labels.
        split: `val` or `test`.
    """
    known = (data.splits == split) & ~np.isnan(data.years)
    posters = known & ~data.is_edition
    yield from _groups("films", heads, data, np.flatnonzero(posters))
    decades = data.years // 10 * 10
    for decade in np.unique(decades[posters]):
        rows = np.flatnonzero(posters & (decades == decade))
        yield from _groups(f"{decade:.0f}s", heads, data, rows)
    yield from _groups("further pictures", heads, data, np.flatnonzero(known & data.is_edition))


def _groups(name: str, heads: Heads, data: Labelled, rows: NDArray[np.int64]) -> Iterator[Group]:
    if not len(rows):
        return
    truth = data.years[rows]
    looks = heads.years(data.embeddings[rows])
    ways = {name: looks}
    if name == "further pictures" and heads.film is not None:
        films = heads.film_years(data.embeddings[rows])
        ways[f"{name}, film year where it is told"] = [
            film or look for look, film in zip(looks, films, strict=True)
        ]
    for way, told in ways.items():
        guess, low, high = np.array([(year.estimate, year.low, year.high) for year in told]).T
        yield Group(
            way,
            len(truth),
            float(np.abs(guess - truth).mean()),
            float((guess - truth).mean()),
            float(((truth >= low) & (truth <= high)).mean()),
            float((high - low).mean()),
        )
