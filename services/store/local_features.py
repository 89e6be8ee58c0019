"""Local features of pictures in the database: which are missing, and those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.films import PICTURES, Picture, not_rejected
from services.store.models import LocalFeaturesRow

# Fewer than the variables that SQLite allows in a statement.
_AT_A_TIME = 2000


def _read(key: str) -> ColumnElement[bool]:
    return and_(LocalFeaturesRow.digest == PICTURES.digest, LocalFeaturesRow.key == key)


async def count_pending(session: AsyncSession, key: str) -> int:
    """Return how many pictures have no features that were read as `key` says."""
    question = (
        select(func.count(PICTURES.digest.distinct()))
        .outerjoin(LocalFeaturesRow, _read(key))
        .where(LocalFeaturesRow.digest.is_(None), not_rejected())
    )
    return await session.scalar(question) or 0


async def pending(
    session: AsyncSession, key: str, *, after: Picture | None = None, limit: int = 8192
) -> list[Picture]:
    """Return the next pictures without features, each digest once.

    Args:
        session: An open session.
        key: How they are read.
        after: The last picture that was returned before.
        limit: Most pictures at a time.
    """
    first = func.min(PICTURES.film_id)
    question = (
        select(
            PICTURES.digest,
            func.min(PICTURES.path),
            func.max(PICTURES.width * PICTURES.height),
            first,
        )
        .outerjoin(LocalFeaturesRow, _read(key))
        .where(LocalFeaturesRow.digest.is_(None), not_rejected())
        .group_by(PICTURES.digest)
        .order_by(first, PICTURES.digest)
        .limit(limit)
    )
    if after is not None:
        later = and_(first == after.film_id, PICTURES.digest > after.digest)
        question = question.having(or_(first > after.film_id, later))
    return [Picture(*row) for row in await session.execute(question)]


async def add(session: AsyncSession, key: str, features: Mapping[str, bytes]) -> None:
    """Keep features by digest. Another process may have read them meanwhile: those stay."""
    if features:
        await session.execute(
            insert(LocalFeaturesRow).on_conflict_do_nothing(),
            [{"digest": digest, "key": key, "data": data} for digest, data in features.items()],
        )


async def drop_others(session: AsyncSession, key: str) -> int:
    """Forget features that were read in another way, and return how many there were."""
    digests = await session.scalars(
        delete(LocalFeaturesRow)
        .where(LocalFeaturesRow.key != key)
        .returning(LocalFeaturesRow.digest)
    )
    return len(digests.all())


async def any_of(session: AsyncSession, key: str, digests: Sequence[str]) -> bool:
    """Return whether one of these pictures has features."""
    for start in range(0, len(digests), _AT_A_TIME):
        question = select(LocalFeaturesRow.digest).where(
            LocalFeaturesRow.key == key,
            LocalFeaturesRow.digest.in_(digests[start : start + _AT_A_TIME]),
        )
        if await session.scalar(question.limit(1)):
            return True
    return False


async def by_digest(session: AsyncSession, key: str, digests: Sequence[str]) -> dict[str, bytes]:
    """Return the features of pictures, those that have some."""
    found: dict[str, bytes] = {}
    for start in range(0, len(digests), _AT_A_TIME):
        question = select(LocalFeaturesRow.digest, LocalFeaturesRow.data).where(
            LocalFeaturesRow.key == key,
            LocalFeaturesRow.digest.in_(digests[start : start + _AT_A_TIME]),
        )
        found |= {digest: data for digest, data in await session.execute(question)}  # noqa: C416
    return found
