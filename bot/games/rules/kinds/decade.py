"""Guess the decade: one of a few in a row, and Marquee says what it would have said."""

from __future__ import annotations

import random

from bot.games.rules.hints import facts, wrong_ones
from bot.games.rules.kinds.base import Controls, Kind, Source
from bot.games.rules.phrases import Decade, Sentence, Term
from bot.games.rules.types import Difficulty, Question, RoundOptions
from services.core.types import Film

_OFFERED: dict[Difficulty, int] = {"easy": 4, "medium": 5, "hard": 6}
_FIRST, _LAST = 1890, 2020


class GuessDecade(Kind):
    """In which decade did this film come out?"""

    name = "decade"

    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask for the decade; None where the year is not known, or all films are of one."""
        if film.year is None or options.decade is not None:
            return None
        seen = await source.seen(film)
        rng = random.Random(f"decade/{seed}")
        offered = _around(film.year // 10 * 10, _OFFERED[options.difficulty], rng)
        answer = offered.index(film.year // 10 * 10)
        told = [hint for hint in facts(film) if hint.kind != "decade"]
        return Question(
            self.name,
            film,
            seed,
            shown=(film,),
            answer=answer,
            decades=offered,
            year=seen.year.estimate if seen and seen.year else None,
            hints=(*wrong_ones(len(offered), answer, rng)[:1], *told),
        )

    def controls(self, question: Question) -> Controls:
        """Return a button for each decade."""
        return Controls.WORDS

    def choices(self, question: Question) -> tuple[Term, ...]:
        """Return the decades."""
        return tuple(map(Decade, question.decades))

    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return the decade, and what Marquee took the poster for."""
        film = question.film
        values: dict[str, Term] = {"film": film, "decade": Decade((film.year or 0) // 10 * 10)}
        told = Sentence("game-truth-decade", values)
        if question.year is None:
            return (told,)
        own = Decade(round(question.year) // 10 * 10)
        return told, Sentence("game-truth-decade-own", {"decade": own})


def _around(decade: int, count: int, rng: random.Random) -> tuple[int, ...]:
    """Return so many decades in a row, this one anywhere among them."""
    least = min(_FIRST, decade)
    first = max(decade - 10 * rng.randrange(count), least)
    last = max(_LAST, decade)
    first = min(first, last - 10 * (count - 1))
    return tuple(range(first, first + 10 * count, 10))
