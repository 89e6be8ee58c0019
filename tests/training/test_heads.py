"""Fitting: what can be learnt is learnt, what cannot is said, test films are never looked at."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from services.core.errors import UnavailableError
from services.training.data import split_of
from services.training.evaluate import evaluate
from services.training.heads import f1_threshold, interval_levels, train_heads
from tests.training.data import GENRES, SPEC, catalogue


@pytest.fixture(scope="module")
def trained():
    data = catalogue()
    return (data, *train_heads(data, SPEC))


def test_heads_learn_what_is_in_the_embeddings(trained) -> None:
    data, heads, report = trained
    figures = evaluate(data, heads, SPEC)
    assert heads.genre_names == GENRES
    assert all(item.auc > 0.8 for item in figures.genres)
    head, knn, median = figures.years
    assert head.mae < 0.6 * median.mae
    assert knn.mae < median.mae
    assert report.splits == {
        name: int((data.splits == name).sum()) for name in ("train", "val", "test")
    }


def test_interval_covers_four_in_five(trained) -> None:
    data, heads, report = trained
    assert report.year["coverage"] == pytest.approx(0.8, abs=0.015)
    assert evaluate(data, heads, SPEC).years[0].coverage == pytest.approx(0.8, abs=0.08)
    for item in heads.years(data.embeddings[:50]):
        assert item.low <= item.estimate <= item.high
        assert item.low >= 1950
        assert item.high <= 2016


def test_test_films_are_not_looked_at(trained) -> None:
    data, heads, _ = trained
    test = data.splits == "test"
    years, vectors = data.years.copy(), data.embeddings.copy()
    years[test], vectors[test] = 1950, 0
    other, _ = train_heads(dataclasses.replace(data, years=years, embeddings=vectors), SPEC)
    for field in ("genre_weight", "genre_thresholds", "year_weight", "year_levels", "mean"):
        assert np.array_equal(getattr(heads, field), getattr(other, field)), field


def test_a_rare_genre_is_left_out_and_said() -> None:
    heads, report = train_heads(catalogue(rare=12), SPEC)
    assert "Film-Noir" not in heads.genre_names
    assert sum(report.too_few["Film-Noir"]) <= 12


def test_too_few_films_are_refused() -> None:
    with pytest.raises(UnavailableError, match="films with genres to learn from") as caught:
        train_heads(catalogue(60), SPEC)
    assert caught.value.code == "too_few_films"


def test_f1_threshold_separates_and_has_a_floor() -> None:
    truth = np.array([False] * 50 + [True] * 50)
    clear = np.concatenate([np.linspace(0.15, 0.4, 50), np.linspace(0.6, 0.9, 50)])
    assert 0.4 < f1_threshold(truth, clear) <= 0.6
    assert f1_threshold(truth, clear / 20) == pytest.approx(0.1)


def test_interval_levels_match_the_tails() -> None:
    edges = np.array([0.0, 100.0])
    truth = np.arange(1000) % 100 + 0.5
    low, high = interval_levels(np.ones((1000, 1)), edges, truth)
    assert low == pytest.approx(0.1, abs=0.015)
    assert high == pytest.approx(0.9, abs=0.015)


def test_split_of_is_fixed_and_in_proportion() -> None:
    splits = [split_of(f"{i:064x}") for i in range(5000)]
    assert splits == [split_of(f"{i:064x}") for i in range(5000)]
    shares = {name: splits.count(name) / 5000 for name in ("train", "val", "test")}
    assert shares["train"] == pytest.approx(0.64, abs=0.03)
    assert shares["val"] == pytest.approx(0.16, abs=0.03)
    assert shares["test"] == pytest.approx(0.20, abs=0.03)
