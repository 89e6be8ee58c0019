"""What a source says of a film, laid over what the database holds of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, selectinload

from services.catalogue.cleaning.duplicates import LOOK, picture_facts, same_film
from services.catalogue.normalise import other_titles
from services.catalogue.sources.records import EDITION, Record, Skipped
from services.core.text_folding import fold
from services.core.types import Film
from services.store.models import EditionRow, FilmKeyRow, FilmRow, PosterRow


@dataclass(frozen=True, slots=True)
class Look:
    """A picture's facts, as in `PosterRow`."""

    path: str
    digest: str
    width: int
    height: int
    size: int
    mtime_ns: int


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


def new_film(record: Record, look: Look, key: str) -> FilmRow:
    """Return the row of a film that was not there yet."""
    film = record.film
    return FilmRow(
        imdb_id=film.imdb_id,
        tmdb_id=film.tmdb_id,
        series=film.series,
        tmdb_series_id=film.tmdb_series_id,
        title=film.title,
        year=film.year,
        genres=list(film.genres),
        split=record.split,
        redistributable=record.redistributable,
        source=record.source,
        poster_url=film.poster_url,
        popularity=record.popularity,
        aliases=list(other_titles(film.title, *record.aliases)) if record.aliases else [],
        key=key,
        keys=[FilmKeyRow(key=key)],
        poster=PosterRow(**_picture(record, look)),
        editions=[],
    )


def update_facts(row: FilmRow, record: Record) -> bool:
    """Lay the record's facts over the row's; return whether any changed."""
    if record.source == "folder" and row.source != "folder":
        return False  # a file's name knows less than the list that the film came from
    if not record.is_poster and (row.poster is None or row.poster.kind in (None, "poster")):
        return False  # told with the film's poster already, and the list of others knows no more
    film = record.film
    facts = {
        "title": film.title,
        "year": film.year,
        "genres": list(film.genres),
        "split": record.split,
        "redistributable": record.redistributable,
    }
    facts = {name: value for name, value in facts.items() if name in record.given}
    # A source without ids does not take away those that another one gave.
    facts |= {"imdb_id": film.imdb_id} if film.imdb_id else {}
    facts |= {"tmdb_id": film.tmdb_id} if film.tmdb_id else {}
    facts |= {"series": film.series, "tmdb_series_id": film.tmdb_series_id} if film.series else {}
    if film.series and row.tmdb_id == film.tmdb_series_id:
        facts["tmdb_id"] = None  # which was taken for a film's
    facts |= {"popularity": record.popularity} if record.popularity is not None else {}
    if record.aliases:
        facts["aliases"] = list(other_titles(film.title, *row.aliases, *record.aliases))
    # The address belongs to the picture: one from elsewhere takes the old one's address with it.
    facts |= {"poster_url": film.poster_url, "source": record.source}
    return _assign(row, facts)


def update_pictures(row: FilmRow, record: Record, look: Look) -> bool:
    """Lay a picture over the row's; return whether it is another picture or file."""
    values = _picture(record, look)
    if row.poster is None:
        row.poster = PosterRow(**values)
        return True
    same = next((each for each in pictures_of(row) if each.path == look.path), None)
    if record.is_poster and same is None and _is_chosen(row, record):
        record = replace(record, kind=EDITION)
        values["kind"] = EDITION
    if same is row.poster or (record.is_poster and same is None):
        if record.is_poster and same is None and row.poster.kind == EDITION:
            # Nobody had called it the film's poster: it becomes one of the others.
            _add_edition(row, picture_facts(row.poster))
        return _lay_over(row.poster, values)
    # The poster that a film has stays, where several sources each call their own so.
    given_up = row.poster.kind == EDITION or not Path(row.poster.path).is_file()
    if same is not None and record.is_poster and given_up:
        _assign(same, picture_facts(row.poster) | {"kind": EDITION})
        _assign(row.poster, values)
        return True
    if same is not None:
        return _lay_over(same, values | {"kind": EDITION if record.is_poster else record.kind})
    copy = next((each for each in pictures_of(row) if each.digest == look.digest), None)
    if copy is None:
        _add_edition(row, values)
        return True
    # The very picture under another name: it moved, or came twice.
    return not Path(copy.path).is_file() and _assign(copy, asdict(look))


def _is_chosen(row: FilmRow, record: Record) -> bool:
    """Return whether a list chose the film's poster, and a file's name alone is for another."""
    if row.poster is None or record.source != "folder" or row.source == "folder":
        return False
    return Path(row.poster.path).is_file()


def kept_look(row: FilmRow | None, record: Record) -> Look | None:
    """Return what the database holds of the film's picture in the record's file, or None.

    Of a poster that is in another file now, what it was there.
    """
    if row is None:
        return None
    pictures = pictures_of(row)
    same = next((each for each in pictures if each.path == str(record.path)), None)
    picture = same or (row.poster if record.is_poster else None)
    return None if picture is None else Look(*(getattr(picture, name) for name in LOOK))


def pictures_of(row: FilmRow) -> list[PosterRow | EditionRow]:
    """Return a film's pictures, its poster first."""
    return [*([row.poster] if row.poster is not None else []), *row.editions]


def _picture(record: Record, look: Look) -> dict[str, Any]:
    facts = {"kind": record.kind, "language": record.language, "source": record.source}
    return asdict(look) | facts


def _add_edition(row: FilmRow, values: dict[str, Any]) -> None:
    position = max((each.position for each in row.editions), default=0) + 1
    row.editions.append(EditionRow(position=position, **values))


def _lay_over(picture: PosterRow | EditionRow, values: dict[str, Any]) -> bool:
    before = (picture.path, picture.digest)
    # A file that was only touched is no change, but is written down to be told from one next time.
    _assign(picture, values)
    return before != (picture.path, picture.digest)


def _assign(row: FilmRow | PosterRow | EditionRow, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


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
