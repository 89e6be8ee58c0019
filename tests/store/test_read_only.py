"""A database that may not be written is read all the same, and stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from services.core.errors import UnavailableError
from services.store import Store, read_only
from services.store.models import FilmRow

RECORDED = Path(__file__).parents[1] / "recorded"


@pytest.fixture(autouse=True)
def nothing_is_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    # Who runs the tests may be allowed everything.
    monkeypatch.setattr(read_only, "is_writable", lambda _: False)


@pytest.fixture(params=["data-0.1.0", "data-0.2.0"])
def former(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(RECORDED / request.param / "marquee.db", folder / "marquee.db")
    before = _files(folder)
    yield folder / "marquee.db"
    assert _files(folder) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def _titles(path: Path) -> list[str]:
    async with await Store.open_to_read(path) as store, store.session() as session:
        return list(await session.scalars(select(FilmRow.title).order_by(FilmRow.id)))


async def _filled(folder: Path) -> Path:
    async with await Store.open(folder / "marquee.db") as store, store.session() as session:
        session.add(_film("Heat"))
        await session.commit()
    return folder / "marquee.db"


def _film(title: str) -> FilmRow:
    return FilmRow(
        title=title, genres=[], redistributable=False, source="csv", aliases=[], key=title
    )


async def test_a_database_is_read_where_it_lies(tmp_path: Path) -> None:
    path = await _filled(tmp_path)
    before = _files(tmp_path)
    assert await _titles(path) == ["Heat"]
    assert {name: data for name, data in _files(tmp_path).items() if name in before} == before


async def test_without_the_files_of_the_log_it_is_read_as_one_that_nobody_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await _filled(tmp_path)
    tried: list[bool] = []
    look = read_only._is_current

    def looked(url: object) -> bool:
        tried.append("immutable" in str(url))
        if not tried[-1]:
            raise sqlite3_error()
        return look(url)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(read_only, "_is_current", looked)
    before = _files(tmp_path)
    assert await _titles(path) == ["Heat"]
    assert tried == [False, True]
    assert _files(tmp_path) == before


def sqlite3_error() -> Exception:
    """What SQLAlchemy raises where SQLite may not make the files that it wants."""
    return OperationalError("SELECT", {}, sqlite3.OperationalError("unable to open database file"))


async def test_what_only_the_log_holds_is_read_from_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await _filled(tmp_path / "one")
    other = tmp_path / "other"
    other.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("UPDATE films SET title = 'Heat, 1995'")
        connection.commit()
        # As a killed process leaves it.
        for name in ("marquee.db", "marquee.db-wal"):
            shutil.copyfile(path.with_name(name), other / name)

    def refused(_: object) -> bool:
        raise sqlite3_error()

    monkeypatch.setattr(read_only, "_is_current", refused)
    before = _files(other)
    assert await _titles(other / "marquee.db") == ["Heat, 1995"]
    assert _files(other) == before


async def test_a_database_of_an_older_marquee_is_migrated_in_a_copy(former: Path) -> None:
    with closing(sqlite3.connect(f"{former.as_uri()}?immutable=1", uri=True)) as connection:
        titles = [title for (title,) in connection.execute("SELECT title FROM films ORDER BY id")]
    assert titles
    assert await _titles(former) == titles


async def test_the_copy_goes_with_the_store(
    former: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    store = await Store.open_to_read(former)
    assert len(list(folder.iterdir())) == 1
    await store.close()
    assert not list(folder.iterdir())


async def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "marquee.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(UnavailableError, match="is not usable"):
        await Store.open_to_read(path)


async def test_nothing_can_be_written(tmp_path: Path) -> None:
    path = await _filled(tmp_path)
    with pytest.raises(UnavailableError):
        async with await Store.open_to_read(path) as store, store.session() as session:
            session.add(_film("Ronin"))
            await session.commit()
