"""The genre study and the era study, on cases whose right answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from services.core.types import Film
from services.training.data import SIX_GENRES
from services.training.era_study import HEAD, MEDIAN, Guesses, paragraph, study_era
from services.training.genre_study import RULES, reliability, six_genre_rows, study_genres
from services.training.heads import train_heads
from services.training.study import era, genres, six_genres
from tests.training.data import GENRES, SPEC, catalogue


def separable(films: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two genres: one told apart without fault, one not at all."""
    rng = np.random.default_rng(seed)
    truth = rng.random((films, 2)) < 0.3
    probabilities = np.stack([np.where(truth[:, 0], 0.8, 0.1), rng.random(films)], axis=1)
    return truth, probabilities


def test_a_genre_told_apart_and_one_that_is_not() -> None:
    val, test = separable(2000, 0), separable(2000, 1)
    study = study_genres(("Clear", "Noise"), *val, *test)
    assert study.auc["Clear"] == 1.0
    assert study.auc["Noise"] == pytest.approx(0.5, abs=0.05)
    assert study.macro_auc == pytest.approx(np.mean(list(study.auc.values())))
    assert [table.rule for table in study.tables] == list(RULES)
    for table in study.tables:
        clear = table.rows[0]
        assert (clear.accuracy, clear.f1, clear.precision, clear.recall) == (1, 1, 1, 1)
        assert 0.1 < clear.threshold <= 0.8


def test_each_rule_is_best_at_what_it_is_for() -> None:
    rng = np.random.default_rng(0)

    def noisy(films: int) -> tuple[np.ndarray, np.ndarray]:
        truth = rng.random((films, 1)) < 0.3
        return truth, np.clip(0.3 + 0.25 * truth + 0.2 * rng.normal(size=(films, 1)), 0, 1)

    study = study_genres(("Some",), *noisy(4000), *noisy(4000))
    by_rule = {table.rule: table.rows[0] for table in study.tables}
    for rule in ("accuracy", "f1", "precision", "recall"):
        best = max(getattr(row, rule) for row in by_rule.values())
        assert getattr(by_rule[rule], rule) >= best - 0.03
    assert by_rule["precision"].recall >= 0.15, "not by naming next to nothing"
    assert by_rule["recall"].precision >= 0.4, "not by naming everything"


def test_averages_over_a_film() -> None:
    truth = np.array([[True, False], [True, True], [False, False], [False, True]])
    said = np.array([[0.9, 0.1], [0.9, 0.1], [0.1, 0.1], [0.9, 0.1]])
    # The second genre is never told from its absence: any threshold names all or none.
    study = study_genres(("One", "Two"), truth[:, [0, 0]], said, truth, said)
    accuracy = study.tables[0]
    named = said >= [row.threshold for row in accuracy.rows]
    exact = (named == truth).all(axis=1).mean()
    assert accuracy.subset_accuracy == exact
    assert 0 <= accuracy.jaccard <= 1


def test_a_genre_without_films_breaks_nothing() -> None:
    val, test = separable(200, 0), separable(200, 1)
    val[0][:, 1] = False
    test[0][:, 1] = False
    study = study_genres(("Clear", "Never"), *val, *test)
    assert list(study.auc) == ["Clear"]
    assert all(np.isfinite(table.jaccard) for table in study.tables)


def test_reliability_by_hand() -> None:
    rng = np.random.default_rng(0)
    said = np.array([[0.05], [0.05], [0.95], [0.95]])
    curve = reliability(np.array([[False], [True], [True], [True]]), said)
    assert curve.predicted == pytest.approx((0.05, 0.95))
    assert curve.observed == (0.5, 1.0)
    assert curve.counts == (2, 2)
    assert curve.error == pytest.approx((0.45 + 0.05) / 2)
    honest = rng.random((50_000, 1))
    assert reliability(rng.random((50_000, 1)) < honest, honest).error < 0.02


def test_the_six_genre_rule_looks_at_the_first_genre() -> None:
    films = [
        Film("a", 2000, ("Drama", "War")),
        Film("b", 2000, ("Children", "Comedy")),
        Film("c", 2000, ()),
        Film("d", 2000, ("Horror",)),
    ]
    assert six_genre_rows(films).tolist() == [0, 3]
    assert "War" not in SIX_GENRES


def test_era_figures_by_hand() -> None:
    truth = np.array([1950.0, 1955, 1990, 1995])
    guess = Guesses(HEAD, truth + np.array([10, 0, -2, 0]), truth - 5, truth + 5)
    (figures,) = study_era(truth, (guess,))
    assert figures.mae == 3
    assert figures.median_error == 1
    assert figures.coverage == 1.0
    assert figures.mean_width == 10
    assert [(row.decade, row.films, row.mae, row.bias) for row in figures.decades] == [
        (1950, 2, 5, 5),
        (1990, 2, 1, -1),
    ]


@pytest.mark.parametrize(("noise", "verdict"), [(3.0, "well"), (15.0, "roughly"), (60.0, "hardly")])
def test_the_paragraph_follows_the_numbers(noise: float, verdict: str) -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(1930, 2010, 3000).astype(float)
    ways = study_era(
        truth,
        (
            Guesses(HEAD, truth + noise * rng.normal(size=3000)),
            Guesses(MEDIAN, np.full(3000, np.median(truth))),
        ),
    )
    words = paragraph({way.name: way for way in ways})
    assert verdict in words
    assert f"{ways[0].mae:.1f} years off on average" in words
    # Noise that does not depend on the year leans nowhere; 60 years of it hide even that.
    assert noise > 20 or "no lean" in words


def test_the_paragraph_tells_of_a_lean_towards_the_middle() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(1930, 2010, 3000).astype(float)
    shrunk = 1975 + 0.5 * (truth - 1975)
    ways = study_era(truth, (Guesses(HEAD, shrunk), Guesses(MEDIAN, np.full(3000, 1975.0))))
    words = paragraph({way.name: way for way in ways})
    assert "lean towards the middle" in words
    assert "years too late" in words
    assert "years too early" in words


def test_the_studies_of_a_catalogue() -> None:
    data = catalogue()
    heads, _ = train_heads(data, SPEC)
    assert set(genres(data, heads).auc) == set(GENRES)
    six = six_genres(data, heads)
    assert six is not None
    assert set(six.auc) <= set(SIX_GENRES)
    ways = era(data, heads, SPEC)
    assert ways[0].name == HEAD
    assert ways[0].mae < ways[-1].mae
    refitted = {way.name: way for way in ways}["refitted, years rebalanced"]
    assert refitted.mae < ways[-1].mae
