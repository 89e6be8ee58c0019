"""Counts with Wilson intervals, calibration error and log loss, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

# The 97.5 % quantile of the normal distribution: intervals are of 95 %.
_Z = 1.959964
BINS = 15


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    of: int
    all: int

    @property
    def share(self) -> float:
        """The share, NaN of nothing."""
        return self.of / self.all if self.all else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share (Wilson 1927)."""
        if not self.all:
            return 0.0, 1.0
        square = _Z * _Z
        middle = (self.of + square / 2) / (self.all + square)
        spread = self.of * (self.all - self.of) / self.all + square / 4
        half = _Z * spread**0.5 / (self.all + square)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        exact = 1 if self.share > 0.05 else 2
        return f"{self.of:,}  {self.share:.1%} ({low:.{exact - 1}%}-{high:.{exact - 1}%})"

    def to_json(self) -> dict[str, Any]:
        """Return counts, share and interval."""
        low, high = self.interval
        return {"of": self.of, "all": self.all, "share": self.share, "low": low, "high": high}


def count(values: Sequence[bool]) -> Count:
    """Return how many of them are true."""
    return Count(sum(values), len(values))


def calibration_error(
    probabilities: NDArray[np.floating], truth: NDArray[np.bool_], bins: int = BINS
) -> float:
    """Return the expected calibration error over bins of equal mass.

    Args:
        probabilities: Shape (n,).
        truth: Whether each came true, shape (n,).
        bins: How many.
    """
    order = np.argsort(probabilities, kind="stable")
    error = 0.0
    for part in np.array_split(order, bins):
        if len(part):
            gap = abs(float(probabilities[part].mean()) - float(truth[part].mean()))
            error += gap * len(part) / len(order)
    return error


def log_loss(probabilities: NDArray[np.floating], truth: NDArray[np.bool_]) -> float:
    """Return the mean negative log-likelihood, in nats; certainty is cut at one in a million."""
    told = np.clip(np.where(truth, probabilities, 1 - probabilities), 1e-6, 1)
    return float(-np.log(told).mean())


def bootstrap(
    figure: Callable[[NDArray[np.floating], NDArray[np.bool_]], float],
    probabilities: NDArray[np.floating],
    truth: NDArray[np.bool_],
    *,
    rounds: int = 1000,
) -> dict[str, float]:
    """Return a figure and the 95 % interval that resampling gives it."""
    rng = np.random.default_rng(0)
    size = len(probabilities)
    draws = [rng.integers(0, size, size) for _ in range(rounds)]
    values = [figure(probabilities[rows], truth[rows]) for rows in draws]
    low, high = np.quantile(values, (0.025, 0.975)).tolist()
    return {"value": figure(probabilities, truth), "low": low, "high": high}


Row = Mapping[str, Any]


def print_rows(title: str, rows: Sequence[Row], console: Console) -> None:
    """Print rows that have the same columns."""
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for name in rows[0]:
        words = isinstance(rows[0][name], str)
        table.add_column(name, justify="left" if words else "right", no_wrap=not words)
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console.print(table)


def json_of(value: Any) -> Any:
    """Return rows, counts and arrays as JSON takes them."""
    if isinstance(value, Count):
        return value.to_json()
    if isinstance(value, Mapping):
        return {str(name): json_of(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_of(item) for item in value]
    return value


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
