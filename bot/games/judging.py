"""One guess at a time: whether it may be made, and whether it is right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from bot.games.options import Options
from bot.games.types import Guess, Question, Verdict
from services.types import Found

Refusal = Literal["answered", "tries", "out", "stranger", "late", "empty"]


def judge(question: Question, guess: Guess, found: Sequence[Found] = ()) -> Verdict:
    """Say whether a guess is right. The bot keeps `replace(guess, right=verdict.right)`.

    Args:
        question: The round's.
        guess: The guess.
        found: Of a typed title: what `client.titles(guess.text, limit=50)` answers, so that other
            films' titles and the film's other names are known. Without it the question's `rivals`
            have to do.
    """
    raise NotImplementedError


def refusal(
    question: Question,
    guess: Guess,
    guesses: Sequence[Guess],
    options: Options,
    *,
    players: Collection[int] | None = None,
    out: Collection[int] = (),
) -> Refusal | None:
    """Say why a guess may not be made, or None where it may.

    Args:
        question: The round's.
        guess: The guess.
        guesses: Those of the round so far, of all players.
        options: The match's.
        players: Ids of those who joined; None where everybody may play.
        out: Ids of those whom an earlier round threw out.

    Returns:
        `stranger` (has not joined), `out`, `answered` (one answer a round, or right already),
        `tries` (three typed titles a reveal), `late` (the time is up), `empty` (nothing in it).
    """
    raise NotImplementedError


def step_at(question: Question, options: Options, elapsed: float) -> int:
    """Return which reveal is shown after so many seconds, from 1 to `question.steps`."""
    raise NotImplementedError


def over(
    question: Question,
    guesses: Sequence[Guess],
    options: Options,
    players: Collection[int],
    elapsed: float,
) -> bool:
    """Say whether a round may close now.

    Args:
        question: The round's.
        guesses: Those of the round so far, with `right`.
        options: The match's.
        players: Ids of those who may answer: joined, and not out.
        elapsed: Seconds after the round was opened.

    Returns:
        True where the time is up, where everyone has answered (of typed titles: is right), or where
        the first right answer decides and `TIE_SECONDS` have passed since, so that another one of
        the same instant counts as well.
    """
    raise NotImplementedError


TIE_SECONDS = 0.5
"""Right answers that are no further apart came in the same instant: both count as the first."""
