"""One guess at a time: whether it may be made, and whether it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal

from bot.games.rules import kinds
from bot.games.rules.options import Options
from bot.games.rules.scoring import TIE_SECONDS
from bot.games.rules.types import Guess, Question, Verdict
from services.core.types import Found

GRACE_SECONDS = 1.0
"""How long after the time is up a guess still counts: it was on its way."""
FOUND = 50
"""How many titles the catalogue should be asked for, of what was typed."""

Refusal = Literal["answered", "tries", "out", "stranger", "late", "empty"]


def check(question: Question, guess: Guess, found: Sequence[Found] | None = None) -> Verdict:
    """Say whether a guess is right. The bot keeps `replace(guess, right=verdict.right)`.

    Args:
        question: The round's.
        guess: The guess.
        found: Of a typed title: what `client.titles(guess.text, limit=FOUND)` answers, so that
            other films' titles and the film's other names are known. Without it the question's
            `rivals` have to do.
    """
    return kinds.of(question).check(question, guess, found)


def refusal(
    question: Question,
    guess: Guess,
    guesses: Sequence[Guess],
    options: Options,
    *,
    players: Collection[int] | None = None,
    out: Collection[int] = (),
    said: bool = True,
) -> Refusal | None:
    """Say why a guess may not be made, or None where it may.

    Args:
        question: The round's.
        guess: The guess.
        guesses: Those of the round so far, of all players, with `right`.
        options: The game's.
        players: Ids of those who joined; None where everybody may play.
        out: Ids of those whom an earlier round threw out.
        said: Whether the guess says anything yet; False asks whether one may be made at all.

    Returns:
        `stranger` (has not joined), `out`, `answered` (one answer a round, or right already),
        `tries` (no typed titles are left), `late` (the time is up), `empty` (nothing in it).
    """
    kind = kinds.of(question)
    own = [other for other in guesses if other.player == guess.player]
    answered = own and (
        not kind.free_text(question) or any(kind.is_right(question, other) for other in own)
    )
    reasons: tuple[tuple[Refusal, object], ...] = (
        ("stranger", players is not None and guess.player not in players),
        ("out", guess.player in out),
        ("empty", said and kind.is_empty(question, guess)),
        ("late", guess.at > options.seconds + GRACE_SECONDS),
        ("answered", answered),
        ("tries", len(own) >= options.guesses),
    )
    return next((reason for reason, holds in reasons if holds), None)


def step_at(question: Question, options: Options, elapsed: float) -> int:
    """Return which reveal is shown after so many seconds, from 1 to `question.steps`."""
    passed = int(question.steps * max(elapsed, 0.0) / options.seconds)
    return min(1 + passed, question.steps)


def done(question: Question, guesses: Sequence[Guess], options: Options) -> set[int]:
    """Return who has answered: of typed titles who is right, or has no guess left."""
    kind = kinds.of(question)
    if not kind.free_text(question):
        return {guess.player for guess in guesses}
    counts = Counter(guess.player for guess in guesses)
    right = {guess.player for guess in guesses if kind.is_right(question, guess)}
    return right | {player for player, count in counts.items() if count >= options.guesses}


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
        options: The game's.
        players: Ids of those who may answer: joined, and not out.
        elapsed: Seconds after the round was opened.

    Returns:
        True where the time is up, where everyone is `done`, or where the first right answer decides
        and `TIE_SECONDS` have passed since, so that another one of the same instant counts as well.
    """
    if elapsed >= options.seconds:
        return True
    kind = kinds.of(question)
    right = [guess for guess in guesses if kind.is_right(question, guess)]
    if set(players) <= done(question, guesses, options):
        return True
    if options.everyone or not right:
        return False
    return elapsed > min(guess.at for guess in right) + TIE_SECONDS
