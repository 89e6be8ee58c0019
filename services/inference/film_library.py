"""The films of a catalogue in memory: their titles, how known they are, draws by chance."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from services.catalogue.popularity import how_known
from services.catalogue.search import StoredFilm, TitleIndex
from services.core.errors import RequestError
from services.core.types import CatalogueFilm, Film, Found

if TYPE_CHECKING:
    from PIL.Image import Image

    from services.inference.registry import Pipeline
    from services.vision.index.standing import Standing
    from services.vision.lettering.titles import TitleReading

MAX_SAMPLE = 200
MAX_PAGE = 1000


class FilmLibrary:
    """What the catalogue of one pipeline holds, and what the database knows beside it.

    Films that were imported without a poster can be found, but have no neighbours.

    Args:
        pipeline: The default encoder's.
        stored: The database's films; none where only the starter is there.
    """

    def __init__(self, pipeline: Pipeline, stored: Sequence[StoredFilm] = ()) -> None:
        self._pipeline = pipeline
        films = {film.key: film for film in pipeline.films}
        self._indexed = len(films)
        for item in stored:
            films.setdefault(item.film.key, item.film)
        self._by_key = films
        self._films = list(films.values())
        # Names of before keys were stored, which old messages and watchlists hold; where several
        # films had one, the first of the catalogue.
        self._former: dict[str, Film] = {}
        for item in stored:
            for key in item.former:
                self._former.setdefault(key, films[item.film.key])
        for film in self._films:
            for key in film.named_keys:
                self._former.setdefault(key, film)
        self._popularity = {
            item.film.key: item.popularity for item in stored if item.popularity is not None
        }
        self._aliases = {item.film.key: item.aliases for item in stored if item.aliases}
        ids = {film.key: film.imdb_id for film in self._films}
        self._known = how_known([self._popularity], ids)

    def __len__(self) -> int:
        return len(self._films)

    @cached_property
    def _titles(self) -> TitleIndex:
        """The titles, read when one is first looked for: of 25,000 films that takes seconds."""
        return TitleIndex(self._films, self._aliases, self._known)

    @cached_property
    def lettering(self) -> TitleReading:
        """The same titles, ready to be found on posters; made by who first reads one."""
        from services.vision.lettering.titles import TitleReading  # noqa: PLC0415

        return TitleReading(self._films, self._aliases)

    def standing(self, image: Image) -> Standing:
        """Return what tells how near films lie to an RGB image beside all the others."""
        return self._pipeline.standing(image)

    def film(self, key: str) -> Film | None:
        """Return the film of that key, or of a key that it had before; None for another one."""
        return self._by_key.get(key) or self._former.get(key)

    def facts(self, film: Film) -> CatalogueFilm:
        """Return what the catalogue holds of one of its films; looks for its picture on disk."""
        return self._facts(film, has_poster=self._has_poster(film))

    def _has_poster(self, film: Film) -> bool:
        return self._pipeline.poster_path(film) is not None

    def _facts(self, film: Film, *, has_poster: bool) -> CatalogueFilm:
        return CatalogueFilm(
            film,
            has_poster=has_poster,
            popularity=self._popularity.get(film.key),
            indexed=self._indexed_film(film),
            pictures=max(1, self._pipeline.picture_count(film)),
            known=self._known.get(film.key),
        )

    def search(self, words: str, limit: int) -> tuple[Found, ...]:
        """Return the films whose titles are like these words, best first."""
        return self._marked(self._titles.search(words, limit))

    def complete(self, typed: str, limit: int) -> tuple[Found, ...]:
        """Return the films that a half-typed title may become, best first."""
        return self._marked(self._titles.complete(typed, limit))

    def page(self, skip: int, limit: int) -> tuple[CatalogueFilm, ...]:
        """Return films in the catalogue's order; see `InferenceClient.films`."""
        if skip < 0 or not 1 <= limit <= MAX_PAGE:
            raise RequestError("bad_request", f"A page has from 1 to {MAX_PAGE} films.")
        return tuple(self.facts(film) for film in self._films[skip : skip + limit])

    def sample(
        self,
        count: int,
        *,
        pictured: bool,
        genre: str | None,
        years: tuple[int | None, int | None],
        known: float | None,
        marked: bool = False,
    ) -> tuple[CatalogueFilm, ...]:
        """Draw films by chance; see `InferenceClient.sample`."""
        if not 1 <= count <= MAX_SAMPLE:
            raise RequestError("bad_request", f"A draw has from 1 to {MAX_SAMPLE} films.")
        if known is not None and not 0 < known <= 1:
            raise RequestError("bad_request", "The share of the best known is above 0, up to 1.")
        films = self._films[: self._indexed]
        if not marked:
            films = [film for film in films if not film.marked]
        if genre is not None:
            wanted = genre.casefold()
            films = [film for film in films if any(g.casefold() == wanted for g in film.genres)]
        first, last = years
        if first is not None or last is not None:
            low, high = first or 0, 9999 if last is None else last
            films = [film for film in films if film.year is not None and low <= film.year <= high]
        if known is not None:
            films = self._best_known(films, known)
        if not pictured:
            drawn: Iterable[Film] = random.sample(films, min(count, len(films)))
            return tuple(map(self.facts, drawn))
        # Where no film has a picture all of them are asked: for that alone, and for nothing else.
        having = filter(self._has_poster, random.sample(films, len(films)))
        return tuple(self._facts(film, has_poster=True) for film in islice(having, count))

    def _best_known(self, films: list[Film], share: float) -> list[Film]:
        measured = [film for film in films if film.key in self._known]
        # Where nobody told of any film how known it is, none can be left out for that.
        if not measured:
            return films
        measured.sort(key=lambda film: self._known[film.key], reverse=True)
        return measured[: math.ceil(share * len(films))]

    def _marked(self, found: Sequence[Found]) -> tuple[Found, ...]:
        return tuple(
            Found(
                item.film,
                item.score,
                indexed=self._indexed_film(item.film),
                known=self._known.get(item.film.key),
            )
            for item in found
        )

    def _indexed_film(self, film: Film) -> bool:
        found = self._pipeline.film(film.key)
        return found is not None and found.key == film.key
