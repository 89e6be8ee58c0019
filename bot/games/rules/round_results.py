"""What one round brings: which guess of each player counts, what it is worth, who missed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.games.rules import kinds
from bot.games.rules.types import Guess, Question, Result, RoundOptions


def counted(question: Question, guesses: Sequence[Guess]) -> dict[int, Guess]:
    """Return the guess of each player that counts: of typed titles the first right one.

    Of everything else the first. A player whose titles were all wrong has the last of them.
    """
    kind = kinds.of(question)
    found: dict[int, Guess] = {}
    for guess in sorted(guesses, key=lambda guess: (guess.at, repr(guess))):
        known = found.get(guess.player)
        if known is None or (kind.free_text(question) and not kind.is_right(question, known)):
            found[guess.player] = guess
    return found


def results(
    question: Question, guesses: Sequence[Guess], options: RoundOptions
) -> dict[int, Result]:
    """Return what a round brings those who answered, streaks left out, and Marquee."""
    return kinds.of(question).score(question, counted(question, guesses), options)


def missed(question: Question, guesses: Sequence[Guess], players: Collection[int]) -> set[int]:
    """Return who of the players did worst, where elimination throws such out; see `Kind.missed`."""
    own = {who: guess for who, guess in counted(question, guesses).items() if who in players}
    return kinds.of(question).missed(question, own, players)
