"""Films go by key, or when their source no longer names them; their embeddings wait."""

import pytest

from services.catalogue.remove import RemoveReport, remove_films, remove_gone
from services.catalogue.sources.rows import read_csv, read_folder
from services.core.errors import RequestError
from tests.catalogue.cleaning.helpers import Keeper, draw, film
from tests.catalogue.helpers import TinyEncoder, write_csv


async def _fill(keeper: Keeper) -> list[dict[str, str]]:
    rows = [film(number) for number in range(1, 6)]
    rows[1] |= {"imdb_id": "", "tmdb_id": "77"}
    rows[2] |= {"imdb_id": "", "title": "Ran", "year": "1985"}
    for number in range(1, 6):
        draw(keeper.folder / f"{number}.jpg", number)
    await keeper.take(rows)
    return rows


async def _titles(keeper: Keeper) -> list[str]:
    return [row.title for row in await keeper.films()]


async def _gone(keeper: Keeper, rows: list[dict[str, str]], **options: bool) -> RemoveReport:
    items = read_csv(write_csv(keeper.folder / "films.csv", rows), keeper.folder)
    return await remove_gone(keeper.store, keeper.folder, items, **options)


async def test_films_go_by_key_and_come_back_for_nothing(keeper: Keeper) -> None:
    rows = await _fill(keeper)
    encoder = TinyEncoder()
    await keeper.build(encoder)
    report = await remove_films(keeper.store, ["tt0000001", "tmdb-77", "Ran (1985)", "tt9999999"])
    assert report.removed == ["Film 1 (1951)", "Film 2 (1952)", "Ran (1985)"]
    assert (report.unknown, report.left) == (["tt9999999"], 2)
    await keeper.build(encoder)
    assert keeper.indexed(encoder) == ["Film 4", "Film 5"]
    assert (await keeper.take(rows)).added == 3
    assert (await keeper.build(encoder)).embedded == 0
    assert len(keeper.indexed(encoder)) == 5


async def test_a_dry_run_removes_nothing(keeper: Keeper) -> None:
    await _fill(keeper)
    report = await remove_films(keeper.store, ["tt0000001"], dry_run=True)
    assert report.removed == ["Film 1 (1951)"]
    assert len(await _titles(keeper)) == 5


async def test_films_that_left_their_list_go(keeper: Keeper) -> None:
    rows = await _fill(keeper)
    other = keeper.folder.parent / "others"
    draw(other / "9.jpg", 9)
    csv = write_csv(other / "films.csv", [film(9)])
    await keeper.take_items(read_csv(csv, other))
    report = await _gone(keeper, [rows[0], rows[2], rows[3]])
    assert report.removed == ["Film 2 (1952)", "Film 5 (1955)"]
    assert await _titles(keeper) == ["Film 1", "Ran", "Film 4", "Film 9"]


async def test_a_damaged_line_is_no_word_that_its_film_is_gone(keeper: Keeper) -> None:
    rows = await _fill(keeper)
    rows[0]["year"] = "nineteen"
    assert (await _gone(keeper, rows)).removed == []


async def test_a_list_that_lost_most_films_is_asked_about(keeper: Keeper) -> None:
    rows = await _fill(keeper)
    with pytest.raises(RequestError, match=r"4 of the 5 films .* --even-most"):
        await _gone(keeper, rows[:1])
    assert len(await _titles(keeper)) == 5
    assert len((await _gone(keeper, rows[:1], even_most=True)).removed) == 4


async def test_files_that_left_a_folder_go(keeper: Keeper) -> None:
    for number in range(1, 5):
        draw(keeper.folder / f"Film {number} (198{number}).jpg", number)
    await keeper.take_folder()
    (keeper.folder / "Film 2 (1982).jpg").unlink()
    items = read_folder(keeper.folder)
    report = await remove_gone(keeper.store, keeper.folder, items)
    assert report.removed == ["Film 2 (1982)"]
    assert await _titles(keeper) == ["Film 1", "Film 3", "Film 4"]
