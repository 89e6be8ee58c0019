"""Films' keys: given once, found again, also under the names that a film had before.

A film with an id takes it as its key. Others are named by their source; those that were there
before keys were stored keep the name that messages and watchlists have of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.film_keys import file_key
from services.core.types import Film
from services.store.models import FilmKeyRow, FilmRow, PosterRow

_BATCH = 500  # what SQLite takes in one question
_TRIES = 100


def candidates(film: Film, *names: str) -> Iterator[str]:
    """Yield keys for a new film, the best first.

    Args:
        film: Its facts.
        names: What its source calls its picture, the shortest that the source knows first.
    """
    if film.imdb_id:
        yield film.imdb_id
    elif film.tmdb_id is not None:
        yield f"tmdb-{film.tmdb_id}"
    elif film.tmdb_series_id is not None:
        yield f"tmdb-tv-{film.tmdb_series_id}"
    for name in names:
        yield file_key(name)
    # The same file again, as another film.
    for number in range(2, _TRIES):
        yield file_key(f"{names[-1]}\n{number}")


async def taken(session: AsyncSession, keys: Iterable[str]) -> set[str]:
    """Return those of the keys that a film is found by."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        part = FilmKeyRow.key.in_(wanted[start : start + _BATCH])
        found.update(await session.scalars(select(FilmKeyRow.key).where(part)))
    return found


async def former_keys(session: AsyncSession) -> dict[int, list[str]]:
    """Return the further keys that films are found by, by the film's row."""
    question = (
        select(FilmKeyRow.film_id, FilmKeyRow.key)
        .join(FilmRow, FilmRow.id == FilmKeyRow.film_id)
        .where(FilmKeyRow.key != FilmRow.key)
        .order_by(FilmKeyRow.key)
    )
    keys: dict[int, list[str]] = {}
    for film_id, key in await session.execute(question):
        keys.setdefault(film_id, []).append(key)
    return keys


async def hand_over(session: AsyncSession, gone: Iterable[int], kept: int) -> None:
    """Let a film be found by the keys of those that become one with it."""
    moved = update(FilmKeyRow).where(FilmKeyRow.film_id.in_(list(gone))).values(film_id=kept)
    await session.execute(moved, execution_options={"synchronize_session": False})


def lack_keys(connection: Connection) -> bool:
    """Return whether a film has no key yet."""
    question = select(FilmRow.id).where(FilmRow.key.is_(None)).limit(1)
    return connection.scalar(question) is not None


def give_keys(connection: Connection) -> None:
    """Give a key to every film that has none; nothing is committed.

    The key that followed from its facts, which old messages hold; of films that shared one, the
    first keeps it, and the others are named by their pictures' files.
    """
    found = set(connection.scalars(select(FilmKeyRow.key)))
    lacking = connection.execute(
        select(
            FilmRow.id,
            FilmRow.title,
            FilmRow.year,
            FilmRow.imdb_id,
            FilmRow.tmdb_id,
            PosterRow.path,
        )
        .outerjoin(PosterRow, PosterRow.film_id == FilmRow.id)
        .where(FilmRow.key.is_(None))
        .order_by(FilmRow.id)
    ).all()
    given: list[dict[str, Any]] = []
    for row in lacking:
        film = Film(row.title, row.year, (), row.imdb_id, row.tmdb_id)
        name = row.path or f"{film.key}\n{row.id}"
        key = next(key for key in (film.key, *candidates(film, name)) if key not in found)
        found.add(key)
        given.append({"key": key, "film_id": row.id})
    if given:
        table: Table = FilmRow.__table__  # pyright: ignore[reportAssignmentType]
        named = update(table).where(table.c.id == bindparam("film_id"))
        connection.execute(
            named.values(key=bindparam("given")),
            [{"film_id": one["film_id"], "given": one["key"]} for one in given],
        )
        connection.execute(insert(FilmKeyRow), given)
