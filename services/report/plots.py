"""The report's plots: arrays and figures in, a matplotlib figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve

from services.training.era_study import EraFigures
from services.training.genre_study import Reliability
from services.training.rebalance import Rebalanced, weighted

WIDE, SQUARE, TALL = (9.0, 4.2), (6.4, 6.0), (6.4, 7.4)
# Ten colours are all that the eye tells apart, and there are more genres than that.
_LINES, _COLOURS = ("-", "--", ":"), 10


def genre_bars(counts: Mapping[str, int]) -> Figure:
    """Films a genre, most first."""
    figure, axes = _figure(WIDE)
    names = sorted(counts, key=lambda name: counts[name])
    axes.barh(names, [counts[name] for name in names])
    axes.set_xlabel("films; one with several genres counts in each")
    return figure


def genre_pie(counts: Mapping[str, int], shown: int = 8) -> Figure:
    """Share of all genre labels; what is beyond the largest `shown` is one slice."""
    figure, axes = _figure(SQUARE)
    names = sorted(counts, key=lambda name: -counts[name])
    values = [counts[name] for name in names[:shown]]
    labels = names[:shown]
    rest = sum(counts[name] for name in names[shown:])
    if rest:
        values, labels = [*values, rest], [*labels, "others"]
    axes.pie(values, labels=labels, autopct="%.0f %%", startangle=90, counterclock=False)
    return figure


def films_per_year(drawn: Rebalanced) -> Figure:
    """Films a year before and after rebalancing."""
    figure = Figure(figsize=(9.0, 5.4), layout="constrained")
    top, bottom = figure.subplots(2, 1, sharex=True)
    top.bar(drawn.years, drawn.before, width=0.9)
    top.set_title("train split")
    bottom.bar(drawn.years, weighted(drawn), width=0.9)
    bottom.axhline(drawn.wanted, linewidth=1, linestyle="--", color="grey")
    bottom.set_title("after rebalancing, weighted")
    return figure


def curves(rows: Sequence[Mapping[str, float]]) -> Figure:
    """Losses and metrics by epoch, from a run's `curves.csv`."""
    epochs = [row["epoch"] for row in rows]
    figure = Figure(figsize=(9.0, 6.6), layout="constrained")
    losses, areas, years, copies = figure.subplots(2, 2).ravel()
    for name, label in (("genre", "genres"), ("year", "years")):
        (line,) = losses.plot(
            epochs, [row[f"train_{name}"] for row in rows], label=f"{label}, train"
        )
        values = [row[f"val_{name}"] for row in rows]
        losses.plot(epochs, values, "--", color=line.get_color(), label=f"{label}, val")
    losses.plot(epochs, [row["train_copies"] for row in rows], label="copies, train")
    losses.set_title("losses; train is measured on distorted views")
    losses.legend(fontsize="small")
    areas.plot(epochs, [row["val_six_auc"] for row in rows], label="six genres")
    areas.plot(epochs, [row["val_auc"] for row in rows], label="all genres")
    areas.set_title("macro AUC, val")
    areas.legend(fontsize="small")
    years.plot(epochs, [row["val_mae"] for row in rows])
    years.set_title("mean absolute error of the year, val")
    copies.plot(epochs, [row["val_hard"] for row in rows])
    copies.set_title("badly distorted copies found, val")
    for axes in (losses, areas, years, copies):
        axes.set_xlabel("epoch")
    return figure


def roc(names: Sequence[str], truth: NDArray[np.bool_], said: NDArray[np.floating]) -> Figure:
    """ROC curves by genre, with the area under each; truth and said are (n, g)."""
    figure, axes = _figure(TALL)
    for place, (column, name) in enumerate(_measurable(names, truth)):
        false, true, _ = roc_curve(truth[:, column], said[:, column])
        axes.plot(false, true, **_line(place), label=f"{name} {auc(false, true):.2f}")
    axes.plot([0, 1], [0, 1], "--", color="grey", linewidth=1)
    axes.set_xlabel("false positive rate")
    axes.set_ylabel("true positive rate")
    figure.legend(loc="outside lower center", fontsize="small", ncols=4)
    return figure


def precision_recall(
    names: Sequence[str], truth: NDArray[np.bool_], said: NDArray[np.floating]
) -> Figure:
    """Precision-recall curves by genre, with average precision; truth and said are (n, g)."""
    figure, axes = _figure(TALL)
    for place, (column, name) in enumerate(_measurable(names, truth)):
        precision, recall, _ = precision_recall_curve(truth[:, column], said[:, column])
        average = average_precision_score(truth[:, column], said[:, column])
        axes.plot(recall, precision, **_line(place), label=f"{name} {average:.2f}")
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    figure.legend(loc="outside lower center", fontsize="small", ncols=4)
    return figure


def decade_errors(ways: Sequence[EraFigures]) -> Figure:
    """Mean absolute error of each way to guess the year, by decade."""
    figure, axes = _figure(WIDE)
    for way in ways:
        decades = [row.decade for row in way.decades]
        axes.plot(decades, [row.mae for row in way.decades], marker="o", label=way.name)
    axes.set_xlabel("decade of the film")
    axes.set_ylabel("mean absolute error, years")
    axes.legend(fontsize="small")
    return figure


def calibration(curve: Reliability) -> Figure:
    """How often what is said happens."""
    figure, axes = _figure(SQUARE)
    axes.plot([0, 1], [0, 1], "--", color="grey", linewidth=1)
    axes.plot(curve.predicted, curve.observed, marker="o")
    axes.set_xlabel("probability said")
    axes.set_ylabel("share of films that have the genre")
    return figure


def embedding_map(
    points: NDArray[np.floating], genres: Sequence[str], decades: NDArray[np.floating]
) -> Figure:
    """Posters on a plane, (n, 2), by main genre and by decade (NaN where not known)."""
    figure = Figure(figsize=(12.0, 6.0), layout="constrained")
    left, right = figure.subplots(1, 2)
    most = [name for name, _ in _most_frequent(genres)][:9]
    left.scatter(*_only(points, [name not in most for name in genres]), s=3, color="lightgrey")
    for number, name in enumerate(most):
        x, y = _only(points, [genre == name for genre in genres])
        left.scatter(x, y, s=4, color=f"C{number}", label=name)
    left.legend(fontsize="x-small", markerscale=3)
    left.set_title("by first genre")
    known = ~np.isnan(decades)
    shown = right.scatter(*points[known].T, s=4, c=decades[known], cmap="viridis")
    figure.colorbar(shown, ax=right, label="decade")
    right.set_title("by decade")
    for axes in (left, right):
        axes.set_xticks([])
        axes.set_yticks([])
    return figure


def _only(
    points: NDArray[np.floating], chosen: Sequence[bool]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    kept = points[np.array(chosen, dtype=bool)]
    return kept[:, 0], kept[:, 1]


def _most_frequent(words: Sequence[str]) -> list[tuple[str, int]]:
    names, counts = np.unique([word for word in words if word], return_counts=True)
    return sorted(zip(names.tolist(), counts.tolist(), strict=True), key=lambda pair: -pair[1])


def _measurable(names: Sequence[str], truth: NDArray[np.bool_]) -> list[tuple[int, str]]:
    """Return the genres that some films have and some do not."""
    return [
        (column, name)
        for column, name in enumerate(names)
        if 0 < truth[:, column].sum() < len(truth)
    ]


def _line(place: int) -> dict[str, Any]:
    style = _LINES[place // _COLOURS % len(_LINES)]
    return {"color": f"C{place % _COLOURS}", "linestyle": style, "linewidth": 1.2}


def _figure(size: tuple[float, float]) -> tuple[Figure, Axes]:
    figure = Figure(figsize=size, layout="constrained")
    return figure, figure.subplots()
