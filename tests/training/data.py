"""A made-up catalogue whose year and genres can be read off its embeddings."""

from __future__ import annotations

import numpy as np

from services.core.encoders import EncoderSpec, Metric, Preprocessing
from services.core.types import Film
from services.training.data import Labelled
from services.vision.encoders.base import normalise

SPEC = EncoderSpec(
    name="toy",
    dimension=24,
    metric=Metric.COSINE,
    preprocessing=Preprocessing(8, 8, "stretch", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    weights="made up",
    revision="1",
)
GENRES = ("Comedy", "Horror", "Western")


def catalogue(films: int = 1500, seed: int = 0, rare: int = 0) -> Labelled:
    """Return films whose first number grows with the year and whose next ones with each genre."""
    rng = np.random.default_rng(seed)
    years = rng.integers(1950, 2016, films).astype(np.float64)
    has = rng.random((films, len(GENRES))) < (0.5, 0.3, 0.2)
    vectors = rng.normal(size=(films, SPEC.dimension)) * 0.4
    vectors[:, 0] += (years - 1983) / 15
    vectors[:, 1 : 1 + len(GENRES)] += has * 1.5
    named = [
        tuple(genre for genre, yes in zip(GENRES, row, strict=True) if yes)
        + (("Film-Noir",) if place < rare else ())
        for place, row in enumerate(has)
    ]
    return Labelled(
        films=tuple(
            Film(f"Film {i}", int(year), genres, f"tt{i:07d}")
            for i, (year, genres) in enumerate(zip(years, named, strict=True))
        ),
        embeddings=normalise(vectors),
        years=years,
        splits=np.array(["train", "val", "test"])[rng.choice(3, films, p=[0.6, 0.2, 0.2])],
        redistributable=rng.random(films) < 0.25,
    )
