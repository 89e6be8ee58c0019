"""Which of the database's films a film of a package is, and under which key it comes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.catalogue.cleaning.duplicates import same_film
from services.core.types import Film
from services.store.film_keys import candidates, taken
from services.store.models import FilmKeyRow, FilmRow

Row = dict[str, Any]
_TRIES = 4


class FreeKeys:
    """Gives films that are new their keys: those of the package where nobody has them here."""

    def __init__(self, taken_here: set[str]) -> None:
        self._taken = taken_here

    @classmethod
    async def load(cls, session: AsyncSession, rows: Sequence[Row]) -> FreeKeys:
        """Ask which of the keys that these films may get are taken."""
        wanted = {key for row in rows for key in (*islice(_keys(row), _TRIES), *row["former_keys"])}
        return cls(await taken(session, wanted))

    def give(self, film: FilmRow, row: Row) -> None:
        """Give a new film its key, and those that it was found by."""
        film.key = own = next(key for key in _keys(row) if key not in self._taken)
        self._taken.add(own)
        former = [key for key in dict.fromkeys(row["former_keys"]) if key not in self._taken]
        self._taken.update(former)
        film.keys = [FilmKeyRow(key=key) for key in (own, *former)]


def _keys(row: Row) -> Iterator[str]:
    if row["key"]:
        yield row["key"]
    film = Film(
        row["title"],
        row["year"],
        (),
        row["imdb_id"],
        row["tmdb_id"],
        series=row["series"],
        tmdb_series_id=row["tmdb_series_id"],
    )
    yield from candidates(film, f"{row['digest']}\n{film.label}")


class StoredFilms:
    """Finds the row of a package's film: by IMDb id, else TMDB id, else picture and title.

    One with a TMDB id alone may be part of a film with both, since cleaning made them one.
    """

    def __init__(self, rows: Sequence[FilmRow]) -> None:
        self._by_imdb = {row.imdb_id: row for row in rows if row.imdb_id}
        self._by_tmdb = {row.tmdb_id: row for row in rows if row.tmdb_id and not row.imdb_id}
        self._by_series = {row.tmdb_series_id: row for row in rows if row.tmdb_series_id}
        self._by_key = {row.key: row for row in rows if row.key}
        self._merged: dict[int, list[FilmRow]] = {}
        for row in rows:
            if row.imdb_id and row.tmdb_id:
                self._merged.setdefault(row.tmdb_id, []).append(row)
        self._plain: dict[tuple[str | None, str, int | None], FilmRow] = {
            (row.poster.digest if row.poster else None, row.title, row.year): row
            for row in rows
            if not row.imdb_id and not row.tmdb_id and not row.tmdb_series_id
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
                    FilmRow.tmdb_series_id.in_(
                        [row["tmdb_series_id"] for row in rows if row["tmdb_series_id"]]
                    ),
                    FilmRow.title.in_(plain),
                    FilmRow.key.in_([row["key"] for row in rows if row["key"]]),
                )
            )
        )
        return cls((await session.scalars(question)).all())

    def __call__(self, row: Row, poster: Row | None) -> FilmRow | None:
        """Return the film that a row means, or None where it is not there."""
        if row["imdb_id"]:
            return self._by_imdb.get(row["imdb_id"])
        if row["tmdb_series_id"]:
            return self._by_series.get(row["tmdb_series_id"])
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
        named = self._by_key.get(row["key"])
        # Two catalogues may have given one key to two films: it is made of a file's name.
        if named is not None and (named.title, named.year) == (row["title"], row["year"]):
            return named
        digest = None if poster is None else poster["digest"]
        return self._plain.get((digest, row["title"], row["year"]))
