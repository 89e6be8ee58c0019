"""What TMDB told of films, with when it did: kept for as long as TMDB's terms allow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.film_details import KEEP, REFRESH, FilmDetails
from services.core.types import Film
from services.store.models import FilmDetailsRow

_AT_ONCE = 100


async def keep(
    session: AsyncSession, told: Mapping[int, FilmDetails], *, series: bool = False
) -> None:
    """Keep the details of films, or of series, by TMDB's numbers, in place of older ones."""
    rows = [
        {
            "tmdb_id": number,
            "series": series,
            "details": details.to_json(),
            "fetched_at": details.fetched_at,
        }
        for number, details in told.items()
    ]
    for start in range(0, len(rows), _AT_ONCE):
        adding = insert(FilmDetailsRow).values(rows[start : start + _AT_ONCE])
        await session.execute(
            adding.on_conflict_do_update(
                index_elements=[FilmDetailsRow.tmdb_id, FilmDetailsRow.series],
                set_={
                    "details": adding.excluded.details,
                    "fetched_at": adding.excluded.fetched_at,
                },
            )
        )


async def of(session: AsyncSession, film: Film) -> FilmDetails | None:
    """Return a film's details; None where there are none that may still be shown."""
    number = film.tmdb_series_id if film.series else film.tmdb_id
    if number is None:
        return None
    row = await session.get(FilmDetailsRow, (number, film.series))
    if row is None:
        return None
    details = FilmDetails.from_json(row.details)
    # Some sources give a film a neighbour's number.
    other = film.imdb_id and details.imdb_id and film.imdb_id != details.imdb_id
    return None if other or details.is_old() else details


async def fresh(
    session: AsyncSession, numbers: Collection[int], *, series: bool = False
) -> set[int]:
    """Return those of TMDB's numbers whose details need not be asked for anew."""
    since = datetime.now(UTC) - REFRESH
    question = select(FilmDetailsRow.tmdb_id).where(
        FilmDetailsRow.tmdb_id.in_(numbers),
        FilmDetailsRow.series.is_(series),
        FilmDetailsRow.fetched_at >= since,
    )
    return set(await session.scalars(question))


async def let_go(session: AsyncSession, now: datetime | None = None) -> int:
    """Delete what may not be kept any longer; return of how many films."""
    before = (now or datetime.now(UTC)) - KEEP
    done = await session.execute(
        delete(FilmDetailsRow)
        .where(FilmDetailsRow.fetched_at < before)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount  # pyright: ignore[reportAttributeAccessIssue]
