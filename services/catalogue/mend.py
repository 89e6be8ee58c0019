"""What an import sets right of an earlier one: films that were made of a file's name alone.

A film that a later import finds to be another's picture becomes that film: it is found by its key
as before, on watchlists too. What turns out to be no poster goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.cleaning.duplicates import picture_facts
from services.catalogue.known import Known
from services.catalogue.merge import pictures_of
from services.catalogue.sources.library.walk import is_system
from services.catalogue.sources.records import Skipped
from services.core.types import Film
from services.store import Store
from services.store.film_keys import hand_over
from services.store.films import PICTURES, PICTURES_OF_FILMS
from services.store.models import FilmRow
from services.store.watchlist import retell

_FACTS = ("title", "year", "imdb_id", "tmdb_id", "tmdb_series_id", "series", "genres", "split",
          "adult", "certification")  # fmt: skip
IN_A_SYSTEM_FOLDER = "in a folder of the system"


class Facts:
    """A film's facts before an import lays others over them.

    Args:
        row: The film.
    """

    def __init__(self, row: FilmRow) -> None:
        self._row = row
        self._before = self._now()

    def _now(self) -> list[object]:
        return [getattr(self._row, name) for name in _FACTS]

    @property
    def told(self) -> bool:
        """Whether what members are told of the film is another now."""
        return self._now()[:6] != self._before[:6]

    def changes(self) -> str:
        """Return what is another now, in words: "title 'poster' -> 'Heat', year - -> 1995"."""
        changed = [
            f"{name} {_word(before)} -> {_word(after)}"
            for name, before, after in zip(_FACTS, self._before, self._now(), strict=True)
            if before != after
        ]
        return ", ".join(changed)


def _word(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value)) or "-"
    return "-" if value is None else repr(value) if isinstance(value, str) else str(value)


async def join(session: AsyncSession, known: Known, gone: FilmRow, kept: FilmRow) -> None:
    """Make one film of two: the keys of the one that goes find the one that stays."""
    await session.flush()
    await hand_over(session, [gone.id], kept.id)
    await retell(session, [gone.key or ""], film_told(kept))
    kept.adult = kept.adult or gone.adult
    kept.marked = gone.marked if kept.marked is None else kept.marked
    known.forget(gone)
    await session.delete(gone)
    # Before the ids of the one that goes are given to the one that stays.
    await session.flush()


async def drop(session: AsyncSession, known: Known, item: Skipped) -> list[str]:
    """Take out what an earlier import made of a file that is no poster; return what it was called.

    Films that a list told of stay as they are: it knows more than a file's name.
    """
    dropped: list[str] = []
    for row in known.of_file(item.gone):
        if row.source != "folder":
            continue
        dropped.append(film_told(row).label)
        own = [each for each in pictures_of(row) if each.path == str(item.gone)]
        others = [each for each in pictures_of(row) if each.path != str(item.gone)]
        if others:
            _take_out(row, own)
            continue
        beside = [each for each in known.of_file(item.beside) if each is not row]
        if beside:
            await join(session, known, row, beside[0])
        else:
            known.forget(row)
            await session.delete(row)
    return dropped


def _take_out(row: FilmRow, pictures: Sequence[object]) -> None:
    """Take pictures from a film that has others; the next one takes a poster's place."""
    row.editions = [each for each in row.editions if each not in pictures]
    if row.poster is not None and row.poster in pictures:
        first = row.editions.pop(0)
        for name, value in picture_facts(first).items():
            setattr(row.poster, name, value)


async def strays(store: Store, root: Path) -> list[Skipped]:
    """Return the pictures of films made of names that lie in systems' folders below `root`.

    No import looks there any more, so that none would meet them.
    """
    question = (
        select(PICTURES.path)
        .select_from(PICTURES_OF_FILMS)
        .join(FilmRow, FilmRow.id == PICTURES.film_id)
        .where(FilmRow.source == "folder")
    )
    async with store.session() as session:
        paths = [Path(path) for path in await session.scalars(question)]
    return [
        Skipped(IN_A_SYSTEM_FOLDER, str(path.relative_to(root)), gone=path)
        for path in paths
        if path.is_relative_to(root) and is_system(path.relative_to(root).parts)
    ]


def film_told(row: FilmRow) -> Film:
    """Return a film as watchlists keep it."""
    return Film(
        row.title,
        row.year,
        tuple(row.genres),
        row.imdb_id,
        row.tmdb_id,
        row.poster_url,
        row.key,
        row.series,
        row.tmdb_series_id,
    )


async def tell(session: AsyncSession, rows: Iterable[FilmRow]) -> None:
    """Let watchlists show films by what they are called now."""
    for row in rows:
        await retell(session, [row.key or ""], film_told(row))
