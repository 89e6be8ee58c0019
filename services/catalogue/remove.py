"""Films out of the catalogue: by key, or those that their source no longer names.

Files stay where they are, and embeddings stay in the database, keyed by the picture: a film that
comes back costs nothing. The index loses the films with the next build.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.cleaning.duplicates import Entry, load_entries, load_pictures
from services.catalogue.named import NamedFilms
from services.catalogue.sources.records import Record, Skipped
from services.core.errors import RequestError
from services.store import Store
from services.store.film_keys import former_keys
from services.store.models import EditionRow, FilmRow

_BATCH = 500


@dataclass(slots=True)
class RemoveReport:
    """What a removal did.

    Attributes:
        removed: Films that are gone, as labels.
        pictures: Files of further pictures that are gone, of films that stay.
        unknown: Keys that no film has.
        left: Films that are left.
    """

    removed: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left: int = 0


async def remove_films(store: Store, keys: Sequence[str], *, dry_run: bool = False) -> RemoveReport:
    """Remove films by `Film.key`, or by title and year where one film alone is called so.

    All go, or none: one transaction.

    Raises:
        RequestError: `bad_request`, several films are called so; the message has their keys.
    """
    report = RemoveReport()
    async with store.session(writing=True) as session:
        films = await load_entries(session)
        named = NamedFilms(films, await former_keys(session))
        meant = {key: named.find(key) for key in dict.fromkeys(keys)}
        report.unknown = [key for key, film in meant.items() if film is None]
        wanted = {film.id for film in meant.values() if film is not None}
        gone = [film for film in films if film.id in wanted]
        await _remove(session, films, gone, report)
        if not dry_run:
            await session.commit()
    return report


async def remove_gone(
    store: Store,
    folder: Path,
    items: Sequence[Record | Skipped],
    *,
    even_most: bool = False,
    dry_run: bool = False,
) -> RemoveReport:
    """Remove the films whose poster lies below `folder` and whom its list no longer names.

    A film that the list names stays, by whichever id it has here, and so does one whose row could
    not be taken: a damaged line is no word that a film is gone. Of films that stay, further
    pictures go that lie there and are no longer listed.

    Args:
        store: The open database.
        folder: The source's folder of posters.
        items: What `rows.read_csv` or `library.layout.read_library` found in it, with series.
        even_most: Whether more than half of the source's films may go.
        dry_run: Find, but change nothing.

    Raises:
        RequestError: `bad_request`, more than half would go: rather a wrong list than a small one.
    """
    root = await asyncio.to_thread(folder.resolve)
    named = _Named(items)
    report = RemoveReport()
    async with store.session(writing=True) as session:
        films = await load_entries(session)
        pictures = [it for it in await load_pictures(session) if _is_below(it, root)]
        stay = {it.id for it in pictures if named.names(it, root)}
        own = [film for film in films if _is_below(film, root)]
        gone = [film for film in own if film.id not in stay]
        if 2 * len(gone) > len(own) and not even_most:
            raise RequestError(
                "bad_request",
                f"{len(gone):,} of the {len(own):,} films from {folder} are no longer in its list; "
                "if that is right, please say so with --even-most.",
            )
        await _remove(session, films, gone, report)
        unlisted = {it.path for it in pictures if it.path and not named.lists(it, root)}
        await _remove_editions(session, unlisted, report)
        if not dry_run:
            await session.commit()
    return report


def _has_id(film: Entry) -> bool:
    return any(one is not None for one in (film.imdb_id, film.tmdb_id, film.tmdb_series_id))


def _is_below(film: Entry, root: Path) -> bool:
    return film.path is not None and Path(film.path).is_relative_to(root)


class _Named:
    """Which films a source's list names."""

    def __init__(self, items: Iterable[Record | Skipped]) -> None:
        records = [item for item in items if isinstance(item, Record)]
        self._imdb = {item.film.imdb_id for item in records} - {None}
        self._tmdb = {item.film.tmdb_id for item in records} - {None}
        self._series = {item.film.tmdb_series_id for item in records} - {None}
        self._unread = [
            item.name for item in items if isinstance(item, Skipped) and item.name.endswith("/")
        ]
        self._paths = {str(item.path) for item in records}
        # A skipped row is told as its file, or as key and file.
        self._skipped = {item.name for item in items if isinstance(item, Skipped)}

    def names(self, film: Entry, root: Path) -> bool:
        """Return whether the list names the film, by id or by this picture of it."""
        path = film.path or ""
        return (
            film.imdb_id in self._imdb
            or film.tmdb_id in self._tmdb
            or film.tmdb_series_id in self._series
            or (path in self._paths and not _has_id(film))
            or self._was_skipped(film, root)
        )

    def lists(self, film: Entry, root: Path) -> bool:
        """Return whether the list has this picture of the film."""
        return film.path in self._paths or self._was_skipped(film, root)

    def _was_skipped(self, film: Entry, root: Path) -> bool:
        file = Path(film.path).relative_to(root).as_posix() if film.path else ""
        # Of what lies in a folder that could not be read, nothing is known.
        if any(name == "./" or file.startswith(name) for name in self._unread):
            return True
        names = (file, *(f"{key} {file}" for key in (film.key, *film.named_keys)))
        return any(name in self._skipped for name in names)


async def _remove_editions(
    session: AsyncSession, paths: Collection[str], report: RemoveReport
) -> None:
    # All are read: they are fewer than the films, and as many paths are no question to ask.
    rows = await session.execute(select(EditionRow.id, EditionRow.path))
    gone = {number: path for number, path in rows if path in paths}
    report.pictures = list(gone.values())
    ids = list(gone)
    for start in range(0, len(ids), _BATCH):
        batch = EditionRow.id.in_(ids[start : start + _BATCH])
        await session.execute(
            delete(EditionRow).where(batch), execution_options={"synchronize_session": False}
        )


async def _remove(
    session: AsyncSession,
    films: Sequence[Entry],
    gone: Sequence[Entry],
    report: RemoveReport,
) -> None:
    report.removed = [film.label for film in gone]
    report.left = len(films) - len(gone)
    await remove_entries(session, gone)


async def remove_entries(session: AsyncSession, gone: Sequence[Entry]) -> None:
    """Remove films; nothing is committed."""
    ids = [film.id for film in gone]
    for start in range(0, len(ids), _BATCH):
        batch = FilmRow.id.in_(ids[start : start + _BATCH])
        await session.execute(
            delete(FilmRow).where(batch), execution_options={"synchronize_session": False}
        )
