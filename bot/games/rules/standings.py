"""A game: what rounds bring, who is in front, when it is over. Worked out from stored rounds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeVar

from bot.games.rules import kinds, round_results, scoring
from bot.games.rules.options import Options
from bot.games.rules.types import (
    MARQUEE,
    Finish,
    Guess,
    Place,
    Played,
    Player,
    Question,
    Result,
    Team,
)

T = TypeVar("T")
_OLDER = 4
Reason = Literal["rounds", "target", "last", "missed"]


@dataclass(slots=True)
class _Tally:
    """Where a game stands after the rounds so far."""

    rounds: list[tuple[Result, ...]] = field(default_factory=list)
    points: Counter[int] = field(default_factory=Counter)
    won: Counter[int] = field(default_factory=Counter)
    streaks: Counter[int] = field(default_factory=Counter)
    best: Counter[int] = field(default_factory=Counter)
    out: dict[int, int] = field(default_factory=dict)


def close(
    question: Question,
    guesses: Sequence[Guess],
    options: Options,
    players: Sequence[Player],
    before: Sequence[Played] = (),
) -> tuple[Result, ...]:
    """Return what a round brings everybody who is still in, and Marquee where it played along.

    Guesses that carry no `right` are checked without the catalogue. Order of `guesses` is without
    effect. Guesses of players who are out, or have not joined, are left out.

    Args:
        question: The round's.
        guesses: All of the round.
        options: The game's.
        players: All who joined, those who are out among them.
        before: The rounds before, for streaks and for who is out.
    """
    number = 1 + max((round_.number for round_ in before), default=0)
    return results([*before, Played(number, question, tuple(guesses))], players, options)[-1]


def results(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[tuple[Result, ...], ...]:
    """Return what each round brought, as `close` told then; nothing for a skipped one."""
    return tuple(_tally(played, players, options).rounds)


def out(played: Sequence[Played], players: Sequence[Player], options: Options) -> dict[int, int]:
    """Return who is out, and since which round. Empty where the mode is not elimination."""
    return dict(_tally(played, players, options).out)


def standing(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[Place, ...]:
    """Return the scoreboard, best first; of elimination who is in stands before who is out."""
    tally = _tally(played, players, options)

    def key(player: Player) -> tuple[float, int]:
        return tally.out.get(player.id, float("inf")), tally.points[player.id]

    return tuple(
        Place(
            rank=rank,
            player=player,
            points=tally.points[player.id],
            won=tally.won[player.id],
            streak=tally.streaks[player.id],
            best_streak=tally.best[player.id],
            out=tally.out.get(player.id),
        )
        for rank, player in _ranked(players, key)
    )


def teams(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[Team, ...]:
    """Return the teams' scoreboard, best first; empty where there are no teams."""
    tally = _tally(played, players, options)
    sides: dict[int, tuple[Player, ...]] = {}
    for player in players:
        if options.teams and player.team is not None:
            sides[player.team] = (*sides.get(player.team, ()), player)
    largest = max(map(len, sides.values()), default=0)
    lines = []
    for number, members in sorted(sides.items()):
        total = sum(tally.points[player.id] for player in members)
        points = int(Fraction(total * largest, len(members)) + Fraction(1, 2))
        lost = all(player.id in tally.out for player in members)
        lines.append(Team(0, number, members, total, points, lost))
    ranked = _ranked(lines, lambda team: (not team.out, team.points))
    return tuple(replace(team, rank=rank) for rank, team in ranked)


def finished(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> Finish | None:
    """Say whether the game is over and who won, or None where another round follows.

    Skipped rounds count as rounds.
    """
    if not played:
        return None
    sides = teams(played, players, options)
    places = standing(played, players, options)
    scores = [team.points for team in sides] or [place.points for place in places]
    if options.mode == "elimination":
        lasting = [place for place in places if place.out is None]
        if len(players) == 1:
            if not lasting:
                return _finish("missed", places, sides)
        elif len(lasting) <= 1 or (sides and sum(not team.out for team in sides) <= 1):
            return _finish("last", places, sides)
    if options.mode == "first_to" and max(scores, default=0) >= options.target:
        return _finish("target", places, sides)
    if len(played) >= options.most_rounds:
        return _finish("rounds", places, sides)
    return None


def podium(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[Place, ...]:
    """Return who stands on the podium: ranks 1 to 3 with any points, ties included."""
    return tuple(
        place for place in standing(played, players, options) if place.rank <= 3 and place.points
    )


def marquee(
    played: Sequence[Played], players: Sequence[Player], options: Options
) -> tuple[int, int, int]:
    """Return Marquee's own record: rounds it played along, rounds it won, points."""
    own = [
        result
        for round_ in results(played, players, options)
        for result in round_
        if result.player == MARQUEE
    ]
    return len(own), sum(result.won for result in own), sum(result.points for result in own)


def assign(players: Sequence[Player], options: Options) -> tuple[Player, ...]:
    """Put who has no team into the smallest; all without one where the game has no teams."""
    if not options.teams:
        return tuple(replace(player, team=None) for player in players)
    numbers = range(1, options.teams + 1)
    sizes = Counter(player.team for player in players if player.team in numbers)
    assigned = []
    for player in players:
        team = player.team
        if team not in numbers:
            team = min(numbers, key=lambda number: (sizes[number], number))
            sizes[team] += 1
        assigned.append(replace(player, team=team))
    return tuple(assigned)


def preferred_kind(options: Options, number: int, seed: int) -> str:
    """Return of which kind round `number` is: of `mix` all in turn, shuffled by the seed."""
    names = [kind.name for kind in kinds.among(options.kind)]
    turn, place = divmod(number - 1, len(names))
    rng = random.Random(f"{seed}/{turn}")
    # The newer kinds come behind the first four, so that a mix which was begun before there were
    # more goes on as it was drawn.
    older, newer = names[:_OLDER], names[_OLDER:]
    return [*rng.sample(older, len(older)), *rng.sample(newer, len(newer))][place]


def _tally(played: Sequence[Played], players: Sequence[Player], options: Options) -> _Tally:
    tally = _Tally()
    for round_ in sorted(played, key=lambda round_: round_.number):
        inside = [player.id for player in players if player.id not in tally.out]
        if round_.skipped or not inside:
            tally.rounds.append(())
            continue
        guesses = [guess for guess in round_.guesses if guess.player in inside]
        brought = round_results.results(round_.question, guesses, options)
        found = []
        for who in inside:
            result = brought.get(who) or Result(who, 0, won=False, right=False)
            streak = tally.streaks[who] + 1 if result.won else 0
            bonus = scoring.streak_bonus(streak)
            tally.streaks[who] = streak
            tally.best[who] = max(tally.best[who], streak)
            tally.won[who] += result.won
            tally.points[who] += result.points + bonus
            found.append(replace(result, points=result.points + bonus, streak=streak, bonus=bonus))
        if MARQUEE in brought:
            found.append(brought[MARQUEE])
        tally.rounds.append(tuple(found))
        if options.mode == "elimination":
            lost = round_results.missed(round_.question, guesses, inside)
            # Where all miss at once nobody is out: somebody has to be left. Alone one has missed.
            if len(lost) < len(inside) or len(players) == 1:
                tally.out |= dict.fromkeys(sorted(lost), round_.number)
    return tally


def _ranked(items: Sequence[T], key: Callable[[T], tuple[float, int]]) -> list[tuple[int, T]]:
    ordered = sorted(items, key=key, reverse=True)
    return [(1 + sum(key(other) > key(item) for other in ordered), item) for item in ordered]


def _finish(reason: Reason, places: Sequence[Place], sides: Sequence[Team]) -> Finish:
    front = tuple(
        team.number for team in sides if team.rank == 1 and (team.points or reason == "last")
    )
    winners = tuple(
        place.player.id
        for place in places
        if (place.player.team in front if sides else place.rank == 1 and _counts(place, reason))
    )
    return Finish(reason, winners, front)


def _counts(place: Place, reason: str) -> bool:
    """Whether who is in front has won anything: points, or that all others are out."""
    return place.points > 0 or (reason == "last" and place.out is None)
