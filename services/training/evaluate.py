"""What an encoder and its heads are worth on the test split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_fscore_support, r2_score, roc_auc_score
from sklearn.neighbors import KNeighborsRegressor

from services.core.encoders import EncoderSpec, Metric
from services.training.data import SIX_GENRES, Labelled
from services.training.reidentify import CopyFigures
from services.vision.encoders.base import Embeddings, normalise
from services.vision.heads import Heads
from services.vision.index import ExactIndex
from services.vision.index.calibration import match_threshold, nearest_other

KNN_NEIGHBOURS = (5, 10, 20, 40, 80)
NEAREST = 3


@dataclass(frozen=True, slots=True)
class GenreFigures:
    """One genre on the test split, predicted where its threshold is passed."""

    name: str
    films: int
    auc: float
    f1: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One way to guess the year, in years; None where it gives no interval."""

    name: str
    mae: float
    median_error: float
    r2: float
    coverage: float | None = None
    mean_width: float | None = None


@dataclass(frozen=True, slots=True)
class LikenessFigures:
    """Neighbours and matches over the whole catalogue, asked with the test posters.

    Attributes:
        threshold: The match threshold, chosen on val.
        false_match_rate: Test posters whose best other film passes it.
        genre_jaccard: Mean Jaccard index of a poster's genres and those of its three nearest.
        genre_jaccard_random: The same for three films drawn at random.
        years_apart: Mean years between a poster and its three nearest.
        years_apart_random: The same for three films drawn at random.
    """

    threshold: float
    false_match_rate: float
    genre_jaccard: float
    genre_jaccard_random: float
    years_apart: float
    years_apart_random: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The test-split table of one encoder."""

    encoder: str
    films: int
    test_films: int
    six_genre_auc: float
    macro_auc: float
    genres: tuple[GenreFigures, ...]
    years: tuple[YearFigures, ...]
    likeness: LikenessFigures
    copies: CopyFigures | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the figures as a JSON-ready dictionary."""
        return asdict(self)


def evaluate(
    data: Labelled, heads: Heads, spec: EncoderSpec, copies: CopyFigures | None = None
) -> Evaluation:
    """Measure heads and embeddings on the test split.

    Args:
        data: Embeddings and labels; heads must not have been fitted on its test rows.
        heads: The heads of the same encoder.
        spec: The encoder.
        copies: How distorted copies were found, where that was measured.
    """
    genres = _genres(data, heads)
    auc = {item.name: item.auc for item in genres}
    return Evaluation(
        encoder=spec.key,
        films=len(data.films),
        test_films=int((data.splits == "test").sum()),
        six_genre_auc=float(np.mean([auc[name] for name in SIX_GENRES if name in auc])),
        macro_auc=float(np.nanmean(list(auc.values()))),
        genres=genres,
        years=_years(data, heads, spec),
        likeness=_likeness(data, spec),
        copies=copies,
    )


def _genres(data: Labelled, heads: Heads) -> tuple[GenreFigures, ...]:
    rows = data.rows("test", labelled="genres")
    truth = data.genre_matrix(heads.genre_names)[rows]
    probabilities = heads.genre_probabilities(data.embeddings[rows])
    predicted = probabilities >= heads.genre_thresholds
    figures = []
    for column, name in enumerate(heads.genre_names):
        y, guess = truth[:, column], predicted[:, column]
        both = 0 < y.sum() < len(y)
        # A genre that is never predicted scores 0, without a warning for each.
        precision, recall, f1, _ = precision_recall_fscore_support(
            y,
            guess,
            average="binary",
            zero_division=0,  # pyright: ignore[reportArgumentType]
        )
        figures.append(
            GenreFigures(
                name=name,
                films=int(y.sum()),
                auc=float(roc_auc_score(y, probabilities[:, column])) if both else float("nan"),
                f1=float(f1),
                precision=float(precision),
                recall=float(recall),
            )
        )
    return tuple(figures)


def _years(data: Labelled, heads: Heads, spec: EncoderSpec) -> tuple[YearFigures, ...]:
    train, val, test = (data.rows(split, labelled="years") for split in ("train", "val", "test"))
    truth = data.years[test]
    estimates = heads.years(data.embeddings[test])
    low, high = np.array([(item.low, item.high) for item in estimates]).T
    head = _year_figures("year head", np.array([item.estimate for item in estimates]), truth)
    inside = (truth >= low) & (truth <= high)
    neighbours, guesses = knn_years(data, train, val, test, spec.metric)
    median = np.full(len(truth), np.median(data.years[train]))
    return (
        YearFigures(
            head.name,
            head.mae,
            head.median_error,
            head.r2,
            coverage=float(inside.mean()),
            mean_width=float((high - low).mean()),
        ),
        _year_figures(f"{neighbours} nearest neighbours", guesses, truth),
        _year_figures("always the median", median, truth),
    )


def knn_years(
    data: Labelled,
    train: NDArray[np.int64],
    val: NDArray[np.int64],
    test: NDArray[np.int64],
    metric: Metric,
) -> tuple[int, NDArray[np.float64]]:
    """Guess the test years as the mean of the k nearest train posters'.

    Returns:
        k, chosen on val by mean absolute error, and the guesses, shape (len(test),).
    """
    vectors = normalise(data.embeddings) if metric is Metric.COSINE else data.embeddings
    best, k = np.inf, KNN_NEIGHBOURS[0]
    for candidate in KNN_NEIGHBOURS:
        if candidate > len(train):
            break
        model = KNeighborsRegressor(candidate, algorithm="brute")
        model.fit(vectors[train], data.years[train])
        error = float(np.abs(model.predict(vectors[val]) - data.years[val]).mean())
        if error < best:
            best, k = error, candidate
    model = KNeighborsRegressor(min(k, len(train)), algorithm="brute")
    model.fit(vectors[train], data.years[train])
    return k, np.asarray(model.predict(vectors[test]), dtype=np.float64)


def _year_figures(
    name: str, guesses: NDArray[np.floating], truth: NDArray[np.floating]
) -> YearFigures:
    errors = np.abs(guesses - truth)
    return YearFigures(
        name, float(errors.mean()), float(np.median(errors)), float(r2_score(truth, guesses))
    )


def _likeness(data: Labelled, spec: EncoderSpec) -> LikenessFigures:
    val, test = (np.flatnonzero(data.splits == split) for split in ("val", "test"))
    threshold = match_threshold(data.embeddings, val.tolist())
    rivals = nearest_other(data.embeddings, test.tolist())
    hits = _search(data.embeddings, test, spec.metric)
    near = [
        [row for row in found if row != own][:NEAREST]
        for own, found in zip(test, hits, strict=True)
    ]
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(data.films), (len(test), NEAREST)).tolist()
    jaccard, apart = _agreement(data, test, near)
    jaccard_random, apart_random = _agreement(data, test, drawn)
    return LikenessFigures(
        threshold=threshold,
        false_match_rate=float((rivals >= threshold).mean()),
        genre_jaccard=jaccard,
        genre_jaccard_random=jaccard_random,
        years_apart=apart,
        years_apart_random=apart_random,
    )


def _search(vectors: Embeddings, rows: NDArray[np.int64], metric: Metric) -> list[list[int]]:
    index = ExactIndex(vectors, metric)
    found: list[list[int]] = []
    for start in range(0, len(rows), 500):
        hits = index.search(vectors[rows[start : start + 500]], NEAREST + 1)
        found += [[hit.row for hit in row] for row in hits]
    return found


def _agreement(
    data: Labelled, own: NDArray[np.int64], others: Sequence[Sequence[int]]
) -> tuple[float, float]:
    """Return the mean genre Jaccard and the mean years apart, over pairs where both are known."""
    jaccard, apart = [], []
    for row, near in zip(own, others, strict=True):
        mine = set(data.films[row].genres)
        for other in near:
            theirs = set(data.films[other].genres)
            if mine and theirs:
                jaccard.append(len(mine & theirs) / len(mine | theirs))
            apart.append(abs(data.years[row] - data.years[other]))
    return float(np.mean(jaccard)), float(np.nanmean(apart))
