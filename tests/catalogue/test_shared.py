"""The same on a slice of the real posters."""

import csv
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from services.catalogue.build import build_index
from services.catalogue.merge import pictures_of
from services.catalogue.sources.folder import import_posters
from services.catalogue.sources.records import Record
from services.catalogue.sources.rows import read_csv
from services.core.settings import Settings
from services.store import Store
from services.store.models import FilmRow
from services.vision.index import open_index
from tests.catalogue.helpers import SHARED, TinyEncoder, write_csv

MORE = SHARED.parent / "more"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the poster set ../shared/posters is absent"),
]


async def test_a_slice_is_taken_whole_twice_and_indexed(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    with (SHARED / "posters.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(islice(csv.DictReader(lines), 0, None, 150))
    items = read_csv(write_csv(tmp_path / "slice.csv", rows), SHARED)
    first = await import_posters(store, items, settings)
    assert (first.added, first.skipped) == (len(rows), {})
    second = await import_posters(store, items, settings)
    assert (second.unchanged, second.skipped) == (len(rows), {})
    encoder = TinyEncoder()
    await build_index(store, encoder, settings)
    index = open_index(settings.indexes_dir / "tiny", encoder.spec)
    films = [item.film for item in items if isinstance(item, Record)]
    assert [entry.film for entry in index.entries] == films
    for row in range(0, len(rows), 10):
        with Image.open(index.entries[row].poster_path or "") as image:
            ((hit,),) = index.vectors.search(encoder.embed([image.convert("RGB")]), 1)
        assert hit.row == row


def test_every_row_of_the_real_csv_can_be_read() -> None:
    items = read_csv(SHARED / "posters.csv", SHARED)
    assert len(items) == 19_587
    records = [item for item in items if isinstance(item, Record)]
    assert len(records) == len(items)
    assert sum(record.redistributable for record in records) == 4_932
    assert sum(record.film.year is None for record in records) == 50
    assert sum(not record.film.genres for record in records) == 732


@pytest.mark.skipif(not MORE.is_dir(), reason="the further posters ../shared/more are absent")
async def test_further_pictures_come_to_their_films_in_either_order(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    rows = {folder: _rows(folder) for folder in (SHARED, MORE)}
    ids = {row["imdb_id"] for row in rows[MORE] if row["kind"] == "edition"}
    some = set(sorted(ids)[::40])
    items = {}
    for folder, every in rows.items():
        chosen = [row for row in every if row["imdb_id"] in some]
        items[folder] = read_csv(write_csv(tmp_path / f"{folder.name}.csv", chosen), folder)
        assert len(items[folder]) == len(chosen)
    records = [item for part in items.values() for item in part if isinstance(item, Record)]
    meant: dict[str | None, set[Path]] = {}
    for record in records:
        meant.setdefault(record.film.imdb_id, set()).add(record.path)
    assert len(meant) == len(some) > 60
    assert len(records) >= 2 * len(some)
    pictures = []
    for number, order in enumerate(((SHARED, MORE), (MORE, SHARED))):
        async with await Store.open(tmp_path / f"{number}.db") as opened:
            reports = [
                await import_posters(opened, items[folder], settings) for folder in (*order, *order)
            ]
            assert all(report.skipped == {} for report in reports)
            for again in reports[2:]:
                assert (again.added, again.updated, again.new_editions) == (0, 0, 0)
            async with opened.session() as session:
                question = select(FilmRow).options(
                    selectinload(FilmRow.poster), selectinload(FilmRow.editions)
                )
                films = list(await session.scalars(question))
        pictures.append({film.key: [Path(it.path) for it in pictures_of(film)] for film in films})
    first, second = pictures
    assert first.keys() == second.keys() == meant.keys()
    for key, paths in first.items():
        # Some further pictures are the very file that the film has already.
        assert set(paths) <= meant[key]
        assert (paths[0], sorted(paths)) == (second[key][0], sorted(second[key]))
    assert sum(map(len, first.values())) >= len(records) - 3


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / f"{folder.name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
