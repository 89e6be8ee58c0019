"""Wrong answers to choose from: films whose posters look like the right one's, and fit it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from statistics import median

from bot.games.rules.types import Difficulty
from services.core.titles.names import like_name
from services.core.types import Film, Neighbour

WRONG = 3
"""Wrong answers beside the right one."""
NEAR_YEARS = 10
BESIDE = 10
"""Neighbours among which a twin stands out."""
# Of 3,000 films of 25,000, those whose nearest one was the same picture by its pixels lay nearer
# than half as far as its other neighbours, and hardly any others did.
_TWIN = 0.5
_SAME = 0.03  # of a box set that shows one picture under ten titles none stands out

# Of the neighbours, nearest first, where the search for decoys begins: the harder the nearer.
FROM: dict[Difficulty, int] = {"hard": 0, "medium": 10, "easy": 30}
DEPTH = 80
"""Among how many neighbours decoys are looked for."""


def kin(film: Film, other: Film) -> bool:
    """Whether another film could be taken for this one: a genre is shared, or the time."""
    return bool(shared(film, other)) or near(film, other)


def fit(film: Film, decoys: Iterable[Film]) -> bool:
    """Whether one reason fits all decoys: all share a genre with the film, or all its time."""
    decoys = tuple(decoys)
    common = set(film.genres).intersection(*(set(decoy.genres) for decoy in decoys))
    return bool(common) or all(near(film, decoy) for decoy in decoys)


def choose(film: Film, candidates: Sequence[Film]) -> tuple[Film, ...]:
    """Return three decoys, the first candidates that fit the film together.

    Args:
        film: The right answer.
        candidates: Other films, the best first.

    Returns:
        Three films that share one genre with the film and lie within ten years of it; where there
        are none such, three that lie within ten years, for the year stands beside each title and
        tells of a poster from another time that it is another film's; else three that share one
        genre; else three that each do one or the other; else the first. Fewer than three only where
        there are not enough.
    """
    usable: list[Film] = []
    for other in candidates:
        if other.key != film.key and not any(
            other.key == known.key or like_name(other.title, known.title)
            for known in (film, *usable)
        ):
            usable.append(other)
    of_genre = [[other for other in usable if genre in other.genres] for genre in film.genres]
    of_both = [[other for other in group if near(film, other)] for group in of_genre]
    of_time = [other for other in usable if near(film, other)]
    for groups in (of_both, [of_time], of_genre):
        whole = [group[:WRONG] for group in groups if len(group) >= WRONG]
        if whole:
            # The group that is reached soonest holds the best candidates.
            return tuple(min(whole, key=lambda group: usable.index(group[-1])))
    related = [other for other in usable if kin(film, other)]
    others = [other for other in usable if not kin(film, other)]
    return tuple((related + others)[:WRONG])


def twins(neighbours: Sequence[Neighbour]) -> set[str]:
    """Return the keys of films whose posters are the same picture as the one they are near to.

    Whichever encoder saw them: prints of one picture lie by themselves, much nearer than all that
    is only alike.

    Args:
        neighbours: A film's, nearest first.
    """
    distances = [1 - neighbour.similarity for neighbour in neighbours[:BESIDE]]
    if not distances:
        return set()
    usual = median(distances)
    return {
        neighbour.film.key
        for neighbour, distance in zip(neighbours, distances, strict=False)
        if distance < max(_TWIN * usual, _SAME)
    }


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
