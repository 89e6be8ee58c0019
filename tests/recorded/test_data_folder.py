"""A data folder of version 0.1.0: opened, searched, played on, its sums the same."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from services.catalogue.build import build_index
from services.core.settings import Settings
from services.inference.connect import connect
from services.samples import SAMPLES, draw, save_all
from services.store import Store
from services.vision.encoders import open_encoder
from services.vision.index import open_index
from services.vision.recognition.feature_files import open_features
from tests.bot.conftest import as_png
from tests.recorded.store import DATA, copy_database, load
from tests.recorded.world import opened

pytestmark = pytest.mark.slow

HEAD, *MESSAGES = load("messages")
CONTINUED = load("continued")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


async def test_its_catalogue_and_its_index_are_used(folder: Path) -> None:
    settings = Settings(_env_file=None, data_dir=folder, inference_url=None)  # pyright: ignore[reportCallIssue]
    client = connect(settings)
    await client.start()
    try:
        listed = await client.films()
        assert {item.film for item in listed} == {sample.film for sample in SAMPLES}
        assert all(item.indexed for item in listed)
        sample = SAMPLES[4]
        answer = await client.identify(as_png(draw(sample, 160)), k=3)
        assert answer.match is not None
        assert answer.match.film == sample.film
        assert len(answer.neighbours) == 3
        assert answer.year is not None and answer.genres
        near = await client.neighbours(sample.film.key, k=3)
        assert near is not None
        assert [item.film for item in near.neighbours] == [item.film for item in answer.neighbours]
        found = await client.search("colosus of crater", by="title")
        assert found.found[0].film == sample.film
    finally:
        await client.close()


def put_back(folder: Path, pictures: Path) -> None:
    """Draw the pictures that version 0.1.0 embedded, and tell the database where they are."""
    files = {path.name: path for path in save_all(pictures, 160)}
    with closing(sqlite3.connect(folder / "marquee.db")) as database:
        for old, path in database.execute("SELECT digest, path FROM posters").fetchall():
            file = files[Path(path).name]
            # Another zlib packs the same pixels otherwise.
            new = hashlib.sha256(file.read_bytes()).hexdigest()
            database.execute(
                "UPDATE posters SET path = ?, digest = ? WHERE digest = ?", (str(file), new, old)
            )
            database.execute("UPDATE embeddings SET digest = ? WHERE digest = ?", (new, old))
        database.commit()


async def test_its_index_has_no_local_features_and_a_build_adds_them(
    folder: Path, tmp_path: Path
) -> None:
    settings = Settings(_env_file=None, data_dir=folder, threads=2)  # pyright: ignore[reportCallIssue]
    encoder = open_encoder("poster-lite", settings)
    root = settings.indexes_dir / "poster-lite"
    before = open_index(root, encoder.spec)
    assert open_features(before.folder, len(before.entries)) is None
    put_back(folder, tmp_path / "pictures")
    async with await Store.open(settings.database_path) as store:
        report = await build_index(store, encoder, settings)
    assert (report.embedded, report.features.read) == (0, len(SAMPLES))
    after = open_index(root, encoder.spec)
    assert [entry.film for entry in after.entries] == [entry.film for entry in before.entries]
    features = open_features(after.folder, len(after.entries))
    assert features is not None
    assert all(len(features.codes(row)) > 50 for row in range(len(features)))


async def test_its_query_log_is_read(folder: Path) -> None:
    async with await Store.open(folder / "marquee.db") as store:
        rows = await store.recent_queries()
    assert rows[-1].id == 1
    assert {row.outcome for row in rows} == {"matched", "answered"}
    assert all(row.digest for row in rows if row.timings_ms.get("identify"))


async def test_the_evening_goes_on(tmp_path: Path) -> None:
    """Leaderboards, profiles, lists; a game played to its podium; a night's poll closed."""
    folder = copy_database(tmp_path)
    async with opened(folder, elapsed=HEAD["elapsed"], messages=tuple(MESSAGES)) as world:
        for each in CONTINUED:
            assert await world.do(each["step"]) == each["answer"], each["step"]
