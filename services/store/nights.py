"""Movie nights: a poll among films, and the event for the one that won.

A night is `open` while its poll is. Who counts the votes first brings it to `closing`, and from
there, once the channel was told, to `scheduled` (there is an event), `ended` (there is none) or
`failed`. `cancelled` are those that were called off or whose poll was deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.types import Film
from services.store.night_models import NightRow

UNFINISHED = ("open", "closing")
# Its votes were counted and its channel was told; there may be an event or not.
TOLD = ("scheduled", "ended", "failed")
End = Literal["scheduled", "ended", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class Night:
    """A movie night. Ids of people and places are Discord snowflakes.

    Attributes:
        id: The row's id.
        guild_id: The server.
        channel_id: Where the poll is.
        message_id: The poll's message; None until it is sent.
        host_id: Who called the night.
        films: What the poll asks about, in its answers' order.
        place: Where the event will be, in words; None for a voice channel or no event.
        voice_id: The voice channel where the event will be.
        timezone: The zone in which the host told the time.
        closes_at: When the poll closes.
        starts_at: When the film begins.
        state: As above.
        winner_key: `Film.key` of the winner; None where nobody voted, or nobody counted yet.
        votes: How many votes the winner had.
        tied: How many films had as many; above 1 the lot decided.
        event_id: The scheduled event.
        series_id: The series that it belongs to, `services.store.night_series`.
    """

    id: int
    guild_id: int
    channel_id: int
    message_id: int | None
    host_id: int
    films: tuple[Film, ...]
    place: str | None
    voice_id: int | None
    timezone: str
    closes_at: datetime
    starts_at: datetime
    state: str
    winner_key: str | None
    votes: int | None
    tied: int | None
    event_id: int | None
    series_id: int | None = None

    @property
    def winner(self) -> Film | None:
        """The film that won."""
        return next((film for film in self.films if film.key == self.winner_key), None)

    @property
    def wants_event(self) -> bool:
        """Whether an event was asked for."""
        return self.place is not None or self.voice_id is not None


async def open_night(
    session: AsyncSession,
    *,
    guild_id: int,
    channel_id: int,
    host_id: int,
    films: Sequence[Film],
    place: str | None,
    voice_id: int | None,
    timezone: str,
    closes_at: datetime,
    starts_at: datetime,
    series_id: int | None = None,
) -> int | None:
    """Begin a night whose poll is about to be sent; None where the channel has an open one."""
    return await session.scalar(
        insert(NightRow)
        .values(
            guild_id=guild_id,
            channel_id=channel_id,
            host_id=host_id,
            films=[film.to_json() for film in films],
            place=place,
            voice_id=voice_id,
            timezone=timezone,
            closes_at=closes_at,
            starts_at=starts_at,
            state="open",
            series_id=series_id,
        )
        .on_conflict_do_nothing()
        .returning(NightRow.id)
    )


async def set_poll(
    session: AsyncSession, night_id: int, message_id: int, closes_at: datetime
) -> None:
    """Keep which message is the poll, and when Discord closes it."""
    await session.execute(
        update(NightRow)
        .where(NightRow.id == night_id)
        .values(message_id=message_id, closes_at=closes_at)
    )


async def load(session: AsyncSession, night_id: int) -> Night | None:
    """Return a night, or None."""
    row = await session.get(NightRow, night_id, populate_existing=True)
    return _night(row) if row else None


async def of_message(session: AsyncSession, message_id: int) -> Night | None:
    """Return the unfinished night whose poll is that message, or None."""
    found = select(NightRow).where(
        NightRow.message_id == message_id, NightRow.state.in_(UNFINISHED)
    )
    row = await session.scalar(found)
    return _night(row) if row else None


async def in_channel(session: AsyncSession, channel_id: int) -> Night | None:
    """Return the night whose poll is open in a channel, or None."""
    found = select(NightRow).where(NightRow.channel_id == channel_id, NightRow.state == "open")
    row = await session.scalar(found)
    return _night(row) if row else None


async def unfinished(session: AsyncSession) -> list[Night]:
    """Return the nights that somebody has to look after, the next to close first."""
    found = select(NightRow).where(NightRow.state.in_(UNFINISHED)).order_by(NightRow.closes_at)
    return [_night(row) for row in await session.scalars(found)]


async def count_once(
    session: AsyncSession, night_id: int, *, winner_key: str | None, votes: int, tied: int
) -> bool:
    """Bring an open night to `closing` with what the votes say; False where it is not open."""
    counted = await session.execute(
        update(NightRow)
        .where(NightRow.id == night_id, NightRow.state == "open")
        .values(state="closing", winner_key=winner_key, votes=votes, tied=tied)
        .returning(NightRow.id)
    )
    return counted.first() is not None


async def set_event(session: AsyncSession, night_id: int, event_id: int) -> None:
    """Keep which event was made."""
    await session.execute(update(NightRow).where(NightRow.id == night_id).values(event_id=event_id))


async def finish(session: AsyncSession, night_id: int, state: End) -> bool:
    """Bring an unfinished night to its end; False where it had one already."""
    ended = await session.execute(
        update(NightRow)
        .where(NightRow.id == night_id, NightRow.state.in_(UNFINISHED))
        .values(state=state)
        .returning(NightRow.id)
    )
    return ended.first() is not None


async def set_start(session: AsyncSession, night_id: int, starts_at: datetime) -> None:
    """Keep that a night was moved."""
    await session.execute(
        update(NightRow).where(NightRow.id == night_id).values(starts_at=starts_at)
    )


async def to_remind(session: AsyncSession, after: datetime) -> list[Night]:
    """Return the nights with a film, later than a time, of which nobody was reminded."""
    found = select(NightRow).where(
        NightRow.winner_key.is_not(None),
        NightRow.state.in_(TOLD),
        NightRow.starts_at > after,
        NightRow.reminded_at.is_(None),
    )
    return [_night(row) for row in await session.scalars(found.order_by(NightRow.starts_at))]


async def to_ask_about(session: AsyncSession, after: datetime) -> list[Night]:
    """Return the nights with a film, later than a time, after which nobody was asked."""
    found = select(NightRow).where(
        NightRow.winner_key.is_not(None),
        NightRow.state.in_(TOLD),
        NightRow.starts_at > after,
        NightRow.asked_at.is_(None),
    )
    return [_night(row) for row in await session.scalars(found.order_by(NightRow.starts_at))]


async def do_once(
    session: AsyncSession, night_id: int, what: Literal["reminded_at", "asked_at"], now: datetime
) -> bool:
    """Note that something is done about a night; False where that was noted before."""
    column = getattr(NightRow, what)
    done = await session.execute(
        update(NightRow)
        .where(NightRow.id == night_id, column.is_(None))
        .values({what: now})
        .returning(NightRow.id)
    )
    return done.first() is not None


async def undo(
    session: AsyncSession, night_id: int, what: Literal["reminded_at", "asked_at"]
) -> None:
    """Note that it was not done after all: Discord did not take it."""
    await session.execute(update(NightRow).where(NightRow.id == night_id).values({what: None}))


async def call_off(session: AsyncSession, night_id: int) -> None:
    """Note that a night whose film was chosen does not take place."""
    await session.execute(
        update(NightRow)
        .where(NightRow.id == night_id, NightRow.state.in_(TOLD))
        .values(state="cancelled")
    )


async def cancel_unsent(session: AsyncSession) -> int:
    """Call off the nights whose poll was never sent; return how many there were."""
    ended = await session.execute(
        update(NightRow)
        .where(NightRow.state == "open", NightRow.message_id.is_(None))
        .values(state="cancelled")
        .returning(NightRow.id)
    )
    return len(ended.all())


async def last_timezone(session: AsyncSession, guild_id: int) -> str | None:
    """Return the zone in which a server's latest night was told; None before the first."""
    latest = select(func.max(NightRow.id)).where(NightRow.guild_id == guild_id).scalar_subquery()
    return await session.scalar(select(NightRow.timezone).where(NightRow.id == latest))


def _night(row: NightRow) -> Night:
    return Night(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        message_id=row.message_id,
        host_id=row.host_id,
        films=tuple(Film.from_json(film) for film in row.films),
        place=row.place,
        voice_id=row.voice_id,
        timezone=row.timezone,
        closes_at=row.closes_at,
        starts_at=row.starts_at,
        state=row.state,
        winner_key=row.winner_key,
        votes=row.votes,
        tied=row.tied,
        event_id=row.event_id,
        series_id=row.series_id,
    )
