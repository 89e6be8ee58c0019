"""The same on a slice of the real posters."""

import csv
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from services.catalogue.build import build_index
from services.catalogue.sources.folder import import_posters
from services.catalogue.sources.records import Record
from services.catalogue.sources.rows import read_csv
from services.core.settings import Settings
from services.store import Store
from services.vision.index import open_index
from tests.catalogue.helpers import SHARED, TinyEncoder, write_csv

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
