"""What the era paragraph says of rebalancing and of the trend, on errors made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from services.training.era_study import (
    HEAD,
    MEDIAN,
    REBALANCED,
    REFITTED,
    Guesses,
    paragraph,
    study_era,
)
from services.training.heads import train_heads
from services.training.study import era
from tests.training.data import SPEC, catalogue

TRUTH = np.repeat([1955.0, 1965.0, 1975.0, 1985.0], 30)


def words(off: tuple[int, ...], rebalanced: tuple[int, ...] | None = None) -> str:
    """Return the paragraph on guesses that are so many years late, decade by decade."""
    guesses = TRUTH + np.repeat(off, 30)
    ways = [Guesses(HEAD, guesses), Guesses(MEDIAN, np.full(len(TRUTH), 1970.0))]
    if rebalanced:
        ways += [
            Guesses(REFITTED, guesses),
            Guesses(REBALANCED, TRUTH + np.repeat(rebalanced, 30)),
        ]
    return paragraph({way.name: way for way in study_era(TRUTH, tuple(ways))})


@pytest.mark.parametrize(
    ("rebalanced", "said"),
    [
        ((4, 3, 2, 1), "is 2.5 years off instead of 5.0; every decade gains."),
        ((6, 4, 8, 8), "is 6.5 years off instead of 5.0; 2 of 4 decades gain (1950s, 1960s)."),
        ((8, 6, 4, 2), "is 5.0 years off instead of 5.0; no decade gains."),
    ],
)
def test_rebalancing_is_told_by_its_figures(rebalanced: tuple[int, ...], said: str) -> None:
    assert said in words((8, 6, 4, 2), rebalanced)


def test_nothing_is_said_of_rebalancing_that_was_not_tried() -> None:
    assert "rebalanced" not in words((8, 6, 4, 2))


def test_the_trend_is_called_one_only_without_exception() -> None:
    assert "The nearer to today, the smaller the error." in words((8, 6, 4, 2))
    assert "The nearer to today, the larger the error." in words((2, 4, 6, 8))
    assert "nearer to today" not in words((8, 2, 6, 4))


def test_a_catalogue_s_paragraph_compares_rebalancing() -> None:
    data = catalogue()
    heads, _ = train_heads(data, SPEC)
    named = {way.name: way for way in era(data, heads, SPEC)}
    assert "With the training years rebalanced" in paragraph(named)
