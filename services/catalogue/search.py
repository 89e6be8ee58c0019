"""Words -> films: by their titles, spelt as people spell them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sqlalchemy import select

from services.store import Store
from services.store.models import FilmRow
from services.types import Film

# Below this two titles share letters rather than words: "Alien" and "Amelie" are 0.55 alike.
_LEAST = 0.62
# Letters that Unicode does not take for a plain one with a mark.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "&": " and ",
    }
)
_ARTICLE = re.compile(
    r"^(?:the|an?|las?|les?|el|los|il|lo|gli|i|der|die|das|den|det|de|een|une?|una|ein|eine|en|os|l)"
    r" (?=\S)"
)
_YEAR = re.compile(r"^(?P<words>.*\S)\s+\(?(?P<year>(?:18|19|20)\d\d)\)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A film that a search found.

    Attributes:
        film: The film.
        score: 0 to 1 for titles; the cosine, -1 to 1, for a description.
    """

    film: Film
    score: float


def fold(text: str) -> str:
    """Return words to compare by: no case, diacritics or punctuation, single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # An apostrophe joins: "Schindler's" is typed "schindlers".
    letters = re.sub(r"['’`]", "", letters)
    return " ".join(re.sub(r"[^\w]|_", " ", letters).split())


def without_article(folded: str) -> str:
    """Return a folded title without the article it begins with."""
    return _ARTICLE.sub("", folded)


class TitleIndex:
    """The titles of a catalogue, and the other names of its films, ready to be searched.

    Args:
        films: The films.
        aliases: Other names by `Film.key`.
    """

    def __init__(
        self, films: Sequence[Film], aliases: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._films = films
        names: list[str] = []
        rows: list[int] = []
        for row, film in enumerate(films):
            also = aliases.get(film.key, ()) if aliases else ()
            for name in dict.fromkeys(map(fold, (film.title, *also))):
                for form in dict.fromkeys((name, without_article(name))):
                    if form:
                        names.append(form)
                        rows.append(row)
        self._names = names
        self._rows = np.array(rows, dtype=np.intp)
        self._lengths = np.array([len(name) for name in names], dtype=np.int64)
        self._years = np.array([film.year or 0 for film in films], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._films)

    def search(self, words: str, limit: int = 10) -> list[Found]:
        """Return at most `limit` films, best first: whole titles, beginnings, then likenesses.

        A year behind the words ("heat 1995") sorts the films of that name.
        """
        if not self._names:
            return []
        scores = self._by_film(fold(words))
        if dated := _YEAR.match(words.strip()):
            years = np.abs(self._years - int(dated["year"]))
            # People are a year off often, but never by ten.
            share = np.select([years == 0, years == 1], [1.0, 0.95], 0.8)
            scores = np.maximum(scores, self._by_film(fold(dated["words"])) * share)
        likely = np.flatnonzero(scores >= _LEAST)
        # Among equals the newer film: it is what most people mean.
        order = likely[np.lexsort((-self._years[likely], -scores[likely].round(4)))][:limit]
        return [Found(self._films[row], float(scores[row])) for row in order]

    def _by_film(self, query: str) -> NDArray[np.float64]:
        best = np.zeros(len(self._films))
        if query:
            np.maximum.at(best, self._rows, self._by_name(query))
        return best

    def _by_name(self, query: str) -> NDArray[np.float64]:
        def compare(scorer: object, text: str = query) -> NDArray[np.float64]:
            return process.cdist([text], self._names, scorer=scorer)[0] / 100.0  # pyright: ignore

        scores = np.maximum(compare(fuzz.ratio), 0.97 * compare(fuzz.token_sort_ratio))
        bare = without_article(query)
        if bare != query:
            scores = np.maximum(scores, 0.99 * compare(fuzz.ratio, bare))
        if len(query) >= 4:
            # A part of a title, misspelt or not; short titles are parts of almost anything.
            parts = np.where(self._lengths >= len(query), 0.8 * compare(fuzz.partial_ratio), 0.0)
            scores = np.maximum(scores, parts)
        covered = len(query) / np.maximum(self._lengths, 1)
        for place, name in enumerate(self._names):
            if query in name:
                whole = name.startswith(query)
                if whole or f" {query}" in name:
                    sure = (0.9 if whole else 0.8) + 0.1 * covered[place]
                    scores[place] = max(scores[place], sure)
        return scores


async def aliases_of(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the other names of the films that have any, by `Film.key`."""
    async with store.session() as session:
        rows = await session.scalars(select(FilmRow).where(FilmRow.aliases != []))
        return {row.to_film().key: tuple(row.aliases) for row in rows}


async def all_films(store: Store) -> list[Film]:
    """Return every film of the catalogue, with a poster or without, in the order of import."""
    async with store.session() as session:
        return [
            row.to_film() for row in await session.scalars(select(FilmRow).order_by(FilmRow.id))
        ]
