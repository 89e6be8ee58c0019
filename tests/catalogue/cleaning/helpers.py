"""A catalogue that is imported, cleaned and built as the command line does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sqlalchemy import select

from services.catalogue.build import BuildReport, build_index
from services.catalogue.cleaning.clean import CleanReport, clean_catalogue
from services.catalogue.sources.folder import ImportReport, import_posters
from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.records import Record, Skipped
from services.catalogue.sources.rows import read_csv
from services.core.settings import Settings
from services.store import Store
from services.store.models import FilmRow, RejectedRow
from services.vision.index import open_index
from tests.catalogue.helpers import TinyEncoder, write_csv

POSTER = (120, 180)


def draw(path: Path, seed: int, size: tuple[int, int] = POSTER, quality: int = 90) -> Path:
    """Write a picture that only this seed gives, with shapes that survive being saved again."""
    path.parent.mkdir(exist_ok=True)
    tiles = np.random.default_rng(seed).integers(0, 255, (20, 14, 3), dtype=np.uint8)
    image = Image.fromarray(tiles).resize((360, 540), Image.Resampling.BICUBIC)
    image.resize(size, Image.Resampling.LANCZOS).save(path, quality=quality)
    return path


def film(number: int, **facts: Any) -> dict[str, Any]:
    """Return the row of a CSV about film `number`, whose poster is `<number>.jpg`."""
    row = {
        "file": f"{number}.jpg",
        "imdb_id": f"tt{number:07}",
        "tmdb_id": "",
        "title": f"Film {number}",
        "year": str(1950 + number % 70),
        "genres": "Drama",
        "split": "val",
        "redistributable": "1",
    }
    return row | facts


@dataclass
class PosterCatalogue:
    """The store, its settings and a folder of posters."""

    store: Store
    settings: Settings
    folder: Path

    async def import_rows(self, rows: list[dict[str, Any]]) -> ImportReport:
        csv = write_csv(self.folder / "films.csv", rows)
        return await self.import_items(read_csv(csv, self.folder))

    async def import_folder(self) -> ImportReport:
        return await self.import_items(read_library(self.folder).items)

    async def import_items(self, items: Sequence[Record | Skipped]) -> ImportReport:
        return await import_posters(self.store, items, self.settings)

    async def clean(self, **options: Any) -> CleanReport:
        return await clean_catalogue(self.store, self.settings, encoder="tiny", **options)

    async def build(self, encoder: TinyEncoder) -> BuildReport:
        return await build_index(self.store, encoder, self.settings)

    def indexed(self, encoder: TinyEncoder) -> list[str]:
        entries = open_index(self.settings.indexes_dir / "tiny", encoder.spec).entries
        return [entry.film.title for entry in entries]

    async def films(self) -> list[FilmRow]:
        async with self.store.session() as session:
            return list(await session.scalars(select(FilmRow).order_by(FilmRow.id)))

    async def rejected(self) -> dict[str, str]:
        async with self.store.session() as session:
            rows = await session.scalars(select(RejectedRow))
            return {row.film_key: row.reason for row in rows}
