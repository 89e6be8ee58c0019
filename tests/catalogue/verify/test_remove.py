"""Films go by key, or when their source no longer names them; their embeddings wait."""

import pytest

from services.catalogue.remove import RemoveReport, remove_films, remove_gone
from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.rows import read_csv
from services.core.errors import RequestError
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder, write_csv


async def _fill(catalogue: PosterCatalogue) -> list[dict[str, str]]:
    rows = [film(number) for number in range(1, 6)]
    rows[1] |= {"imdb_id": "", "tmdb_id": "77"}
    rows[2] |= {"imdb_id": "", "title": "Ran", "year": "1985"}
    for number in range(1, 6):
        draw(catalogue.folder / f"{number}.jpg", number)
    await catalogue.import_rows(rows)
    return rows


async def _titles(catalogue: PosterCatalogue) -> list[str]:
    return [row.title for row in await catalogue.films()]


async def _gone(
    catalogue: PosterCatalogue, rows: list[dict[str, str]], **options: bool
) -> RemoveReport:
    items = read_csv(write_csv(catalogue.folder / "films.csv", rows), catalogue.folder)
    return await remove_gone(catalogue.store, catalogue.folder, items, **options)


async def test_films_go_by_key_and_come_back_for_nothing(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    report = await remove_films(
        catalogue.store, ["tt0000001", "tmdb-77", "Ran (1985)", "tt9999999"]
    )
    assert report.removed == ["Film 1 (1951)", "Film 2 (1952)", "Ran (1985)"]
    assert (report.unknown, report.left) == (["tt9999999"], 2)
    await catalogue.build(encoder)
    assert catalogue.indexed(encoder) == ["Film 4", "Film 5"]
    assert (await catalogue.import_rows(rows)).added == 3
    assert (await catalogue.build(encoder)).embedded == 0
    assert len(catalogue.indexed(encoder)) == 5


async def test_a_dry_run_removes_nothing(catalogue: PosterCatalogue) -> None:
    await _fill(catalogue)
    report = await remove_films(catalogue.store, ["tt0000001"], dry_run=True)
    assert report.removed == ["Film 1 (1951)"]
    assert len(await _titles(catalogue)) == 5


async def test_films_that_left_their_list_go(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    other = catalogue.folder.parent / "others"
    draw(other / "9.jpg", 9)
    csv = write_csv(other / "films.csv", [film(9)])
    await catalogue.import_items(read_csv(csv, other))
    report = await _gone(catalogue, [rows[0], rows[2], rows[3]])
    assert report.removed == ["Film 2 (1952)", "Film 5 (1955)"]
    assert await _titles(catalogue) == ["Film 1", "Ran", "Film 4", "Film 9"]


async def test_a_damaged_line_is_no_word_that_its_film_is_gone(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    rows[0]["year"] = "nineteen"
    assert (await _gone(catalogue, rows)).removed == []


async def test_a_list_that_lost_most_films_is_asked_about(catalogue: PosterCatalogue) -> None:
    rows = await _fill(catalogue)
    with pytest.raises(RequestError, match=r"4 of the 5 films .* --even-most"):
        await _gone(catalogue, rows[:1])
    assert len(await _titles(catalogue)) == 5
    assert len((await _gone(catalogue, rows[:1], even_most=True)).removed) == 4


async def test_files_that_left_a_folder_go(catalogue: PosterCatalogue) -> None:
    for number in range(1, 5):
        draw(catalogue.folder / f"Film {number} (198{number}).jpg", number)
    await catalogue.import_folder()
    (catalogue.folder / "Film 2 (1982).jpg").unlink()
    items = read_library(catalogue.folder).items
    report = await remove_gone(catalogue.store, catalogue.folder, items)
    assert report.removed == ["Film 2 (1982)"]
    assert await _titles(catalogue) == ["Film 1", "Film 3", "Film 4"]
