"""TMDB's films -> the catalogue: the popular ones, years filled up, or single ones by id."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from services.catalogue.sources.download import Posters
from services.catalogue.sources.fetch import Fetcher, FetchError, Patience
from services.catalogue.sources.folder import ImportReport
from services.catalogue.sources.records import SERIES_OUT, Skipped
from services.catalogue.sources.remote import (
    CHUNK,
    Import,
    Resolved,
    Unchanged,
    Wanted,
    chunked,
    gathered,
)
from services.catalogue.sources.tmdb import MOST_PAGES, PER_PAGE, SOURCE, Listed, Page, Tmdb
from services.core.settings import Settings
from services.store import Store, film_details
from services.store.models import EditionRow, FilmRow, PosterRow

FIRST_YEAR = 1900
_PAGES = CHUNK // PER_PAGE


@dataclass(frozen=True, slots=True)
class _There:
    """A film's source, its picture's file, and how many further ones came from TMDB."""

    source: str
    path: str
    editions: int


@dataclass(slots=True)
class TmdbImport:
    """What fills the catalogue from TMDB; see `open_tmdb`.

    Attributes:
        store: The open database.
        tmdb: Answers the questions.
        work: Fetches posters, and brings films in.
        report: What was done so far.
        refresh: Ask anew about films that are there already.
        editions: Ask anew about those that have fewer further pictures of TMDB's.
        with_series: Take series of television, too.
    """

    store: Store
    tmdb: Tmdb
    work: Import
    report: ImportReport
    refresh: bool
    editions: int = 0
    with_series: bool = False

    async def popular(self, pages: int = MOST_PAGES) -> None:
        """Bring in the first `pages` pages of the popular list, 20 films each.

        With series, as many pages of theirs after it.
        """
        await self.work.run(self._popular(pages), self._resolve)
        if self.with_series:
            await self.work.run(self._popular(pages, series=True), self._resolve)

    async def films(self, ids: Iterable[int], series: Iterable[int] = ()) -> None:
        """Bring in single films, and series, by their TMDB ids."""
        listed = [
            Listed(number, f"tmdb-{number}", has_poster=True) for number in dict.fromkeys(ids)
        ]
        listed += [
            Listed(number, f"tmdb-tv-{number}", has_poster=True, series=True)
            for number in dict.fromkeys(series)
        ]
        self.report.total = len(listed)
        await self.work.run(chunked(listed), self._resolve)

    async def fill_years(self, target: int, years: Iterable[int] | None = None) -> None:
        """Bring in popular films of each year until it has `target` films with posters."""
        wanted = list(years or range(FIRST_YEAR, datetime.now(UTC).year + 1))
        for year in wanted:
            lacking = target - await self._count(year)
            self.report.total += max(lacking, 0)
        for year in wanted:
            await self._fill(year, target)
        self.report.total = self.report.done
        self.work.on_progress(self.report.done, self.report.total)

    async def _fill(self, year: int, target: int) -> None:
        seen: set[int] = set()
        number, pages = 1, 1
        while number <= pages and await self._count(year) < target:
            page = await self._asked(self.tmdb.discover, year, number)
            number, pages = number + 1, page.pages if page else pages
            known = await self._known([item.id for item in page.films]) if page else {}
            queue = [
                item
                for item in (page.films if page else ())
                if item.id not in known and item.id not in seen
            ]
            seen.update(item.id for item in queue)
            # The whole page in its order, so that a fill that was stopped ends with the same films.
            while queue and (lacking := target - await self._count(year)) > 0:
                await self.work.run(chunked(queue[:lacking]), self._resolve)
                queue = queue[lacking:]

    async def _popular(self, most: int, *, series: bool = False) -> AsyncIterator[Sequence[Listed]]:
        before = self.report.total if series else 0
        seen: set[int] = set()
        start, pages = 1, min(most, MOST_PAGES)
        while start <= pages:
            # The first one alone says how many there are.
            stop = start + 1 if start == 1 else min(start + _PAGES, pages + 1)
            found = await gathered(
                self._asked(partial(self.tmdb.popular, series=series), number)
                for number in range(start, stop)
            )
            chunk: list[Listed] = []
            for page in found:
                if page is None:
                    continue
                pages = min(pages, page.pages)
                self.report.total = before + min(pages * PER_PAGE, page.total)
                # The list moves while it is read: a film may stand on two pages.
                chunk += [item for item in page.films if item.id not in seen]
                seen.update(item.id for item in page.films)
            start = stop
            yield chunk

    async def _asked(self, ask: Callable[..., Awaitable[Page]], *where: int) -> Page | None:
        try:
            return await ask(*where)
        except FetchError as error:
            self.report.skip(Skipped(f"list: {error.reason}", f"page {where[-1]}"))
            return None

    async def _count(self, year: int) -> int:
        question = select(func.count()).select_from(PosterRow).join(PosterRow.film)
        async with self.store.session() as session:
            return await session.scalar(question.where(FilmRow.year == year)) or 0

    async def _known(self, ids: Collection[int], *, series: bool = False) -> dict[int, _There]:
        """Return what there is of the films, or series, that are there, by TMDB id."""
        own = FilmRow.tmdb_series_id if series else FilmRow.tmdb_id
        further = (
            select(func.count())
            .where(EditionRow.film_id == FilmRow.id, EditionRow.source == SOURCE)
            .scalar_subquery()
        )
        question = (
            select(own, FilmRow.source, PosterRow.path, further)
            .join(FilmRow.poster)
            .where(own.in_(ids))
            # Last, and so the one that counts, where another source gave a film the same number.
            .order_by(FilmRow.source == SOURCE)
        )
        async with self.store.session() as session:
            rows = (await session.execute(question)).all()
        return {
            number: _There(source, path, count)
            for number, source, path, count in rows
            if number is not None
        }

    async def _resolve(self, chunk: Sequence[Listed]) -> list[Resolved]:
        """Ask TMDB about the films of a chunk that are not there yet."""
        known: dict[bool, dict[int, _There]] = {False: {}, True: {}}
        for series in (False, True):
            ids = [item.id for item in chunk if item.series is series]
            if ids and not self.refresh:
                there = await self._known(ids, series=series)
                async with self.store.session() as session:
                    fresh = await film_details.fresh(session, list(there), series=series)
                # What TMDB told must be asked anew in time, for it may not be kept for long.
                known[series] = {number: there[number] for number in there if number in fresh}
        resolved = await gathered(self._film(item, known[item.series]) for item in chunk)
        return await self._without_taken(await self._with_imdb_ids(resolved))

    async def _film(self, item: Listed, known: dict[int, _There]) -> Resolved:
        if item.series and not self.with_series:
            return Skipped(SERIES_OUT, item.name)
        there = known.get(item.id)
        if (
            there is not None
            and there.source == SOURCE
            and there.editions >= self.editions
            and _exists(there.path)
        ):
            return Unchanged(item.name)
        if not item.has_poster:
            return Skipped("no poster", item.name)
        return await self.tmdb.film(item.id, item.name, series=item.series)

    async def _with_imdb_ids(self, items: Sequence[Resolved]) -> list[Resolved]:
        """Give a film that TMDB has no IMDb id for the one that the catalogue has."""
        lacking = [it.film for it in items if isinstance(it, Wanted) and not it.film.imdb_id]
        question = select(FilmRow).where(
            FilmRow.imdb_id.is_not(None), FilmRow.tmdb_id.in_([film.tmdb_id for film in lacking])
        )
        async with self.store.session() as session:
            rows = (await session.scalars(question)).all()

        def completed(item: Resolved) -> Resolved:
            if not isinstance(item, Wanted) or item.film.imdb_id:
                return item
            film = item.film
            # By the year too: other sources give some films a neighbour's TMDB id.
            same = [row for row in rows if (row.tmdb_id, row.year) == (film.tmdb_id, film.year)]
            if len(same) != 1:
                return item
            return replace(item, film=replace(film, imdb_id=same[0].imdb_id))

        return [completed(item) for item in items]

    async def _without_taken(self, items: Sequence[Resolved]) -> list[Resolved]:
        """Leave out what has the IMDb id of another film that TMDB gave: the first one stays."""
        films = [item.film for item in items if isinstance(item, Wanted)]
        question = select(FilmRow.imdb_id, FilmRow.tmdb_id).where(
            FilmRow.source == SOURCE,
            FilmRow.imdb_id.in_([it.imdb_id for it in films if it.imdb_id]),
        )
        async with self.store.session() as session:
            taken = {key: number for key, number in await session.execute(question)}  # noqa: C416
        return [
            Skipped("duplicate id", f"{item.film.key} {item.name}")
            if isinstance(item, Wanted)
            and taken.get(item.film.imdb_id, item.film.tmdb_id) != item.film.tmdb_id
            else item
            for item in items
        ]


@asynccontextmanager
async def open_tmdb(
    store: Store,
    settings: Settings,
    *,
    refresh: bool = False,
    editions: int = 0,
    languages: Sequence[str] = (),
    with_series: bool = False,
    with_adult: bool = False,
    patience: Patience | None = None,
    report: ImportReport | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> AsyncIterator[TmdbImport]:
    """Open TMDB for an import.

    Args:
        store: The open database.
        settings: `tmdb_*`, `posters_dir`, and what `import_posters` takes.
        refresh: Ask anew about films and pictures that are there already.
        editions: Further pictures wanted a film.
        languages: See `Tmdb`.
        with_series: Take series of television, too.
        with_adult: Take adult films, too, marked.
        patience: How long to go on asking.
        report: Filled as the import goes on, so that the caller has it when interrupted.
        on_progress: Called with (done, total) after each chunk.

    Raises:
        RequestError: there is no key, or TMDB refuses it.
        UnavailableError: TMDB does not answer.
    """
    async with AsyncExitStack() as stack:
        # Two: the key goes to the API alone, never to where the pictures are.
        asking = Fetcher(rate=settings.tmdb_rate, patience=patience, redirects=False)
        tmdb = Tmdb(
            settings,
            await stack.enter_async_context(asking),
            editions=editions,
            languages=languages,
            with_adult=with_adult,
        )
        fetcher = await stack.enter_async_context(Fetcher(patience=patience))
        posters = Posters(store, fetcher, settings, refresh=refresh)
        report = ImportReport() if report is None else report
        work = Import(store, posters, settings, report, on_progress)
        yield TmdbImport(store, tmdb, work, report, refresh, editions, with_series)


def _exists(path: str) -> bool:
    return Path(path).is_file()
