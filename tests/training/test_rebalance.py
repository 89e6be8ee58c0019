"""The rebalanced training set: enough films a year where there are, weights where there are not."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from services.core.errors import RequestError, UnavailableError
from services.core.types import Film
from services.training.data import Labels
from services.training.rebalance import (
    MAX_WEIGHT,
    plot_years,
    rebalance,
    weighted,
    write_rebalanced,
)

COUNTS = {1990: 100, 1991: 40, 1992: 10, 1994: 1}


@pytest.fixture
def labels() -> Labels:
    """Films of the train split as `COUNTS` says, as many in test, and one without a year."""
    train = [float(year) for year, films in COUNTS.items() for _ in range(films)]
    years = np.array([*train, *train, np.nan])
    films = tuple(
        Film(f"Film {i}", None if np.isnan(year) else int(year), (), f"tt{i:07d}")
        for i, year in enumerate(years)
    )
    splits = np.array(["train"] * len(train) + ["test"] * len(train) + ["train"])
    return Labels(
        films=films, years=years, splits=splits, redistributable=np.ones(len(films), dtype=bool)
    )


def test_few_films_are_weighted_up_and_many_stay(labels: Labels) -> None:
    drawn = rebalance(labels, 30)
    assert drawn.years.tolist() == [1990, 1991, 1992, 1993, 1994]
    assert drawn.before.tolist() == drawn.after.tolist() == [100, 40, 10, 0, 1]
    assert drawn.missing.tolist() == [0, 0, 20, 30, 29]
    assert weighted(drawn).tolist() == [100, 40, 30, 0, MAX_WEIGHT]
    by_year = {year: drawn.weights[labels.years[drawn.rows] == year] for year in COUNTS}
    assert set(by_year[1990]) == {1.0}
    assert set(by_year[1992]) == {3.0}
    assert by_year[1994].tolist() == [MAX_WEIGHT]
    assert set(labels.splits[drawn.rows]) == {"train"}


def test_a_cap_draws_some_of_many(labels: Labels) -> None:
    drawn = rebalance(labels, 30, cap=50, seed=1)
    assert drawn.after.tolist() == [50, 40, 10, 0, 1]
    assert len(set(drawn.rows.tolist())) == 101
    assert np.array_equal(drawn.rows, rebalance(labels, 30, cap=50, seed=1).rows)
    assert not np.array_equal(drawn.rows, rebalance(labels, 30, cap=50, seed=2).rows)


@pytest.mark.parametrize(("wanted", "cap"), [(0, None), (30, 10)])
def test_what_makes_no_sense_is_refused(labels: Labels, wanted: int, cap: int | None) -> None:
    with pytest.raises(RequestError):
        rebalance(labels, wanted, cap=cap)


def test_no_year_to_go_by(labels: Labels) -> None:
    undated = Labels(
        films=labels.films,
        years=np.full(len(labels.films), np.nan),
        splits=labels.splits,
        redistributable=labels.redistributable,
    )
    with pytest.raises(UnavailableError, match="year"):
        rebalance(undated)


def test_the_csv_and_the_plot(labels: Labels, tmp_path: Path) -> None:
    drawn = rebalance(labels, 30)
    write_rebalanced(tmp_path / "deep" / "films.csv", labels, drawn)
    with (tmp_path / "deep" / "films.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 151
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(drawn.weights.sum(), abs=0.1)
    pytest.importorskip("matplotlib", reason="needs the `train` extra")
    plot_years(tmp_path / "years.png", drawn)
    assert (tmp_path / "years.png").read_bytes().startswith(b"\x89PNG")
    assert {path.name for path in tmp_path.iterdir()} == {"deep", "years.png"}
