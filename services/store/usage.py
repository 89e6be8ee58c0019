"""How much a server asks and plays, for its admins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.models import QueryRow
from services.store.server_models import FeedbackRow, GameRow, RoundRow

_REASONS = 3


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC): questions by outcome, as in the query log, and rounds played."""

    day: date
    matched: int = 0
    answered: int = 0
    failed: int = 0
    rounds: int = 0

    @property
    def questions(self) -> int:
        """How many questions the day had."""
        return self.matched + self.answered + self.failed


@dataclass(frozen=True, slots=True)
class Usage:
    """What a server did in some days.

    Attributes:
        days: Every day, those without a question too, oldest first.
        members: How many different members asked.
        median_ms: Median milliseconds from question to answer; None where nothing was answered.
        reasons: The most frequent error codes of questions that failed, with their numbers.
        games: Matches that were begun, by kind.
        right: Answers that members called right.
        wrong: Answers that members called wrong.
    """

    days: tuple[Day, ...]
    members: int
    median_ms: float | None
    reasons: tuple[tuple[str, int], ...]
    games: tuple[tuple[str, int], ...]
    right: int
    wrong: int

    def total(self, outcome: str) -> int:
        """Return the sum of a field of `Day`."""
        return sum(getattr(day, outcome) for day in self.days)


async def usage(session: AsyncSession, guild_id: int, *, until: datetime, days: int) -> Usage:
    """Return what a server did in the `days` days (UTC) that end with the day of `until`."""
    last = until.astimezone(UTC).date()
    span = [last - timedelta(days=back) for back in reversed(range(days))]
    since = datetime(span[0].year, span[0].month, span[0].day, tzinfo=UTC)
    here = (QueryRow.guild_id == guild_id, QueryRow.asked_at >= since)
    counts: dict[str, dict[str, int]] = {day.isoformat(): {} for day in span}

    def count(day: str, what: str, number: int) -> None:
        if day in counts:
            counts[day][what] = number

    day = func.date(QueryRow.asked_at)
    for on, outcome, number in await session.execute(
        select(day, QueryRow.outcome, func.count()).where(*here).group_by(day, QueryRow.outcome)
    ):
        count(on, outcome, number)
    played = func.date(RoundRow.opened_at)
    for on, number in await session.execute(
        select(played, func.count())
        .join(GameRow, GameRow.id == RoundRow.game_id)
        .where(GameRow.scope_id == guild_id, RoundRow.opened_at >= since)
        .group_by(played)
    ):
        count(on, "rounds", number)
    members = await session.scalar(select(func.count(QueryRow.user_id.distinct())).where(*here))
    verdicts = await _counted(
        session,
        select(FeedbackRow.verdict, func.count())
        .join(QueryRow, QueryRow.id == FeedbackRow.query_id)
        .where(*here)
        .group_by(FeedbackRow.verdict),
    )
    return Usage(
        days=tuple(Day(day, **counts[day.isoformat()]) for day in span),
        members=members or 0,
        median_ms=await _median_ms(session, guild_id, since),
        reasons=(await _counted(session, _reasons().where(*here)))[:_REASONS],
        games=await _counted(
            session,
            select(GameRow.kind, func.count())
            .where(
                GameRow.scope_id == guild_id, GameRow.created_at >= since, GameRow.state != "lobby"
            )
            .group_by(GameRow.kind),
        ),
        right=dict(verdicts).get("right", 0),
        wrong=dict(verdicts).get("wrong", 0),
    )


def _reasons() -> Select[str | None, int]:
    return (
        select(QueryRow.error_code, func.count())
        .where(QueryRow.error_code.is_not(None))
        .group_by(QueryRow.error_code)
    )


async def _counted(
    session: AsyncSession, question: Select[Any, int]
) -> tuple[tuple[str, int], ...]:
    """Return names and numbers, the greatest first."""
    rows = [(str(name), number) for name, number in await session.execute(question)]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


async def _median_ms(session: AsyncSession, guild_id: int, since: datetime) -> float | None:
    total = QueryRow.timings_ms["total"].as_float()
    here = (
        QueryRow.guild_id == guild_id,
        QueryRow.asked_at >= since,
        QueryRow.outcome != "failed",
        total.is_not(None),
    )
    count = await session.scalar(select(func.count()).select_from(QueryRow).where(*here)) or 0
    if not count:
        return None
    # The middle one, or the two around the middle.
    middle = await session.scalars(
        select(total).where(*here).order_by(total).offset((count - 1) // 2).limit(2 - count % 2)
    )
    values = list(middle)
    return sum(values) / len(values)
