"""Which of the database's films a film of a package is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.catalogue.cleaning.duplicates import same_film
from services.store.models import FilmRow

Row = dict[str, Any]


class StoredFilms:
    """Finds the row of a package's film: by IMDb id, else TMDB id, else picture and title.

    One with a TMDB id alone may be part of a film with both, since cleaning made them one.
    """

    def __init__(self, rows: Sequence[FilmRow]) -> None:
        self._by_imdb = {row.imdb_id: row for row in rows if row.imdb_id}
        self._by_tmdb = {row.tmdb_id: row for row in rows if row.tmdb_id and not row.imdb_id}
        self._merged: dict[int, list[FilmRow]] = {}
        for row in rows:
            if row.imdb_id and row.tmdb_id:
                self._merged.setdefault(row.tmdb_id, []).append(row)
        self._plain: dict[tuple[str | None, str, int | None], FilmRow] = {
            (row.poster.digest if row.poster else None, row.title, row.year): row
            for row in rows
            if not row.imdb_id and not row.tmdb_id
        }

    @classmethod
    async def load(cls, session: AsyncSession, rows: Sequence[Row]) -> StoredFilms:
        """Read those of the database's films that these rows may mean."""
        plain = [row["title"] for row in rows if not row["imdb_id"] and not row["tmdb_id"]]
        question = (
            select(FilmRow)
            .options(selectinload(FilmRow.poster))
            .where(
                or_(
                    FilmRow.imdb_id.in_([row["imdb_id"] for row in rows if row["imdb_id"]]),
                    FilmRow.tmdb_id.in_([row["tmdb_id"] for row in rows if row["tmdb_id"]]),
                    FilmRow.title.in_(plain),
                )
            )
        )
        return cls((await session.scalars(question)).all())

    def __call__(self, row: Row, poster: Row | None) -> FilmRow | None:
        """Return the film that a row means, or None where it is not there."""
        if row["imdb_id"]:
            return self._by_imdb.get(row["imdb_id"])
        if row["tmdb_id"]:
            if row["tmdb_id"] in self._by_tmdb:
                return self._by_tmdb[row["tmdb_id"]]
            titles = (row["title"], *(row["aliases"] or ()))
            merged = [
                film
                for film in self._merged.get(row["tmdb_id"], ())
                if same_film(film, titles, row["year"])
            ]
            return merged[0] if len(merged) == 1 else None
        digest = None if poster is None else poster["digest"]
        return self._plain.get((digest, row["title"], row["year"]))
