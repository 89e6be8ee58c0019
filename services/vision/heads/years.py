"""From a year head's distribution to a year and an interval that comes true four times in five.

Two things are fitted on val posters (`services/training/year_calibration.py`). The distribution is
bent, the more the flatter it is, to where the films' years lie in it. And each year has a density
from which on it belongs to the interval: lower in decades of which few films are known, for
otherwise their films would pay for the others. In conformal prediction these are called locally
weighted and label-conditional (Lei et al. 2018; Vovk 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Doubles = NDArray[np.float64]
# About the spread and the middle of a usual distribution: what is fitted then lies near 0.
_SPREAD, _MIDDLE, _YEARS = 3.2, 1990.0, 30.0
# Years that a bin's density is smoothed over, at least, and as a share of the bins' width.
_SMOOTH, _OF_BIN = 2.0, 0.4
_BEYOND = 4
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Dating:
    """How a distribution over years is read; NumPy alone.

    Attributes:
        shape: (2, 3), the logarithms of both exponents of a Kumaraswamy distribution, linear in 1,
            how wide the distribution is and where its middle lies. Zeros leave it as it is.
        floors: (c, 2), years in order and the logarithm of the density from which on a year belongs
            to the interval; in between, a straight line.
    """

    shape: Floats
    floors: Floats

    def read(self, distribution: Floats, edges: Floats, estimate: Floats | None = None) -> Doubles:
        """Return estimate, low and high of each distribution, shape (n, 3).

        Args:
            distribution: Probability of each bin, shape (n, b).
            edges: The bins' edges in years, shape (b + 1,).
            estimate: The estimates, shape (n,), where they are known; else the means, to which a
                few far years count, as they do where old films have new pictures.
        """
        years, density = bent(by_year(distribution, edges), self.shape)
        middle = density @ years if estimate is None else estimate
        room = within(np.log(density) - self.floor(years)) >= 0
        # Where no year is dense enough, the densest one.
        room[np.arange(len(room)), density.argmax(axis=1)] |= ~room.any(axis=1)
        low = years[room.argmax(axis=1)]
        high = years[room.shape[1] - 1 - room[:, ::-1].argmax(axis=1)]
        return np.asarray(
            np.stack([np.clip(middle, low, high), low, high], axis=1), dtype=np.float64
        )

    def floor(self, years: Floats) -> Doubles:
        """Return the logarithms of the densities from which on years belong to the interval."""
        return np.interp(years + 0.5, self.floors[:, 0], self.floors[:, 1])


def by_year(distribution: Floats, edges: Floats) -> tuple[Doubles, Doubles]:
    """Return the years, shape (y,), and the smoothed density of each, shape (n, y)."""
    years, smoothing = _smoothing(tuple(np.asarray(edges, np.float64).tolist()))
    density = np.maximum(distribution @ smoothing, _LEAST)
    return years, (density / density.sum(axis=1, keepdims=True)).astype(np.float64)


@lru_cache(maxsize=8)
def _smoothing(edges: tuple[float, ...]) -> tuple[Doubles, Doubles]:
    """Return the years, shape (y,), and what bins become in them, shape (b, y)."""
    ends = np.array(edges)
    # A film may be a little older or newer than all that were learnt from.
    first, last = np.floor(ends[0]) - _BEYOND, np.ceil(ends[-1]) + _BEYOND
    years = np.arange(first, last, dtype=np.float64)
    low, high = np.maximum(ends[:-1, None], years), np.minimum(ends[1:, None], years + 1)
    even = np.clip(high - low, 0, None)
    even /= even.sum(axis=1, keepdims=True)
    width = max(_SMOOTH, _OF_BIN * float(np.median(np.diff(ends))))
    kernel = np.exp(-0.5 * ((years[:, None] - years) / width) ** 2)
    kernel /= kernel.sum(axis=1, keepdims=True)
    return years, even @ kernel


def bent(told: tuple[Doubles, Doubles], shape: Floats) -> tuple[Doubles, Doubles]:
    """Return what `by_year` told, bent by `Dating.shape`."""
    years, density = told
    first, second = exponents(traits(years, density), shape)
    level = 1 - (1 - cumulative(density) ** first[:, None]) ** second[:, None]
    density = np.maximum(np.diff(level, axis=1), _LEAST)
    return years, (density / density.sum(axis=1, keepdims=True)).astype(np.float64)


def traits(years: Floats, density: Floats) -> Doubles:
    """Return what the exponents are linear in, shape (n, 3)."""
    low, middle, high = (quantile(years, density, level) for level in (0.1, 0.5, 0.9))
    wide = np.log(np.maximum(high - low, 3.0)) - _SPREAD
    return np.stack([np.ones(len(wide)), wide, (middle - _MIDDLE) / _YEARS], axis=1)


def exponents(traits: Floats, shape: Floats) -> tuple[Doubles, Doubles]:
    """Return both exponents of each distribution, shape (n,) each."""
    first, second = np.exp(np.clip(traits @ np.asarray(shape, np.float64).T, -2.0, 2.0)).T
    return first, second


def cumulative(density: Floats) -> Doubles:
    """Return the levels at the years' edges, shape (n, y + 1), 0 to 1."""
    level = np.cumsum(density, axis=1, dtype=np.float64)
    return np.hstack([np.zeros((len(level), 1)), level]).clip(0.0, 1.0)


def quantile(years: Floats, density: Floats, level: float) -> Doubles:
    """Return where a level is reached, in years, shape (n,)."""
    told = cumulative(density)
    rows = np.arange(len(told))
    after = (told < level).sum(axis=1).clip(1, len(years))
    low, high = told[rows, after - 1], told[rows, after]
    return years[after - 1] + (level - low) / np.maximum(high - low, _LEAST)


def within(margin: Floats) -> Doubles:
    """Return, for each year, the least margin with which an interval holds it, shape (n, y).

    An interval has no holes: a year belongs to it where there is a dense enough one at or before
    it, and one at or after it.
    """
    before = np.maximum.accumulate(margin, axis=1)
    after = np.maximum.accumulate(margin[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(before, after)
