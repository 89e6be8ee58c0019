"""Words -> films: by their titles, spelt as people spell them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sqlalchemy import select

from services.core.text_folding import fold, without_article
from services.core.types import Film, Found
from services.store import Store, films
from services.store.film_keys import former_keys
from services.store.models import FilmRow

# Below this two titles share letters rather than words: "Alien" and "Amelie" are 0.55 alike.
_LEAST = 0.62
# Scores below are passed over anyhow, so that a comparison may stop as soon as it is sure to end
# there; a little less than `_LEAST`, for scores are rounded.
_CUTOFF = 100 * _LEAST - 1
# A folded letter may become eighteen; what is longer than any title is cut.
_LONGEST = 256
_YEAR = re.compile(r"^(?P<words>.*\S)\s+\(?(?P<year>(?:18|19|20)\d\d)\)?$")


class TitleIndex:
    """The titles of a catalogue, and the other names of its films, ready to be searched.

    Args:
        films: The films.
        aliases: Other names by `Film.key`.
        popularity: How known a film is by `Film.key`; completions begin with the best known.
    """

    def __init__(
        self,
        films: Sequence[Film],
        aliases: Mapping[str, Sequence[str]] | None = None,
        popularity: Mapping[str, float] | None = None,
    ) -> None:
        self._films = films
        names: list[str] = []
        rows: list[int] = []
        for row, film in enumerate(films):
            also = aliases.get(film.key, ()) if aliases else ()
            forms: dict[str, None] = {}
            for name in dict.fromkeys((film.title, *also)):
                forms.update(dict.fromkeys((fold(name), fold(name, "articles"))))
            for form in filter(None, forms):
                names.append(form)
                rows.append(row)
        self._names = names
        # One text, so that "begins with" is one quick scan; a name is a line of it.
        self._lines = "".join(f"\n{name}" for name in names)
        self._rows = np.array(rows, dtype=np.intp)
        self._lengths = np.array([len(name) for name in names], dtype=np.int64)
        self._begins = np.cumsum(self._lengths + 1) - self._lengths - 1
        self._years = np.array([film.year or 0 for film in films], dtype=np.int64)
        known = [popularity.get(film.key) or 0.0 if popularity else 0.0 for film in films]
        self._popularity = np.array(known, dtype=np.float64)

    def __len__(self) -> int:
        return len(self._films)

    def search(self, words: str, limit: int = 10) -> list[Found]:
        """Return at most `limit` films, best first: whole titles, beginnings, then likenesses.

        A year behind the words ("heat 1995") sorts the films of that name.
        """
        if not self._names:
            return []
        scores = self._by_film(_folded(words))
        if dated := _YEAR.match(words.strip()):
            years = np.abs(self._years - int(dated["year"]))
            # People are a year off often, but never by ten.
            share = np.select([years == 0, years == 1], [1.0, 0.95], 0.8)
            scores = np.maximum(scores, self._by_film(_folded(dated["words"])) * share)
        likely = np.flatnonzero(scores >= _LEAST)
        # Among equals the newer film: it is what most people mean.
        order = likely[np.lexsort((-self._years[likely], -scores[likely].round(4)))][:limit]
        return [Found(self._films[row], float(scores[row])) for row in order]

    def complete(self, typed: str, limit: int = 10) -> list[Found]:
        """Return at most `limit` films that a half-typed title may become, best first.

        Whole titles, titles that begin so, titles in which a word begins so, each the best known
        and newest first; likenesses where there is none. Nothing typed: the best known.
        """
        query = _folded(typed)
        scores = self._beginnings(query) if query else np.ones(len(self._films))
        if not scores.any():
            # "The ali" of somebody to whom "Alien" has an article.
            scores = self._beginnings(without_article(query))
        rows = np.flatnonzero(scores)
        order = np.lexsort((-self._years[rows], -self._popularity[rows], -scores[rows]))[:limit]
        found = [Found(self._films[row], float(scores[row])) for row in rows[order]]
        # Misspelt, or with a year; of two or three letters everything is a likeness.
        return found or (self.search(typed, limit) if len(query) > 3 else [])

    def _beginnings(self, query: str) -> NDArray[np.float64]:
        scores = np.zeros(len(self._films))
        found_at = re.finditer(rf"[\n ](?={re.escape(query)})", self._lines)
        places = np.array([match.start() for match in found_at], dtype=np.int64)
        names = np.searchsorted(self._begins, places, side="right") - 1
        first = places == self._begins[names]
        whole = first & (self._lengths[names] == len(query))
        np.maximum.at(scores, self._rows[names], np.select([whole, first], [1.0, 0.9], 0.8))
        return scores

    def _by_film(self, query: str) -> NDArray[np.float64]:
        best = np.zeros(len(self._films))
        if query:
            np.maximum.at(best, self._rows, self._by_name(query))
        return best

    def _by_name(self, query: str) -> NDArray[np.float64]:
        def compare(
            scorer: object, text: str = query, names: Sequence[str] = self._names
        ) -> NDArray[np.float64]:
            found = process.cdist([text], names, scorer=scorer, score_cutoff=_CUTOFF)  # pyright: ignore
            return found[0] / 100.0

        scores = np.maximum(compare(fuzz.ratio), 0.97 * compare(fuzz.token_sort_ratio))
        bare = without_article(query)
        if bare != query:
            scores = np.maximum(scores, 0.99 * compare(fuzz.ratio, bare))
        if len(query) >= 4:
            # A part of a title, misspelt or not; short titles are parts of almost anything. Only
            # longer titles are compared: this is the dearest of the comparisons.
            longer = np.flatnonzero(self._lengths >= len(query))
            parts = compare(fuzz.partial_ratio, names=[self._names[row] for row in longer])
            scores[longer] = np.maximum(scores[longer], 0.8 * parts)
        covered = len(query) / np.maximum(self._lengths, 1)
        for place, name in enumerate(self._names):
            if query in name:
                whole = name.startswith(query)
                if whole or f" {query}" in name:
                    sure = (0.9 if whole else 0.8) + 0.1 * covered[place]
                    scores[place] = max(scores[place], sure)
        return scores


def _folded(words: str) -> str:
    return fold(words[:_LONGEST])[:_LONGEST].strip()


@dataclass(frozen=True, slots=True)
class StoredFilm:
    """What the database knows of a film beside an index.

    Attributes:
        film: The film's facts.
        aliases: Other names of it.
        popularity: TMDB's measure, or None.
        former: Further keys that it is found by: those of films that became one with it.
    """

    film: Film
    aliases: tuple[str, ...]
    popularity: float | None
    former: tuple[str, ...] = ()


async def stored_films(store: Store) -> list[StoredFilm]:
    """Return every film of the database, with a poster or without, in the order of import."""
    question = select(FilmRow.id, *films.FACTS, FilmRow.aliases, FilmRow.popularity).order_by(
        FilmRow.id
    )
    # In parts: a service that reads them goes on answering in between.
    parts = question.execution_options(yield_per=1000)
    async with store.session() as session:
        former = await former_keys(session)
        return [
            StoredFilm(
                films.film_of(row),
                tuple(row.aliases),
                row.popularity,
                tuple(former.get(row.id, ())),
            )
            async for row in await session.stream(parts)
        ]
