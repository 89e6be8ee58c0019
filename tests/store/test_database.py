"""The schema: migrated on opening, equal to the models, refused when it is newer."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, select, text

from services.core.errors import UnavailableError
from services.store import Store
from services.store.database import alembic_config, migrate
from services.store.models import Base, FilmRow, PosterRow

pytestmark = pytest.mark.usefixtures("migrated")


def _run_alembic(connection: Connection, direction: str, revision: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    {"up": command.upgrade, "down": command.downgrade}[direction](config, revision)


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    migrate(tmp_path / "a.db")
    with create_engine(f"sqlite:///{tmp_path / 'a.db'}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        checks = inspect(connection).get_check_constraints("queries")
    assert [check["name"] for check in checks] == ["ck_queries_outcome"]


def test_down_to_nothing_and_up_again(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'a.db'}").connect() as connection:
        _run_alembic(connection, "up", "head")
        full = set(inspect(connection).get_table_names())
        _run_alembic(connection, "down", "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        _run_alembic(connection, "up", "head")
        assert set(inspect(connection).get_table_names()) == full
    assert {"films", "posters", "embeddings", "queries"} < full


def test_questions_of_before_have_no_decision_and_go_back_as_they_were(tmp_path: Path) -> None:
    asked = (
        "INSERT INTO queries (asked_at, user_id, outcome, neighbour_keys, timings_ms)"
        " VALUES ('2026-01-01 00:00:00', 7, 'matched', '[]', '{}')"
    )
    every = text("SELECT user_id, outcome FROM queries")
    told = text("SELECT answer, perhaps_key, confidence, decided_by FROM queries")
    with create_engine(f"sqlite:///{tmp_path / 'a.db'}").connect() as connection:
        _run_alembic(connection, "up", "0005")
        connection.execute(text(asked))
        _run_alembic(connection, "up", "0006")
        assert connection.execute(told).all() == [(None, None, None, None)]
        connection.execute(text(asked))  # a process of before goes on
        _run_alembic(connection, "down", "0005")
        assert connection.execute(every).all() == [(7, "matched")] * 2
        assert "recognition_feedback" not in inspect(connection).get_table_names()
        checks = inspect(connection).get_check_constraints("queries")
        assert [check["name"] for check in checks] == ["ck_queries_outcome"]
        indexes = {index["name"] for index in inspect(connection).get_indexes("queries")}
        assert "ix_queries_user_id_asked_at" in indexes


def test_local_features_come_and_go_and_embeddings_stay(tmp_path: Path) -> None:
    kept = "INSERT INTO embeddings (digest, encoder, vector) VALUES ('d', 'e', x'00')"
    with create_engine(f"sqlite:///{tmp_path / 'a.db'}").connect() as connection:
        _run_alembic(connection, "up", "0006")
        connection.execute(text(kept))
        _run_alembic(connection, "up", "0007")
        assert inspect(connection).get_pk_constraint("local_features") == {
            "constrained_columns": ["digest", "key"],
            "name": "pk_local_features",
        }
        _run_alembic(connection, "down", "0006")
        assert "local_features" not in inspect(connection).get_table_names()
        assert connection.scalar(text("SELECT count(*) FROM embeddings")) == 1


async def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await (await Store.open(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnavailableError, match="written by a newer Marquee") as caught:
        await Store.open(path)
    assert caught.value.code == "database_version"
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


async def test_many_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    stores = await asyncio.gather(*(Store.open(path) for _ in range(6)))
    for store in stores:
        assert await store.recent_queries() == []
        await store.close()


async def test_a_file_that_is_no_database_gives_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"certainly not a database " * 100)
    with pytest.raises(UnavailableError, match="is not usable: file is not a database") as caught:
        await Store.open(path)
    assert caught.value.code == "unavailable"
    assert path.read_bytes().startswith(b"certainly")


async def test_a_folder_that_cannot_be_made_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(UnavailableError, match="cannot be used"):
        await Store.open(tmp_path / "data" / "marquee.db")


async def test_odd_characters_in_the_path(tmp_path: Path) -> None:
    path = tmp_path / "100% mine? #1" / "marquee.db"
    await (await Store.open(path)).close()
    assert path.is_file()


async def test_connections_wait_for_locks_and_keep_references_whole(store: Store) -> None:
    async with store.session() as session:
        connection = await session.connection()

        async def pragma(name: str) -> object:
            return (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()

        assert await pragma("journal_mode") == "wal"
        assert await pragma("busy_timeout") == 15_000
        assert await pragma("foreign_keys") == 1


async def test_a_films_poster_goes_with_the_film(store: Store) -> None:
    poster = PosterRow(path="/a.png", digest="0" * 64, width=2, height=3, size=9, mtime_ns=1)
    async with store.session() as session:
        film = FilmRow(title="A", genres=[], redistributable=False, source="csv", poster=poster)
        session.add(film)
        await session.commit()
    async with store.session() as session:
        await session.delete(await session.get_one(FilmRow, film.id))
        await session.commit()
        assert (await session.scalars(select(PosterRow))).all() == []


async def test_rows_that_clash_with_another_command_give_one_sentence(store: Store) -> None:
    with pytest.raises(UnavailableError, match="run this one again") as caught:
        async with store.session() as session:
            for title in ("A", "B"):
                film = FilmRow(
                    imdb_id="tt0000001", title=title, genres=[], redistributable=False, source="csv"
                )
                session.add(film)
            await session.commit()
    assert caught.value.code == "busy"
