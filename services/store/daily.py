"""The daily poster: which one a server has, and what its members tried.

Whatever two members do in the same instant, the database has the last word: one poster a day, one
try a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.daily_models import DailyPosterRow, DailyTryRow


@dataclass(frozen=True, slots=True)
class DailyPoster:
    """A server's poster of a day; `gone` where another one took its place."""

    id: int
    scope_id: int
    day: date
    film_key: str
    question: Mapping[str, Any]
    gone: bool


@dataclass(frozen=True, slots=True)
class DailyTry:
    """What a member did at a picture; `text` is None where they only asked to see more."""

    number: int
    text: str | None
    right: bool
    near: bool


async def of_day(session: AsyncSession, scope_id: int, day: date) -> DailyPoster | None:
    """Return the poster of a day, or None."""
    row = await session.scalar(
        select(DailyPosterRow).where(
            DailyPosterRow.scope_id == scope_id,
            DailyPosterRow.day == day,
            DailyPosterRow.gone_at.is_(None),
        )
    )
    return _poster(row) if row else None


async def load(session: AsyncSession, poster_id: int) -> DailyPoster | None:
    """Return a poster by its id, or None."""
    row = await session.get(DailyPosterRow, poster_id, populate_existing=True)
    return _poster(row) if row else None


async def add(
    session: AsyncSession,
    scope_id: int,
    day: date,
    *,
    film_key: str,
    question: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep the poster of a day, where there is none yet."""
    await session.execute(
        insert(DailyPosterRow)
        .values(scope_id=scope_id, day=day, film_key=film_key, question=dict(question), made_at=now)
        .on_conflict_do_nothing()
    )


async def mark_gone(session: AsyncSession, poster_id: int, now: datetime) -> None:
    """Say that a poster cannot be shown any more; what was solved stays solved."""
    await session.execute(
        update(DailyPosterRow)
        .where(DailyPosterRow.id == poster_id, DailyPosterRow.gone_at.is_(None))
        .values(gone_at=now)
    )


async def shown(session: AsyncSession, scope_id: int, limit: int) -> list[str]:
    """Return the keys of the films of the latest posters, latest first."""
    found = (
        select(DailyPosterRow.film_key)
        .where(DailyPosterRow.scope_id == scope_id)
        .order_by(DailyPosterRow.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(found))


async def tries(session: AsyncSession, poster_id: int, user_id: int) -> list[DailyTry]:
    """Return what a member tried at a poster, in its order."""
    found = (
        select(DailyTryRow)
        .where(DailyTryRow.poster_id == poster_id, DailyTryRow.user_id == user_id)
        .order_by(DailyTryRow.number)
        .execution_options(populate_existing=True)
    )
    return [
        DailyTry(row.number, row.text, row.right, row.near) for row in await session.scalars(found)
    ]


async def add_try(
    session: AsyncSession, poster_id: int, user_id: int, tried: DailyTry, now: datetime
) -> bool:
    """Keep a try; False where the member has made one of that number already."""
    added = await session.execute(
        insert(DailyTryRow)
        .values(
            poster_id=poster_id,
            user_id=user_id,
            number=tried.number,
            text=tried.text,
            right=tried.right,
            near=tried.near,
            at=now,
        )
        .on_conflict_do_nothing()
        .returning(DailyTryRow.number)
    )
    return added.first() is not None


async def finished_of_day(
    session: AsyncSession, scope_id: int, day: date, user_id: int, most: int
) -> DailyPoster | None:
    """Return the poster of a day that a member is done with, though it may be gone; else None.

    Args:
        session: A session.
        scope_id: The server.
        day: The day.
        user_id: Who.
        most: Tries after which it is over.
    """
    done = (
        select(DailyTryRow.poster_id)
        .where(DailyTryRow.user_id == user_id)
        .group_by(DailyTryRow.poster_id)
        .having((func.max(DailyTryRow.right) == 1) | (func.count() >= most))
    )
    row = await session.scalar(
        select(DailyPosterRow)
        .where(
            DailyPosterRow.scope_id == scope_id,
            DailyPosterRow.day == day,
            DailyPosterRow.id.in_(done),
        )
        .order_by(DailyPosterRow.id)
        .limit(1)
    )
    return _poster(row) if row else None


async def solved_days(session: AsyncSession, scope_id: int, user_id: int) -> set[date]:
    """Return the days whose poster a member named."""
    found = (
        select(DailyPosterRow.day)
        .join(DailyTryRow, DailyTryRow.poster_id == DailyPosterRow.id)
        .where(
            DailyPosterRow.scope_id == scope_id,
            DailyTryRow.user_id == user_id,
            DailyTryRow.right.is_(True),
        )
    )
    return set(await session.scalars(found))


async def players(session: AsyncSession, poster_id: int) -> tuple[int, int]:
    """Return how many members tried a poster, and how many of them named it."""
    counts = await session.execute(
        select(
            func.count(DailyTryRow.user_id.distinct()),
            func.count(DailyTryRow.user_id.distinct()).filter(DailyTryRow.right.is_(True)),
        ).where(DailyTryRow.poster_id == poster_id)
    )
    tried, named = counts.one()
    return tried, named


async def share(session: AsyncSession, poster_id: int, user_id: int, now: datetime) -> bool:
    """Note that a member shows their squares; False where they have, or tried nothing."""
    own = (DailyTryRow.poster_id == poster_id, DailyTryRow.user_id == user_id)
    last = select(func.max(DailyTryRow.number)).where(*own).scalar_subquery()
    done = await session.execute(
        update(DailyTryRow)
        .where(*own, DailyTryRow.number == last, DailyTryRow.shared_at.is_(None))
        .values(shared_at=now)
        .returning(DailyTryRow.number)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


def _poster(row: DailyPosterRow) -> DailyPoster:
    return DailyPoster(
        row.id, row.scope_id, row.day, row.film_key, row.question, row.gone_at is not None
    )
