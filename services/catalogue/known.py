"""Which of the database's films a source's record speaks of: by id, else by the picture's file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, selectinload

from services.catalogue.cleaning.duplicates import same_film
from services.catalogue.merge import pictures_of
from services.catalogue.sources.records import Record, Skipped
from services.core.text_folding import fold
from services.core.types import Film
from services.store.models import EditionRow, FilmRow, PosterRow


class Named:
    """The ids that a whole source names.

    Args:
        items: What it holds.
    """

    def __init__(self, items: Iterable[Record | Skipped]) -> None:
        films = [item.film for item in items if isinstance(item, Record)]
        self._imdb = {film.imdb_id for film in films if film.imdb_id}
        self._tmdb = {film.tmdb_id for film in films if film.tmdb_id and not film.imdb_id}

    def names(self, row: FilmRow) -> bool:
        """Return whether it names a film by the id that it has here."""
        if row.imdb_id:
            return row.imdb_id in self._imdb
        return row.tmdb_id in self._tmdb


class Known:
    """The films of the database that a batch may speak of."""

    def __init__(self, rows: Sequence[FilmRow], named: Named | None = None) -> None:
        self._named = named or Named(())
        self._by_path: dict[str, list[FilmRow]] = {}
        for row in rows:
            self._note_paths(row)
        self._by_imdb = {row.imdb_id: row for row in rows if row.imdb_id}
        self._by_tmdb = {row.tmdb_id: row for row in rows if row.tmdb_id and not row.imdb_id}
        self._by_series = {row.tmdb_series_id: row for row in rows if row.tmdb_series_id}
        # Cleaning makes one film of a row with both ids and one that has TMDB's alone: the source
        # of the latter must find it again, unless a neighbour carries the same number.
        shared = Counter(row.tmdb_id for row in rows if row.tmdb_id)
        self._merged = {
            row.tmdb_id: row
            for row in rows
            if row.tmdb_id and row.imdb_id and shared[row.tmdb_id] == 1
        }
        self._claimed: set[FilmRow] = set()

    @classmethod
    async def load(
        cls,
        session: AsyncSession,
        records: Sequence[Record],
        left_out: Sequence[Skipped] = (),
        named: Named | None = None,
    ) -> Known:
        """Ask for the rows that share an id or a file with one of the items.

        Args:
            session: An open session.
            records: What is taken.
            left_out: What is not.
            named: The ids that the whole source names.
        """
        films = [record.film for record in records]
        files = [
            *((it.path, it.beside) for it in records),
            *((it.gone, it.beside) for it in left_out if it.gone is not None),
        ]
        paths = [str(path) for both in files for path in both if path is not None]
        series = [film.tmdb_series_id for film in films if film.tmdb_series_id is not None]
        question = (
            select(FilmRow)
            .outerjoin(FilmRow.poster)
            .options(contains_eager(FilmRow.poster), selectinload(FilmRow.editions))
            .where(
                or_(
                    FilmRow.imdb_id.in_([film.imdb_id for film in films if film.imdb_id]),
                    FilmRow.tmdb_id.in_([film.tmdb_id for film in films if not film.imdb_id]),
                    FilmRow.tmdb_series_id.in_(series),
                    PosterRow.path.in_(paths),
                    FilmRow.id.in_(select(EditionRow.film_id).where(EditionRow.path.in_(paths))),
                )
            )
            .order_by(FilmRow.id)
        )
        return cls((await session.scalars(question)).all(), named)

    def add(self, row: FilmRow, record: Record) -> None:
        """Let further pictures of a film that is new find it."""
        self._note_paths(row)
        self._claimed.add(row)
        self._note_ids(row, record)

    def forget(self, row: FilmRow) -> None:
        """Let nothing find a film that goes."""
        for rows in self._by_path.values():
            if row in rows:
                rows.remove(row)
        self._by_imdb = {it: one for it, one in self._by_imdb.items() if one is not row}
        self._by_tmdb = {it: one for it, one in self._by_tmdb.items() if one is not row}
        self._by_series = {it: one for it, one in self._by_series.items() if one is not row}
        self._merged = {it: one for it, one in self._merged.items() if one is not row}

    def of_file(self, path: Path | None) -> list[FilmRow]:
        """Return the films that have this file among their pictures."""
        return list(self._by_path.get(str(path), ())) if path is not None else []

    def former(self, record: Record, film: FilmRow | None) -> FilmRow | None:
        """Return the film that was made of the record's file alone, and is another's picture."""
        return next(
            (
                row
                for row in self.of_file(record.path)
                if row is not film
                and row not in self._claimed
                and _is_of_file_alone(row, record.path)
            ),
            None,
        )

    def _note_ids(self, row: FilmRow, record: Record) -> None:
        film = record.film
        if film.imdb_id:
            self._by_imdb.setdefault(film.imdb_id, row)
        elif film.tmdb_id:
            self._by_tmdb.setdefault(film.tmdb_id, row)
        elif film.tmdb_series_id:
            self._by_series.setdefault(film.tmdb_series_id, row)

    def claim(self, record: Record) -> FilmRow | None:
        """Return the row of a record's film: by its id, else by its file, and then only once."""
        row = self._find(record)
        if row is not None:
            self._claimed.add(row)
            # Its row has them only once the record is laid over it.
            self._note_ids(row, record)
        return row

    def _find(self, record: Record) -> FilmRow | None:
        film = record.film
        if film.imdb_id in self._by_imdb:
            return self._by_imdb[film.imdb_id]
        if not film.imdb_id and film.tmdb_id in self._by_tmdb:
            return self._by_tmdb[film.tmdb_id]
        if film.tmdb_series_id in self._by_series:
            return self._by_series[film.tmdb_series_id]
        merged = None if film.imdb_id or not film.tmdb_id else self._merged.get(film.tmdb_id)
        free = merged is not None and (merged not in self._claimed or record.beside is not None)
        if merged and free and same_film(merged, [film.title, *record.aliases], film.year):
            return merged
        own = self._of_file(record, record.path, self._claimed)
        if record.beside is None or (own is not None and not _is_of_file_alone(own, record.path)):
            return own
        # Another picture of a film without ids, which was found by its first one.
        return self._of_file(record, record.beside, set()) or own

    def _of_file(self, record: Record, path: Path, claimed: set[FilmRow]) -> FilmRow | None:
        for row in self._by_path.get(str(path), ()):
            # A list may tell of two films with one file; a folder has it once.
            told = record.source == "folder" and row.source != "folder"
            if (told or row not in claimed) and (
                _may_be_one(row, record.film) or self._is_corrected(row, record)
            ):
                return row
        return None

    def _is_corrected(self, row: FilmRow, record: Record) -> bool:
        """Return whether a source that gave a film an id gives it another one now."""
        return (
            row.source == record.source
            and record.source in ("csv", "folder")
            and fold(row.title) == fold(record.film.title)
            and not self._named.names(row)
        )

    def _note_paths(self, row: FilmRow) -> None:
        for picture in pictures_of(row):
            rows = self._by_path.setdefault(picture.path, [])
            if row not in rows:
                rows.append(row)


def _may_be_one(row: FilmRow, film: Film) -> bool:
    if row.series != film.series and row.source != "folder":
        return False  # and not a name that was not known to be a series'
    return (
        _may_be_equal(row.imdb_id, film.imdb_id)
        and _may_be_equal(row.tmdb_id, film.tmdb_id)
        and _may_be_equal(row.tmdb_series_id, film.tmdb_series_id)
    )


def _is_of_file_alone(row: FilmRow, path: Path) -> bool:
    """Return whether nothing is known of a film but the name of this file."""
    return row.source == "folder" and all(it.path == str(path) for it in pictures_of(row))


def _may_be_equal(one: object, other: object) -> bool:
    return one is None or other is None or one == other
