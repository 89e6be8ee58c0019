"""Wrong answers to choose from: films whose posters look like the right one's, and fit it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from bot.games.rules.types import Difficulty
from services.core.titles.names import like_name
from services.core.types import Film

WRONG = 3
"""Wrong answers beside the right one."""
NEAR_YEARS = 10

# Of the neighbours, nearest first, where the search for decoys begins: the harder the nearer.
FROM: dict[Difficulty, int] = {"hard": 0, "medium": 10, "easy": 30}
WIDTH = 40
"""How many neighbours from there on may become decoys."""


def kin(film: Film, other: Film) -> bool:
    """Whether another film could be taken for this one: a genre is shared, or the time."""
    return bool(shared(film, other)) or near(film, other)


def fit(film: Film, decoys: Iterable[Film]) -> bool:
    """Whether one reason fits all decoys: all share a genre with the film, or all its time."""
    decoys = tuple(decoys)
    common = set(film.genres).intersection(*(set(decoy.genres) for decoy in decoys))
    return bool(common) or all(near(film, decoy) for decoy in decoys)


def choose(film: Film, neighbours: Sequence[Film]) -> tuple[Film, ...]:
    """Return three decoys, the first neighbours that fit the film together.

    Args:
        film: The right answer.
        neighbours: Other films, nearest first.

    Returns:
        Three films that share one genre with the film, or all lie within ten years of it; where
        there are none such, three that each do one or the other; else the nearest. Fewer than
        three only where there are not enough.
    """
    usable: list[Film] = []
    for other in neighbours:
        if other.key != film.key and not any(
            like_name(other.title, known.title) for known in (film, *usable)
        ):
            usable.append(other)
    groups = [[other for other in usable if genre in other.genres] for genre in film.genres]
    groups.append([other for other in usable if near(film, other)])
    whole = [group[:WRONG] for group in groups if len(group) >= WRONG]
    if whole:
        # The group that is reached soonest holds the nearest posters.
        return tuple(min(whole, key=lambda group: usable.index(group[-1])))
    related = [other for other in usable if kin(film, other)]
    others = [other for other in usable if not kin(film, other)]
    return tuple((related + others)[:WRONG])


def shuffled(film: Film, decoys: Sequence[Film], seed: int) -> tuple[tuple[Film, ...], int]:
    """Return the choices in an order of chance, and the place of the right one."""
    choices = [film, *decoys]
    random.Random(f"choices/{seed}").shuffle(choices)
    return tuple(choices), choices.index(film)


def shared(film: Film, other: Film) -> set[str]:
    """Return the genres that both films have."""
    return set(film.genres) & set(other.genres)


def near(film: Film, other: Film) -> bool:
    """Whether the films are no further apart than `NEAR_YEARS`."""
    if film.year is None or other.year is None:
        return False
    return abs(film.year - other.year) <= NEAR_YEARS
