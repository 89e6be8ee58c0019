"""The SQLite file: how it is opened, and how its schema is brought up to date."""

from __future__ import annotations

from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from services.core.errors import UnavailableError
from services.store.film_keys import give_keys, lack_keys

# How long a writer waits for another process's write (an import beside a running bot).
BUSY_TIMEOUT_S = 15


def open_engine(path: Path) -> AsyncEngine:
    """Return an engine on the SQLite file `path`, whose folder must exist."""
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        connect_args={"timeout": BUSY_TIMEOUT_S},
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def open_to_read(url: URL) -> AsyncEngine:
    """Return an engine on a database that nothing is written to."""
    return create_async_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})


def _set_pragmas(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    # In WAL mode a power cut can lose the last commits with NORMAL, but never the file.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def alembic_config() -> Config:
    """Return Alembic's configuration for the migrations that are installed with this code.

    `migrations/env.py` works on `config.attributes["connection"]` where that is set.
    """
    config = Config()
    # Alembic interpolates "%" in what it is told.
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def is_current(connection: Connection) -> bool:
    """Return whether a database has today's schema, and a key for each of its films."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return _revision(connection) == head and not lack_keys(connection)


def migrate(path: Path) -> None:
    """Create the SQLite file `path`, or bring its schema and the keys of its films up to date.

    Raises:
        UnavailableError: `database_version`, the file was written by a newer Marquee.
        sqlalchemy.exc.DatabaseError: the file cannot be opened, or is no database.
    """
    config = alembic_config()
    script = ScriptDirectory.from_config(config)
    # A plain engine, without foreign keys: SQLite alters a table by making it anew, and dropping
    # the old one would delete, by cascade, every row that refers to it.
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": BUSY_TIMEOUT_S},
    )
    with engine.connect() as connection:
        if _revision(connection) == script.get_current_head() and not lack_keys(connection):
            return
        connection.rollback()
        # One process migrates; another that starts at the same time waits here, then finds it done.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        current = _revision(connection)
        if current is not None and current not in {
            item.revision for item in script.walk_revisions()
        }:
            raise UnavailableError(
                "database_version",
                f"The database {path} was written by a newer Marquee (its revision {current} is "
                "not known here); please update Marquee, or point MARQUEE_DATA_DIR elsewhere.",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        give_keys(connection)
        connection.commit()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


class Standing(Enum):
    """How a database's version is to this code's."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    UNREADABLE = "unreadable"


def standing(path: Path) -> Standing:
    """Say how the version of the SQLite file `path`, which exists, is to this code's.

    It is only read.
    """
    script = ScriptDirectory.from_config(alembic_config())
    engine = create_engine(
        f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true", poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            current = _revision(connection)
    except DatabaseError:
        return Standing.UNREADABLE
    if current == script.get_current_head():
        return Standing.CURRENT
    known = {item.revision for item in script.walk_revisions()}
    return Standing.OLDER if current is None or current in known else Standing.NEWER
