"""What an answer is worth. Whole numbers throughout, so that points add up."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from bot.games.rules.hints import COST
from bot.games.rules.options import Difficulty, Options
from bot.games.rules.types import Guess, Question

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

_PERCENT: dict[Difficulty, int] = {"easy": 100, "medium": 125, "hard": 150}


def timely(question: Question, guess: Guess, options: Options) -> int:
    """Return what a right film, or odd one, is worth: less with each reveal, or quarter of time."""
    full = FULL if question.free_text else CHOSEN
    if question.steps > 1:
        late = Fraction(min(guess.step, question.steps) - 1, question.steps - 1)
    else:
        quarter = int(4 * max(guess.at, 0.0) / options.seconds)
        late = Fraction(min(quarter, 3), 3)
    return _worth(full * (1 - late * Fraction(3, 5)), guess, options.difficulty)


def by_years(off: int, guess: Guess) -> int:
    """Return what a year is worth that is so many years away; how hard it is lies in the film."""
    return _worth(Fraction(FULL - YEAR_COST * off), guess, "easy")


def by_genres(score: Fraction, guess: Guess, options: Options) -> int:
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


def _worth(points: Fraction, guess: Guess, difficulty: Difficulty) -> int:
    worth = int(points * _PERCENT[difficulty] / 100 + Fraction(1, 2))
    return max(worth - COST * guess.hints, LEAST)
