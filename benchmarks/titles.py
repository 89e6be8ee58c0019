"""Is a typed title taken for the film that was meant, and for no other? Is it found first?

    python -m benchmarks.titles

Of `tests/core/titles`, `typed.csv` has titles as somebody types them in a game, for the film that
is asked for or for another one, and `queries.csv` short queries, each with the film that should
be found first. Films fall into two halves by a hash of their names: what the matcher does was
chosen on `tuned`, and `unseen` is what is reported.

Then the pairs of `tests/bot/games/rules/titles.csv`, and for films by chance the catalogue's
likest other titles: each names another film. Last, how long a completion takes beside what else
one would use, rapidfuzz over every title.

The catalogue is that of `MARQUEE_DATA_DIR` and the films of the files.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.games.rules.checking import FOUND
from bot.games.rules.titles import check
from services.catalogue.search import TitleIndex
from services.core.settings import get_settings
from services.core.text_folding import fold
from services.core.titles.names import same_name, whole_names
from services.core.types import CatalogueFilm, Film
from services.inference.client import InferenceClient
from services.inference.connect import connect

_ALIKE = 8  # titles that are typed for a film
_TESTS = Path(__file__).parents[1] / "tests"
PAIRS = _TESTS / "bot" / "games" / "rules" / "titles.csv"
TYPED = _TESTS / "core" / "titles" / "typed.csv"
QUERIES = _TESTS / "core" / "titles" / "queries.csv"
HALVES = ("tuned", "unseen")


@dataclass(frozen=True, slots=True)
class Pair:
    """A title that somebody typed.

    Attributes:
        film: The film that is asked for.
        typed: What is typed.
        accepted: Whether that names it.
        why: What the pair is about.
    """

    film: Film
    typed: str
    accepted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Query:
    """A short query, the film that should come first, and what the query is about."""

    words: str
    film: Film
    kind: str


def half(film: Film) -> str:
    """Return the half that a film falls into, whatever is typed for it."""
    digest = hashlib.sha256(film.label.encode()).digest()
    return HALVES[digest[0] % 2]


def pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the pairs of a file."""
    return [
        Pair(_film(row), row["typed"], row["accepted"] == "1", row.get("why") or row["kind"])
        for row in _rows(path)
    ]


def queries() -> list[Query]:
    """Return the short queries."""
    return [Query(row["query"], _film(row), row["kind"]) for row in _rows(QUERIES)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _film(row: Mapping[str, str]) -> Film:
    return Film(row["title"], int(row["year"]))


def with_films(catalogue: Iterable[Film], films: Iterable[Film]) -> dict[tuple[str, int], Film]:
    """Return the films by folded title and year, the catalogue's own where it has them."""
    found = {(fold(film.title), film.year or 0): film for film in catalogue}
    for film in films:
        found.setdefault(_named(film), film)
    return found


def checked(given: Sequence[Pair], catalogue: Iterable[Film]) -> list[tuple[Pair, bool]]:
    """Return each pair and whether the typed title was accepted."""
    films = with_films(catalogue, (pair.film for pair in given))
    index = TitleIndex(list(films.values()))
    answers = []
    for pair in given:
        film = films[_named(pair.film)]
        found = index.complete(pair.typed, FOUND)
        answers.append((pair, check(film, pair.typed, found=found).right))
    return answers


def searched(
    given: Sequence[Query], catalogue: Iterable[Film], known: Mapping[str, float]
) -> list[tuple[Query, Film | None]]:
    """Return each query and the film that is found first."""
    films = with_films(catalogue, (query.film for query in given))
    index = TitleIndex(list(films.values()), None, known)
    answers = []
    for query in given:
        found = index.search(query.words, 1)
        answers.append((query, found[0].film if found else None))
    return answers


def is_right(query: Query, found: Film | None) -> bool:
    """Whether the film that was found first is the one that should be."""
    return found is not None and _named(query.film) == _named(found)


def _named(film: Film) -> tuple[str, int]:
    return fold(film.title), film.year or 0


def crossed(catalogue: Sequence[Film], count: int, seed: int) -> list[tuple[Film, Film, bool]]:
    """Type for `count` films by chance the titles of those that are called alike.

    Returns:
        The film asked for, the film whose title was typed, and whether that was accepted; films
        of the same name are left out.
    """
    index = TitleIndex(catalogue)
    answers = []
    for film in random.Random(seed).sample(catalogue, min(count, len(catalogue))):
        for item in index.search(film.title, _ALIKE):
            if same_name(item.film.title, film.title):
                continue
            typed = whole_names(item.film.title)[0].folded
            found = index.complete(typed, FOUND)
            answers.append((film, item.film, check(film, typed, found=found).right))
    return answers


async def every_film(client: InferenceClient) -> list[CatalogueFilm]:
    """Return the catalogue's films."""
    films: list[CatalogueFilm] = []
    while page := await client.films(skip=len(films)):
        films += page
    return films


async def main(films: int, halves: Sequence[str]) -> None:
    client = connect(get_settings())
    await client.start()
    try:
        facts = await every_film(client)
    finally:
        await client.close()
    catalogue = [item.film for item in facts]
    known = {item.film.key: item.known for item in facts if item.known is not None}
    print(f"Beside {len(catalogue):,} films, of which {len(known):,} say how known they are")
    for name in halves:
        _say_typed(name, checked([it for it in pairs(TYPED) if half(it.film) == name], catalogue))
        asked = [query for query in queries() if half(query.film) == name]
        _say_searched(name, searched(asked, catalogue, known))
    answers = checked(pairs(), catalogue)
    wrong = [(pair, said) for pair, said in answers if pair.accepted != said]
    accepted = sum(said and not pair.accepted for pair, said in answers)
    print(f"{len(answers)} titles of {PAIRS.name}")
    print(f"{1 - len(wrong) / len(answers):.3f} right; wrong films accepted: {accepted}")
    _say_wrong(wrong)
    others = crossed(catalogue, films, seed=5)
    taken = [(film, other) for film, other, said in others if said]
    print(f"{len(taken)} of {len(others):,} other films' titles accepted, for {films} films")
    for film, other in taken:
        print(f"  {film.label}: {other.label}")
    _say_times(catalogue, known)


def _say_typed(name: str, answers: Sequence[tuple[Pair, bool]]) -> None:
    wrong = [(pair, said) for pair, said in answers if pair.accepted != said]
    accepted = sum(said and not pair.accepted for pair, said in answers)
    print(
        f"{name}: {len(answers)} typed titles, {1 - len(wrong) / len(answers):.3f} right; ", end=""
    )
    print(f"wrong films accepted: {accepted}")
    _say_kinds(Counter(pair.why for pair, _ in answers), Counter(pair.why for pair, _ in wrong))
    _say_wrong(wrong)


def _say_searched(name: str, answers: Sequence[tuple[Query, Film | None]]) -> None:
    wrong = [(query, found) for query, found in answers if not is_right(query, found)]
    share = 1 - len(wrong) / len(answers)
    print(f"{name}: {len(answers)} short queries, {share:.3f} with the right film first")
    _say_kinds(
        Counter(query.kind for query, _ in answers), Counter(query.kind for query, _ in wrong)
    )
    for query, found in wrong:
        print(f"  {query.words!r}: {found and found.label}, not {query.film.label} ({query.kind})")


def _say_kinds(counts: Counter[str], wrong: Counter[str]) -> None:
    print("  " + ", ".join(f"{kind} {n - wrong[kind]}/{n}" for kind, n in counts.most_common()))


def _say_wrong(wrong: Sequence[tuple[Pair, bool]]) -> None:
    for pair, said in wrong:
        answer = "accepted" if said else "not accepted"
        print(f"  {pair.film.label}: {pair.typed!r} was {answer} ({pair.why})")


def _say_times(catalogue: Sequence[Film], known: Mapping[str, float]) -> None:
    """Half-typed and whole queries, beside one comparison with every title."""
    index = TitleIndex(catalogue, None, known)
    titles = [fold(film.title) for film in catalogue]
    whole = [query.words for query in queries()][::5]
    typed = [words[:length] for words in whole for length in (2, 4, 6)]

    def compared(words: str) -> None:
        process.extract(fold(words), titles, scorer=fuzz.WRatio, limit=25)

    plain = _milliseconds(compared, whole)
    print(f"rapidfuzz's WRatio over every title: {plain:.1f} ms; beside it")
    for what, way, texts in (
        ("half-typed titles completed", lambda words: index.complete(words, 25), typed),
        ("whole queries completed", lambda words: index.complete(words, 25), whole),
        ("whole queries searched", lambda words: index.search(words, 25), whole),
    ):
        spent = _milliseconds(way, texts)
        print(f"  {what}: {spent:.1f} ms, {spent / plain:.2f} of it")


def _milliseconds(way: Callable[[str], object], texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    for text in texts:
        way(text)
    return 1000 * (time.perf_counter() - begun) / len(texts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=200, help="films by chance")
    parser.add_argument("--half", choices=HALVES, help="one half alone")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.films, [chosen.half] if chosen.half else HALVES))
