"""The studies on a catalogue: heads and embeddings in, the figures of `marquee study` out."""

from __future__ import annotations

import numpy as np

from services.core.encoders import EncoderSpec
from services.training.data import SIX_GENRES, Labelled
from services.training.era_study import (
    HEAD,
    MEDIAN,
    REBALANCED,
    REFITTED,
    EraFigures,
    Guesses,
    study_era,
)
from services.training.evaluate import knn_years
from services.training.genre_study import GenreStudy, six_genre_rows, study_genres
from services.training.heads import refit_years
from services.training.rebalance import rebalance
from services.vision.heads import Heads

# Films a year at most in the rebalanced training set.
CAP = 150


def genres(data: Labelled, heads: Heads) -> GenreStudy:
    """Study every genre that the heads know."""
    return _genres(data, heads, heads.genre_names, np.arange(len(data.films)))


def six_genres(data: Labelled, heads: Heads) -> GenreStudy | None:
    """Study the six genres on the films of the published rule; None where there are none."""
    names = tuple(name for name in SIX_GENRES if name in heads.genre_names)
    among = six_genre_rows(data.films)
    splits = set(data.splits[among])
    return _genres(data, heads, names, among) if names and {"val", "test"} <= splits else None


def era(data: Labelled, heads: Heads, spec: EncoderSpec) -> tuple[EraFigures, ...]:
    """Study the year head, a head refitted with and without rebalancing, k-NN and the median."""
    train, val, test = (data.rows(split, labelled="years") for split in ("train", "val", "test"))
    answers = heads.years(data.embeddings[test])
    k, near = knn_years(data, train, val, test, spec.metric)
    drawn = rebalance(data, cap=CAP)
    ways = [
        Guesses(
            HEAD,
            np.array([item.estimate for item in answers]),
            np.array([item.low for item in answers]),
            np.array([item.high for item in answers]),
        ),
        Guesses(REFITTED, refit_years(data)[test]),
        Guesses(REBALANCED, refit_years(data, drawn)[test]),
        Guesses(f"{k} nearest neighbours", near),
        Guesses(MEDIAN, np.full(len(test), np.median(data.years[train]))),
    ]
    return study_era(data.years[test], tuple(ways))


def _genres(data: Labelled, heads: Heads, names: tuple[str, ...], among: np.ndarray) -> GenreStudy:
    columns = [heads.genre_names.index(name) for name in names]
    parts = []
    for split in ("val", "test"):
        rows = np.intersect1d(data.rows(split, labelled="genres"), among)
        parts += [
            data.genre_matrix(names)[rows],
            heads.genre_probabilities(data.embeddings[rows])[:, columns],
        ]
    return study_genres(names, *parts)
