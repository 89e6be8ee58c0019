"""Posters that a small network can learn: the colour tells the era, the shape the genre."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from services.core.types import Film
from services.training.data import Labels

GENRES = ("Comedy", "Horror")


def made_up(folder: Path, films: int = 36, seed: int = 0) -> Labels:
    """Draw posters of 40 x 60 pixels into a folder and return their labels; every third is val."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    items, paths, years = [], [], []
    for number in range(films):
        year = int(rng.integers(1950, 2016))
        genre = GENRES[int(rng.integers(2))]
        level = round((year - 1950) * 3.5)
        image = Image.new("RGB", (40, 60), (level, 90, 255 - level))
        x, y = (int(value) for value in rng.integers(2, 20, 2))
        shape = ImageDraw.Draw(image)
        (shape.ellipse if genre == "Comedy" else shape.rectangle)(
            (x, y, x + 15, y + 30), fill=tuple(int(v) for v in rng.integers(0, 255, 3))
        )
        path = folder / f"{number}.png"
        image.save(path)
        paths.append(str(path))
        items.append(Film(f"Film {number}", year, (genre,), f"tt{number:07d}"))
        years.append(float(year))
    return Labels(
        films=tuple(items),
        years=np.array(years),
        splits=np.array([("train", "train", "val")[number % 3] for number in range(films)]),
        redistributable=np.ones(films, dtype=bool),
        paths=tuple(paths),
        pictures=np.arange(films),
    )
