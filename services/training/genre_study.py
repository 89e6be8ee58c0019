"""The genre study: every threshold rule's table, averages, and how far to trust a probability."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from services.core.errors import UnavailableError
from services.core.types import Film
from services.training.data import SIX_GENRES

Truth = NDArray[np.bool_]
Probabilities = NDArray[np.floating]

# Precision alone is best by naming next to nothing, recall alone by naming everything.
LEAST_RECALL = 0.2
GRID = 199
UNCHOSEN = 0.5
BINS = 10


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """One genre at the threshold that a rule chose on val; the figures are of test."""

    genre: str
    threshold: float
    films: int
    accuracy: float
    f1: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class ThresholdTable:
    """One rule's thresholds applied to test.

    Attributes:
        rule: `accuracy`, `f1`, `precision` or `recall`: what was maximised on val.
        rows: A row a genre.
        jaccard: Mean Jaccard index of a film's genres and those named.
        subset_accuracy: Films whose genres are named exactly.
    """

    rule: str
    rows: tuple[ThresholdRow, ...]
    jaccard: float
    subset_accuracy: float

    def macro(self, figure: str) -> float:
        """Return the mean of `accuracy`, `f1`, `precision` or `recall` over genres."""
        return float(np.mean([getattr(row, figure) for row in self.rows]))


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether what is called 30 % happens in 30 % of cases, over all genres and test films.

    Attributes:
        predicted: Mean probability of each bin that is not empty.
        observed: Share of true cases in it.
        counts: Cases in it.
        error: Expected calibration error (Naeini et al. 2015): mean gap, weighted by cases.
    """

    predicted: tuple[float, ...]
    observed: tuple[float, ...]
    counts: tuple[int, ...]
    error: float


@dataclass(frozen=True, slots=True)
class GenreStudy:
    """Everything about one vocabulary on the test split."""

    films: int
    auc: Mapping[str, float]
    macro_auc: float
    micro_auc: float
    tables: tuple[ThresholdTable, ...]
    reliability: Reliability


def study_genres(
    names: Sequence[str],
    val_truth: Truth,
    val_probabilities: Probabilities,
    test_truth: Truth,
    test_probabilities: Probabilities,
) -> GenreStudy:
    """Choose thresholds on val by each of four rules and apply them to test.

    Args:
        names: g genres.
        val_truth: (n, g).
        val_probabilities: (n, g).
        test_truth: (m, g).
        test_probabilities: (m, g).

    Raises:
        UnavailableError: `too_few_films` where val or test holds no film.
    """
    if not len(val_truth) or not len(test_truth):
        raise UnavailableError(
            "too_few_films",
            f"Genres cannot be studied on {len(val_truth)} films to choose thresholds on and "
            f"{len(test_truth)} to judge on.",
        )
    auc = {
        name: float(roc_auc_score(test_truth[:, i], test_probabilities[:, i]))
        for i, name in enumerate(names)
        if 0 < test_truth[:, i].sum() < len(test_truth)
    }
    tables = []
    for rule, choose in RULES.items():
        thresholds = np.array(
            [choose(val_truth[:, i], val_probabilities[:, i]) for i in range(len(names))]
        )
        tables.append(_table(rule, names, thresholds, test_truth, test_probabilities))
    return GenreStudy(
        films=len(test_truth),
        auc=auc,
        # Where no genre has both, films with it and films without, there is nothing to rank.
        macro_auc=float(np.mean(list(auc.values()))) if auc else float("nan"),
        micro_auc=float(roc_auc_score(test_truth.ravel(), test_probabilities.ravel()))
        if auc
        else float("nan"),
        tables=tuple(tables),
        reliability=reliability(test_truth, test_probabilities),
    )


def reliability(truth: Truth, probabilities: Probabilities) -> Reliability:
    """Return the reliability curve over ten even bins of probability."""
    said, real = probabilities.ravel(), truth.ravel()
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    predicted, observed, counts = [], [], []
    for number in range(BINS):
        held = place == number
        if held.any():
            predicted.append(float(said[held].mean()))
            observed.append(float(real[held].mean()))
            counts.append(int(held.sum()))
    gaps = np.abs(np.array(predicted) - np.array(observed))
    error = float(np.average(gaps, weights=counts))
    return Reliability(tuple(predicted), tuple(observed), tuple(counts), error)


def six_genre_rows(films: Sequence[Film]) -> NDArray[np.int64]:
    """Return the films of the published six-genre rule: the first genre is one of the six.

    The sources list genres in alphabetical order, so "first" says little of a film; it is kept
    because the published figures were measured so. Genres beside the six are dropped by asking
    only for the six.
    """
    kept = [row for row, film in enumerate(films) if film.genres and film.genres[0] in SIX_GENRES]
    return np.array(kept, dtype=np.int64)


def _scores(truth: Truth, named: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """Return accuracy, F1, precision and recall; 0 where one is not defined."""
    hits, said, real = int((truth & named).sum()), int(named.sum()), int(truth.sum())
    precision = hits / said if said else 0.0
    recall = hits / real if real else 0.0
    f1 = 2 * hits / (said + real) if said + real else 0.0
    return float((truth == named).mean()), f1, precision, recall


def _best(
    truth: Truth,
    probabilities: Probabilities,
    worth: Callable[[tuple[float, float, float, float]], float],
) -> float:
    """Return the threshold of the grid that is worth most on these films.

    Where none of them has the genre, all are worth the same, and the lowest would name every film.
    """
    if not truth.any():
        return UNCHOSEN
    grid = np.unique(np.quantile(probabilities, np.linspace(0, 1, GRID)))
    worths = [worth(_scores(truth, probabilities >= threshold)) for threshold in grid]
    return float(grid[int(np.argmax(worths))])


def _by_accuracy(truth: Truth, probabilities: Probabilities) -> float:
    return _best(truth, probabilities, lambda scores: scores[0])


def _by_f1(truth: Truth, probabilities: Probabilities) -> float:
    return _best(truth, probabilities, lambda scores: scores[1])


def _by_precision(truth: Truth, probabilities: Probabilities) -> float:
    """Most precise of those that find at least a fifth of the films."""
    return _best(
        truth,
        probabilities,
        lambda scores: scores[2] if scores[3] >= LEAST_RECALL else scores[3] - 1,
    )


def _by_recall(truth: Truth, probabilities: Probabilities) -> float:
    """Highest recall of those clearly more precise than chance; F1 settles where none is.

    Clearly is half again as precise, or a quarter of the way from chance to certainty where that
    is less: half again would be out of reach for a genre that most films have.
    """
    chance = float(truth.mean())
    least = chance + min(chance / 2, (1 - chance) / 4)
    return _best(
        truth,
        probabilities,
        lambda scores: scores[3] + scores[2] / 1000 if scores[2] >= least else scores[1] - 1,
    )


RULES: Mapping[str, Callable[[Truth, Probabilities], float]] = {
    "accuracy": _by_accuracy,
    "f1": _by_f1,
    "precision": _by_precision,
    "recall": _by_recall,
}


def _table(
    rule: str,
    names: Sequence[str],
    thresholds: NDArray[np.floating],
    truth: Truth,
    probabilities: Probabilities,
) -> ThresholdTable:
    named = probabilities >= thresholds
    rows = []
    for column, name in enumerate(names):
        accuracy, f1, precision, recall = _scores(truth[:, column], named[:, column])
        rows.append(
            ThresholdRow(
                genre=name,
                threshold=float(thresholds[column]),
                films=int(truth[:, column].sum()),
                accuracy=accuracy,
                f1=f1,
                precision=precision,
                recall=recall,
            )
        )
    either = (truth | named).sum(axis=1)
    shared = (truth & named).sum(axis=1)
    return ThresholdTable(
        rule=rule,
        rows=tuple(rows),
        # A film without a genre of which none is named is right.
        jaccard=float(np.where(either == 0, 1.0, shared / np.maximum(either, 1)).mean()),
        subset_accuracy=float((truth == named).all(axis=1).mean()),
    )
