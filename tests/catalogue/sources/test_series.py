"""TMDB's series: told apart from its films, which are numbered from one on as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from services.catalogue.package.export import export_catalogue
from services.catalogue.package.load import import_catalogue
from services.catalogue.search import stored_films
from services.catalogue.sources.folder import ImportReport
from services.catalogue.sources.records import SERIES_OUT
from services.catalogue.sources.tmdb_import import TmdbImport, open_tmdb
from services.catalogue.stats import catalogue_stats
from services.core.types import Film
from services.store import Store
from services.store.models import FilmRow
from tests.catalogue.sources.helpers import QUICK, settings_for
from tests.catalogue.sources.stand_in import StandIn, StandInFilm, StandInSeries

FILM = StandInFilm(
    id=1396,
    title="Zerkalo",
    year=1975,
    imdb_id=None,
    genres=("Drama",),
    poster="jpeg",
    popularity=9.0,
)
SERIES = StandInSeries(1396, "Breaking Bad", 2008, "tt0903747", poster=1396)


async def brought(
    server: StandIn, data: Path, what: str, *, with_series: bool = False
) -> ImportReport:
    settings = settings_for(server, data)
    report = ImportReport()
    async with (
        await Store.open(settings.database_path) as store,
        open_tmdb(store, settings, patience=QUICK, report=report, with_series=with_series) as tmdb,
    ):
        await _ask(tmdb, what)
    return report


async def _ask(tmdb: TmdbImport, what: str) -> None:
    if what == "popular":
        await tmdb.popular(1)
    else:
        await tmdb.films([1396], [1396])


async def rows(data: Path) -> list[tuple[object, ...]]:
    names = ("key", "title", "year", "imdb_id", "tmdb_id", "series", "tmdb_series_id")
    async with await Store.open(data / "marquee.db") as store, store.session() as session:
        found = await session.scalars(select(FilmRow).order_by(FilmRow.id))
        return [tuple(getattr(row, name) for name in names) for row in found]


THE_FILM = ("tmdb-1396", "Zerkalo", 1975, None, 1396, False, None)
THE_SERIES = ("tt0903747", "Breaking Bad", 2008, "tt0903747", None, True, 1396)


@pytest.mark.parametrize("what", ["popular", "single"])
async def test_a_film_and_a_series_of_one_number_are_two(tmp_path: Path, what: str) -> None:
    async with StandIn([FILM], series=[SERIES]) as server:
        report = await brought(server, tmp_path, what, with_series=True)
        assert (report.added, report.skipped) == (2, {})
        assert await rows(tmp_path) == [THE_FILM, THE_SERIES]
        again = await brought(server, tmp_path, what, with_series=True)
        assert (again.added, again.unchanged) == (0, 2)


async def test_a_series_without_an_imdb_id_has_a_key_of_its_own(tmp_path: Path) -> None:
    async with StandIn([FILM], series=[replace(SERIES, imdb_id=None)]) as server:
        await brought(server, tmp_path, "popular", with_series=True)
    assert [row[0] for row in await rows(tmp_path)] == ["tmdb-1396", "tmdb-tv-1396"]


async def test_series_are_left_out_by_default(tmp_path: Path) -> None:
    async with StandIn([FILM], series=[SERIES]) as server:
        # A list of all that is popular names both.
        server.films = [FILM, SERIES]  # pyright: ignore[reportAttributeAccessIssue]
        report = await brought(server, tmp_path, "popular")
    assert report.skipped == {SERIES_OUT: ["Breaking Bad (TMDB tv 1396)"]}
    assert await rows(tmp_path) == [THE_FILM]


async def test_a_series_is_told_in_answers_figures_and_packages(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    async with StandIn([FILM], series=[replace(SERIES, imdb_id=None)]) as server:
        await brought(server, tmp_path / "a", "popular", with_series=True)
        settings = settings_for(server, tmp_path / "b")
        async with await Store.open(tmp_path / "a" / "marquee.db") as store:
            assert (await catalogue_stats(store)).series == 1
            film, series = (item.film for item in await stored_films(store))
            await export_catalogue(store, tmp_path / "package")
        async with await Store.open(settings.database_path) as store:
            for counts in ((2, 0), (0, 2)):
                report = await import_catalogue(store, tmp_path / "package", settings)
                assert (report.added, report.unchanged) == counts
    assert await rows(tmp_path / "b") == await rows(tmp_path / "a")
    assert "series" not in film.to_json()
    told = series.to_json()
    assert (told["series"], told["tmdb_series_id"], told["tmdb_id"]) == (True, 1396, None)
    assert Film.from_json(told) == series.checked() == series
    assert series.url == "https://www.themoviedb.org/tv/1396"
    assert film.url == "https://www.themoviedb.org/movie/1396"
