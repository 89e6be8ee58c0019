"""The era study: every way to guess a year, its errors by decade, and what that says in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import r2_score

Years = NDArray[np.floating]

# Those that the paragraph speaks of.
HEAD, MEDIAN = "year head", "always the median"
REFITTED, REBALANCED = "refitted on embeddings", "refitted, years rebalanced"
# Decades with fewer films are not spoken of.
LEAST_FILMS = 20


@dataclass(frozen=True, slots=True)
class Guesses:
    """One way to guess the years of n test posters.

    Attributes:
        name: What it is.
        years: The guesses, (n,).
        low: Lower ends of its 80 % interval, (n,), or None.
        high: Upper ends, (n,), or None.
    """

    name: str
    years: Years
    low: Years | None = None
    high: Years | None = None


@dataclass(frozen=True, slots=True)
class DecadeRow:
    """Errors on the films of one decade, in years; bias is the guess less the truth."""

    decade: int
    films: int
    mae: float
    median_error: float
    bias: float


@dataclass(frozen=True, slots=True)
class EraFigures:
    """One way to guess, measured; coverage and width are None where it gives no interval."""

    name: str
    mae: float
    median_error: float
    r2: float
    correlation: float
    coverage: float | None
    mean_width: float | None
    decades: tuple[DecadeRow, ...]


def study_era(truth: Years, ways: tuple[Guesses, ...]) -> tuple[EraFigures, ...]:
    """Measure each way to guess on the same posters.

    Args:
        truth: Release years, (n,).
        ways: Their guesses, each (n,).
    """
    return tuple(_figures(truth, way) for way in ways)


def _figures(truth: Years, way: Guesses) -> EraFigures:
    errors = np.abs(way.years - truth)
    coverage = width = None
    if way.low is not None and way.high is not None:
        coverage = float(((truth >= way.low) & (truth <= way.high)).mean())
        width = float((way.high - way.low).mean())
    varies = np.ptp(way.years) > 0 and np.ptp(truth) > 0
    return EraFigures(
        name=way.name,
        mae=float(errors.mean()),
        median_error=float(np.median(errors)),
        r2=float(r2_score(truth, way.years)),
        # Always the same guess follows nothing.
        correlation=float(np.corrcoef(truth, way.years)[0, 1]) if varies else 0.0,
        coverage=coverage,
        mean_width=width,
        decades=_decades(truth, way.years),
    )


def _decades(truth: Years, guesses: Years) -> tuple[DecadeRow, ...]:
    of_film = (truth // 10 * 10).astype(int)
    rows = []
    for decade in np.unique(of_film):
        held = of_film == decade
        off = guesses[held] - truth[held]
        rows.append(
            DecadeRow(
                decade=int(decade),
                films=int(held.sum()),
                mae=float(np.abs(off).mean()),
                median_error=float(np.median(np.abs(off))),
                bias=float(off.mean()),
            )
        )
    return tuple(rows)


def paragraph(figures: Mapping[str, EraFigures]) -> str:
    """Say in words whether the year can be read off a poster, and how that changes over time.

    Args:
        figures: By name; `HEAD` is held to `MEDIAN`; where `REFITTED` and `REBALANCED`
            are there, they are compared.
    """
    ours, plain = figures[HEAD], figures[MEDIAN]
    gain = 1 - ours.mae / plain.mae
    verdict = (
        "can be read off its poster well"
        if gain >= 0.6
        else "can be read off its poster roughly"
        if gain >= 0.3
        else "can hardly be read off its poster"
    )
    words = [
        f"A film's year {verdict}: the guess is {ours.mae:.1f} years off on average, and half of "
        f"the guesses lie within {ours.median_error:.1f} years. Always saying the median is "
        f"{plain.mae:.1f} years off; {gain:.0%} of that error is gone. Guesses follow the true "
        f"years with a correlation of {ours.correlation:.2f} (R2 {ours.r2:.2f})."
    ]
    known = [row for row in ours.decades if row.films >= LEAST_FILMS]
    if len(known) >= 2:
        best, worst = (choose(known, key=lambda row: row.mae) for choose in (min, max))
        words.append(
            f"Of decades with at least {LEAST_FILMS} films it is best on the {best.decade}s "
            f"({best.mae:.1f} years off, {best.films:,} films) "
            f"and worst on the {worst.decade}s ({worst.mae:.1f}, {worst.films:,} films)."
        )
        first, last = known[0], known[-1]
        lean = first.bias - last.bias
        if lean > 2:
            words.append(
                "Guesses lean towards the middle of the catalogue: films of the "
                f"{first.decade}s are dated {abs(first.bias):.1f} years too {_side(first.bias)} "
                f"on average, those of the {last.decade}s {abs(last.bias):.1f} years too "
                f"{_side(last.bias)}."
            )
        else:
            words.append("Early and late films are dated with no lean towards the middle.")
        steps = np.diff([row.mae for row in known])
        for way, size in ((steps < 0, "smaller"), (steps > 0, "larger")):
            if way.all():
                words.append(f"The nearer to today, the {size} the error.")
            elif way.mean() >= 0.7:
                words.append(f"From most decades to the next, the error grows {size}.")
    if ours.coverage is not None and ours.mean_width is not None:
        words.append(
            f"Its 80 % interval holds the true year in {ours.coverage:.1%} of cases and is "
            f"{ours.mean_width:.0f} years wide on average."
        )
    if REFITTED in figures and REBALANCED in figures:
        words.append(_rebalancing(figures[REFITTED], figures[REBALANCED]))
    return " ".join(words)


def _rebalancing(before: EraFigures, after: EraFigures) -> str:
    """Say what rebalancing does on the whole, and in how many decades it helps."""
    pairs = [
        (one, other)
        for one, other in zip(before.decades, after.decades, strict=True)
        if one.films >= LEAST_FILMS
    ]
    said = (
        f"With the training years rebalanced, a head fitted afresh is {after.mae:.1f} years off "
        f"instead of {before.mae:.1f}"
    )
    helped = [one.decade for one, other in pairs if other.mae < one.mae]
    if not helped:
        return f"{said}; no decade gains."
    if len(helped) == len(pairs):
        return f"{said}; every decade gains."
    named = ", ".join(f"{decade}s" for decade in helped)
    return f"{said}; {len(helped)} of {len(pairs)} decades gain ({named})."


def _side(bias: float) -> str:
    return "late" if bias > 0 else "early"
