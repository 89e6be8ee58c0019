"""A real data folder whose index holds the drawn posters, in one encoder or several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from services.core.settings import Settings
from services.core.types import Film
from services.samples import SAMPLES, draw
from services.store import Store
from services.store.models import FilmRow
from services.vision.encoders import Encoder, open_encoder
from services.vision.encoders.base import Embeddings
from services.vision.index import IndexEntry, write_index

# In the database, but never embedded: it came without a poster.
LOST = "tt9100000"


def settings_for(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, max_k=12)  # pyright: ignore[reportCallIssue]


class DrawnCatalogue:
    """The twelve drawn posters, embedded once; `build` writes an index of some of them."""

    def __init__(self, folder: Path, width: int = 300) -> None:
        self.settings = settings_for(folder)
        self.posters: list[Image.Image] = [draw(sample, width) for sample in SAMPLES]
        self.paths: list[Path] = []
        for number, poster in enumerate(self.posters):
            self.paths.append(folder / f"{number}.png")
            poster.save(self.paths[-1])
        self.encoder: Encoder = open_encoder("poster-lite", self.settings)
        self.embeddings: Embeddings = self.encoder.embed(self.posters)

    def film(self, number: int, prefix: str = "") -> Film:
        facts = SAMPLES[number].film
        return Film(f"{prefix}{facts.title}", facts.year, facts.genres, f"tt{9_000_000 + number}")

    def build(self, numbers: Sequence[int] | None = None, *, prefix: str = "") -> None:
        """Write an index of these samples, in this order, and make it the current one."""
        numbers = range(len(SAMPLES)) if numbers is None else numbers
        entries = [
            IndexEntry(self.film(number, prefix), poster_path=str(self.paths[number]))
            for number in numbers
        ]
        write_index(
            self.settings.indexes_dir / self.encoder.spec.name,
            self.encoder.spec,
            entries,
            self.embeddings[list(numbers)],
        )

    async def remember(self) -> None:
        """Write the database: the drawn films, the last best known, and one without a poster."""
        films = [(self.film(number), [], float(number)) for number in range(len(SAMPLES))]
        lost = (Film("The Lost Reel", 1931, (), LOST), ["Die verlorene Rolle"], None)
        async with (
            await Store.open(self.settings.database_path) as store,
            store.session() as session,
        ):
            for film, aliases, popularity in [*films, lost]:
                session.add(
                    FilmRow(
                        title=film.title,
                        imdb_id=film.imdb_id,
                        year=film.year,
                        genres=list(film.genres),
                        aliases=aliases,
                        popularity=popularity,
                        redistributable=False,
                        source="test",
                    )
                )
            await session.commit()
