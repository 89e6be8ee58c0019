"""The daily poster: one film a day, six pictures, a title at each; squares, words and streaks."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.games.rules.types import Effect, Question

STEPS = 6
# From what one in six recognises who know the film to what nearly all do; see
# `bot.games.rules.kinds.film.DETAIL`.
_DETAIL: dict[Effect, tuple[int, ...]] = {
    "pixels": (11, 14, 18, 24, 32, 48),
    "crop": (8, 13, 20, 29, 42, 65),
}
_WRONG, _NEAR, _MORE, _RIGHT, _LEFT = "🟥", "🟨", "🟦", "🟩", "⬜"


@dataclass(frozen=True, slots=True)
class Try:
    """What a member did at one picture.

    Attributes:
        text: The title that was typed; None where they only asked to see more.
        right: Whether it named the film.
        near: Whether it came close.
    """

    text: str | None = None
    right: bool = False
    near: bool = False


def stepped(question: Question) -> Question:
    """Return a question about a film as the daily poster asks it, in six pictures."""
    effect: Effect = random.Random(f"daily/{question.seed}").choice(("pixels", "crop"))
    return replace(question, effect=effect, steps=STEPS, detail=_DETAIL[effect], hints=())


def step(tries: Sequence[Try]) -> int:
    """Return which picture is shown, from 1; the whole poster (7) once it is over."""
    return STEPS + 1 if over(tries) else len(tries) + 1


def solved(tries: Sequence[Try]) -> bool:
    """Whether the film was named."""
    return any(each.right for each in tries)


def over(tries: Sequence[Try]) -> bool:
    """Whether nothing is left to try."""
    return solved(tries) or len(tries) >= STEPS


def squares(tries: Sequence[Try]) -> str:
    """Return a square a picture, without a word of the film: green right, yellow close, red wrong.

    Blue where more was asked for, white where no picture was needed.
    """
    row = [
        _RIGHT if each.right else _MORE if each.text is None else _NEAR if each.near else _WRONG
        for each in tries
    ]
    return "".join(row) + _LEFT * (STEPS - len(row))


def day_of(now: datetime, zone: tzinfo) -> date:
    """Return which day it is where the server's clock hangs."""
    return now.astimezone(zone).date()


def next_at(day: date, zone: tzinfo) -> datetime:
    """Return when the day after begins there."""
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def streak(days: Collection[date], today: date) -> int:
    """Return how many days in a row were solved up to today.

    A day that was missed ends it; today does not, before it is over.
    """
    day = today if today in days else today - timedelta(days=1)
    count = 0
    while day - timedelta(days=count) in days:
        count += 1
    return count


def best_streak(days: Collection[date]) -> int:
    """Return the most days in a row that were ever solved."""
    return max((streak(days, day) for day in days), default=0)
