"""Movie nights that recur: what they are like, and which of them was begun.

A series goes on until `ended_at`. Each of its nights is begun by whoever first writes it down
(`begin`), however many bots look at the same time, or again after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.night_models import NightOccurrenceRow, NightSeriesRow


@dataclass(frozen=True, slots=True)
class Series:
    """Nights that recur. Ids of people and places are Discord snowflakes.

    Attributes:
        id: The row's id.
        guild_id: The server.
        channel_id: Where the polls are.
        host_id: Who called them; 0 where that is forgotten.
        rule: How often, as RFC 5545 writes it.
        timezone: Where the clock hangs.
        clock: What it shows when a night begins, such as "20:00".
        next_at: The next night that nothing was done about.
        source: Where the films come from.
        hours: How long a poll is open.
        several: Whether a member may vote for several films.
        place: Where, in words; None for a voice channel or no event.
        voice_id: The voice channel.
    """

    id: int
    guild_id: int
    channel_id: int
    host_id: int
    rule: str
    timezone: str
    clock: str
    next_at: datetime
    source: dict[str, Any]
    hours: int
    several: bool
    place: str | None
    voice_id: int | None


async def make(
    session: AsyncSession,
    *,
    guild_id: int,
    channel_id: int,
    host_id: int,
    rule: str,
    timezone: str,
    clock: str,
    next_at: datetime,
    source: dict[str, Any],
    hours: int,
    several: bool,
    place: str | None,
    voice_id: int | None,
    now: datetime,
) -> int | None:
    """Keep a series; None where the channel has one that goes on."""
    return await session.scalar(
        insert(NightSeriesRow)
        .values(
            guild_id=guild_id,
            channel_id=channel_id,
            host_id=host_id,
            rule=rule,
            timezone=timezone,
            clock=clock,
            next_at=next_at,
            source=source,
            hours=hours,
            several=several,
            place=place,
            voice_id=voice_id,
            made_at=now,
        )
        .on_conflict_do_nothing()
        .returning(NightSeriesRow.id)
    )


async def load(session: AsyncSession, series_id: int) -> Series | None:
    """Return a series that goes on, or None."""
    row = await session.get(NightSeriesRow, series_id, populate_existing=True)
    return _series(row) if row and row.ended_at is None else None


async def in_channel(session: AsyncSession, channel_id: int) -> Series | None:
    """Return the series that goes on in a channel, or None."""
    row = await session.scalar(
        select(NightSeriesRow).where(
            NightSeriesRow.channel_id == channel_id, NightSeriesRow.ended_at.is_(None)
        )
    )
    return _series(row) if row else None


async def going_on(session: AsyncSession) -> list[Series]:
    """Return all series that go on, the next night first."""
    found = select(NightSeriesRow).where(NightSeriesRow.ended_at.is_(None))
    rows = await session.scalars(found.order_by(NightSeriesRow.next_at))
    return [_series(row) for row in rows]


async def begin(session: AsyncSession, series: Series, following: datetime) -> bool:
    """Begin the next night of a series and turn to the following one.

    Returns:
        Whether it is the caller's to begin; False where somebody else has begun it.
    """
    begun = await session.scalar(
        insert(NightOccurrenceRow)
        .values(series_id=series.id, starts_at=series.next_at)
        .on_conflict_do_nothing()
        .returning(NightOccurrenceRow.series_id)
    )
    await session.execute(
        update(NightSeriesRow)
        .where(NightSeriesRow.id == series.id, NightSeriesRow.next_at == series.next_at)
        .values(next_at=following)
    )
    return begun is not None


async def give_back(session: AsyncSession, series: Series) -> None:
    """Take back that a night was begun: Discord did not take its poll, and it is tried again."""
    await session.execute(
        delete(NightOccurrenceRow).where(
            NightOccurrenceRow.series_id == series.id,
            NightOccurrenceRow.starts_at == series.next_at,
        )
    )
    await session.execute(
        update(NightSeriesRow).where(NightSeriesRow.id == series.id).values(next_at=series.next_at)
    )


async def set_night(
    session: AsyncSession, series_id: int, starts_at: datetime, night_id: int
) -> None:
    """Keep which night that became."""
    await session.execute(
        update(NightOccurrenceRow)
        .where(NightOccurrenceRow.series_id == series_id, NightOccurrenceRow.starts_at == starts_at)
        .values(night_id=night_id)
    )


async def end(session: AsyncSession, series_id: int, now: datetime) -> bool:
    """End a series; False where it had ended."""
    ended = await session.execute(
        update(NightSeriesRow)
        .where(NightSeriesRow.id == series_id, NightSeriesRow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(NightSeriesRow.id)
    )
    return ended.first() is not None


def _series(row: NightSeriesRow) -> Series:
    return Series(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        host_id=row.host_id,
        rule=row.rule,
        timezone=row.timezone,
        clock=row.clock,
        next_at=row.next_at,
        source=row.source,
        hours=row.hours,
        several=row.several,
        place=row.place,
        voice_id=row.voice_id,
    )
