"""A folder that version 0.1.0 imported, imported again: mended, and as if it were new."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from services.catalogue.merge import pictures_of
from services.catalogue.search import stored_films
from services.catalogue.sources.folder import ImportReport, import_posters
from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.rows import read_csv
from services.core.settings import Settings
from services.core.types import Film
from services.store import Store, watchlist
from services.store.films import PICTURES
from services.store.models import FilmKeyRow, FilmRow, PosterRow
from tests.catalogue.helpers import draw, write_csv
from tests.catalogue.sources.library.before import import_as_before
from tests.catalogue.sources.library.made import lay_out

FILES = (
    "Alien (1979)/poster.jpg",
    "Heat (1995)/poster.jpg",
    "Heat (1995)/folder.jpg",
    "Heat (1995)/fanart.jpg",
    "Heat (1995)/Heat (1995)-banner.jpg",
    "Ronin (1998) {tmdb-8195}/Ronin (1998)-poster.jpg",
    "Ronin (1998) {tmdb-8195}/cover.JPG",
    "flat/Matrix, The (1999).jpg",
    "flat/Matrix, The (1999) (1).jpg",
    "flat/Up 2009.jpg",
    "flat/1917 (2019).jpg",
    "@eaDir/x/SYNO.jpg",
    "#recycle/Old (2001).jpg",
    "TV Shows/Lost (2004)/poster.jpg",
    "logo.png",
)


async def state(store: Store) -> list[tuple[object, ...]]:
    """Return every film without its key, and its pictures' files."""
    question = (
        select(FilmRow)
        .options(selectinload(FilmRow.poster), selectinload(FilmRow.editions))
        .order_by(FilmRow.title, FilmRow.year)
    )
    async with store.session() as session:
        return [
            (
                *(row.title, row.year, row.imdb_id, row.tmdb_id, row.series, row.source),
                [each.path for each in pictures_of(row)],
            )
            for row in await session.scalars(question)
        ]


async def pictures(store: Store) -> list[str]:
    """Return the names of a catalogue's pictures, each film's poster first."""
    question = select(PICTURES.path).order_by(PICTURES.film_id, PICTURES.position)
    async with store.session() as session:
        return [Path(path).name for path in await session.scalars(question)]


async def imported(
    store: Store, folder: Path, settings: Settings, with_series: bool = False
) -> ImportReport:
    items = (await asyncio.to_thread(read_library, folder, with_series=with_series)).items
    # Films, their further pictures and what is no poster come in different batches.
    return await import_posters(store, items, settings, library=folder, batch=4)


async def fresh(folder: Path, settings: Settings, tmp_path: Path) -> list[tuple[object, ...]]:
    async with await Store.open(tmp_path / "fresh.db") as store:
        await imported(store, folder, settings)
        return await state(store)


async def keys(store: Store) -> dict[str, str]:
    """Return what every key finds: the film's label."""
    return {
        key: item.film.label
        for item in await stored_films(store)
        for key in (item.film.key, *item.former)
    }


async def test_importing_again_mends_what_0_1_0_made_of_a_library(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    for number, name in enumerate(FILES):
        draw(folder / name, number)
    before = import_as_before(folder, settings.database_path)
    assert len(before) == len(FILES)
    async with await Store.open(settings.database_path) as store:
        old = set((await keys(store)).values())
        assert {"poster", "fanart", "logo", "Up 2009"} < old
        report = await imported(store, folder, settings)
        assert await state(store) == await fresh(folder, settings, tmp_path)
        found = await keys(store)
    # Every key of before that was a film's finds that film; the others find none.
    assert found.items() >= {
        ("poster", "Alien (1979)"),
        ("folder", "Heat (1995)"),
        ("fanart", "Heat (1995)"),
        ("Heat (1995)-banner", "Heat (1995)"),
        ("Ronin (1998)-poster", "Ronin (1998)"),
        ("cover", "Ronin (1998)"),
        ("Matrix, The (1999)", "The Matrix (1999)"),
        ("Matrix, The (1999) (1)", "The Matrix (1999)"),
        ("Up 2009", "Up (2009)"),
        ("1917 (2019)", "1917 (2019)"),
    }
    assert not {"SYNO", "Old (2001)", "logo"} & set(found)
    assert (report.added, report.updated, report.unchanged) == (0, 5, 1)
    assert sorted(report.changed)[-2:] == [
        "flat/Matrix, The (1999).jpg: title 'Matrix, The' -> 'The Matrix'",
        "flat/Up 2009.jpg: title 'Up 2009' -> 'Up', year - -> 2009",
    ]
    assert "Heat (1995)/folder.jpg: folder is Heat (1995)" in report.joined
    assert len(report.joined) == 3
    assert "Heat (1995)/fanart.jpg: fanart (no poster: fanart)" in report.dropped
    assert len(report.dropped) == 6


async def test_the_third_time_changes_nothing(folder: Path, settings: Settings) -> None:
    for number, name in enumerate(FILES):
        draw(folder / name, number)
    import_as_before(folder, settings.database_path)
    async with await Store.open(settings.database_path) as store:
        await imported(store, folder, settings)
        once = await state(store)
        report = await imported(store, folder, settings)
        assert await state(store) == once
    assert (report.added, report.updated, report.unchanged, report.new_editions) == (0, 0, 6, 0)
    assert (report.changed, report.joined, report.dropped) == ([], [], [])


async def test_watchlists_keep_their_films_and_show_what_they_are_called_now(
    folder: Path, settings: Settings
) -> None:
    for number, name in enumerate(FILES):
        draw(folder / name, number)
    import_as_before(folder, settings.database_path)
    async with await Store.open(settings.database_path) as store:
        heat = next(key for key, path in await _paths(store) if path.endswith("(1995)/poster.jpg"))
        async with store.session() as session:
            for key in ("Up 2009", "folder", "fanart", heat):
                await watchlist.add(session, 77, 5, Film("as it was", stored_key=key))
            await watchlist.add(session, 78, 5, Film("as it was", stored_key="fanart"))
            await watchlist.mark_seen(session, 77, "Up 2009", 5)
            await session.commit()
        await imported(store, folder, settings)
        async with store.session() as session:
            lists = [await watchlist.page(session, number) for number in (77, 78)]
    kept = [{(it.film.key, it.film.label, it.seen_by) for it in each} for each in lists]
    # What turned out to be one film stands there once.
    assert kept == [
        {("Up 2009", "Up (2009)", 5), (heat, "Heat (1995)", None)},
        {(heat, "Heat (1995)", None)},
    ]


async def _paths(store: Store) -> list[tuple[str, str]]:
    question = select(FilmRow).options(selectinload(FilmRow.poster))
    async with store.session() as session:
        rows = (await session.scalars(question)).all()
        return [(row.key or "", row.poster.path) for row in rows if row.poster]


@pytest.mark.slow
async def test_a_made_up_library_of_twelve_layouts_is_mended(
    folder: Path, settings: Settings, tmp_path: Path
) -> None:
    lay_out(folder, 400)
    import_as_before(folder, settings.database_path)
    async with await Store.open(settings.database_path) as store:
        await imported(store, folder, settings)
        assert await state(store) == await fresh(folder, settings, tmp_path)


async def test_no_picture_is_read_again_to_be_mended(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(FILES):
        draw(folder / name, number)
    import_as_before(folder, settings.database_path)
    read: list[Path] = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or real(path))
    async with await Store.open(settings.database_path) as store:
        await imported(store, folder, settings)
    assert read == []


async def test_series_that_were_taken_for_films_become_series_when_asked_for(
    folder: Path, settings: Settings
) -> None:
    draw(folder / "TV Shows/Lost (2004) {tmdb-4607}/poster.jpg", 1)
    import_as_before(folder, settings.database_path)
    async with await Store.open(settings.database_path) as store:
        report = await imported(store, folder, settings, with_series=True)
        async with store.session() as session:
            (row,) = await session.scalars(select(FilmRow))
            assert (row.key, row.title, row.year) == ("poster", "Lost", 2004)
            assert (row.series, row.tmdb_id, row.tmdb_series_id) == (True, None, 4607)
        assert report.updated == 1
        # Without the word it is left out from then on.
        assert len((await imported(store, folder, settings)).dropped) == 1
        assert await state(store) == []


async def test_what_a_list_told_is_not_undone_by_names(
    store: Store, folder: Path, settings: Settings
) -> None:
    draw(folder / "Heat (1995)/fanart.jpg", 1)
    draw(folder / "Heat (1995)/poster.jpg", 2)
    rows = [{"file": "Heat (1995)/fanart.jpg", "title": "Heat's other poster", "year": "1996"}]
    items = read_csv(write_csv(folder / "films.csv", rows), folder)
    await import_posters(store, items, settings)
    report = await imported(store, folder, settings)
    assert [each[:2] for each in await state(store)] == [
        ("Heat", 1995),
        ("Heat's other poster", 1996),
    ]
    assert report.dropped == []


async def test_a_film_that_came_from_elsewhere_takes_in_what_its_file_was_called(
    store: Store, folder: Path, settings: Settings
) -> None:
    """A film with TMDB's id is there, and one made of the name of a file that names that id."""
    poster = draw(folder / "Heat (1995) {tmdb-949}/poster.jpg", 1)
    draw(folder / "all/heat.jpg", 2)
    rows = [{"file": "all/heat.jpg", "title": "Heat", "year": "1995", "tmdb_id": "949"}]
    items = read_csv(write_csv(folder / "films.csv", rows), folder)
    await import_posters(store, items, settings)
    async with store.session() as session:
        look = {"digest": "0" * 64, "width": 1, "height": 1, "size": 1, "mtime_ns": 1}
        facts = {"genres": [], "redistributable": False, "source": "folder", "aliases": []}
        former = FilmRow(title="poster", key="poster", keys=[FilmKeyRow(key="poster")], **facts)
        former.poster = PosterRow(path=str(poster.resolve()), **look)
        session.add(former)
        await session.commit()
    report = await imported(store, folder, settings)
    assert report.joined == ["Heat (1995) {tmdb-949}/poster.jpg: poster is Heat (1995)"]
    ((*facts, _, _),) = await state(store)
    assert facts[:4] == ["Heat", 1995, None, 949]
    # The list's poster stays the film's.
    assert (await pictures(store)) == ["heat.jpg", "poster.jpg"]
    assert (await keys(store))["poster"] == "Heat (1995)"


async def test_a_list_may_correct_an_id_and_the_film_stays_who_it_is(
    store: Store, folder: Path, settings: Settings
) -> None:
    for name in ("heat.jpg", "box.jpg"):
        draw(folder / name, len(name))
    wrong = {"file": "heat.jpg", "title": "Heat", "year": "1986", "imdb_id": "tt0093164"}
    box = [
        {"file": "box.jpg", "title": f"Part {n}", "year": "1999", "imdb_id": f"tt000000{n}"}
        for n in (1, 2)
    ]
    await import_posters(
        store, read_csv(write_csv(folder / "a.csv", [wrong, *box]), folder), settings
    )
    right = wrong | {"imdb_id": "tt0113277", "year": "1995"}
    items = read_csv(write_csv(folder / "a.csv", [right, *box]), folder)
    report = await import_posters(store, items, settings)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 2)
    assert report.changed == ["heat.jpg: year 1986 -> 1995, imdb_id 'tt0093164' -> 'tt0113277'"]
    async with store.session() as session:
        rows = (await session.scalars(select(FilmRow).order_by(FilmRow.id))).all()
        assert [(row.key, row.imdb_id) for row in rows] == [
            ("tt0093164", "tt0113277"),
            ("tt0000001", "tt0000001"),
            ("tt0000002", "tt0000002"),
        ]
