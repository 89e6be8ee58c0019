"""What a source says of a film, laid over what the database holds of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from services.catalogue.cleaning.duplicates import same_film
from services.catalogue.normalise import other_titles
from services.catalogue.sources.rows import Record
from services.store.models import FilmRow, PosterRow


@dataclass(frozen=True, slots=True)
class Look:
    """A picture's facts, as in `PosterRow`."""

    path: str
    digest: str
    width: int
    height: int
    size: int
    mtime_ns: int


class Known:
    """The films of the database that a batch may speak of."""

    def __init__(self, rows: Sequence[FilmRow]) -> None:
        self._by_path: dict[str, list[FilmRow]] = {}
        for row in rows:
            if row.poster is not None:
                self._by_path.setdefault(row.poster.path, []).append(row)
        self._by_imdb = {row.imdb_id: row for row in rows if row.imdb_id}
        self._by_tmdb = {row.tmdb_id: row for row in rows if row.tmdb_id and not row.imdb_id}
        # Cleaning makes one film of a row with both ids and one that has TMDB's alone: the source
        # of the latter must find it again, unless a neighbour carries the same number.
        shared = Counter(row.tmdb_id for row in rows if row.tmdb_id)
        self._merged = {
            row.tmdb_id: row
            for row in rows
            if row.tmdb_id and row.imdb_id and shared[row.tmdb_id] == 1
        }
        self._claimed: set[int] = set()

    @classmethod
    async def load(cls, session: AsyncSession, records: Sequence[Record]) -> Known:
        """Ask for the rows that share an id or a file with one of the records."""
        films = [record.film for record in records]
        question = (
            select(FilmRow)
            .outerjoin(FilmRow.poster)
            .options(contains_eager(FilmRow.poster))
            .where(
                or_(
                    FilmRow.imdb_id.in_([film.imdb_id for film in films if film.imdb_id]),
                    FilmRow.tmdb_id.in_([film.tmdb_id for film in films if not film.imdb_id]),
                    PosterRow.path.in_([str(record.path) for record in records]),
                )
            )
            .order_by(FilmRow.id)
        )
        return cls((await session.scalars(question)).all())

    def claim(self, record: Record) -> FilmRow | None:
        """Return the row of a record's film, once: by its id, else by its file."""
        row = self._find(record)
        if row is not None:
            self._claimed.add(row.id)
        return row

    def _find(self, record: Record) -> FilmRow | None:
        film = record.film
        if film.imdb_id in self._by_imdb:
            return self._by_imdb[film.imdb_id]
        if not film.imdb_id and film.tmdb_id in self._by_tmdb:
            return self._by_tmdb[film.tmdb_id]
        merged = None if film.imdb_id or not film.tmdb_id else self._merged.get(film.tmdb_id)
        free = merged is not None and merged.id not in self._claimed
        if merged and free and same_film(merged, [film.title, *record.aliases], film.year):
            return merged
        for row in self._by_path.get(str(record.path), ()):
            if (
                row.id not in self._claimed
                and _may_be_equal(row.imdb_id, film.imdb_id)
                and _may_be_equal(row.tmdb_id, film.tmdb_id)
            ):
                return row
        return None


def new_film(record: Record, look: Look) -> FilmRow:
    """Return the row of a film that was not there yet."""
    film = record.film
    return FilmRow(
        imdb_id=film.imdb_id,
        tmdb_id=film.tmdb_id,
        title=film.title,
        year=film.year,
        genres=list(film.genres),
        split=record.split,
        redistributable=record.redistributable,
        source=record.source,
        poster_url=film.poster_url,
        popularity=record.popularity,
        aliases=list(other_titles(film.title, *record.aliases)) if record.aliases else [],
        poster=PosterRow(**asdict(look)),
    )


def update_facts(row: FilmRow, record: Record) -> bool:
    """Lay the record's facts over the row's; return whether any changed."""
    if record.source == "folder" and row.source != "folder":
        return False  # a file's name knows less than the list that the film came from
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
    facts |= {"popularity": record.popularity} if record.popularity is not None else {}
    if record.aliases:
        facts["aliases"] = list(other_titles(film.title, *row.aliases, *record.aliases))
    # The address belongs to the picture: one from elsewhere takes the old one's address with it.
    facts |= {"poster_url": film.poster_url, "source": record.source}
    return _assign(row, facts)


def update_poster(row: FilmRow, look: Look) -> bool:
    """Lay the picture's facts over the row's; return whether it is another picture or file."""
    if row.poster is None:
        row.poster = PosterRow(**asdict(look))
        return True
    if look == kept_look(row):
        return False
    changed = (row.poster.path, row.poster.digest) != (look.path, look.digest)
    # A file that was only touched is no change, but is written down to be told from one next time.
    _assign(row.poster, asdict(look))
    return changed


def kept_look(row: FilmRow | None) -> Look | None:
    """Return what the database holds of a film's picture, or None."""
    if row is None or row.poster is None:
        return None
    poster = row.poster
    return Look(
        poster.path, poster.digest, poster.width, poster.height, poster.size, poster.mtime_ns
    )


def _assign(row: FilmRow | PosterRow, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _may_be_equal(one: object, other: object) -> bool:
    return one is None or other is None or one == other
