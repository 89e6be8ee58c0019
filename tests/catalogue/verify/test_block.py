"""What was removed stays removed, whichever source tells of it again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.catalogue.block import block_films, unblock_films
from services.catalogue.package.export import export_catalogue
from services.catalogue.package.load import import_catalogue
from services.catalogue.sources.records import BLOCKED
from services.core.settings import Settings
from services.core.types import Film
from services.store import Store
from services.store.blocked import Blocked, listed
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film


async def _titles(catalogue: PosterCatalogue) -> list[str]:
    return [row.title for row in await catalogue.films()]


async def _fill(catalogue: PosterCatalogue) -> list[dict[str, str]]:
    rows = [film(number) for number in range(1, 5)]
    rows[1] |= {"imdb_id": "", "tmdb_id": "77"}
    rows[2] |= {"imdb_id": "", "title": "Ran", "year": "1985"}
    for number in range(1, 5):
        draw(catalogue.folder / f"{number}.jpg", number)
    await catalogue.import_rows(rows)
    return rows


async def test_a_blocked_film_goes_and_no_import_brings_it_back(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    report = await block_films(catalogue.store, ["tt0000001", "tmdb-77", "Ran (1985)", "nothing"])
    assert report.removed == ["Film 1 (1951)", "Film 2 (1952)", "Ran (1985)"]
    assert (report.unknown, report.left) == (["nothing"], 1)
    again = await catalogue.import_rows(rows)
    assert (again.added, again.unchanged) == (0, 1)
    assert again.skipped == {BLOCKED: ["1.jpg", "2.jpg", "3.jpg"]}
    assert await _titles(catalogue) == ["Film 4"]
    async with catalogue.store.session() as session:
        on_it = await listed(session)
    assert {each.label for each in on_it} == {"Film 1 (1951)", "Film 2 (1952)", "Ran (1985)"}
    assert all(each.blocked_at <= datetime.now(UTC) for each in on_it)


async def test_an_unblocked_film_comes_back_under_its_key(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    keys = [row.key for row in await catalogue.films()]
    await block_films(catalogue.store, [key for key in keys if key])
    assert await _titles(catalogue) == []
    report = await unblock_films(catalogue.store, ["tt0000001", keys[2] or "", "tt0000009"])
    assert report.back == ["Film 1 (1951)", "Ran (1985)"]
    assert report.unknown == ["tt0000009"]
    assert (await catalogue.import_rows(rows)).added == 2
    assert [row.key for row in await catalogue.films()] == [keys[0], keys[2]]


@pytest.mark.parametrize(
    "given",
    ["tt0000001", "https://www.imdb.com/title/tt0000001/", "tmdb-5",
     "https://www.themoviedb.org/movie/5-film"],
)  # fmt: skip
async def test_an_id_blocks_a_film_before_it_comes(catalogue: PosterCatalogue, given: str) -> None:
    report = await block_films(catalogue.store, [given])
    assert report.ahead == ["tt0000001" if "tt" in given[:30] and "imdb" in given else
                            given if "/" not in given else "tmdb-5"]  # fmt: skip
    draw(catalogue.folder / "1.jpg", 1)
    imported = await catalogue.import_rows([film(1, tmdb_id="5")])
    assert (imported.added, list(imported.skipped)) == (0, [BLOCKED])


async def test_a_film_without_ids_is_known_again_where_its_file_was_moved_to(
    catalogue: PosterCatalogue,
) -> None:
    draw(catalogue.folder / "Heat (1995).jpg", 1)
    draw(catalogue.folder / "Ronin (1998).jpg", 2)
    await catalogue.import_folder()
    await block_films(catalogue.store, ["Heat (1995)"])
    assert (await catalogue.import_folder()).skipped == {BLOCKED: ["Heat (1995).jpg"]}
    (catalogue.folder / "new").mkdir()
    (catalogue.folder / "Heat (1995).jpg").rename(catalogue.folder / "new" / "heat.jpg")
    assert (await catalogue.import_folder()).skipped == {BLOCKED: ["new/heat.jpg"]}
    assert await _titles(catalogue) == ["Ronin"]
    # Another film of that name is another film.
    draw(catalogue.folder / "other" / "Heat (1995).jpg", 3)
    assert (await catalogue.import_folder()).added == 1


async def test_further_pictures_of_a_blocked_film_stay_out(catalogue: PosterCatalogue) -> None:
    for number, name in enumerate(("Heat (1995).jpg", "Heat (1995) 2.jpg", "Ronin (1998).jpg")):
        draw(catalogue.folder / name, number)
    await catalogue.import_folder()
    await block_films(catalogue.store, ["Heat (1995)"])
    again = await catalogue.import_folder()
    assert sorted(again.skipped[BLOCKED]) == ["Heat (1995) 2.jpg", "Heat (1995).jpg"]
    assert await _titles(catalogue) == ["Ronin"]


async def test_an_exported_catalogue_brings_no_blocked_film(
    catalogue: PosterCatalogue, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow", reason="moving a catalogue needs the `parquet` extra")
    await _fill(catalogue)
    await export_catalogue(catalogue.store, tmp_path / "out", pictures=True)
    other = Settings(_env_file=None, data_dir=tmp_path / "other", threads=2)  # pyright: ignore[reportCallIssue]
    async with await Store.open(other.database_path) as store:
        await block_films(store, ["tt0000001"])
        report = await import_catalogue(store, tmp_path / "out", other)
    assert (report.added, report.skipped) == (3, {BLOCKED: ["Film 1 (1951)"]})


def test_a_neighbours_tmdb_number_blocks_no_other_film() -> None:
    both = Blocked([("tt0000001", "tt0000001"), ("tmdb-5", "tt0000001")])
    assert both.has(Film("A", imdb_id="tt0000001"))
    assert both.has(Film("A", tmdb_id=5))
    # Sources give some films a neighbour's number: IMDb's id says that it is another one.
    assert not both.has(Film("B", imdb_id="tt0000002", tmdb_id=5))
    assert not both.has(Film("B", tmdb_series_id=5, series=True))
    alone = Blocked([("tmdb-5", "tmdb-5")])
    assert alone.has(Film("A", imdb_id="tt0000002", tmdb_id=5))
    assert not alone.has(Film("B", tmdb_id=6), "5.jpg")
    assert not Blocked([("tmdb-tv-5", "tmdb-tv-5")]).has(Film("A", tmdb_id=5))
