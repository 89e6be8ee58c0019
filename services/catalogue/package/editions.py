"""A package's further pictures -> the database: each with the film that the package means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.catalogue.merge import pictures_of
from services.store.models import EditionRow, FilmRow

Row = dict[str, Any]


async def take_editions(
    session: AsyncSession, rows: Sequence[Row], pictures: Sequence[Row], films: Mapping[str, int]
) -> int:
    """Add the pictures that are not here yet, and return how many that were.

    Args:
        session: An open session.
        rows: Rows of `editions.parquet`.
        pictures: The pictures of those rows as they are here.
        films: The rows here of the package's films, by the package's keys.
    """
    wanted = {films[row["key"]] for row in rows if row["key"] in films}
    question = (
        select(FilmRow)
        .options(selectinload(FilmRow.poster), selectinload(FilmRow.editions))
        .where(FilmRow.id.in_(wanted))
    )
    known = {film.id: film for film in await session.scalars(question)}
    added = 0
    for row, picture in zip(rows, pictures, strict=True):
        film = known.get(films.get(row["key"], 0))
        if film is None:
            continue
        same = next((it for it in pictures_of(film) if it.digest == picture["digest"]), None)
        if same is None:
            position = max((it.position for it in film.editions), default=0) + 1
            film.editions.append(EditionRow(position=position, **picture))
            added += 1
        elif picture["mtime_ns"] > 0 and _is_gone(same.path):
            same.path, same.mtime_ns = picture["path"], picture["mtime_ns"]
    return added


def _is_gone(path: str) -> bool:
    return not Path(path).is_file()
