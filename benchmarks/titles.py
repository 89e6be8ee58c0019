"""Is a typed title taken for the film that was meant, and for no other?

    python -m benchmarks.titles

Checks the pairs of `tests/bot/games/rules/titles.csv` as a round does: with the titles that the
catalogue finds for what was typed. The catalogue is that of `MARQUEE_DATA_DIR` and the films of the
pairs. Then, for films by chance, types the catalogue's likest other titles: each names another
film.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.games.rules.checking import FOUND
from bot.games.rules.names import same_name, whole_names
from bot.games.rules.titles import check
from services.catalogue.search import TitleIndex
from services.core.settings import get_settings
from services.core.text_folding import fold
from services.core.types import Film
from services.inference.client import InferenceClient
from services.inference.connect import connect

_ALIKE = 8  # titles that are typed for a film
PAIRS = Path(__file__).parents[1] / "tests" / "bot" / "games" / "rules" / "titles.csv"


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


def pairs() -> list[Pair]:
    """Return the pairs of the file."""
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(
                Film(row["title"], int(row["year"])),
                row["typed"],
                row["accepted"] == "1",
                row["why"],
            )
            for row in csv.DictReader(lines)
        ]


def checked(given: Sequence[Pair], catalogue: Iterable[Film]) -> list[tuple[Pair, bool]]:
    """Return each pair and whether the typed title was accepted."""
    films = {(fold(film.title), film.year): film for film in catalogue}
    for pair in given:
        films.setdefault((fold(pair.film.title), pair.film.year), pair.film)
    index = TitleIndex(list(films.values()))
    answers = []
    for pair in given:
        film = films[fold(pair.film.title), pair.film.year]
        found = index.complete(pair.typed, FOUND)
        answers.append((pair, check(film, pair.typed, found=found).right))
    return answers


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


async def every_film(client: InferenceClient) -> list[Film]:
    """Return the catalogue's films."""
    films: list[Film] = []
    while page := await client.films(skip=len(films)):
        films += [item.film for item in page]
    return films


async def main(films: int) -> None:
    client = connect(get_settings())
    await client.start()
    try:
        catalogue = await every_film(client)
    finally:
        await client.close()
    answers = checked(pairs(), catalogue)
    wrong = [(pair, said) for pair, said in answers if pair.accepted != said]
    accepted = sum(said and not pair.accepted for pair, said in answers)
    print(f"{len(answers)} titles as people type them, beside {len(catalogue):,} films")
    print(f"{1 - len(wrong) / len(answers):.3f} right; wrong films accepted: {accepted}")
    for pair, said in wrong:
        answer = "accepted" if said else "not accepted"
        print(f"  {pair.film.label}: {pair.typed!r} was {answer} ({pair.why})")
    others = crossed(catalogue, films, seed=5)
    taken = [(film, other) for film, other, said in others if said]
    print(f"{len(taken)} of {len(others):,} other films' titles accepted, for {films} films")
    for film, other in taken:
        print(f"  {film.label}: {other.label}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=200, help="films by chance")
    asyncio.run(main(parser.parse_args().films))
