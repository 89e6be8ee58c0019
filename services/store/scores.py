"""Who scored what: standings of a server, and one member's own figures.

All of it is summed up from the rounds' points when somebody asks, so it can never go astray.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.models import QueryRow
from services.store.rounds import MARQUEE
from services.store.server_models import (
    FeedbackRow,
    GameRow,
    PlayerRow,
    PointsRow,
    RoundRow,
    WatchRow,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A player among the others.

    Attributes:
        rank: 1 for the best; players with the same points share one, and the next is left out.
        user_id: Who; `MARQUEE` for the bot itself.
        name: How they were called in their latest game; empty where nobody knows any more.
        points: Points of all rounds asked for.
        won: Rounds won among them.
        games: Games in which they played such a round.
    """

    rank: int
    user_id: int
    name: str
    points: int
    won: int
    games: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's own figures.

    Attributes:
        rounds: Rounds that they played.
        rounds_won: Rounds won.
        points: Points of all rounds.
        streak: The most rounds won in a row.
        right: Answers of Marquee's that they called right.
        wrong: ... and wrong.
        genres: Genres of the films that they kept or recognised, the most frequent first.
    """

    rounds: int = 0
    rounds_won: int = 0
    points: int = 0
    streak: int = 0
    right: int = 0
    wrong: int = 0
    genres: tuple[str, ...] = ()


async def standings(
    session: AsyncSession,
    scope_id: int,
    *,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Standing]:
    """Return the players of a server, the best first; Marquee stands among them unranked (0).

    Args:
        session: A session.
        scope_id: The server, or the member where there is none.
        kind: Only rounds of this game; None for all.
        since: Only rounds that were closed then or later.
        until: Only rounds that were closed before.
    """
    points = func.sum(PointsRow.points)
    question = (
        select(
            PointsRow.user_id,
            points,
            func.sum(cast(PointsRow.won, Integer)),  # of bools, it would come back as one
            func.count(distinct(RoundRow.game_id)),
        )
        .join(RoundRow, RoundRow.id == PointsRow.round_id)
        .join(GameRow, GameRow.id == RoundRow.game_id)
        .where(GameRow.scope_id == scope_id, RoundRow.state != "open")
        .where(PointsRow.user_id >= MARQUEE)  # who was forgotten is below, and nobody
        .group_by(PointsRow.user_id)
    )
    if kind is not None:
        question = question.where(RoundRow.question["kind"].as_string() == kind)
    if since is not None:
        question = question.where(RoundRow.closed_at >= since)
    if until is not None:
        question = question.where(RoundRow.closed_at < until)
    sums = list(await session.execute(question))
    names = await _names(session, scope_id, [row[0] for row in sums])
    ranks = _ranks({row[0]: row[1] for row in sums if row[0] != MARQUEE})
    found = [
        Standing(ranks.get(user_id, 0), user_id, names.get(user_id, ""), total, won, games)
        for user_id, total, won, games in sums
    ]
    return sorted(found, key=lambda s: (s.rank, -s.won, s.name.casefold(), s.user_id))


async def profile(
    session: AsyncSession, scope_id: int, user_id: int, *, guild_id: int | None
) -> Profile:
    """Return a member's figures.

    Args:
        session: A session.
        scope_id: The server, or the member where there is none.
        user_id: Who.
        guild_id: The server whose answers the verdicts are about; None for those in private.
    """
    rounds = await _rounds(session, scope_id, user_id)
    won = [row.won for row in rounds]
    verdicts = await _verdicts(session, user_id, guild_id)
    return Profile(
        rounds=len(rounds),
        rounds_won=sum(won),
        points=sum(row.points for row in rounds),
        streak=_longest(won),
        right=verdicts.get("right", 0),
        wrong=verdicts.get("wrong", 0),
        genres=await _genres(
            session, scope_id, user_id, [row.question for row in rounds if row.won]
        ),
    )


@dataclass(frozen=True, slots=True)
class _Round:
    question: Mapping[str, Any]
    points: int
    won: bool


async def _names(session: AsyncSession, scope_id: int, user_ids: Iterable[int]) -> dict[int, str]:
    found = (
        select(PlayerRow.user_id, PlayerRow.name)
        .join(GameRow, GameRow.id == PlayerRow.game_id)
        .where(GameRow.scope_id == scope_id, PlayerRow.user_id.in_(list(user_ids)))
        .order_by(PlayerRow.joined_at, PlayerRow.game_id)
    )
    rows = await session.execute(found)
    return {row[0]: row[1] for row in rows}  # the latest stays


async def _rounds(session: AsyncSession, scope_id: int, user_id: int) -> list[_Round]:
    """Return the rounds that a member played, in their order: each has points, if only 0."""
    found = (
        select(RoundRow.question, PointsRow.points, PointsRow.won)
        .join(PointsRow, (PointsRow.round_id == RoundRow.id) & (PointsRow.user_id == user_id))
        .join(GameRow, GameRow.id == RoundRow.game_id)
        .where(GameRow.scope_id == scope_id, RoundRow.state == "closed")
        .order_by(RoundRow.closed_at, RoundRow.id)
    )
    return [_Round(*row) for row in await session.execute(found)]


async def _verdicts(session: AsyncSession, user_id: int, guild_id: int | None) -> dict[str, int]:
    found = (
        select(FeedbackRow.verdict, func.count())
        .join(QueryRow, QueryRow.id == FeedbackRow.query_id)
        .where(FeedbackRow.user_id == user_id, QueryRow.guild_id.is_(guild_id))
        .group_by(FeedbackRow.verdict)
    )
    return {row[0]: row[1] for row in await session.execute(found)}


async def _genres(
    session: AsyncSession, scope_id: int, user_id: int, won: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    kept = select(WatchRow.film).where(WatchRow.scope_id == scope_id, WatchRow.user_id == user_id)
    films = [*await session.scalars(kept), *(question.get("film") or {} for question in won)]
    counts = Counter(genre for film in films for genre in film.get("genres") or ())
    return tuple(sorted(counts, key=lambda genre: (-counts[genre], genre)))


def _ranks(points: Mapping[int, int]) -> dict[int, int]:
    order = sorted(points.values(), reverse=True)
    first = {total: place for place, total in reversed(list(enumerate(order, 1)))}
    return {user_id: first[total] for user_id, total in points.items()}


def _longest(won: Iterable[bool]) -> int:
    best = run = 0
    for win in won:
        run = run + 1 if win else 0
        best = max(best, run)
    return best
