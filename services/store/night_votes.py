"""What members say of a night: that they cannot come, and afterwards how its film was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.night_models import NightAbsenceRow, NightRatingRow, NightRow

BEST = 5


@dataclass(frozen=True, slots=True)
class Rated:
    """What members thought of a film.

    Attributes:
        mean: 1 to `BEST`.
        count: How many said so.
    """

    mean: float
    count: int


async def stay_away(session: AsyncSession, night_id: int, user_id: int, now: datetime) -> bool:
    """Note that a member cannot come, or that they can after all; return whether they cannot."""
    gone = await session.execute(
        delete(NightAbsenceRow)
        .where(NightAbsenceRow.night_id == night_id, NightAbsenceRow.user_id == user_id)
        .returning(NightAbsenceRow.night_id)
    )
    if gone.first() is not None:
        return False
    await session.execute(
        insert(NightAbsenceRow)
        .values(night_id=night_id, user_id=user_id, told_at=now)
        .on_conflict_do_nothing()
    )
    return True


async def absent(session: AsyncSession, night_id: int) -> list[int]:
    """Return the members who cannot come, the first who said so first."""
    found = select(NightAbsenceRow.user_id).where(NightAbsenceRow.night_id == night_id)
    order = (NightAbsenceRow.told_at, NightAbsenceRow.user_id)
    return list(await session.scalars(found.order_by(*order)))


async def rate(
    session: AsyncSession, night_id: int, user_id: int, rating: int, now: datetime
) -> None:
    """Keep what a member thought of a night's film, 1 to `BEST`, in place of their last word."""
    said = {"rating": rating, "given_at": now}
    await session.execute(
        insert(NightRatingRow)
        .values(night_id=night_id, user_id=user_id, **said)
        .on_conflict_do_update(
            index_elements=[NightRatingRow.night_id, NightRatingRow.user_id], set_=said
        )
    )


async def of_night(session: AsyncSession, night_id: int) -> Rated | None:
    """Return what members thought of a night's film; None where nobody said so."""
    found = await session.execute(
        select(func.avg(NightRatingRow.rating), func.count()).where(
            NightRatingRow.night_id == night_id
        )
    )
    mean, count = found.one()
    return Rated(float(mean), count) if count else None


async def rated(session: AsyncSession, guild_id: int, keys: Collection[str]) -> dict[str, Rated]:
    """Return what a server's members thought of films, by `Film.key`; nothing of unrated ones."""
    found = await session.execute(
        select(NightRow.winner_key, func.avg(NightRatingRow.rating), func.count())
        .join(NightRow, NightRow.id == NightRatingRow.night_id)
        .where(NightRow.guild_id == guild_id, NightRow.winner_key.in_(keys))
        .group_by(NightRow.winner_key)
    )
    return {key: Rated(float(mean), count) for key, mean, count in found if key is not None}
