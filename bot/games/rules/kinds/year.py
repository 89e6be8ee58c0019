"""Guess the year: the closest wins, and Marquee plays along."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.games.rules import scoring
from bot.games.rules.hints import facts
from bot.games.rules.kinds.base import Controls, Form, Kind, Source, furthest
from bot.games.rules.phrases import Sentence, Term
from bot.games.rules.types import (
    MARQUEE,
    Guess,
    Hint,
    Question,
    Result,
    RoundOptions,
    Verdict,
)
from services.core.types import Film, Found

NEAR_YEARS = 2
_WINDOW = 20  # years of the hint that tells a time
_YEAR = Form("year", least=4, most=4, example="1994")


class GuessYear(Kind):
    """In which year did this film come out?"""

    name = "year"

    async def question(
        self, source: Source, film: Film, options: RoundOptions, seed: int
    ) -> Question | None:
        """Ask for the year; None where it is not known."""
        seen = await source.seen(film)
        if film.year is None:
            return None
        first = film.year - random.Random(f"year/{seed}").randrange(_WINDOW)
        window = Hint("years", f"{first}-{first + _WINDOW - 1}")
        return Question(
            self.name,
            film,
            seed,
            shown=(film,),
            year=seen.year.estimate if seen and seen.year else None,
            hints=tuple(hint for hint in (*facts(film), window) if hint.kind != "decade"),
        )

    def controls(self, question: Question) -> Controls:
        """Return the form."""
        return Controls.TYPED

    def form(self, question: Question) -> Form:
        """Return the form for a year."""
        return _YEAR

    def read(self, text: str) -> dict[str, Any] | None:
        """Return the year; None where it is no number."""
        return {"year": int(text)} if text.strip().isdecimal() else None

    def is_empty(self, question: Question, guess: Guess) -> bool:
        """Whether there is no year."""
        return guess.year is None

    def check(
        self, question: Question, guess: Guess, found: Sequence[Found] | None = None
    ) -> Verdict:
        """Say how far off it is; years are compared at the close."""
        off = _off(question, guess)
        return Verdict(None, near=0 < off <= NEAR_YEARS, score=float(off == 0), off=off)

    def marquee(self, question: Question) -> Guess | None:
        """Return the year that the poster looks like."""
        return None if question.year is None else Guess(MARQUEE, 0.0, year=round(question.year))

    def said(self, question: Question, guess: Guess) -> Term | Sentence:
        """Return the year, and how far off it is."""
        year = guess.year or 0
        off = abs(year - (question.film.year or year))
        return Sentence("game-said-year", {"year": str(year), "off": off})

    def truth(self, question: Question) -> tuple[Sentence, ...]:
        """Return the year."""
        film = question.film
        return (Sentence("game-truth-year", {"film": film.title, "year": str(film.year)}),)

    def score(
        self, question: Question, counted: Mapping[int, Guess], options: RoundOptions
    ) -> dict[int, Result]:
        """Return the points of the closest, or of all; Marquee's own beside them."""
        offs = {who: _off(question, guess) for who, guess in counted.items()}
        closest = min(offs.values(), default=0)
        marquee = self.marquee(question)
        own = None if marquee is None else _off(question, marquee)
        results = {}
        for who, guess in counted.items():
            won = offs[who] == closest
            points = scoring.by_years(offs[who], guess) if won or options.everyone else 0
            if points and own is not None and offs[who] < own:
                points += scoring.BEAT
            results[who] = Result(who, points, won, won)
        if own is not None and counted:
            won = own <= closest
            points = scoring.by_years(own, Guess(MARQUEE, 0.0)) if won or options.everyone else 0
            results[MARQUEE] = Result(MARQUEE, points, won, won)
        return results

    def missed(
        self, question: Question, counted: Mapping[int, Guess], players: Collection[int]
    ) -> set[int]:
        """Return who gave no year, else who was furthest off."""
        return furthest({who: -_off(question, guess) for who, guess in counted.items()}, players)


def _off(question: Question, guess: Guess) -> int:
    return abs((guess.year or 0) - (question.film.year or 0))
