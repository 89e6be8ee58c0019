"""A client without a model: what tests of the bot ask instead of the real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from PIL import Image

from services.core.film_details import FilmDetails
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
    YearEstimate,
)
from services.inference.client import InferenceClient

HEAT = Film("Heat", 1995, ("Action", "Crime", "Thriller"), "tt0113277", 949)
NEAR = (
    Film("Ronin", 1998, ("Action", "Crime", "Thriller"), "tt0122690"),
    Film("Thief", 1981, ("Crime", "Drama", "Thriller"), "tt0083190"),
    Film("Collateral", 2004, ("Action", "Crime", "Drama", "Thriller"), None, 1538),
    Film("[Rec]_*2*", None, (), "tt1245112"),
)

# What the catalogue of `FakeClient` holds, nearest first whatever is asked.
SHELF = NEAR + tuple(
    Film(f"Film {number}", 1950 + number, ("Drama",), f"tt99{number:05}") for number in range(4, 8)
)


def identification(*, match: bool = False, k: int = 3) -> Identification:
    return Identification(
        encoder="poster-lite",
        match=Match(HEAT, 0.97) if match else None,
        neighbours=tuple(Neighbour(film, 0.83 - i / 10) for i, film in enumerate(NEAR[:k])),
        year=YearEstimate(1994.2, 1986.6, 2001.2),
        genres=(
            GenreScore("Crime", 0.71, True),
            GenreScore("Thriller", 0.55, True),
            GenreScore("Drama", 0.2, False),
        ),
        timings_ms={"decode": 1.0, "embed": 2.0},
    )


def perhaps(film: Film = HEAT, confidence: float | None = 0.64) -> Identification:
    """An answer that is not sure; the film is among its neighbours as well."""
    doubted = Match(film, 0.79, confidence, "picture")
    near = (Neighbour(film, 0.79), *identification(k=4).neighbours)
    return replace(identification(), perhaps=doubted, is_poster=True, neighbours=near)


def picture(colour: str = "teal", size: tuple[int, int] = (60, 90), kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def as_png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass
class FakeClient:
    """An `InferenceClient` of a few films that returns, or raises, what a test put into it.

    Attributes:
        catalogue: The films that it knows, nearest first whatever is asked.
        match: Whether a poster is taken for Heat.
        error: Raised by everything but `close`, `start` and `poster`.
        posters: Pictures by `Film.key`.
        editions: Further pictures by `Film.key`.
        asked: Every poster that was to be identified, with k.
        unseen: Films of the catalogue that the encoder has not seen.
        near: The neighbours of every poster, instead of the usual ones.
        answer: The answer for every poster, instead of the usual one.
        similarity: How alike two posters are.
        comparison: The answer for any two posters, instead of the usual one.
        waiting: How many posters wait.
        closed: Whether it was closed.
        id: What answers give to ask for a title with.
        title: The answer with the title that is read.
        titles_asked: With what titles were asked for.
        details: What is told of films beside their names, by `Film.key`.
    """

    catalogue: Sequence[Film] = (HEAT, *SHELF)
    match: bool = False
    error: Exception | None = None
    posters: dict[str, bytes] = field(default_factory=dict)
    editions: dict[str, list[bytes]] = field(default_factory=dict)
    asked: list[tuple[bytes, int]] = field(default_factory=list)
    unseen: list[Film] = field(default_factory=list)
    near: tuple[Neighbour, ...] | None = None
    answer: Identification | None = None
    similarity: float = 0.5
    comparison: Comparison | None = None
    waiting: int = 0
    closed: bool = False
    id: str | None = None
    title: Identification | None = None
    titles_asked: list[str] = field(default_factory=list)
    details: dict[str, FilmDetails] = field(default_factory=dict)

    def check(self) -> None:
        """Raise what a test wants to be raised."""
        if self.error:
            raise self.error

    async def start(self) -> None:
        return None

    async def close(self) -> None:
        self.closed = True

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        self.asked.append((poster, k))
        self.check()
        answer = self.answer or identification(match=self.match, k=k)
        answer = replace(answer, id=self.id)
        return replace(answer, neighbours=self.near[:k]) if self.near is not None else answer

    async def read_title(self, id: str) -> Identification | None:
        self.titles_asked.append(id)
        self.check()
        return self.title

    async def poster(self, film: Film, picture: int = 1) -> bytes | None:
        if picture == 1:
            return self.posters.get(film.key)
        further = self.editions.get(film.key, [])
        return further[picture - 2] if picture - 2 < len(further) else None

    async def facts(self, key: str) -> CatalogueFilm | None:
        film = await self.film(key)
        if film is None:
            return None
        pictures = 1 + len(self.editions.get(film.key, []))
        told = self.details.get(film.key)
        return CatalogueFilm(film, film.key in self.posters, pictures=pictures, details=told)

    async def film(self, key: str) -> Film | None:
        self.check()
        return next((film for film in self.catalogue if film.key == key), None)

    async def neighbours(
        self, key: str, *, k: int = 3, skip: int = 0, encoder: str | None = None
    ) -> Identification | None:
        film = await self.film(key)
        if film is None or film in self.unseen:
            return None
        near = [Neighbour(other, 0.8 - i / 20) for i, other in enumerate(SHELF) if other != film]
        return replace(
            identification(), match=Match(film, 1.0), neighbours=tuple(near[skip : skip + k])
        )

    async def titles(self, typed: str, *, limit: int = 10) -> tuple[Found, ...]:
        self.check()
        films = [film for film in self.catalogue if film.title.lower().startswith(typed.lower())]
        return tuple(Found(film, 0.9) for film in films[:limit])

    async def search(
        self, words: str, *, k: int = 10, by: str = "auto", encoder: str | None = None
    ) -> Search:
        self.check()
        films = [film for film in self.catalogue if words.lower() in film.title.lower()]
        score = 0.9 if words.lower() in (film.title.lower() for film in films) else 0.6
        found = tuple(Found(film, score, film not in self.unseen) for film in films[:k])
        return Search("title", found)

    async def compare(
        self, first: bytes, second: bytes, *, encoder: str | None = None
    ) -> Comparison:
        self.check()
        if self.comparison:
            return self.comparison
        return Comparison(self.similarity, identification(match=self.match), identification())

    async def films(self, *, skip: int = 0, limit: int = 1000) -> tuple[CatalogueFilm, ...]:
        self.check()
        return tuple(map(self.listed, self.catalogue[skip : skip + limit]))

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
        self.check()
        fits = [
            self.listed(film)
            for film in self.catalogue
            if (genre is None or genre in film.genres)
            and (marked or not film.marked)
            and (first_year or 0) <= (film.year or 0) <= (last_year or 9999)
        ]
        return tuple(item for item in fits if item.has_poster or not pictured)[:count]

    async def encoders(self) -> list[EncoderStatus]:
        self.check()
        return [
            EncoderStatus("poster-lite", "open", len(self.catalogue), "cosine", False, True, "…")
        ]

    def listed(self, film: Film) -> CatalogueFilm:
        """Return a film as the catalogue lists it."""
        return CatalogueFilm(film, film.key in self.posters)


def conforms(client: FakeClient) -> InferenceClient:
    """Return the client as what it stands for: the type checker holds it to the whole protocol."""
    return client
