"""A small catalogue whose every answer is the same in each run: no model, no chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from PIL import Image

from services.core.types import (
    CatalogueFilm,
    Comparison,
    EncoderStatus,
    Film,
    Found,
    GenreScore,
    Identification,
    Match,
    Neighbour,
    Search,
    SeenPoster,
    YearEstimate,
)
from tests.fake_client import FakeClient

GENRES = ("Western", "Horror", "Comedy", "Sci-Fi")
_FIRST = ("Dusty", "Silver", "Broken", "Hidden", "Velvet", "Crimson", "Hollow")
_LAST = ("Saddle", "Harbour", "Lantern", "Orchid", "Compass")
# No id, and a title that fits into no button: its key is carried as a hash and a beginning.
LONG = Film("The " + "Very " * 17 + "Long Goodbye to Everybody We Knew", 1964, ("Western",))
PLAIN = Film("Face/Off? 100% [*_~]", 1997, ("Western", "Drama"))


def _films() -> tuple[Film, ...]:
    made = [LONG, PLAIN]
    for number in range(28):
        title = f"{_FIRST[number % 7]} {_LAST[number % 5]}"
        genre = GENRES[number // 7]
        genres = (genre, "Drama") if number % 2 else (genre,)
        tmdb_id = 500 + number if number % 5 == 4 else None
        imdb_id = None if tmdb_id else f"tt{number + 1:07}"
        made.append(Film(title, 1951 + 2 * number, genres, imdb_id, tmdb_id))
    return tuple(made)


FILMS = _films()
PICTURED = 6  # the film that has several pictures
UNKNOWN = len(FILMS)  # the number of a poster that no film has
# Numbers of pictures that are answered with a doubt: a film that it perhaps is, a poster that is
# surely none of these, no poster at all, two posters in one picture.
DOUBTED, FOREIGN, NO_POSTER, TWO = range(UNKNOWN + 1, UNKNOWN + 5)


@lru_cache
def poster(number: int) -> bytes:
    """A picture that carries its film's place in `FILMS`."""
    out = BytesIO()
    Image.new("RGB", (24, 36), (number * 7, 80, 140)).save(out, "PNG")
    return out.getvalue()


def _shuffled(films: Sequence[Film]) -> list[Film]:
    return sorted(films, key=lambda film: sha256(film.key.encode()).digest())


@dataclass
class RecordedClient(FakeClient):
    """Knows `FILMS`: neighbours are the films of the same genre."""

    catalogue: Sequence[Film] = FILMS

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        with Image.open(BytesIO(poster)) as picture:
            pixel = picture.convert("RGB").getpixel((0, 0))
        assert isinstance(pixel, tuple)
        number = int(pixel[0]) // 7
        if number > UNKNOWN:
            return self._unsure(number, k, encoder)
        if number == UNKNOWN:
            return replace(self._seen(FILMS[3], k, 0, encoder), match=None)
        return self._seen(FILMS[number], k, 0, encoder)

    def _unsure(self, number: int, k: int, encoder: str | None) -> Identification:
        answer = replace(self._seen(FILMS[3], k, 0, encoder), match=None, is_poster=True)
        if number == NO_POSTER:
            return replace(answer, is_poster=False)
        if number == FOREIGN:
            return answer
        doubted = Match(FILMS[8], 0.7, 0.64, "picture")
        if number == DOUBTED:
            return replace(answer, perhaps=doubted)
        sure = Match(FILMS[3], 0.9, 0.99, "geometry")
        left = SeenPoster(((1, 2), (10, 2), (10, 30), (1, 30)), sure)
        right = SeenPoster(((14, 2), (23, 2), (23, 30), (14, 30)), None, doubted)
        return replace(answer, perhaps=doubted, posters=(right, left))

    async def compare(
        self, first: bytes, second: bytes, *, encoder: str | None = None
    ) -> Comparison:
        answers = [await self.identify(poster, encoder=encoder) for poster in (first, second)]
        return Comparison(0.5, answers[0], answers[1])

    async def poster(self, film: Film, picture: int = 1) -> bytes | None:
        there = film in FILMS and picture <= self.listed(film).pictures
        return poster(FILMS.index(film)) if there else None

    async def facts(self, key: str) -> CatalogueFilm | None:
        film = await self.film(key)
        return None if film is None else self.listed(film)

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        film = await self.film(key)
        return self._seen(film, k, skip, encoder) if film else None

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        return Search("title", await self.titles(words, limit=k))

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        typed = typed.casefold()
        hits = [film for film in FILMS if typed in film.title.casefold()]
        return tuple(Found(film, 1.0) for film in hits[:limit])

    def listed(self, film: Film) -> CatalogueFilm:
        return CatalogueFilm(film, True, pictures=3 if film == FILMS[PICTURED] else 1)

    async def sample(
        self,
        count: int,
        *,
        pictured: bool = False,
        genre: str | None = None,
        first_year: int | None = None,
        last_year: int | None = None,
        known: float | None = None,
        marked: bool = False,
    ) -> tuple[CatalogueFilm, ...]:
        fits = [
            film
            for film in _shuffled(FILMS)
            if (genre is None or genre in film.genres)
            and (first_year or 0) <= (film.year or 0) <= (last_year or 9999)
        ]
        return tuple(CatalogueFilm(film, True) for film in fits[:count])

    async def encoders(self) -> list[EncoderStatus]:
        return [
            EncoderStatus("poster-lite", "open", len(FILMS), "cosine", False, True, "…"),
            EncoderStatus("clip-vit-b-32", "built", 12, "cosine", True, False, "…"),
            EncoderStatus("vgg16", "missing", 0, "euclidean", False, False, "…"),
        ]

    def _seen(self, film: Film, k: int, skip: int, encoder: str | None) -> Identification:
        same = [other for other in FILMS if other != film and other.genres[0] == film.genres[0]]
        near = [Neighbour(other, 0.9 - place / 50) for place, other in enumerate(same)]
        return Identification(
            encoder=encoder or "poster-lite",
            match=Match(film, 0.97),
            neighbours=tuple(near[skip : skip + k]),
            year=YearEstimate((film.year or 1990) + 4.0, 1950.0, 2010.0),
            genres=tuple(GenreScore(name, 0.6, name == film.genres[0]) for name in GENRES),
            timings_ms={"decode": 1.0, "embed": 2.0},
        )
