"""Films that came in twice, over several sources: found by their ids, made one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.catalogue.normalise import folded_title, imdb_number, other_titles
from services.store.models import FilmRow, PosterRow, RejectedRow


@dataclass(slots=True)
class Duplicates:
    """Rows of one film, the one that stays first; and films that only claim to be one."""

    groups: list[list[FilmRow]] = field(default_factory=list)
    conflicts: list[list[FilmRow]] = field(default_factory=list)


def same_film(one: FilmRow, title: str, year: int | None) -> bool:
    """Return whether title or year speak for two records of one TMDB id being one film."""
    names = {folded_title(name) for name in (one.title, *one.aliases)}
    others = {folded_title(name) for name in (title, *other_titles(title))}
    if one.year is not None and year is not None:
        gap = abs(one.year - year)
        return gap <= 1 or (gap <= 3 and bool(names & others))
    return bool(names & others)


def find_duplicates(rows: Sequence[FilmRow]) -> Duplicates:
    """Find the rows that are one film by IMDb id, or by TMDB id where nothing speaks against it.

    Sources give some films a neighbour's TMDB id, so rows of two IMDb ids are never one film, and
    a row without an IMDb id needs the title or the year of the other one.
    """
    found = Duplicates()
    heads: list[list[FilmRow]] = []
    by_imdb: dict[int, list[FilmRow]] = {}
    by_tmdb: dict[int, list[list[FilmRow]]] = {}
    for row in sorted(rows, key=lambda row: (row.imdb_id is None, row.id)):
        number = imdb_number(row.imdb_id)
        if number is not None and number in by_imdb:
            by_imdb[number].append(row)
            continue
        rivals = by_tmdb.get(row.tmdb_id, []) if row.tmdb_id is not None else []
        agreeing = [group for group in rivals if same_film(group[0], row.title, row.year)]
        if number is None and len(agreeing) == 1:
            agreeing[0].append(row)
            continue
        group = [row]
        heads.append(group)
        if number is not None:
            by_imdb[number] = group
        if row.tmdb_id is not None:
            by_tmdb.setdefault(row.tmdb_id, []).append(group)
    found.groups = [group for group in heads if len(group) > 1]
    found.conflicts = [[group[0] for group in rival] for rival in by_tmdb.values() if rival[1:]]
    return found


async def load_films(session: AsyncSession) -> list[FilmRow]:
    """Return every film with its poster, in the order of import."""
    question = select(FilmRow).options(selectinload(FilmRow.poster)).order_by(FilmRow.id)
    return list(await session.scalars(question))


def _best_poster(group: Sequence[FilmRow], rejected: set[str]) -> PosterRow | None:
    posters = [row.poster for row in group if row.poster is not None]
    good = [poster for poster in posters if poster.digest not in rejected]
    there = [poster for poster in good if Path(poster.path).is_file()]
    return next(iter([*there, *good, *posters]), None)


async def merge(session: AsyncSession, group: Sequence[FilmRow], rejected: Iterable[str]) -> None:
    """Make one film of a group: the first one's facts, its gaps filled by the others in turn.

    Its own poster stays where its picture is one; else the first that is takes its place.
    """
    kept, *others = group
    poster = _best_poster(group, set(rejected))
    for row in others:
        for name in ("imdb_id", "tmdb_id", "year", "split", "poster_url", "popularity"):
            if getattr(kept, name) is None:
                setattr(kept, name, getattr(row, name))
        kept.genres = kept.genres or row.genres
        # What is told of it now comes from both.
        kept.redistributable = kept.redistributable and row.redistributable
        kept.aliases = list(other_titles(kept.title, *kept.aliases, row.title, *row.aliases))
    await session.flush()
    if poster is not None and poster.film_id != kept.id:
        await session.execute(delete(PosterRow).where(PosterRow.film_id == kept.id))
        moved = update(PosterRow).where(PosterRow.film_id == poster.film_id)
        await session.execute(
            moved.values(film_id=kept.id), execution_options={"synchronize_session": False}
        )
    gone = [row.id for row in others]
    await session.execute(delete(FilmRow).where(FilmRow.id.in_(gone)))


async def rejected_digests(session: AsyncSession) -> dict[str, bool]:
    """Return the digests that were judged, each with whether a person kept it."""
    question = select(RejectedRow.digest, RejectedRow.kept)
    return {digest: kept for digest, kept in await session.execute(question)}  # noqa: C416
