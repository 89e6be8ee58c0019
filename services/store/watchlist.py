"""The films that a server, or a member by themselves, means to watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import RequestError
from services.core.text_folding import Level, fold
from services.core.titles.names import name
from services.core.types import Film
from services.store.server_models import WatchRow

# A list is for people to read; a script must not fill the disk with it.
MAX_FILMS = 1000


@dataclass(frozen=True, slots=True)
class Watched:
    """A film on a watchlist.

    Attributes:
        film: Its facts, as they were when it was put there.
        user_id: Who put it there.
        added_at: When, with a time zone.
        seen_at: When it was marked as seen; None where it was not.
        seen_by: Who marked it.
    """

    film: Film
    user_id: int
    added_at: datetime
    seen_at: datetime | None = None
    seen_by: int | None = None


async def add(session: AsyncSession, scope_id: int, user_id: int, film: Film) -> bool:
    """Put a film on a list; return False where it was there already.

    Raises:
        RequestError: `watchlist_full`, the list holds `MAX_FILMS` already.
    """
    if await count(session, scope_id) >= MAX_FILMS and not await find(session, scope_id, film.key):
        raise RequestError(
            "watchlist_full",
            f"This watchlist holds {MAX_FILMS} films already; please remove some first.",
        )
    added = await session.execute(
        insert(WatchRow)
        .values(
            scope_id=scope_id,
            user_id=user_id,
            film_key=film.key,
            film=film.to_json(),
            added_at=datetime.now(UTC),
        )
        # Two members may press the same button in the same instant.
        .on_conflict_do_nothing(index_elements=[WatchRow.scope_id, WatchRow.film_key])
        .returning(WatchRow.id)
    )
    return added.scalar_one_or_none() is not None


async def retell(session: AsyncSession, keys: Sequence[str], film: Film) -> None:
    """Let every list that holds one of these keys hold the film, by its facts and key of now."""
    rows = (await session.scalars(select(WatchRow).where(WatchRow.film_key.in_(keys)))).all()
    for row in rows:
        twice = row.film_key != film.key and await find(session, row.scope_id, film.key)
        if twice:
            await session.delete(row)
        else:
            row.film_key, row.film = film.key, film.to_json()


async def remove(session: AsyncSession, scope_id: int, key: str) -> bool:
    """Take a film off a list, by its `Film.key`; return False where it was not there."""
    gone = await session.execute(delete(WatchRow).where(*_is(scope_id, key)).returning(WatchRow.id))
    return gone.scalar_one_or_none() is not None


async def mark_seen(session: AsyncSession, scope_id: int, key: str, user_id: int) -> bool:
    """Mark a film as seen; return False where it is not on the list or was seen already."""
    marked = await session.execute(
        update(WatchRow)
        .where(*_is(scope_id, key), WatchRow.seen_at.is_(None))
        .values(seen_at=datetime.now(UTC), seen_by=user_id)
        .returning(WatchRow.id)
    )
    return marked.scalar_one_or_none() is not None


async def mark_unseen(session: AsyncSession, scope_id: int, key: str) -> bool:
    """Take the mark back; return False where the film is not on the list or was not seen."""
    marked = await session.execute(
        update(WatchRow)
        .where(*_is(scope_id, key), WatchRow.seen_at.is_not(None))
        .values(seen_at=None, seen_by=None)
        .returning(WatchRow.id)
    )
    return marked.scalar_one_or_none() is not None


async def find(session: AsyncSession, scope_id: int, key: str) -> Watched | None:
    """Return the film of that `Film.key`, or None where it is not on the list."""
    row = await session.scalar(select(WatchRow).where(*_is(scope_id, key)))
    return _to_watched(row) if row else None


async def count(session: AsyncSession, scope_id: int, *, unseen: bool = False) -> int:
    """Return how many films a list holds, seen ones left out where `unseen`."""
    question = select(func.count()).select_from(WatchRow).where(WatchRow.scope_id == scope_id)
    if unseen:
        question = question.where(WatchRow.seen_at.is_(None))
    return await session.scalar(question) or 0


async def page(
    session: AsyncSession,
    scope_id: int,
    *,
    skip: int = 0,
    limit: int = MAX_FILMS,
    unseen: bool = False,
) -> list[Watched]:
    """Return films of a list, the latest first."""
    question = (
        select(WatchRow)
        .where(WatchRow.scope_id == scope_id)
        .order_by(WatchRow.added_at.desc(), WatchRow.id.desc())
        .offset(skip)
        .limit(limit)
    )
    if unseen:
        question = question.where(WatchRow.seen_at.is_(None))
    return [_to_watched(row) for row in await session.scalars(question)]


async def titles(
    session: AsyncSession, scope_id: int, typed: str, *, limit: int = 25
) -> list[Watched]:
    """Return the films whose title holds what was typed: unseen first, then the latest.

    Case, accents, punctuation, how numbers are written and the words' order do not matter, but of
    equals those that hold them in that order come first.
    """
    wanted = fold(typed)
    # Who types "???" looks for a title of which folding leaves nothing.
    level: Level = "marks" if wanted else "case"
    wanted = wanted or fold(typed, level)
    written = " ".join(name(typed).words)
    found = []
    for watched in await page(session, scope_id):
        label = fold(watched.film.label, level)
        if all(word in label for word in wanted.split()) or (
            written and " ".join(name(watched.film.title).words).startswith(written)
        ):
            # "8 1/2" is three numbers that other labels hold too, but elsewhere.
            found.append((watched.seen_at is not None, wanted not in label, watched))
    return [watched for *_, watched in sorted(found, key=itemgetter(0, 1))[:limit]]


def _is(scope_id: int, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return WatchRow.scope_id == scope_id, WatchRow.film_key == key


def _to_watched(row: WatchRow) -> Watched:
    return Watched(
        film=Film.from_json(row.film),
        user_id=row.user_id,
        added_at=row.added_at,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
    )
