"""An import can be repeated, stopped and resumed, and says what it left out."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from services.catalogue.sources.folder import ImportReport, import_posters
from services.catalogue.sources.library.layout import read_library
from services.catalogue.sources.rows import read_csv
from services.core.settings import Settings
from services.store import Store
from tests.catalogue.helpers import draw, draw_films, dump, write_csv


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.added, report.updated, report.unchanged


class Importer:
    """Imports a folder by a CSV that lies in it."""

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.store, self.folder, self.settings = store, folder, settings

    async def csv(self, rows: list[dict[str, Any]]) -> ImportReport:
        items = read_csv(write_csv(self.folder / "films.csv", rows), self.folder)
        return await import_posters(self.store, items, self.settings)

    async def names(self) -> ImportReport:
        return await import_posters(self.store, read_library(self.folder).items, self.settings)


@pytest.fixture
def importer(store: Store, folder: Path, settings: Settings) -> Importer:
    return Importer(store, folder, settings)


async def test_twice_changes_nothing_and_reads_no_picture(importer: Importer) -> None:
    rows = draw_films(importer.folder, 20)
    assert counts(await importer.csv(rows)) == (20, 0, 0)
    before = await dump(importer.store)
    # Other bytes under the same size and times: whoever opened a file again would find no picture.
    for path in importer.folder.glob("*.png"):
        status = path.stat()
        path.write_bytes(b"x" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    report = await importer.csv(rows)
    assert counts(report) == (0, 0, 20)
    assert report.skipped == {}
    assert await dump(importer.store) == before


async def test_stopped_and_resumed_it_ends_as_if_undisturbed(
    importer: Importer, tmp_path: Path
) -> None:
    rows = draw_films(importer.folder, 30)
    rows.insert(8, rows[2] | {"title": "Once more"})
    items = read_csv(write_csv(importer.folder / "films.csv", rows), importer.folder)
    async with await Store.open(tmp_path / "undisturbed.db") as other:
        await import_posters(other, items, importer.settings)
        undisturbed = await dump(other)

    report = ImportReport()

    def stop(done: int, _total: int) -> None:
        if done == 16:
            task.cancel()

    task = asyncio.create_task(
        import_posters(
            importer.store, items, importer.settings, batch=4, report=report, on_progress=stop
        )
    )
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (report.done, report.total) == (16, 31)
    assert counts(report) == (15, 0, 0)
    assert len(await dump(importer.store)) == 15

    resumed = await import_posters(importer.store, items, importer.settings, batch=4)
    assert counts(resumed) == (15, 0, 15)
    assert await dump(importer.store) == undisturbed


async def test_what_is_left_out_and_why(importer: Importer, tmp_path: Path) -> None:
    folder = importer.folder
    rows = draw_films(folder, 12)
    folder.joinpath("0001.png").unlink()
    folder.joinpath("0002.png").write_text("<html>404</html>")
    folder.joinpath("0003.png").write_bytes((folder / "0012.png").read_bytes()[:-40])
    folder.joinpath("0004.png").write_bytes(b"")
    folder.joinpath("0005.png").unlink()
    folder.joinpath("0005.png").mkdir()
    rows[5]["file"] = "../outside.png"
    draw(tmp_path / "outside.png", 1)
    rows[6]["year"] = "soon"
    rows[7]["title"] = ""
    rows[8]["imdb_id"] = rows[11]["imdb_id"]
    draw(folder / "0010.png", 1, (300, 400))
    draw(folder / "0011.png", 1, (8, 400))
    importer.settings = importer.settings.model_copy(update={"max_pixels": 100_000})
    report = await importer.csv(rows)
    assert report.skipped == {
        "missing file": ["0001.png"],
        "not an image": ["0002.png"],
        "truncated or damaged image": ["0003.png"],
        "empty file": ["0004.png"],
        "not a file": ["0005.png"],
        "path outside the folder": ["../outside.png"],
        "empty title": ["0008.png"],
        "duplicate id": ["tt0000012 0012.png"],
        "too many pixels": ["0010.png"],
        "image too small": ["0011.png"],
    }
    assert report.left_out == {"bad year": ["0007.png"]}
    assert counts(report) == (2, 0, 0)
    assert report.done == report.total == 12


async def test_a_file_above_the_byte_limit_is_left_out(importer: Importer) -> None:
    rows = draw_films(importer.folder, 1)
    size = (importer.folder / "0001.png").stat().st_size
    importer.settings = importer.settings.model_copy(update={"max_bytes": size - 1})
    assert (await importer.csv(rows)).skipped == {"file too large": ["0001.png"]}


async def test_facts_follow_the_csv(importer: Importer) -> None:
    rows = draw_films(importer.folder, 3)
    await importer.csv(rows)
    rows[0] |= {"title": "Renamed", "year": "", "genres": "Horror|War"}
    rows[1] |= {"split": "test", "redistributable": "1", "tmdb_id": "77"}
    assert counts(await importer.csv(rows)) == (0, 2, 1)
    one, two, _ = await dump(importer.store)
    assert one[:9] == (
        *(1, "tt0000001", 1001, "Renamed", None, ["Horror", "War"], "val", True),
        "csv",
    )
    assert two[:9] == (
        *(2, "tt0000002", 77, "Film 2", 1952, ["Comedy"], "test", True),
        "csv",
    )
    assert counts(await importer.csv(rows)) == (0, 0, 3)


async def test_a_changed_picture_is_looked_at_again(importer: Importer) -> None:
    rows = draw_films(importer.folder, 2)
    await importer.csv(rows)
    before = await dump(importer.store)
    draw(importer.folder / "0001.png", 99, (50, 80))
    assert counts(await importer.csv(rows)) == (0, 1, 1)
    after = await dump(importer.store)
    assert after[0][-5] != before[0][-5]
    assert after[0][-4:-2] == (50, 80)
    assert after[1] == before[1]


async def test_a_touched_file_is_no_change_and_a_moved_one_keeps_its_film(
    importer: Importer,
) -> None:
    rows = draw_films(importer.folder, 2)
    await importer.csv(rows)
    os.utime(importer.folder / "0001.png", ns=(1, 1))
    assert counts(await importer.csv(rows)) == (0, 0, 2)
    (importer.folder / "0002.png").rename(importer.folder / "moved.png")
    rows[1]["file"] = "moved.png"
    assert counts(await importer.csv(rows)) == (0, 1, 1)
    stored = await dump(importer.store)
    assert [row[-6] for row in stored] == [
        str(importer.folder.resolve() / name) for name in ("0001.png", "moved.png")
    ]
    assert stored[0][-1] == 1


async def test_a_film_whose_picture_broke_keeps_what_it_had(importer: Importer) -> None:
    rows = draw_films(importer.folder, 2)
    await importer.csv(rows)
    before = await dump(importer.store)
    (importer.folder / "0001.png").write_bytes(b"broken")
    rows[0]["title"] = "Renamed"
    report = await importer.csv(rows)
    assert report.skipped == {"not an image": ["0001.png"]}
    assert await dump(importer.store) == before


async def test_films_by_name_then_with_ids_are_the_same_films(importer: Importer) -> None:
    draw(importer.folder / "Heat (1995).png", 1)
    draw(importer.folder / "Ronin.png", 2)
    assert counts(await importer.names()) == (2, 0, 0)
    assert counts(await importer.names()) == (0, 0, 2)
    rows = [
        {"file": "Heat (1995).png", "imdb_id": "tt0113277", "title": "Heat", "year": "1995"},
        {"file": "Ronin.png", "imdb_id": "", "title": "Ronin", "year": "1998"},
    ]
    assert counts(await importer.csv(rows)) == (0, 2, 0)
    # A file's name knows less than the CSV did, and must not undo it.
    assert counts(await importer.names()) == (0, 0, 2)
    assert [row[:5] for row in await dump(importer.store)] == [
        (1, "tt0113277", None, "Heat", 1995),
        (2, None, None, "Ronin", 1998),
    ]


async def test_columns_that_a_csv_lacks_take_nothing_away(importer: Importer) -> None:
    rows = draw_films(importer.folder, 1)
    await importer.csv(rows)
    (before,) = await dump(importer.store)
    assert counts(await importer.csv([{"file": "0001.png", "title": "Renamed"}])) == (0, 1, 0)
    (after,) = await dump(importer.store)
    assert after == (*before[:3], "Renamed", *before[4:])


async def test_two_films_may_share_a_file_and_stay_two(importer: Importer) -> None:
    draw(importer.folder / "box.png", 1)
    assert counts(await importer.names()) == (1, 0, 0)
    rows = [
        {"file": "box.png", "imdb_id": f"tt000000{number}", "title": f"Part {number}"}
        for number in (1, 2)
    ]
    assert counts(await importer.csv(rows)) == (1, 1, 0)
    assert counts(await importer.csv(rows)) == (0, 0, 2)
    assert [row[1] for row in await dump(importer.store)] == ["tt0000001", "tt0000002"]


async def test_a_film_known_by_its_tmdb_id_alone_is_found_again(importer: Importer) -> None:
    draw(importer.folder / "a.png", 1)
    draw(importer.folder / "b.png", 2)
    await importer.csv([{"file": "a.png", "tmdb_id": "949", "title": "Heat"}])
    report = await importer.csv([{"file": "b.png", "tmdb_id": "949", "title": "Heat"}])
    assert counts(report) == (0, 1, 0)


async def test_cmyk_and_turned_pictures_are_taken_with_their_upright_size(
    importer: Importer,
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    Image.new("CMYK", (60, 40)).save(importer.folder / "a.jpg", exif=exif)
    assert counts(await importer.names()) == (1, 0, 0)
    assert (await dump(importer.store))[0][-4:-2] == (40, 60)
