"""What may be told for points."""

from __future__ import annotations

import random

from bot.games.rules.types import Hint, Question
from services.core.types import Film

COST = 15
"""What each hint takes of the points of a right answer, of 100."""


def hint(question: Question, had: int) -> Hint | None:
    """Return the next hint for a player who had so many, or None where there are no more."""
    return question.hints[had] if 0 <= had < len(question.hints) else None


def facts(film: Film) -> tuple[Hint, ...]:
    """Return what may be told of a film: its decade and its genres, where they are known."""
    decade = [Hint("decade", f"{film.year // 10 * 10}s")] if film.year is not None else []
    return (*decade, *([Hint("genres", ", ".join(film.genres))] if film.genres else []))


def one_out(count: int, answer: int, rng: random.Random) -> Hint:
    """Return one of so many choices that is wrong."""
    return wrong_ones(count, answer, rng)[0]


def wrong_ones(count: int, answer: int, rng: random.Random) -> list[Hint]:
    """Return all of so many choices that are wrong, by chance."""
    wrong = [place for place in range(count) if place != answer]
    return [Hint("out", str(place + 1)) for place in rng.sample(wrong, len(wrong))]
