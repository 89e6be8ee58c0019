"""Films that came in twice, over several sources: found by their ids, made one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.catalogue.normalise import folded_title, imdb_number, other_titles
from services.catalogue.sources.records import EDITION, POSTER
from services.core.types import Film
from services.store.film_keys import hand_over
from services.store.films import PICTURES, PICTURES_OF_FILMS
from services.store.models import EditionRow, FilmRow, PosterRow, RejectedRow

LOOK = ("path", "digest", "width", "height", "size", "mtime_ns")
PICTURE = (*LOOK, "kind", "language", "source")
_GAPS = (
    "imdb_id", "tmdb_id", "year", "split", "poster_url", "popularity", "marked", "certification"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What tells a film from others, and where its poster is: a row without the bulk of one.

    `digest`, `path` and `size` (bytes) are those of the poster; None where there is none.
    `stored_key` is the film's key, as it is stored.
    """

    id: int
    imdb_id: str | None
    tmdb_id: int | None
    title: str
    year: int | None
    aliases: Sequence[str] = ()
    digest: str | None = None
    path: str | None = None
    size: int | None = None
    stored_key: str | None = None
    tmdb_series_id: int | None = None

    @property
    def label(self) -> str:
        """As `Film.label`."""
        return self._film.label

    @property
    def key(self) -> str:
        """As `Film.key`."""
        return self._film.key

    @property
    def _film(self) -> Film:
        return Film(
            self.title,
            self.year,
            imdb_id=self.imdb_id,
            tmdb_id=self.tmdb_id,
            stored_key=self.stored_key,
            tmdb_series_id=self.tmdb_series_id,
        )

    @property
    def named_keys(self) -> tuple[str, ...]:
        """As `Film.named_keys`."""
        return self._film.named_keys


@dataclass(slots=True)
class Duplicates:
    """Films of one, the one that stays first; and those that only claim to be one.

    Attributes:
        groups: Films that are one.
        conflicts: Films that share a TMDB id and are not one, by that id.
    """

    groups: list[list[Entry]] = field(default_factory=list)
    conflicts: dict[int, list[Entry]] = field(default_factory=dict)


def same_film(one: FilmRow | Entry, titles: Iterable[str], year: int | None) -> bool:
    """Return whether title or year speak for two records of one TMDB id being one film."""
    names = {folded_title(name) for name in (one.title, *one.aliases)}
    others = {folded_title(name) for title in titles for name in (title, *other_titles(title))}
    if one.year is not None and year is not None:
        gap = abs(one.year - year)
        return gap <= 1 or (gap <= 3 and bool(names & others))
    return bool(names & others)


def find_duplicates(entries: Iterable[Entry]) -> Duplicates:
    """Find the films that are one by IMDb id, or by TMDB id where nothing speaks against it.

    Sources give some films a neighbour's TMDB id, so films of two IMDb ids are never one, and
    one without an IMDb id needs the title or the year of the other one.
    """
    groups: list[list[Entry]] = []
    by_imdb: dict[int, list[Entry]] = {}
    by_tmdb: dict[int, list[list[Entry]]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.imdb_id is None, entry.id)):
        number = imdb_number(entry.imdb_id)
        rivals = by_tmdb.setdefault(entry.tmdb_id, []) if entry.tmdb_id is not None else []
        group = by_imdb.get(number) if number is not None else _agreeing(entry, rivals)
        if group is None:
            group = []
            groups.append(group)
            if number is not None:
                by_imdb[number] = group
        group.append(entry)
        # A film that stands there under two spellings of its IMDb id may have two TMDB ids.
        if all(rival is not group for rival in rivals):
            rivals.append(group)
    return Duplicates(
        groups=[group for group in groups if len(group) > 1],
        conflicts={
            number: [group[0] for group in rivals]
            for number, rivals in by_tmdb.items()
            if len(rivals) > 1
        },
    )


def _agreeing(entry: Entry, rivals: Sequence[list[Entry]]) -> list[Entry] | None:
    """Return the one group of the same TMDB id that this film belongs to, or None."""
    titles = (entry.title, *entry.aliases)
    agreeing = [
        group for group in rivals if any(same_film(one, titles, entry.year) for one in group)
    ]
    return agreeing[0] if len(agreeing) == 1 else None


async def load_entries(session: AsyncSession) -> list[Entry]:
    """Return every film with its poster, in the order of import."""
    question = _entries(PosterRow).outerjoin(FilmRow.poster).order_by(FilmRow.id)
    return [Entry(*row) async for row in await session.stream(question)]


async def load_pictures(session: AsyncSession) -> list[Entry]:
    """Return every film, with each of its pictures: its poster, then the others."""
    question = (
        _entries(PICTURES)
        .outerjoin(PICTURES_OF_FILMS, PICTURES.film_id == FilmRow.id)
        .order_by(FilmRow.id, PICTURES.position)
    )
    return [Entry(*row) async for row in await session.stream(question)]


def _entries(picture: Any) -> Select[*tuple[Any, ...]]:
    return select(
        FilmRow.id,
        FilmRow.imdb_id,
        FilmRow.tmdb_id,
        FilmRow.title,
        FilmRow.year,
        FilmRow.aliases,
        picture.digest,
        picture.path,
        picture.size,
        FilmRow.key,
        FilmRow.tmdb_series_id,
    ).execution_options(yield_per=1000)


async def merge(session: AsyncSession, group: Sequence[Entry], rejected: Container[str]) -> None:
    """Make one film of a group: the first one's facts, its gaps filled by the others in turn.

    Its own poster stays where its picture is one; else the first that is takes its place. The
    other pictures become further ones of it.
    """
    question = (
        select(FilmRow)
        .options(selectinload(FilmRow.poster), selectinload(FilmRow.editions))
        .where(FilmRow.id.in_([entry.id for entry in group]))
    )
    rows = {row.id: row for row in await session.scalars(question)}
    kept, *others = (rows[entry.id] for entry in group)
    poster = _best_poster((kept, *others), rejected)
    for row in others:
        for name in _GAPS:
            if getattr(kept, name) is None:
                setattr(kept, name, getattr(row, name))
        kept.genres = kept.genres or row.genres
        kept.adult = kept.adult or row.adult
        # What is told of it now comes from both.
        kept.redistributable = kept.redistributable and row.redistributable
        kept.aliases = list(other_titles(kept.title, *kept.aliases, row.title, *row.aliases))
    pictures = [it for row in (kept, *others) for it in (row.poster, *row.editions) if it]
    further = {it.digest: picture_facts(it) for it in pictures}
    if poster is not None:
        further.pop(poster.digest, None)
        facts = picture_facts(poster)
        kept.poster = kept.poster or PosterRow()
        for name, value in facts.items():
            setattr(kept.poster, name, value)
    kept.editions = [
        EditionRow(**facts | {"position": place, "kind": _kind_of_another(facts["kind"])})
        for place, facts in enumerate(further.values(), 1)
    ]
    await session.flush()
    gone = [row.id for row in others]
    await hand_over(session, gone, kept.id)
    await session.execute(delete(FilmRow).where(FilmRow.id.in_(gone)))
    session.expunge_all()


def picture_facts(picture: PosterRow | EditionRow) -> dict[str, Any]:
    """Return all that is known of a picture, whichever of a film's it is."""
    return {name: getattr(picture, name) for name in PICTURE}


def _kind_of_another(kind: str | None) -> str:
    return EDITION if kind in (None, POSTER) else kind


def _best_poster(rows: Sequence[FilmRow], rejected: Container[str]) -> PosterRow | None:
    posters = [row.poster for row in rows if row.poster is not None]
    good = [poster for poster in posters if poster.digest not in rejected]
    there = [poster for poster in good if Path(poster.path).is_file()]
    return next(iter([*there, *good, *posters]), None)


async def rejected_digests(session: AsyncSession) -> dict[str, bool]:
    """Return the digests that were ever rejected, each with whether a person kept it."""
    question = select(RejectedRow.digest, RejectedRow.kept)
    return {digest: kept for digest, kept in await session.execute(question)}  # noqa: C416
