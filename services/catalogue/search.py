"""Words -> films: by their titles, spelt as people spell them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sqlalchemy import select

from services.core.text_folding import fold, without_article
from services.core.titles.fit import LIKE_WHOLE, Guesses, guesses
from services.core.titles.names import acronyms, part_names, whole_names
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
# What a whole name scores, a part that may stand for it, its first letters ("lotr"), the beginning
# of one, the beginning of a word in it.
_WHOLE, _PART, _ACRONYM, _BEGINS, _WORD = 1.0, 0.92, 0.91, 0.9, 0.8
# How much more a film scores that everybody knows, where no name was typed whole.
_KNOWN = 0.05
# A film whose title lacks a number that was typed stays below what counts as sure (0.8).
_LACKING = 0.79
# Among films of one name, the very spelling counts as much as being known twice as well or so.
_SPELT = 0.1


class TitleIndex:
    """The titles of a catalogue, and the other names of its films, ready to be searched.

    Args:
        films: The films.
        aliases: Other names by `Film.key`.
        known: How known a film is by `Film.key`, 0 to 1; of several the best known comes first.
    """

    def __init__(
        self,
        films: Sequence[Film],
        aliases: Mapping[str, Sequence[str]] | None = None,
        known: Mapping[str, float] | None = None,
    ) -> None:
        self._films = films
        names: list[str] = []
        rows: list[int] = []
        self._called: dict[str, list[tuple[int, float]]] = {}
        self._numbers: list[frozenset[str]] = []
        self._whole: list[tuple[str, int]] = []
        for row, film in enumerate(films):
            titles = dict.fromkeys((film.title, *(aliases or {}).get(film.key, ())))
            forms = self._add(row, tuple(titles))
            names += forms
            rows += [row] * len(forms)
        self._names = names
        self._full = [form for form, _ in self._whole]
        self._full_rows = np.array([row for _, row in self._whole], dtype=np.intp)
        self._full_lengths = np.array([len(form) for form in self._full], dtype=np.int64)
        self._sorted = [" ".join(sorted(form.split())) for form in self._full]
        # One text, so that "begins with" is one quick scan; a name is a line of it.
        self._lines = "".join(f"\n{each}" for each in names)
        self._rows = np.array(rows, dtype=np.intp)
        self._lengths = np.array([len(each) for each in names], dtype=np.int64)
        self._begins = np.cumsum(self._lengths + 1) - self._lengths - 1
        self._years = np.array([film.year or 0 for film in films], dtype=np.int64)
        told = [known.get(film.key) or 0.0 if known else 0.0 for film in films]
        self._known = np.array(told, dtype=np.float64)
        self._bonus = _KNOWN * np.clip(self._known, 0.0, 1.0)

    def _add(self, row: int, titles: Sequence[str]) -> list[str]:
        """Note what a film is called; return the forms of its names that are scanned."""
        forms: dict[str, None] = {}
        called: dict[str, float] = {}
        numbers: set[str] = set()
        for title in titles:
            # "L'Argent" has lost its apostrophe where it is read below.
            forms.setdefault(fold(title, "articles"))
            for whole in whole_names(title):
                words = " ".join(whole.words)
                forms.update(dict.fromkeys((whole.folded, without_article(whole.folded), words)))
                called.setdefault(whole.letters, _WHOLE)
                self._whole.append((whole.folded, row))
                numbers.update(whole.numbers)
            for part in part_names(title):
                called.setdefault(part.letters, _PART)
                numbers.update(part.numbers)
        for title in titles:
            for short in acronyms(title):
                called.setdefault(short.letters, _ACRONYM)
        for letters, score in called.items():
            self._called.setdefault(letters, []).append((row, score))
        self._numbers.append(frozenset(numbers))
        return [form for form in forms if form]

    def __len__(self) -> int:
        return len(self._films)

    def search(self, words: str, limit: int = 10) -> list[Found]:
        """Return at most `limit` films, best first: whole names, beginnings, then likenesses.

        A year behind the words ("heat 1995") sorts the films of that name. Where a number was
        typed, a film without it scores below 0.8.
        """
        if not self._names:
            return []
        query = _folded(words)
        given = guesses(words[:_LONGEST])
        scores = self._by_film(query, given)
        if dated := _YEAR.match(words.strip()):
            years = np.abs(self._years - int(dated["year"]))
            # People are a year off often, but never by ten.
            share = np.select([years == 0, years == 1], [1.0, 0.95], 0.8)
            bare = dated["words"]
            scores = np.maximum(scores, self._by_film(_folded(bare), guesses(bare)) * share)
        self._without_number(scores, given, int(dated["year"]) if dated else None)
        likely = np.flatnonzero(scores >= _LEAST)
        return self._best(likely, scores, query, limit)

    def complete(self, typed: str, limit: int = 10) -> list[Found]:
        """Return at most `limit` films that a half-typed title may become, best first.

        Whole names, titles that begin so, titles in which a word begins so, each the best known
        and newest first; likenesses where there is none. Nothing typed: the best known.
        """
        query = _folded(typed)
        if not query:
            return self._best(np.arange(len(self._films)), np.ones(len(self._films)), "", limit)
        scores = self._beginnings(query)
        given = guesses(typed[:_LONGEST])
        written = _written(given)
        if written not in (query, ""):
            # "Godfather part ii", "20000 le".
            scores = np.maximum(scores, self._beginnings(written))
        if not scores.any():
            # "The ali" of somebody to whom "Alien" has an article.
            scores = self._beginnings(without_article(query))
        for row, score in self._named(given):
            # A part is half typed as likely as not: what begins so may be better known.
            scores[row] = max(scores[row], score if score == _WHOLE else _BEGINS)
        # That there is a second tells who asks that "Rocky one" means the first.
        for row in self._next_parts(given):
            scores[row] = max(scores[row], _WORD)
        rows = np.flatnonzero(scores)
        found = self._best(rows, scores, query, limit)
        # Misspelt, or with a year; of two or three letters everything is a likeness.
        return found or (self.search(typed, limit) if len(query) > 3 else [])

    def _best(
        self, rows: NDArray[np.intp], scores: NDArray[np.float64], query: str, limit: int
    ) -> list[Found]:
        """Return the best of the rows: of equals the better known, then the newer."""
        known = self._known[rows]
        whole = np.flatnonzero(scores[rows] >= _WHOLE)
        if query and len(whole) > 1:
            spelt = self._spelt(query)
            known[whole] += [_SPELT * (rows[place] in spelt) for place in whole]
        order = np.lexsort((-self._years[rows], -known, -scores[rows].round(4)))[:limit]
        return [Found(self._films[row], float(scores[row])) for row in rows[order]]

    def _spelt(self, query: str) -> set[int]:
        """Return the films that are called so to the letter, articles and all."""
        found = re.finditer(f"\n{re.escape(query)}(?=\n|$)", self._lines)
        places = np.array([match.start() for match in found], dtype=np.int64)
        return set(self._rows[np.searchsorted(self._begins, places)].tolist())

    def _named(self, given: Guesses) -> Iterator[tuple[int, float]]:
        """Give the films that are called so however numbers and articles are written."""
        for guess, meant in given.items():
            # The year behind a title is another film's as often as not: search looks at it.
            most = _WHOLE if meant.most >= LIKE_WHOLE else _PART
            for row, score in self._called.get(guess.letters, ()):
                if not meant.dated or abs(self._years[row] - meant.dated) <= 1:
                    yield row, min(score, most)

    def _next_parts(self, given: Guesses) -> Iterator[int]:
        """Give the films that go on from what was typed as the first of a series."""
        for guess in (guess for guess, meant in given.items() if meant.series):
            numbered = rf"\n{re.escape(' '.join(guess.words))} \d+(?=[ \n]|$)"
            for match in re.finditer(numbered, self._lines):
                yield int(self._rows[np.searchsorted(self._begins, match.start())])

    def _beginnings(self, query: str) -> NDArray[np.float64]:
        scores = np.zeros(len(self._films))
        for sign, least in ((" ", _WORD), ("\n", _BEGINS)):
            found_at = re.finditer(re.escape(sign + query), self._lines)
            places = np.array([match.start() for match in found_at], dtype=np.int64)
            names = np.searchsorted(self._begins, places, side="right") - 1
            whole = (places == self._begins[names]) & (self._lengths[names] == len(query))
            np.maximum.at(scores, self._rows[names], np.where(whole, _WHOLE, least))
        return scores

    def _by_film(self, query: str, given: Guesses) -> NDArray[np.float64]:
        best = np.zeros(len(self._films))
        if not query:
            return best
        bare, written = without_article(query), _written(given)
        compared = {query: 1.0}
        compared.setdefault(bare, 0.99)
        if any(guess.numbers for guess in given):
            compared.setdefault(written, 1.0)
        for form, share in compared.items():
            like = share * self._like(fuzz.ratio, form, self._names)
            np.maximum.at(best, self._rows, like)
        for form in dict.fromkeys((query, written if written != bare else query)):
            best = np.maximum(best, self._beginnings(form))
        for row, score in self._named(given):
            best[row] = max(best[row], score)
        if not (best >= _WHOLE).any():
            np.maximum.at(best, self._full_rows, self._by_words(query))
        # What is typed whole is meant, however little known it is.
        return np.where((best > 0) & (best < _WHOLE), np.minimum(best + self._bonus, 0.999), best)

    def _by_words(self, query: str) -> NDArray[np.float64]:
        """Compare words in another order, and parts of titles, misspelt or not."""
        in_order = " ".join(sorted(query.split()))
        scores = 0.97 * self._like(fuzz.ratio, in_order, self._sorted)
        if len(query) >= 4:
            # Short titles are parts of almost anything. Only longer titles are compared: this is
            # the dearest of the comparisons.
            longer = np.flatnonzero(self._full_lengths >= len(query))
            parts = self._like(fuzz.partial_ratio, query, [self._full[row] for row in longer])
            scores[longer] = np.maximum(scores[longer], 0.8 * parts)
        return scores

    def _like(self, scorer: object, text: str, names: Sequence[str]) -> NDArray[np.float64]:
        found = process.cdist([text], names, scorer=scorer, score_cutoff=_CUTOFF)  # pyright: ignore
        return found[0] / 100.0

    def _without_number(
        self, scores: NDArray[np.float64], given: Guesses, year: int | None
    ) -> None:
        """Lower the scores of films that lack a number which was typed."""
        asked = [set(guess.numbers) for guess in given]
        if not asked or not all(asked):
            return
        for row in np.flatnonzero(scores >= _LEAST).tolist():
            held = self._numbers[row]
            if year is not None and abs(self._years[row] - year) <= 1:
                held = held | {str(year)}
            if not any(numbers <= held for numbers in asked):
                scores[row] *= _LACKING


def _written(given: Guesses) -> str:
    """Return what was typed as it was, but for articles and how its numbers are written."""
    return " ".join(next(iter(given)).words)[:_LONGEST].strip() if given else ""


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
