"""A match: what rounds bring, who is in front, when it is over. Worked out from stored rounds."""

from __future__ import annotations

from collections.abc import Sequence

from bot.games.options import Options
from bot.games.types import Finish, Guess, Place, Played, Player, Question, Result, Team


def close(
    question: Question,
    guesses: Sequence[Guess],
    options: Options,
    players: Sequence[Player],
    before: Sequence[Played] = (),
) -> tuple[Result, ...]:
    """Return what a round brings everybody who is still in, and Marquee where it played along.

    Guesses that carry no `right` are judged without the catalogue. Order of `guesses` is without
    effect. Guesses of players who are out, or have not joined, are left out.

    Args:
        question: The round's.
        guesses: All of the round.
        options: The match's.
        players: All who joined, those who are out among them.
        before: The rounds before, for streaks and for who is out.
    """
    raise NotImplementedError


def results(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[tuple[Result, ...], ...]:
    """Return what each round brought, as `close` told then; nothing for a skipped one."""
    raise NotImplementedError


def out(played: Sequence[Played], players: Sequence[Player], options: Options) -> dict[int, int]:
    """Return who is out, and since which round. Empty where the mode is not elimination."""
    raise NotImplementedError


def standing(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[Place, ...]:
    """Return the scoreboard, best first; of elimination who is in stands before who is out."""
    raise NotImplementedError


def teams(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[Team, ...]:
    """Return the teams' scoreboard, best first; empty where there are no teams."""
    raise NotImplementedError


def finished(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> Finish | None:
    """Say whether the match is over and who won, or None where another round follows."""
    raise NotImplementedError


def podium(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[Place, ...]:
    """Return who stands on the podium: ranks 1 to 3 with any points, ties included."""
    raise NotImplementedError


def marquee(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[int, int, int]:
    """Return Marquee's own record: rounds it played along, rounds it won, points."""
    raise NotImplementedError


def assign(players: Sequence[Player], options: Options) -> tuple[Player, ...]:
    """Put who has no team into the smallest; all without one where the match has no teams."""
    raise NotImplementedError


def preferred_kind(options: Options, number: int, seed: int) -> str:
    """Return which game round `number` is: of `mix` all four in turn, shuffled by the seed."""
    raise NotImplementedError
