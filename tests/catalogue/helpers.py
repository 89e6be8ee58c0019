"""Small drawn posters, a small encoder, and a look at what the database holds."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sqlalchemy import select

from services.core.encoders import EncoderSpec, Metric, Preprocessing
from services.store import Store
from services.store.models import FilmRow, PosterRow
from services.vision.encoders.base import normalise
from services.vision.encoders.preprocessing import preprocess

SIZE = (40, 60)
SHARED = Path(__file__).parents[2].parent / "shared" / "posters"


def draw(path: Path, seed: int, size: tuple[int, int] = SIZE) -> Path:
    """Write a picture that only this seed gives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tiles = np.random.default_rng(seed).integers(0, 255, (3, 2, 3), dtype=np.uint8)
    Image.fromarray(tiles).resize(size, Image.Resampling.NEAREST).save(path)
    return path


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write rows as a CSV whose columns are those of the first one."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def draw_films(folder: Path, count: int) -> list[dict[str, Any]]:
    """Draw `count` posters and return the rows of a CSV about them."""
    rows = []
    for number in range(1, count + 1):
        draw(folder / f"{number:04}.png", number)
        rows.append(
            {
                "file": f"{number:04}.png",
                "imdb_id": f"tt{number:07}",
                "tmdb_id": str(1000 + number),
                "title": f"Film {number}",
                "year": str(1950 + number % 70),
                "genres": "Drama|War" if number % 2 else "Comedy",
                "split": ("train", "val", "test")[number % 3],
                "redistributable": str(number % 2),
            }
        )
    return rows


async def dump(store: Store) -> list[tuple[Any, ...]]:
    """Return every fact that the database holds of its films and posters, row by row."""
    film, poster = FilmRow.__table__, PosterRow.__table__
    told = [poster.c[name] for name in ("kind", "language", "source")]
    # Last what the picture's file is.
    looks = [column for column in poster.c if column not in told]
    async with store.session() as session:
        question = select(film, *told, *looks).outerjoin_from(film, poster).order_by(film.c.id)
        return [tuple(row) for row in await session.execute(question)]


class TinyEncoder:
    """Six tiles of colour as an embedding; counts how often it saw which picture.

    Args:
        weights: Another value gives other embeddings.
        revision: What it says of its weights.
        blind_to: A picture, as bytes, for which it gives no numbers.
    """

    spec: EncoderSpec = EncoderSpec(
        name="tiny",
        dimension=18,
        metric=Metric.COSINE,
        preprocessing=Preprocessing(
            height=3, width=2, fit="stretch", mean=(0, 0, 0), std=(1, 1, 1), resample="BILINEAR"
        ),
        weights="none",
    )

    def __init__(
        self, weights: int = 0, *, revision: str = "", blind_to: bytes | None = None
    ) -> None:
        self.spec = replace(type(self).spec, revision=revision)
        self._mix = np.random.default_rng(weights).normal(size=(18, 18)).astype(np.float32)
        self._blind_to = blind_to
        self.seen: Counter[bytes] = Counter()
        self.batches: list[int] = []

    def embed(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        pixels = preprocess(images, self.spec.preprocessing).reshape(len(images), -1)
        vectors = normalise((pixels - 127) @ self._mix)
        if images[0].size == SIZE:  # a poster, not the encoder's test picture
            self.batches.append(len(images))
            for row, image in enumerate(images):
                self.seen[image.tobytes()] += 1
                if image.tobytes() == self._blind_to:
                    vectors[row, 0] = np.nan
        return vectors
