"""A catalogue of made-up films, alike where their numbers are near: real clients over it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from services.core.types import Film, GenreScore, Identification, Match, Neighbour, YearEstimate
from services.inference.embedded import EmbeddedClient
from tests.inference.helpers import FakePipeline, settings

GENRES = ("Action", "Comedy", "Drama", "Horror", "Romance", "Sci-Fi", "War", "Western")
_FIRST = ("Amber", "Broken", "Crimson", "Distant", "Endless", "Frozen", "Gentle", "Hollow")
_SECOND = ("Harbour", "Island", "Journey", "Kingdom", "Lantern", "Meadow", "Notebook", "Orchard")


def films(count: int = 240) -> tuple[Film, ...]:
    """Return films of 1930 and later; near numbers share a genre and the time."""
    rng = random.Random(1)
    made = []
    for number in range(count):
        genres = {GENRES[number * len(GENRES) // count], rng.choice(GENRES)}
        title = f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {rng.choice(_FIRST)} {number + 300}"
        year = 1930 + number * 90 // count
        made.append(Film(title, year, tuple(sorted(genres)), imdb_id=f"tt{number:07}"))
    return tuple(made)


class Gallery(FakePipeline):
    """Neighbours are the films with the nearest numbers, of those beside each other the earlier.

    Args:
        folder: Where the pictures are written.
        made: The films.
        without: Numbers of films without a picture.
        twins: Pairs of numbers of films whose posters are the same picture.
    """

    def __init__(
        self,
        folder: Path,
        made: Sequence[Film],
        *,
        without: Sequence[int] = (),
        twins: Sequence[tuple[int, int]] = (),
    ) -> None:
        super().__init__(films=tuple(made))
        self._twins = {pair for one, other in twins for pair in ((one, other), (other, one))}
        for number, film in enumerate(made):
            if number not in without:
                path = folder / f"{film.key}.png"
                colour = (number % 256, number // 256, 90)
                Image.new("RGB", (40, 60), colour).save(path)
                self.pictures[film.key] = path

    def neighbours(self, key: str, *, k: int = 3, skip: int = 0) -> Identification | None:
        place = next((i for i, film in enumerate(self.films) if film.key == key), None)
        if place is None:
            return None
        others = [number for number in range(len(self.films)) if number != place]
        others.sort(key=lambda number: (-self._similarity(place, number), number))
        film = self.films[place]
        return Identification(
            self.encoder_name,
            Match(film, 1.0),
            tuple(
                Neighbour(self.films[number], self._similarity(place, number))
                for number in others[skip : skip + k]
            ),
            YearEstimate((film.year or 0) + 2.4, 1900.0, 2030.0),
            tuple(GenreScore(name, 0.6, name in film.genres[:1]) for name in GENRES),
        )

    def _similarity(self, place: int, number: int) -> float:
        if (place, number) in self._twins:
            return 0.99
        return 0.8 - abs(number - place) / len(self.films)


def client(folder: Path, gallery: Gallery, **changes: object) -> EmbeddedClient:
    """Return a real client over the gallery."""
    given = settings(folder, **changes)
    return EmbeddedClient(given, open_pipeline=lambda _settings, _name: gallery)
