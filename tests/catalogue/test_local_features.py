"""Local features of a catalogue: read once, kept, written beside the index in its order."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.catalogue import local_features
from services.catalogue.build import BuildReport, build_index
from services.catalogue.local_features import FeaturesReport, read_pending
from services.catalogue.sources.folder import import_posters
from services.catalogue.sources.rows import read_csv
from services.core.settings import Settings
from services.store import Store
from services.store import local_features as kept
from services.vision.index import open_index
from services.vision.recognition import feature_files
from services.vision.recognition.feature_files import CatalogueFeatures, open_features
from services.vision.recognition.features import LocalFeatures, projection, read_catalogue_features
from tests.catalogue.helpers import TinyEncoder, draw, draw_films, write_csv


class Readings:
    """Counts the pictures that are read, by their bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: Counter[bytes] = Counter()
        monkeypatch.setattr(local_features, "read_catalogue_features", self._read)

    def _read(self, image: Image.Image) -> LocalFeatures:
        self.seen[image.tobytes()] += 1
        return read_catalogue_features(image)

    @property
    def times(self) -> list[int]:
        return sorted(self.seen.values())


class Catalogue:
    """Films drawn into a folder, imported from a CSV beside them, built."""

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.store, self.folder, self.settings = store, folder, settings

    async def take(self, rows: list[dict[str, Any]]) -> None:
        items = read_csv(write_csv(self.folder / "films.csv", rows), self.folder)
        await import_posters(self.store, items, self.settings)

    async def build(self, **options: Any) -> BuildReport:
        return await build_index(self.store, TinyEncoder(), self.settings, **options)

    def opened(self) -> tuple[list[str], CatalogueFeatures]:
        """Return the names of the index's pictures, and their features."""
        index = open_index(self.settings.indexes_dir / "tiny", TinyEncoder.spec)
        features = open_features(index.folder, len(index.entries))
        assert features is not None
        return [Path(entry.poster_path or "").name for entry in index.entries], features

    def expected(self, name: str) -> LocalFeatures:
        with Image.open(self.folder / name) as image:
            return read_catalogue_features(image.convert("RGB"))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    return Readings(monkeypatch)


@pytest.fixture
def catalogue(store: Store, folder: Path, settings: Settings) -> Catalogue:
    return Catalogue(store, folder, settings)


async def test_a_build_reads_each_picture_once_and_writes_them_in_the_order_of_its_rows(
    catalogue: Catalogue, readings: Readings
) -> None:
    rows = draw_films(catalogue.folder, 4)
    # Two films of one box set: one picture. And a further picture of the first film.
    (catalogue.folder / "0003.png").write_bytes((catalogue.folder / "0001.png").read_bytes())
    draw(catalogue.folder / "0005.png", 5, (60, 40))
    rows.insert(1, rows[0] | {"file": "0005.png", "kind": "edition"})
    await catalogue.take([{"kind": "", **row} for row in rows])
    report = await catalogue.build()
    assert (report.features.total, report.features.done, report.features.read) == (4, 4, 4)
    assert readings.times == [1] * 4
    names, features = catalogue.opened()
    assert names == ["0001.png", "0005.png", "0002.png", "0003.png", "0004.png"]
    for row, name in enumerate(names):
        item = catalogue.expected(name)
        assert len(item) > 3
        np.testing.assert_array_equal(features.codes(row), item.codes)
        np.testing.assert_array_equal(features.poses(row), item.poses)
        _, (width, height) = features.places(row)
        assert width / height == pytest.approx(item.size[0] / item.size[1])


async def test_a_second_build_reads_none_and_a_third_only_what_is_new(
    catalogue: Catalogue, readings: Readings
) -> None:
    rows = draw_films(catalogue.folder, 5)
    await catalogue.take(rows[:3])
    assert (await catalogue.build()).features.read == 3
    assert (await catalogue.build()).features == FeaturesReport()
    await catalogue.take(rows)
    assert (await catalogue.build()).features.read == 2
    assert readings.times == [1] * 5
    names, features = catalogue.opened()
    assert len(features) == len(names) == 5
    draw(catalogue.folder / "0002.png", 77)
    await catalogue.take(rows)
    assert (await catalogue.build()).features.read == 1
    _, features = catalogue.opened()
    np.testing.assert_array_equal(features.codes(1), catalogue.expected("0002.png").codes)


async def test_they_are_read_once_for_all_encoders(
    catalogue: Catalogue, readings: Readings
) -> None:
    await catalogue.take(draw_films(catalogue.folder, 2))
    await catalogue.build()
    other = TinyEncoder(weights=1, revision="2")
    report = await build_index(catalogue.store, other, catalogue.settings)
    assert (report.embedded, report.features.read) == (2, 0)
    assert readings.times == [1, 1]


async def test_a_picture_that_cannot_be_read_any_more_has_none_and_stays_in_the_index(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    await catalogue.take(draw_films(catalogue.folder, 5))
    with monkeypatch.context() as patched:
        # As a version before built it.
        patched.setattr(local_features, "read_pending", _reads_nothing)
        await catalogue.build()
    gone = catalogue.folder / "0002.png"
    gone.unlink()
    (catalogue.folder / "0004.png").write_bytes(b"broken")
    told: list[tuple[int, int]] = []
    report = await catalogue.build(on_features=lambda done, total: told.append((done, total)))
    assert (report.features.total, report.features.done, report.features.read) == (5, 5, 3)
    assert told == [(5, 5)]
    names, features = catalogue.opened()
    assert len(names) == 5
    assert [bool(len(features.codes(row))) for row in range(5)] == [True, False, True, False, True]
    # When it is there again, the next build reads it.
    draw(gone, 2)
    assert (await catalogue.build()).features.read == 1
    _, features = catalogue.opened()
    np.testing.assert_array_equal(features.codes(1), catalogue.expected("0002.png").codes)


async def _reads_nothing(*_: Any, **__: Any) -> FeaturesReport:
    return FeaturesReport()


async def test_a_picture_without_a_spot_is_not_read_again(
    catalogue: Catalogue, readings: Readings
) -> None:
    rows = draw_films(catalogue.folder, 2)
    Image.new("RGB", (40, 60), (90, 90, 90)).save(catalogue.folder / "0002.png")
    await catalogue.take(rows)
    assert (await catalogue.build()).features.read == 2
    assert (await catalogue.build()).features.total == 0
    assert readings.times == [1, 1]
    _, features = catalogue.opened()
    assert len(features.codes(1)) == 0


async def test_features_of_another_key_are_dropped_and_read_anew(
    catalogue: Catalogue, readings: Readings
) -> None:
    await catalogue.take(draw_films(catalogue.folder, 2))
    await catalogue.build()
    digests = [entry.digest or "" for entry in _entries(catalogue)]
    async with catalogue.store.session() as session:
        await kept.drop_others(session, "none is called so")
        await kept.add(session, "of a version before", dict.fromkeys(digests, b"old"))
        await session.commit()
    assert (await catalogue.build()).features.read == 2
    assert readings.times == [2, 2]
    async with catalogue.store.session() as session:
        assert await kept.by_digest(session, "of a version before", digests) == {}
        assert len(await kept.by_digest(session, projection().key, digests)) == 2


def _entries(catalogue: Catalogue) -> list[Any]:
    return list(open_index(catalogue.settings.indexes_dir / "tiny", TinyEncoder.spec).entries)


async def test_an_index_of_before_has_none_and_a_build_adds_them(
    catalogue: Catalogue, readings: Readings
) -> None:
    await catalogue.take(draw_films(catalogue.folder, 3))
    await catalogue.build()
    before = open_index(catalogue.settings.indexes_dir / "tiny", TinyEncoder.spec)
    for name in (feature_files.MANIFEST, *feature_files.NAMES):
        (before.folder / name).unlink()
    index = open_index(catalogue.settings.indexes_dir / "tiny", TinyEncoder.spec)
    assert open_features(index.folder, len(index.entries)) is None
    report = await catalogue.build()
    assert (report.embedded, report.features.read) == (0, 0)
    assert readings.times == [1] * 3
    _, features = catalogue.opened()
    assert len(features) == 3


async def test_stopped_and_resumed_none_is_read_twice(
    catalogue: Catalogue, readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_features, "_BATCH", 2)
    await catalogue.take(draw_films(catalogue.folder, 5))
    report = BuildReport()

    def stop(done: int, _total: int) -> None:
        if done == 2:
            task.cancel()

    task = asyncio.create_task(catalogue.build(report=report, on_features=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert report.manifest is None
    assert (report.embedded, report.features.total) == (5, 5)
    assert report.features.done == report.features.read == 2
    again = await catalogue.build()
    assert (again.features.total, again.features.read) == (3, 3)
    # What was on its way when it was stopped may be read once more.
    assert len(readings.seen) == 5
    assert sum(readings.times) <= 5 + 2


async def test_an_index_whose_pictures_are_all_gone_has_no_features(catalogue: Catalogue) -> None:
    await catalogue.take(draw_films(catalogue.folder, 3))
    await catalogue.build()
    async with catalogue.store.session() as session:
        await kept.drop_others(session, "none is called so")
        await session.commit()
    for path in catalogue.folder.glob("*.png"):
        path.unlink()
    report = await catalogue.build()
    assert (report.embedded, report.features.done, report.features.read) == (0, 3, 0)
    index = open_index(catalogue.settings.indexes_dir / "tiny", TinyEncoder.spec)
    assert len(index.entries) == 3
    assert not list(index.folder.glob("feature*"))
    assert open_features(index.folder, 3) is None


async def test_pictures_are_opened_within_the_bounds_of_the_settings(catalogue: Catalogue) -> None:
    rows = draw_films(catalogue.folder, 2)
    draw(catalogue.folder / "0002.png", 2, (400, 600))
    await catalogue.take(rows)
    settings = catalogue.settings.model_copy(update={"max_pixels": 100_000})
    report = await read_pending(catalogue.store, settings)
    assert (report.done, report.read) == (2, 1)
