"""Films out of the catalogue: by key, or those that their source no longer names.

Files stay where they are, and embeddings stay in the database, keyed by the picture: a film that
comes back costs nothing. The index loses the films with the next build.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.catalogue.cleaning.duplicates import Entry, load_entries
from services.catalogue.sources.rows import Record, Skipped
from services.core.errors import RequestError
from services.store import Store
from services.store.models import FilmRow

_BATCH = 500


@dataclass(slots=True)
class RemoveReport:
    """What a removal did: films gone, as labels; keys that no film has; films that are left."""

    removed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left: int = 0


async def remove_films(store: Store, keys: Sequence[str], *, dry_run: bool = False) -> RemoveReport:
    """Remove films by `Film.key`: an IMDb id, `tmdb-<id>`, or title and year where there is none.

    All go, or none: one transaction.
    """
    report = RemoveReport()
    async with store.session(writing=True) as session:
        films = await load_entries(session)
        wanted = set(keys)
        gone = [film for film in films if film.key in wanted]
        found = {film.key for film in gone}
        report.unknown = [key for key in dict.fromkeys(keys) if key not in found]
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
    not be taken: a damaged line is no word that a film is gone.

    Args:
        store: The open database.
        folder: The source's folder of posters.
        items: What `rows.read_csv` or `rows.read_folder` found in it.
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
        own = [film for film in films if film.path and Path(film.path).is_relative_to(root)]
        gone = [film for film in own if not named.names(film, root)]
        if 2 * len(gone) > len(own) and not even_most:
            raise RequestError(
                "bad_request",
                f"{len(gone):,} of the {len(own):,} films from {folder} are no longer in its list; "
                "if that is right, please say so with --even-most.",
            )
        await _remove(session, films, gone, report)
        if not dry_run:
            await session.commit()
    return report


class _Named:
    """Which films a source's list names."""

    def __init__(self, items: Iterable[Record | Skipped]) -> None:
        records = [item for item in items if isinstance(item, Record)]
        self._imdb = {item.film.imdb_id for item in records} - {None}
        self._tmdb = {item.film.tmdb_id for item in records} - {None}
        self._paths = {str(item.path) for item in records}
        # A skipped row is told as its file, or as key and file.
        self._skipped = {item.name for item in items if isinstance(item, Skipped)}

    def names(self, film: Entry, root: Path) -> bool:
        path = film.path or ""
        file = Path(path).relative_to(root).as_posix() if path else ""
        return (
            film.imdb_id in self._imdb
            or film.tmdb_id in self._tmdb
            or (path in self._paths and not film.imdb_id and film.tmdb_id is None)
            or file in self._skipped
            or f"{film.key} {file}" in self._skipped
        )


async def _remove(
    session: AsyncSession,
    films: Sequence[Entry],
    gone: Sequence[Entry],
    report: RemoveReport,
) -> None:
    report.removed = [film.label for film in gone]
    report.left = len(films) - len(gone)
    ids = [film.id for film in gone]
    for start in range(0, len(ids), _BATCH):
        batch = FilmRow.id.in_(ids[start : start + _BATCH])
        await session.execute(
            delete(FilmRow).where(batch), execution_options={"synchronize_session": False}
        )
