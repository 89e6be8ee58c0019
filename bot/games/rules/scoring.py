"""What an answer is worth. Whole numbers throughout, so that points add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from bot.games.rules.hints import COST
from bot.games.rules.types import Difficulty, Guess, Question, Result, RoundOptions

FULL = 100
CHOSEN = 60
"""What the right one of four is worth at most: one in four guess it."""
LEAST = 5
"""What a right answer is worth at least, however late and with however many hints."""
FIRST = 10
"""For the first right answer where several may be right."""
BEAT = 10
"""For a better year, or better genres, than Marquee's own."""
STREAK, MOST_STREAK = 5, 25
"""For each round won in a row after the first, and at most."""
TIE_SECONDS = 0.5
"""Right answers that are no further apart came in the same instant: both count as the first."""
YEAR_COST = 4
"""What each year away takes."""

Mark = int | Fraction
"""How good an answer is that is compared with the others: the higher the better."""

_PERCENT: dict[Difficulty, int] = {"easy": 100, "medium": 125, "hard": 150}


def by_time(
    question: Question,
    counted: Mapping[int, Guess],
    right: Collection[int],
    options: RoundOptions,
    full: int,
) -> dict[int, Result]:
    """Return what a round brings whose first right answer wins; all of them, where several may.

    Args:
        question: The round's.
        counted: The guess of each player that counts.
        right: Ids of those who are right.
        options: The game's.
        full: What a right answer is worth at most.
    """
    # To the millisecond, as Discord's clock tells: no other rounding decides who was first.
    first = min((_ms(counted[who]) for who in right), default=0)
    limit = first + round(1000 * TIE_SECONDS)
    results = {}
    for who, guess in counted.items():
        early = who in right and _ms(guess) <= limit
        won = who in right and (early or options.everyone)
        points = timely(question, guess, options, full) if won else 0
        if early and options.everyone and len(counted) > 1:
            points += FIRST
        results[who] = Result(who, points, won, who in right)
    return results


def timely(question: Question, guess: Guess, options: RoundOptions, full: int) -> int:
    """Return what a right answer is worth: less with each reveal, or quarter of the time."""
    if question.steps > 1:
        late = Fraction(min(guess.step, question.steps) - 1, question.steps - 1)
    else:
        quarter = int(4 * max(guess.at, 0.0) / options.seconds)
        late = Fraction(min(quarter, 3), 3)
    return _worth(full * (1 - late * Fraction(3, 5)), guess, options.difficulty)


def by_years(off: int, guess: Guess) -> int:
    """Return what a year is worth that is so many years away; how hard it is lies in the film."""
    return _worth(Fraction(FULL - YEAR_COST * off), guess, "easy")


def by_genres(score: Fraction, guess: Guess, options: RoundOptions) -> int:
    """Return what genres of that Jaccard index are worth; nothing where none is right."""
    return _worth(FULL * score, guess, options.difficulty) if score else 0


def streak_bonus(streak: int) -> int:
    """Return what a streak of so many rounds adds to the last of them."""
    return min(STREAK * max(streak - 1, 0), MOST_STREAK)


def jaccard(one: Iterable[str], other: Iterable[str]) -> Fraction:
    """Return the share of both sets of genres that is in both; 0 of two empty ones."""
    first, second = {name.casefold() for name in one}, {name.casefold() for name in other}
    either = first | second
    return Fraction(len(first & second), len(either)) if either else Fraction(0)


def _ms(guess: Guess) -> int:
    return round(1000 * guess.at)


def _worth(points: Fraction, guess: Guess, difficulty: Difficulty) -> int:
    worth = int(points * _PERCENT[difficulty] / 100 + Fraction(1, 2))
    return max(worth - COST * guess.hints, LEAST)
