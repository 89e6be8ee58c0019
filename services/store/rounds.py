"""The rounds of a game: questions, what was answered, points.

Whatever two members do in the same instant, the database has the last word: one round of a number,
an answer only to an open round, the points of a round once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, exists, func, insert, literal, null, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.models import UtcDateTime
from services.store.server_models import GuessRow, PointsRow, RoundRow

MARQUEE = 0  # the user id of Marquee's own points

What = Literal["answer", "hint", "skip"]


@dataclass(frozen=True, slots=True)
class Round:
    """A question of a game; `state` is `open`, `closed` or `skipped`."""

    id: int
    game_id: int
    number: int
    film_key: str
    question: Mapping[str, Any]
    state: str
    message_id: int | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Guess:
    """What a member did in a round: `what` is `answer`, `hint` or `skip`."""

    round_id: int
    user_id: int
    what: str
    guess: Mapping[str, Any]
    right: bool | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Points:
    """What a round brought a player (`MARQUEE` for the bot itself)."""

    user_id: int
    points: int
    won: bool


async def open_round(
    session: AsyncSession,
    game_id: int,
    number: int,
    *,
    film_key: str,
    question: Mapping[str, Any],
    now: datetime,
) -> Round | None:
    """Ask a question; None where a round of that number was asked already."""
    round_id = await session.scalar(
        sqlite_insert(RoundRow)
        .values(
            game_id=game_id,
            number=number,
            film_key=film_key,
            question=dict(question),
            state="open",
            opened_at=now,
        )
        .on_conflict_do_nothing()
        .returning(RoundRow.id)
    )
    return None if round_id is None else await load_round(session, round_id)


async def set_message(
    session: AsyncSession, round_id: int, message_id: int, opened_at: datetime | None = None
) -> None:
    """Keep which message shows the round, and since when it can be answered."""
    values: dict[str, Any] = {"message_id": message_id}
    if opened_at is not None:
        values["opened_at"] = opened_at
    await session.execute(update(RoundRow).where(RoundRow.id == round_id).values(values))


async def load_round(session: AsyncSession, round_id: int) -> Round | None:
    """Return a round, or None."""
    row = await session.get(RoundRow, round_id, populate_existing=True)
    return _round(row) if row else None


async def listed(session: AsyncSession, game_id: int) -> list[Round]:
    """Return a game's rounds in their order."""
    found = (
        select(RoundRow)
        .where(RoundRow.game_id == game_id)
        .order_by(RoundRow.number)
        .execution_options(populate_existing=True)
    )
    return [_round(row) for row in await session.scalars(found)]


async def add_guess(
    session: AsyncSession,
    round_id: int,
    user_id: int,
    what: What,
    guess: Mapping[str, Any],
    *,
    right: bool | None,
    now: datetime,
    once: bool = False,
) -> int | None:
    """Keep what a player did, if the round is open, and return its id; None where it is not.

    With `once` the player may do this only once in the round: None for a second time too.
    """
    same = (GuessRow.round_id == round_id, GuessRow.user_id == user_id, GuessRow.what == what)
    allowed = exists().where(RoundRow.id == round_id, RoundRow.state == "open")
    if once:
        allowed = allowed & ~exists().where(*same)
    said = select(
        literal(round_id),
        literal(user_id),
        literal(what),
        literal(dict(guess), JSON()),
        null() if right is None else literal(right),
        literal(now, UtcDateTime()),
    ).where(allowed)
    columns = ["round_id", "user_id", "what", "guess", "right", "at"]
    # One statement, so that nothing comes between the question and the answer.
    return await session.scalar(insert(GuessRow).from_select(columns, said).returning(GuessRow.id))


async def guesses(session: AsyncSession, game_id: int) -> list[Guess]:
    """Return what was done in the rounds of a game, in its order."""
    found = (
        select(GuessRow)
        .join(RoundRow, RoundRow.id == GuessRow.round_id)
        .where(RoundRow.game_id == game_id)
        .order_by(GuessRow.id)
    )
    return [
        Guess(row.round_id, row.user_id, row.what, row.guess, row.right, row.at)
        for row in await session.scalars(found)
    ]


async def close_round(
    session: AsyncSession,
    round_id: int,
    state: Literal["closed", "skipped"],
    points: Sequence[Points],
    now: datetime,
) -> bool:
    """Close an open round and add its points, once.

    Returns False, with nothing changed, where the round was not open any more.
    """
    closed = await session.execute(
        update(RoundRow)
        .where(RoundRow.id == round_id, RoundRow.state == "open")
        .values(state=state, closed_at=now)
        .returning(RoundRow.id)
    )
    if closed.first() is None:
        return False
    if points:
        await session.execute(
            insert(PointsRow),
            [
                {"round_id": round_id, "user_id": p.user_id, "points": p.points, "won": p.won}
                for p in points
            ],
        )
    return True


async def totals(session: AsyncSession, game_id: int) -> dict[int, int]:
    """Return the points of a game by user id; players without a row are left out."""
    found = (
        select(PointsRow.user_id, func.sum(PointsRow.points))
        .join(RoundRow, RoundRow.id == PointsRow.round_id)
        .where(RoundRow.game_id == game_id)
        .group_by(PointsRow.user_id)
    )
    return {user_id: int(points) for user_id, points in await session.execute(found)}


def _round(row: RoundRow) -> Round:
    return Round(
        id=row.id,
        game_id=row.game_id,
        number=row.number,
        film_key=row.film_key,
        question=row.question,
        state=row.state,
        message_id=row.message_id,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
