"""Films whose posters are alike: the neighbours of one, and wrong answers among them."""

from __future__ import annotations

import random

from bot.games.rules import decoys
from bot.games.rules.options import Options
from bot.games.rules.types import Difficulty
from services.core.errors import RequestError
from services.core.types import Film, Identification, Neighbour
from services.inference.client import InferenceClient

_PAGE = 10  # neighbours asked for at a time; an admin may allow fewer
_SMALL_PAGE = 3
_MOST_DRAWN = 200
_CANDIDATES = 120  # every one's title is compared with every other's
_GENRES = 3  # of a film, of which other films are drawn


async def neighbours(
    client: InferenceClient, film: Film, first: int, count: int
) -> list[Neighbour]:
    """Return neighbours `first` to `first + count` of a film, nearest first."""
    found, _ = await _neighbours(client, film, first, count)
    return found


async def near(
    client: InferenceClient, film: Film, first: int, count: int, *, marked: bool = False
) -> tuple[list[Film], Identification | None]:
    """Return the films of `neighbours`, and what Marquee thinks of the film.

    Without those that are not for everybody, unless `marked`.
    """
    found, seen = await _neighbours(client, film, first, count)
    films = [neighbour.film for neighbour in found]
    return [each for each in films if marked or not each.marked], seen


async def choose_decoys(
    client: InferenceClient,
    film: Film,
    options: Options,
    *,
    marked: bool = False,
    known: float | None = None,
) -> tuple[Film, ...]:
    """Return three wrong answers for a film of the catalogue; fewer where it is too small.

    They are as well known as the film, for else the title that one has heard of would be right, of
    its time, and none shows the same picture.

    Args:
        client: The catalogue.
        film: The right answer.
        options: The game's.
        marked: Whether posters that are not for everybody may be shown there.
        known: The share of the best known films that is drawn from, None for all.
    """
    around = await neighbours(client, film, 0, decoys.DEPTH)
    twins = decoys.twins(around)
    shown = [each.film for each in around if marked or not each.film.marked]
    alike = [other for other in shown if other.key not in twins]
    pool = await _pool(client, film, marked=marked, known=known)
    pool = [other for other in pool if other.key not in twins]
    if known is None:
        pool = list(dict.fromkeys([*alike, *pool]))
    ranked = _ranked(alike, pool, options.difficulty)[:_CANDIDATES]
    chosen = decoys.choose(film, ranked)
    if len(chosen) == decoys.WRONG:
        return chosen
    return decoys.choose(film, [*ranked, *_from(alike, options.difficulty)])


async def _pool(
    client: InferenceClient, film: Film, *, marked: bool, known: float | None
) -> list[Film]:
    """Return films of the same time, those of the same genres first, by chance."""
    first = last = None
    if film.year is not None:
        first, last = film.year - decoys.NEAR_YEARS, film.year + decoys.NEAR_YEARS
    # Of films of one time and genre the best known are better known than of all.
    share = None if known is None or 2 * known >= 1 else 2 * known
    pool: dict[str, Film] = {}
    for genre in (*film.genres[:_GENRES], None):
        drawn = await client.sample(
            _MOST_DRAWN, genre=genre, first_year=first, last_year=last, known=share, marked=marked
        )
        for item in random.sample(drawn, len(drawn)):
            if item.film.key != film.key and (marked or not item.film.marked):
                pool.setdefault(item.film.key, item.film)
    return list(pool.values())


def _ranked(alike: list[Film], pool: list[Film], difficulty: Difficulty) -> list[Film]:
    """Return the films of the pool, those first whose posters are as alike as is wanted."""
    rank = {other.key: place for place, other in enumerate(alike)}
    near = [other for other in alike if other.key in {each.key for each in pool}]
    far = [other for other in pool if other.key not in rank]
    least = decoys.FROM[difficulty]
    nearer = [other for other in near if rank[other.key] < least]
    beyond = [other for other in near if rank[other.key] >= least]
    if difficulty == "easy":
        return [*far, *reversed(near)]
    return [*beyond, *far, *reversed(nearer)]


def _from(alike: list[Film], difficulty: Difficulty) -> list[Film]:
    """Return the neighbours from the one on with which decoys begin, then the nearer ones."""
    first = decoys.FROM[difficulty]
    return [*alike[first:], *alike[:first]]


async def _neighbours(
    client: InferenceClient, film: Film, first: int, count: int
) -> tuple[list[Neighbour], Identification | None]:
    found: list[Neighbour] = []
    seen, page = None, _PAGE
    while len(found) < count:
        try:
            answer = await client.neighbours(
                film.key, k=min(page, count - len(found)), skip=first + len(found)
            )
        except RequestError:
            if page == _SMALL_PAGE:
                raise
            page = _SMALL_PAGE
            continue
        if answer is None or not answer.neighbours:
            break
        seen = answer
        found += answer.neighbours
    return found, seen
