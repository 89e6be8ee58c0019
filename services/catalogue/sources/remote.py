"""Films from the web -> their posters -> the database, in chunks, so that it can stop anywhere.

A chunk is resolved and fetched while the one before is brought into the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from services.catalogue.sources.download import Posters
from services.catalogue.sources.fetch import FetchError
from services.catalogue.sources.folder import ImportReport, import_posters
from services.catalogue.sources.records import BLOCKED, EDITION, Record, Skipped
from services.core.film_details import FilmDetails
from services.core.settings import Settings
from services.core.types import Film
from services.store import Store, film_details
from services.store.blocked import Blocked

CHUNK = 100

T = TypeVar("T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Edition:
    """Another picture of a film: its address, and the language of its lettering, or None."""

    url: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A film whose poster is at `film.poster_url`, or already in the file `path`.

    Attributes:
        film: The film's facts.
        name: The film as its source names it, for reports.
        source: `tmdb`, `addresses` or `movielens`.
        popularity: TMDB's figure, or None.
        path: The poster's file, where there is one.
        aliases: Other names of the film.
        wrong: Facts that were left out, as reasons that group.
        editions: Further pictures of it.
        adult: As in `Record`.
        certification: As in `Record`.
        details: What people ask of it, or None.
    """

    film: Film
    name: str
    source: str
    popularity: float | None = None
    path: Path | None = None
    aliases: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    adult: bool | None = None
    certification: str | None = None
    details: FilmDetails | None = None

    def record(self, path: Path) -> Record:
        """Return what `import_posters` takes; facts that the source lacks are not spoken of."""
        given = {"title", "redistributable"}
        given |= {"year"} if self.film.year is not None else set()
        given |= {"genres"} if self.film.genres else set()
        return Record(
            film=self.film,
            path=path,
            name=self.name,
            source=self.source,
            given=frozenset(given),
            popularity=self.popularity,
            aliases=self.aliases,
            wrong=self.wrong,
            adult=self.adult,
            certification=self.certification,
        )

    def edition(self, edition: Edition, path: Path, poster: Path) -> Record:
        """Return the record of a further picture of the film, whose own is `poster`."""
        record = self.record(path)
        return replace(record, kind=EDITION, language=edition.language, beside=poster, wrong=())


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A film that is there already and need not be looked at."""

    name: str


Resolved = Wanted | Skipped | Unchanged


Resolve = Callable[[Sequence[T]], Awaitable[list[Resolved]]]


@dataclass(slots=True)
class Import:
    """One import from the web.

    Attributes:
        store: The open database.
        posters: Fetches the pictures.
        settings: As in `import_posters`.
        report: Filled as the import goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) after each chunk.
    """

    store: Store
    posters: Posters
    settings: Settings
    report: ImportReport
    on_progress: Callable[[int, int], None] = lambda done, total: None
    _seen: set[str] = field(default_factory=set)

    async def run(self, chunks: AsyncIterator[Sequence[T]], resolve: Resolve[T]) -> None:
        """Bring in every chunk, in order.

        Args:
            chunks: The source's items.
            resolve: Turns a chunk of them into films, each with its poster's address.
        """
        coming: asyncio.Task[list[Record | Skipped | Unchanged]] | None = None
        try:
            async for chunk in chunks:
                following = asyncio.create_task(self._fetch(chunk, resolve))
                previous, coming = coming, following
                if previous is not None:
                    await self._keep(await previous)
            if coming is not None:
                await self._keep(await coming)
        finally:
            if coming is not None:
                # Where the chunk before failed, this one is ended, and its own error is not told.
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)

    async def _fetch(
        self, chunk: Sequence[T], resolve: Resolve[T]
    ) -> list[Record | Skipped | Unchanged]:
        items = [self._without_repeats(item) for item in await resolve(chunk)]
        items = await self._without_blocked(items)
        await self._keep_details(items)
        await self.posters.recall(
            url
            for item in items
            if isinstance(item, Wanted)
            for url in (item.film.poster_url, *(edition.url for edition in item.editions))
            if url
        )
        found = await gathered(self._pictures(item) for item in items)
        # Each film's own first: it is what the others are put beside.
        return list(chain.from_iterable(found))

    async def _keep_details(self, items: Sequence[Resolved]) -> None:
        told: dict[bool, dict[int, FilmDetails]] = {False: {}, True: {}}
        for item in items:
            if isinstance(item, Wanted) and item.details is not None:
                film = item.film
                number = film.tmdb_series_id if film.series else film.tmdb_id
                if number is not None:
                    told[film.series][number] = item.details
        if not (told[False] or told[True]):
            return
        async with self.store.session(writing=True) as session:
            await film_details.let_go(session)
            for series, details in told.items():
                await film_details.keep(session, details, series=series)
            await session.commit()

    def _without_repeats(self, item: Resolved) -> Resolved:
        if not isinstance(item, Wanted):
            return item
        film = item.film
        has_id = film.imdb_id or film.tmdb_id is not None or film.tmdb_series_id is not None
        if not has_id:
            return item
        key = film.named_keys[0]
        if key in self._seen:
            name = item.name if film.key in item.name else f"{film.key} {item.name}"
            return Skipped("duplicate id", name)
        self._seen.add(key)
        return item

    async def _without_blocked(self, items: list[Resolved]) -> list[Resolved]:
        """Leave out what is on the block list, before its pictures are fetched."""
        async with self.store.session() as session:
            blocked = await Blocked.load(session)
        return [
            Skipped(BLOCKED, item.name)
            if isinstance(item, Wanted) and blocked.has(item.film, item.name)
            else item
            for item in items
        ]

    async def _pictures(self, item: Resolved) -> list[Record | Skipped | Unchanged]:
        own = await self._picture(item)
        if not isinstance(item, Wanted) or not isinstance(own, Record):
            return [own]
        return [own, *await gathered(self._edition(item, each, own.path) for each in item.editions)]

    async def _edition(self, item: Wanted, edition: Edition, poster: Path) -> Record | Skipped:
        try:
            return item.edition(edition, await self.posters.fetch(edition.url), poster)
        except FetchError as error:
            return Skipped(f"further picture: {error.reason}", item.name)

    async def _picture(self, item: Resolved) -> Record | Skipped | Unchanged:
        if not isinstance(item, Wanted):
            return item
        if item.path is not None:
            return item.record(item.path)
        if not item.film.poster_url:
            return Skipped("no poster", item.name)
        try:
            return item.record(await self.posters.fetch(item.film.poster_url))
        except FetchError as error:
            return Skipped(f"poster: {error.reason}", item.name)

    async def _keep(self, items: Sequence[Record | Skipped | Unchanged]) -> None:
        await self.posters.remember()
        chunk = ImportReport()
        there = [item for item in items if not isinstance(item, Unchanged)]
        await import_posters(self.store, there, self.settings, report=chunk)
        self.report.add(chunk)
        # Films are what is counted on the way.
        self.report.total += chunk.editions
        self.report.unchanged += len(items) - len(there)
        self.report.total = max(self.report.total, self.report.done)
        self.on_progress(self.report.done, self.report.total)


async def chunked(items: Sequence[T]) -> AsyncIterator[Sequence[T]]:
    """Cut a sequence into chunks."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


async def gathered(work: Iterable[Coroutine[Any, Any, _R]]) -> list[_R]:
    """Run coroutines side by side; where one fails, end the others before its error goes on."""
    tasks = [asyncio.create_task(item) for item in work]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def with_poster(wanted: Wanted, url: str | None) -> Wanted:
    """Return the film with another address of its poster."""
    return replace(wanted, film=replace(wanted.film, poster_url=url))
