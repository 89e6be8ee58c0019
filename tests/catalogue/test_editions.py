"""Any number of pictures a film: imported, built, found, cleaned, removed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, select, update
from sqlalchemy.orm import selectinload

from services.catalogue.merge import pictures_of
from services.catalogue.remove import remove_films, remove_gone
from services.catalogue.search import stored_films
from services.catalogue.sources.folder import ImportReport
from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.records import Record
from services.catalogue.sources.rows import read_csv
from services.catalogue.stats import catalogue_stats
from services.catalogue.verify import verify_catalogue
from services.core.errors import RequestError
from services.core.film_keys import file_key
from services.core.settings import Settings
from services.inference.film_library import FilmLibrary
from services.store import Store
from services.store.database import migrate
from services.store.models import FilmKeyRow, FilmRow
from services.training.data import load_labels
from services.vision.index import open_index
from services.vision.pipeline import Identifier
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder, write_csv


@pytest.fixture
def catalogue(store: Store, settings: Settings, folder: Path) -> PosterCatalogue:
    return PosterCatalogue(store, settings, folder)


async def _pictures(catalogue: PosterCatalogue) -> list[tuple[str, list[str]]]:
    """Return each film's key, and its pictures' files, its poster's first."""
    question = (
        select(FilmRow)
        .options(selectinload(FilmRow.poster), selectinload(FilmRow.editions))
        .order_by(FilmRow.id)
    )
    async with catalogue.store.session() as session:
        return [
            (row.key or "", [Path(picture.path).name for picture in pictures_of(row)])
            for row in await session.scalars(question)
        ]


async def _taken(catalogue: PosterCatalogue, rows: Sequence[dict[str, Any]]) -> ImportReport:
    for row in rows:
        path = catalogue.folder / row["file"]
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draw(path, int(path.stem))
    return await catalogue.import_rows(list(rows))


def _counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return (
        report.added,
        report.updated,
        report.unchanged,
        report.editions,
        report.new_editions,
    )


async def _opened(catalogue: PosterCatalogue) -> Identifier:
    encoder = TinyEncoder()
    await catalogue.build(encoder)
    index = open_index(catalogue.settings.indexes_dir / "tiny", encoder.spec)
    return Identifier(encoder, index, None)


async def test_two_folders_of_one_title_and_year_are_two_films(catalogue: PosterCatalogue) -> None:
    for number in range(1, 9):
        draw(catalogue.folder / f"Film {number} (199{number}).jpg", number)
    for name, seed in (("A", 20), ("B", 21)):
        draw(catalogue.folder / name / "Film 3 (1993).jpg", seed)
    assert (await catalogue.import_folder()).added == 10
    keys = [key for key, _ in await _pictures(catalogue)]
    assert len(set(keys)) == 10
    assert {file_key("A/Film 3 (1993).jpg"), file_key("B/Film 3 (1993).jpg")} < set(keys)
    identifier = await _opened(catalogue)
    for name in ("A", "B"):
        path = catalogue.folder / name / "Film 3 (1993).jpg"
        (answer,) = identifier.identify([Image.open(path).convert("RGB")], k=9)
        shown = [it.film.key for it in (answer.match, *answer.neighbours) if it]
        # Discord refuses a menu that holds a value twice.
        assert len(set(shown)) == len(shown) >= 9
        assert answer.match is not None
        assert answer.match.film.key == file_key(f"{name}/Film 3 (1993).jpg")
        assert identifier.poster_path(answer.match.film) == path
    # A message of before has the title as its key.
    assert identifier.film("Film 4 (1994)") is not None
    assert (await catalogue.import_folder()).unchanged == 10
    # Removed and brought back, a film is who it was.
    assert (await remove_films(catalogue.store, [keys[0]])).left == 9
    await catalogue.import_folder()
    assert {key for key, _ in await _pictures(catalogue)} == set(keys)


async def test_a_removal_takes_the_one_that_is_meant(catalogue: PosterCatalogue) -> None:
    for name, seed in (("A", 20), ("B", 21), ("C", 22)):
        draw(catalogue.folder / name / "Film 4 (1994).jpg", seed)
    draw(catalogue.folder / "Film 5 (1995).jpg", 23)
    await catalogue.import_folder()
    with pytest.raises(RequestError, match="3 films are called Film 4") as caught:
        await remove_films(catalogue.store, ["Film 4 (1994)", "Film 5 (1995)"])
    keys = [file_key(f"{name}/Film 4 (1994).jpg") for name in "ABC"]
    assert all(key in caught.value.message for key in keys)
    assert len(await _pictures(catalogue)) == 4
    report = await remove_films(catalogue.store, [keys[1], "Film 5 (1995)"])
    assert (len(report.removed), report.left) == (2, 2)
    assert {key for key, _ in await _pictures(catalogue)} == {keys[0], keys[2]}


async def test_of_films_that_came_before_keys_the_first_can_be_named_too(
    catalogue: PosterCatalogue,
) -> None:
    paths = [draw(catalogue.folder / name / "Film 4 (1994).jpg", ord(name)) for name in "AB"]
    await catalogue.import_folder()
    async with catalogue.store.session() as session:
        await session.execute(delete(FilmKeyRow))
        await session.execute(update(FilmRow).values(key=None))
        await session.commit()
    # As when the database is opened next.
    await asyncio.to_thread(migrate, catalogue.store.path)
    keys = [key for key, _ in await _pictures(catalogue)]
    assert keys == ["Film 4 (1994)", file_key(str(paths[1]))]
    with pytest.raises(RequestError, match="2 films are called") as caught:
        await remove_films(catalogue.store, ["Film 4 (1994)"])
    assert all(file_key(str(path)) in caught.value.message for path in paths)
    assert (await remove_films(catalogue.store, [file_key(str(paths[0]))])).left == 1
    assert [key for key, _ in await _pictures(catalogue)] == keys[1:]
    # The only one now.
    assert (await remove_films(catalogue.store, ["Film 4 (1994)"])).left == 0


async def test_files_of_one_folder_that_name_one_film_are_its_pictures(
    catalogue: PosterCatalogue,
) -> None:
    names = ["Heat (1995).jpg", "Heat (1995) 2.jpg", "Heat (1995) [de].jpg", "Heat (1995).png"]
    for seed, name in enumerate([*names, "Heat (1986).jpg", "Heat.jpg"], 1):
        draw(catalogue.folder / name, seed)
    report = await catalogue.import_folder()
    assert _counts(report) == (3, 0, 0, 3, 3)
    pictures = await _pictures(catalogue)
    assert [files for _, files in pictures if len(files) > 1] == [
        ["Heat (1995).jpg", "Heat (1995).png", "Heat (1995) 2.jpg", "Heat (1995) [de].jpg"]
    ]
    async with catalogue.store.session() as session:
        question = select(FilmRow).options(selectinload(FilmRow.editions))
        rows = await session.scalars(question.where(FilmRow.year == 1995))
        assert [picture.language for picture in rows.one().editions] == [None, None, "de"]
    assert _counts(await catalogue.import_folder()) == (0, 0, 3, 3, 0)


@pytest.mark.parametrize("batch", [1, 2, 100])
async def test_several_rows_of_a_film_are_its_pictures(
    catalogue: PosterCatalogue, batch: int
) -> None:
    rows = [
        film(1, file="1.jpg", kind="edition", language="de"),
        film(2, file="2.jpg", kind="", language=""),
        film(1, file="3.jpg", kind="film", language="en"),
        film(2, file="4.jpg", kind="", language=""),
        film(1, file="5.jpg", kind="cover", language="x" * 40),
        film(3, file="6.jpg", imdb_id="", kind="", language=""),
        film(3, file="7.jpg", imdb_id="", kind="edition", language=""),
    ]
    for row in rows:
        draw(catalogue.folder / row["file"], int(row["file"][0]))
    items = read_csv(write_csv(catalogue.folder / "films.csv", rows), catalogue.folder)
    kinds = [item.kind for item in items if isinstance(item, Record)]
    assert kinds == ["edition", "poster", "poster", "edition", "cover", "poster", "edition"]
    from services.catalogue.sources.folder import import_posters

    await import_posters(catalogue.store, items, catalogue.settings, batch=batch)
    there = [
        ("tt0000001", ["3.jpg", "1.jpg", "5.jpg"]),
        ("tt0000002", ["2.jpg", "4.jpg"]),
        (file_key("6.jpg"), ["6.jpg", "7.jpg"]),
    ]
    assert await _pictures(catalogue) == there
    again = await import_posters(catalogue.store, items, catalogue.settings, batch=batch)
    assert (again.added, again.updated, again.new_editions) == (0, 0, 0)
    assert again.done == 7
    assert await _pictures(catalogue) == there


async def test_editions_alone_wait_for_their_films_poster(catalogue: PosterCatalogue) -> None:
    more = [film(1, file=f"{number}.jpg", kind="edition") for number in (2, 3)]
    assert _counts(await _taken(catalogue, more)) == (1, 0, 0, 1, 1)
    assert await _pictures(catalogue) == [("tt0000001", ["2.jpg", "3.jpg"])]
    assert _counts(await _taken(catalogue, [film(1, title="Heat")])) == (0, 1, 0, 0, 0)
    assert await _pictures(catalogue) == [("tt0000001", ["1.jpg", "3.jpg", "2.jpg"])]
    # The list of editions knows no better what the film is called.
    assert _counts(await _taken(catalogue, more)) == (0, 0, 0, 2, 0)
    assert [row.title for row in await catalogue.films()] == ["Heat"]
    assert await _pictures(catalogue) == [("tt0000001", ["1.jpg", "3.jpg", "2.jpg"])]


async def test_a_picture_that_is_there_already_is_no_other_one(catalogue: PosterCatalogue) -> None:
    await _taken(catalogue, [film(1)])
    copy = catalogue.folder / "9.jpg"
    copy.write_bytes((catalogue.folder / "1.jpg").read_bytes())
    edition = film(1, file="9.jpg", kind="edition")
    assert _counts(await _taken(catalogue, [edition])) == (0, 0, 0, 1, 0)
    (catalogue.folder / "1.jpg").unlink()
    assert _counts(await _taken(catalogue, [edition])) == (0, 0, 0, 1, 1)
    assert await _pictures(catalogue) == [("tt0000001", ["9.jpg"])]


async def test_a_film_stands_once_among_neighbours_by_its_nearest_picture(
    catalogue: PosterCatalogue,
) -> None:
    rows = [film(number, kind="") for number in range(1, 7)]
    rows += [film(1, kind="edition", file=f"{number}.jpg") for number in (11, 12, 13, 14)]
    await _taken(catalogue, rows)
    identifier = await _opened(catalogue)
    assert (identifier.size, len(identifier.films)) == (6, 6)
    for number in (1, 11, 14):
        path = catalogue.folder / f"{number}.jpg"
        (answer,) = identifier.identify([Image.open(path).convert("RGB")], k=5)
        assert answer.match is not None
        assert (answer.match.film.title, round(answer.match.similarity, 2)) == ("Film 1", 1.0)
        others = [neighbour.film.title for neighbour in answer.neighbours]
        assert sorted(others) == [f"Film {other}" for other in range(2, 7)]
    near = identifier.neighbours("tt0000001", k=3, skip=2)
    assert near is not None and near.match is not None
    assert near.match.film.title == "Film 1"
    assert len({it.film.key for it in near.neighbours} - {"tt0000001"}) == 3
    one = near.match.film
    files = [identifier.poster_path(one, picture) for picture in range(1, 6)]
    assert [path.name for path in files if path] == [f"{n}.jpg" for n in (1, 11, 12, 13, 14)]
    assert identifier.poster_path(one, 0) is identifier.poster_path(one, 6) is None
    library = FilmLibrary(identifier, await stored_films(catalogue.store))
    assert [library.facts(it).pictures for it in identifier.films] == [5, 1, 1, 1, 1, 1]
    # Heads are fitted on one picture a film, as before.
    assert len((await load_labels(catalogue.store)).films) == 6


async def test_all_pictures_of_a_film_are_in_its_split(catalogue: PosterCatalogue) -> None:
    rows = [film(number, kind="", split="") for number in range(1, 13)]
    rows += [film(n % 12 + 1, kind="edition", file=f"{20 + n}.jpg", split="") for n in range(24)]
    rows.append(film(40, split="test"))
    # What its own film's split says counts, whatever a list of editions thinks of it.
    rows.append(film(40, kind="edition", file="50.jpg", split="train"))
    await _taken(catalogue, rows)
    labels = await load_labels(catalogue.store, editions=True)
    assert len(labels.films) == 38
    assert labels.is_edition.sum() == 25
    splits: dict[int, set[str]] = {}
    for owner, split in zip(labels.film_numbers.tolist(), labels.splits.tolist(), strict=True):
        splits.setdefault(owner, set()).add(split)
    assert len(splits) == 13
    assert all(len(told) == 1 for told in splits.values())
    assert len(set().union(*splits.values())) > 1
    assert {
        s for f, s in zip(labels.films, labels.splits, strict=True) if f.key == "tt0000040"
    } == {"test"}


async def test_pictures_of_one_film_are_no_duplicates(catalogue: PosterCatalogue) -> None:
    rows = [film(1, kind=""), film(2, kind="")]
    rows += [film(1, kind="edition", file=f"{number}.jpg") for number in range(11, 20)]
    draw(catalogue.folder / "1.jpg", 1)
    for number, quality in zip(range(11, 20), range(60, 96, 4), strict=True):
        draw(catalogue.folder / f"{number}.jpg", 1, quality=quality)
    await _taken(catalogue, rows)
    report = await catalogue.clean(placeholder_films=8)
    assert (report.rejected, report.twins, report.merged) == ({}, [], [])
    assert report.pictures == 11
    assert len((await _pictures(catalogue))[0][1]) == 10
    figures = await catalogue_stats(catalogue.store)
    assert (figures.films, figures.posters, figures.editions) == (2, 2, 9)


async def test_films_that_become_one_have_all_their_pictures(catalogue: PosterCatalogue) -> None:
    await _taken(catalogue, [film(1, kind=""), film(1, file="11.jpg", kind="edition")])
    await _taken(
        catalogue,
        [
            film(2, imdb_id="", tmdb_id="949", title="Film 1", kind=""),
            film(2, imdb_id="", tmdb_id="949", title="Film 1", file="12.jpg", kind="edition"),
        ],
    )
    async with catalogue.store.session() as session:
        row = (await session.scalars(select(FilmRow).where(FilmRow.id == 1))).one()
        row.tmdb_id = 949
        await session.commit()
    assert len((await catalogue.clean()).merged) == 1
    assert await _pictures(catalogue) == [
        ("tt0000001", ["1.jpg", "11.jpg", "2.jpg", "12.jpg"]),
    ]
    (known,) = await stored_films(catalogue.store)
    assert known.former == ("tmdb-949",)
    assert (await verify_catalogue(catalogue.store, catalogue.settings)).problems == {}


async def test_pictures_that_left_their_list_go_and_their_film_stays(
    catalogue: PosterCatalogue,
) -> None:
    rows = [film(1, kind=""), film(2, kind="")]
    rows += [film(1, kind="edition", file=f"{number}.jpg") for number in (11, 12)]
    await _taken(catalogue, rows)

    async def gone(rows: list[dict[str, Any]], **options: bool) -> tuple[list[str], list[str]]:
        items = read_csv(write_csv(catalogue.folder / "films.csv", rows), catalogue.folder)
        report = await remove_gone(catalogue.store, catalogue.folder, items, **options)
        return report.removed, [Path(path).name for path in report.pictures]

    assert await gone(rows) == ([], [])
    assert await gone(rows[:3], dry_run=True) == ([], ["12.jpg"])
    assert await gone(rows[:3]) == ([], ["12.jpg"])
    assert await _pictures(catalogue) == [
        ("tt0000001", ["1.jpg", "11.jpg"]),
        ("tt0000002", ["2.jpg"]),
    ]


async def test_a_film_whose_first_picture_is_gone_stands_by_its_next(
    catalogue: PosterCatalogue,
) -> None:
    for seed, name in enumerate(("Heat (1995).jpg", "Heat (1995) 2.jpg"), 1):
        draw(catalogue.folder / name, seed)
    await catalogue.import_folder()
    (catalogue.folder / "Heat (1995).jpg").unlink()
    items = (await asyncio.to_thread(read_library, catalogue.folder)).items
    await remove_gone(catalogue.store, catalogue.folder, items)
    assert (await catalogue.import_items(items)).added == 0
    await remove_gone(catalogue.store, catalogue.folder, items)
    assert [files for _, files in await _pictures(catalogue)] == [["Heat (1995) 2.jpg"]]
