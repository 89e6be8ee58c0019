"""Fit the year head and the genre head on an encoder's embeddings: minutes on two cores.

Fitted on `train`; penalties, thresholds and the interval are chosen on `val`; `test` is not
looked at here. Read it top to bottom: genres, years, the interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.training.data import Labelled
from services.training.rebalance import Rebalanced
from services.vision.encoders.base import Embeddings
from services.vision.heads.heads import Heads, sigmoid, softmax, year_quantiles

# Penalties tried, as weight decay per film: sklearn's C is 1 / (decay * films).
GENRE_DECAYS = (0.03, 0.1, 0.3, 1.0)
YEAR_DECAYS = (0.03, 0.05, 0.1)
MIN_TRAIN, MIN_VAL = 20, 5
MIN_FILMS = 100
BIN_YEARS, BIN_FILMS = 10, 25
COVERAGE = 0.8
MIN_THRESHOLD = 0.1
MAX_ITERATIONS = 200


@dataclass
class HeadsReport:
    """What came of a training run.

    Attributes:
        genre_auc: AUC on val by genre.
        genre_decay: The penalty chosen for each genre; mixed heads add the share of the first.
        too_few: Genres left out, with their numbers of films in train and val.
        year: Mean absolute error, coverage and width on val, the penalty, the number of bins.
        splits: Films by split.
    """

    genre_auc: dict[str, float] = field(default_factory=dict)
    genre_decay: dict[str, float] = field(default_factory=dict)
    too_few: dict[str, tuple[int, int]] = field(default_factory=dict)
    year: dict[str, float] = field(default_factory=dict)
    splits: dict[str, int] = field(default_factory=dict)

    def metrics(self) -> dict[str, Any]:
        """Return the figures on val, as a heads manifest keeps them."""
        return {
            "val_genre_auc": self.genre_auc,
            "val_macro_auc": float(np.mean(list(self.genre_auc.values()))),
            "genre_decay": self.genre_decay,
            "genres_too_few": {name: list(counts) for name, counts in self.too_few.items()},
            "val_year": self.year,
        }


def train_heads(
    data: Labelled,
    spec: EncoderSpec,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Heads, HeadsReport]:
    """Fit both heads.

    Args:
        data: Embeddings and labels.
        spec: The encoder they come from.
        on_progress: Called with (done, total) after each fit.

    Raises:
        UnavailableError: `too_few_films` where there is too little to learn from.
    """
    report = HeadsReport(splits={name: int((data.splits == name).sum()) for name in _SPLITS})
    genres = _learnable(data, report)
    steps = _Steps(len(genres) * len(GENRE_DECAYS) + len(YEAR_DECAYS), on_progress)

    fit = data.embeddings[data.splits == "train"]
    mean, scale = fit.mean(axis=0), fit.std(axis=0) + 1e-6
    standard: Embeddings = ((data.embeddings - mean) / scale).astype(np.float32)

    genre_weight, genre_bias, thresholds = _fit_genres(data, standard, genres, report, steps)
    edges = _year_edges(data.years[data.rows("train", labelled="years")])
    year_weight, year_bias, levels = _fit_years(data, standard, edges, report, steps)

    heads = Heads(
        encoder=spec.name,
        revision=spec.revision,
        genre_names=tuple(genres),
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        genre_weight=genre_weight,
        genre_bias=genre_bias,
        genre_thresholds=thresholds,
        year_weight=year_weight,
        year_bias=year_bias,
        year_edges=edges.astype(np.float32),
        year_levels=levels,
    )
    return heads, report


_SPLITS = ("train", "val", "test")


class _Steps:
    def __init__(self, total: int, tell: Callable[[int, int], None]) -> None:
        self.done, self.total, self._tell = 0, total, tell

    def step(self) -> None:
        self.done += 1
        self._tell(self.done, self.total)


def _learnable(data: Labelled, report: HeadsReport) -> list[str]:
    """Return the genres with enough films in train and val; note the others."""
    for labelled in ("genres", "years"):
        counts = [len(data.rows(split, labelled=labelled)) for split in ("train", "val")]
        if counts[0] < MIN_FILMS or counts[1] < MIN_VAL:
            raise UnavailableError(
                "too_few_films",
                f"There are {counts[0]} films with {labelled} to learn from and {counts[1]} to "
                f"choose on; at least {MIN_FILMS} and {MIN_VAL} are needed.",
            )
    names = data.vocabulary
    matrix = data.genre_matrix(names)
    counts = {
        split: matrix[data.rows(split, labelled="genres")].sum(axis=0) for split in ("train", "val")
    }
    learnable = []
    for name, train, val in zip(names, counts["train"], counts["val"], strict=True):
        if train >= MIN_TRAIN and val >= MIN_VAL:
            learnable.append(name)
        else:
            report.too_few[name] = (int(train), int(val))
    if not learnable:
        raise UnavailableError(
            "too_few_films",
            f"No genre has {MIN_TRAIN} films to learn from and {MIN_VAL} to choose on.",
        )
    return learnable


def _fit_genres(
    data: Labelled, standard: Embeddings, genres: Sequence[str], report: HeadsReport, steps: _Steps
) -> tuple[Embeddings, Embeddings, Embeddings]:
    """One logistic regression a genre; the penalty by AUC, the threshold by F1, both on val."""
    train, val = (data.rows(split, labelled="genres") for split in ("train", "val"))
    labels = data.genre_matrix(genres)
    x_train, x_val = standard[train], standard[val]
    weights, biases, thresholds = [], [], []
    for column, genre in enumerate(genres):
        y_train, y_val = labels[train, column], labels[val, column]
        best = -1.0
        chosen: tuple[Embeddings, Embeddings] | None = None
        for decay in GENRE_DECAYS:
            weight, bias = _fit_linear(x_train, y_train, decay)
            logits = x_val @ weight + bias
            auc = float(roc_auc_score(y_val, logits[:, 0]))
            if auc > best:
                best, chosen = auc, (weight, bias)
                report.genre_auc[genre], report.genre_decay[genre] = auc, decay
            steps.step()
        assert chosen is not None
        weight, bias = chosen
        probabilities = sigmoid(x_val @ weight + bias)[:, 0]
        weights.append(weight[:, 0])
        biases.append(bias[0])
        thresholds.append(f1_threshold(y_val, probabilities))
    return (
        np.stack(weights, axis=1).astype(np.float32),
        np.array(biases, dtype=np.float32),
        np.array(thresholds, dtype=np.float32),
    )


def _fit_years(
    data: Labelled,
    standard: Embeddings,
    edges: NDArray[np.float64],
    report: HeadsReport,
    steps: _Steps,
) -> tuple[Embeddings, Embeddings, Embeddings]:
    """A softmax over year bins; the penalty by the median's absolute error on val."""
    train, val = (data.rows(split, labelled="years") for split in ("train", "val"))
    bins = np.searchsorted(edges, data.years[train], side="right") - 1
    bins = np.clip(bins, 0, len(edges) - 2)
    truth = data.years[val]
    best = np.inf
    chosen: tuple[Embeddings, Embeddings, Embeddings] | None = None
    for decay in YEAR_DECAYS:
        weight, bias = _fit_linear(standard[train], bins, decay)
        distribution = softmax(standard[val] @ weight + bias)
        estimate = year_quantiles(distribution, edges, np.array([0.5]))[:, 0]
        error = float(np.abs(estimate - truth).mean())
        if error < best:
            best, chosen = error, (weight, bias, distribution)
            report.year = {"mae": error, "decay": decay, "bins": len(edges) - 1}
        steps.step()
    assert chosen is not None
    weight, bias, distribution = chosen
    levels = interval_levels(distribution, edges, truth)
    low, high = year_quantiles(distribution, edges, levels).T
    report.year |= {
        "coverage": float(((truth >= low) & (truth <= high)).mean()),
        "mean_width": float((high - low).mean()),
    }
    return weight.astype(np.float32), bias.astype(np.float32), levels.astype(np.float32)


def refit_years(data: Labelled, drawn: Rebalanced | None = None) -> NDArray[np.float64]:
    """Fit a year head of the same kind afresh and return its estimates for every film, (n,).

    Args:
        data: Embeddings and labels; the penalty is chosen on val.
        drawn: The training films and their weights; None for all of train, alike.
    """
    train, val = (data.rows(split, labelled="years") for split in ("train", "val"))
    rows = train if drawn is None else drawn.rows
    weights = None if drawn is None else drawn.weights
    edges = _year_edges(data.years[train])
    mean, scale = data.embeddings[rows].mean(axis=0), data.embeddings[rows].std(axis=0) + 1e-6
    standard: Embeddings = ((data.embeddings - mean) / scale).astype(np.float32)
    bins = np.clip(np.searchsorted(edges, data.years[rows], side="right") - 1, 0, len(edges) - 2)
    best, chosen = np.inf, np.zeros(len(standard))
    for decay in YEAR_DECAYS:
        weight, bias = _fit_linear(standard[rows], bins, decay, weights)
        distribution = softmax(standard @ weight + bias)
        guesses = year_quantiles(distribution, edges, np.array([0.5]))[:, 0]
        error = float(np.abs(guesses - data.years)[val].mean())
        if error < best:
            best, chosen = error, guesses
    return chosen


def _fit_linear(
    x: Embeddings, y: NDArray[Any], decay: float, weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weight (d, c) and bias (c,): c is 1 for two classes, else a column a class."""
    model = LogisticRegression(C=1.0 / (decay * len(x)), max_iter=MAX_ITERATIONS)
    model.fit(x, y, sample_weight=weights)
    weight, bias = np.asarray(model.coef_), np.asarray(model.intercept_)
    return weight.T.astype(np.float32), bias.astype(np.float32)


def f1_threshold(truth: NDArray[np.bool_], probabilities: NDArray[np.floating]) -> float:
    """Return the probability threshold that gives the best F1, at least `MIN_THRESHOLD`.

    For a rare genre the best F1 can lie at one or two per cent; to name a genre that the head
    itself gives so little would read as a mistake.
    """
    quantiles = np.quantile(probabilities, np.linspace(0, 1, 200))
    grid = np.unique(np.maximum(quantiles, MIN_THRESHOLD))
    named = probabilities >= grid[:, None]
    right = named[:, truth].sum(axis=1)
    scores = 2 * right / np.maximum(named.sum(axis=1) + truth.sum(), 1)
    return float(grid[int(np.argmax(scores))])


def interval_levels(
    distribution: NDArray[np.floating], edges: NDArray[np.floating], truth: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return the two quantile levels that a tenth of the true years lie below and above.

    This is conformalised quantile regression (Romano et al. 2019) with a film's score on the
    scale of the predicted distribution: the level at which its true year lies.
    """
    cumulative = np.cumsum(distribution, axis=1, dtype=np.float64)
    cumulative = np.hstack([np.zeros((len(cumulative), 1)), cumulative / cumulative[:, -1:]])
    level = np.sort(
        [np.interp(year, edges, row) for year, row in zip(truth, cumulative, strict=True)]
    )
    # The finite-sample ranks of split conformal prediction, one for each tail.
    rank = max(int(np.floor((1.0 - COVERAGE) / 2 * (len(level) + 1))) - 1, 0)
    return np.array([level[rank], level[-1 - rank]])


def _year_edges(years: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return bin edges: ten years each, wider where they would hold fewer than 25 films."""
    first, last = int(years.min()), int(years.max()) + 1
    edges = [float(last)]
    start = last
    while start > first:
        start -= BIN_YEARS
        held = int(((years >= start) & (years < edges[0])).sum())
        if held >= BIN_FILMS:
            edges.insert(0, float(start))
    # What is left before the first full bin joins it.
    edges[0] = float(first)
    return np.array(edges if len(edges) > 1 else [float(first), float(last)])
