"""Films of a CSV with poster addresses, or of MovieLens's files -> the catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from services.catalogue.sources.addresses import AddressList
from services.catalogue.sources.download import Posters
from services.catalogue.sources.fetch import Fetcher, Patience
from services.catalogue.sources.folder import ImportReport
from services.catalogue.sources.records import Skipped
from services.catalogue.sources.remote import (
    Import,
    Resolved,
    Wanted,
    chunked,
    gathered,
    with_poster,
)
from services.catalogue.sources.tmdb import Tmdb
from services.core.settings import Settings
from services.store import Store
from services.store.models import FilmRow, PosterRow

NO_POSTER = "no poster; MARQUEE_TMDB_TOKEN would bring it"


async def import_addresses(
    store: Store,
    found: AddressList,
    settings: Settings,
    *,
    refresh: bool = False,
    allow_private: bool = False,
    patience: Patience | None = None,
    report: ImportReport | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Fetch the posters of a list and bring its films in; dead links are counted.

    MovieLens names no posters: a film that has one keeps it and takes MovieLens's facts; the
    others' come from TMDB where there is a key, else those films are left out.

    Args:
        store: The open database.
        found: What `read_addresses` found.
        settings: `posters_dir`, `tmdb_*`, and what `import_posters` takes.
        refresh: Ask whether pictures that are there already have changed.
        allow_private: Take pictures from servers in this machine's own network too.
        patience: How long to go on asking.
        report: Filled as the import goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) after each chunk.

    Raises:
        RequestError: TMDB refuses the key.
        UnavailableError: TMDB does not answer.
    """
    report = ImportReport() if report is None else report
    report.total = len(found.items)
    async with AsyncExitStack() as stack:
        # MovieLens names no addresses; TMDB's is in the settings, which are one's own.
        fetcher = await stack.enter_async_context(
            Fetcher(patience=patience, allow_private=allow_private or found.form == "movielens")
        )
        posters = Posters(store, fetcher, settings, refresh=refresh)
        work = Import(store, posters, settings, report, on_progress)
        tmdb: Tmdb | None = None
        if found.form == "movielens" and settings.tmdb_token is not None:
            asking = Fetcher(rate=settings.tmdb_rate, patience=patience, redirects=False)
            tmdb = Tmdb(settings, await stack.enter_async_context(asking))

        async def resolve(chunk: Sequence[Wanted | Skipped]) -> list[Resolved]:
            if found.form != "movielens":
                return list(chunk)
            there = await _there(store, chunk)
            return await gathered(_with_picture(item, there, tmdb) for item in chunk)

        await work.run(chunked(found.items), resolve)
    return report


async def _there(
    store: Store, chunk: Sequence[Wanted | Skipped]
) -> dict[str, tuple[Path, str | None]]:
    """Return the pictures, and their addresses, of the films that are there, by IMDb id."""
    ids = [item.film.imdb_id for item in chunk if isinstance(item, Wanted) and item.film.imdb_id]
    question = (
        select(FilmRow.imdb_id, PosterRow.path, FilmRow.poster_url)
        .join(FilmRow.poster)
        .where(FilmRow.imdb_id.in_(ids))
    )
    async with store.session() as session:
        rows = (await session.execute(question)).all()
    return await asyncio.to_thread(_files, [(key, path, url) for key, path, url in rows])


def _files(
    rows: Sequence[tuple[str | None, str, str | None]],
) -> dict[str, tuple[Path, str | None]]:
    return {key: (Path(path), url) for key, path, url in rows if key and Path(path).is_file()}


async def _with_picture(
    item: Wanted | Skipped, there: dict[str, tuple[Path, str | None]], tmdb: Tmdb | None
) -> Resolved:
    if isinstance(item, Skipped):
        return item
    if item.film.imdb_id in there:
        path, url = there[item.film.imdb_id]
        return replace(with_poster(item, url), path=path)
    if tmdb is None or item.film.tmdb_id is None:
        return Skipped(NO_POSTER if item.film.tmdb_id is not None else "no TMDB id", item.name)
    answer = await tmdb.film(item.film.tmdb_id, item.name)
    if isinstance(answer, Skipped):
        return answer
    return replace(
        with_poster(item, answer.film.poster_url),
        popularity=answer.popularity,
        aliases=answer.aliases,
        details=answer.details,
    )
