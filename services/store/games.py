"""Games and their players.

Whatever two members do in the same instant, the database has the last word: it allows one open
game in a channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.server_models import GameRow, PlayerRow

OPEN = ("lobby", "running")


@dataclass(frozen=True, slots=True)
class Game:
    """A game. `options` is what its host chose; `seed` fixes what is drawn by chance."""

    id: int
    scope_id: int
    channel_id: int
    host_id: int
    kind: str
    options: Mapping[str, Any]
    state: str
    seed: int
    message_id: int | None
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Player:
    """A member in a game, as they were called then."""

    user_id: int
    name: str
    team: int | None
    joined_at: datetime


async def open_lobby(
    session: AsyncSession,
    *,
    scope_id: int,
    channel_id: int,
    host_id: int,
    kind: str,
    options: Mapping[str, Any],
    seed: int,
    now: datetime,
) -> int | None:
    """Begin a game and return its id; None where the channel has one already."""
    return await session.scalar(
        insert(GameRow)
        .values(
            scope_id=scope_id,
            channel_id=channel_id,
            host_id=host_id,
            kind=kind,
            options=dict(options),
            state="lobby",
            seed=seed,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(GameRow.id)
    )


async def load(session: AsyncSession, game_id: int) -> Game | None:
    """Return a game, or None."""
    row = await session.get(GameRow, game_id, populate_existing=True)
    return _game(row) if row else None


async def in_channel(session: AsyncSession, channel_id: int) -> Game | None:
    """Return the game that goes on, or gathers players, in a channel."""
    found = select(GameRow).where(GameRow.channel_id == channel_id, GameRow.state.in_(OPEN))
    row = await session.scalar(found)
    return _game(row) if row else None


async def last(session: AsyncSession, channel_id: int) -> Game | None:
    """Return the game that was begun last in a channel, over or not."""
    found = select(GameRow).where(GameRow.channel_id == channel_id).order_by(GameRow.id.desc())
    row = await session.scalar(found.limit(1))
    return _game(row) if row else None


async def unfinished(session: AsyncSession) -> list[Game]:
    """Return every game that is not over, oldest first: what a restarted bot goes on with."""
    found = select(GameRow).where(GameRow.state.in_(OPEN)).order_by(GameRow.id)
    return [_game(row) for row in await session.scalars(found)]


async def ended(session: AsyncSession, scope_id: int, user_id: int) -> list[Game]:
    """Return the games that a member played to their end, oldest first."""
    found = (
        select(GameRow)
        .join(PlayerRow, PlayerRow.game_id == GameRow.id)
        .where(GameRow.scope_id == scope_id, GameRow.state == "ended", PlayerRow.user_id == user_id)
        .order_by(GameRow.id)
    )
    return [_game(row) for row in await session.scalars(found)]


async def advance(
    session: AsyncSession, game_id: int, before: Iterable[str], state: str, now: datetime
) -> bool:
    """Bring a game from one of the states `before` to `state`; False where it was in none."""
    values: dict[str, Any] = {"state": state}
    if state not in OPEN:
        values["ended_at"] = now
    changed = await session.execute(
        update(GameRow)
        .where(GameRow.id == game_id, GameRow.state.in_(tuple(before)))
        .values(values)
        .returning(GameRow.id)
    )
    return changed.first() is not None


async def set_options(session: AsyncSession, game_id: int, options: Mapping[str, Any]) -> bool:
    """Change how a game is played; False where it does not gather players any more."""
    changed = await session.execute(
        update(GameRow)
        .where(GameRow.id == game_id, GameRow.state == "lobby")
        .values(options=dict(options))
        .returning(GameRow.id)
    )
    return changed.first() is not None


async def set_message(session: AsyncSession, game_id: int, message_id: int | None) -> None:
    """Keep which message is the lobby's."""
    await session.execute(
        update(GameRow).where(GameRow.id == game_id).values(message_id=message_id)
    )


async def join(
    session: AsyncSession,
    game_id: int,
    user_id: int,
    *,
    name: str,
    team: int | None,
    now: datetime,
) -> bool:
    """Add a player; False where they were in the game, whose team then changes."""
    values = {"game_id": game_id, "user_id": user_id, "name": name, "team": team, "joined_at": now}
    added = await session.execute(
        insert(PlayerRow).values(values).on_conflict_do_nothing().returning(PlayerRow.user_id)
    )
    if added.first() is not None:
        return True
    await session.execute(
        update(PlayerRow)
        .where(PlayerRow.game_id == game_id, PlayerRow.user_id == user_id)
        .values(team=team)
    )
    return False


async def leave(session: AsyncSession, game_id: int, user_id: int) -> bool:
    """Take a player out of a game; False where they were not in it."""
    row = await session.get(PlayerRow, (game_id, user_id))
    if row is None:
        return False
    await session.delete(row)
    await session.flush()
    return True


async def players(session: AsyncSession, game_id: int) -> list[Player]:
    """Return a game's players in the order in which they joined."""
    found = (
        select(PlayerRow)
        .where(PlayerRow.game_id == game_id)
        .order_by(PlayerRow.joined_at, PlayerRow.user_id)
        .execution_options(populate_existing=True)
    )
    return [
        Player(row.user_id, row.name, row.team, row.joined_at)
        for row in await session.scalars(found)
    ]


def _game(row: GameRow) -> Game:
    return Game(
        id=row.id,
        scope_id=row.scope_id,
        channel_id=row.channel_id,
        host_id=row.host_id,
        kind=row.kind,
        options=row.options,
        state=row.state,
        seed=row.seed,
        message_id=row.message_id,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
