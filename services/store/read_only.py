"""A database that may not be written: opened where it lies, or as a copy that is thrown away.

SQLite's write-ahead log wants files beside the database even from who only reads. Where they may
not be made, the database is read as one that nobody changes; where that would be wrong, because
the log holds more or an older Marquee wrote the tables, a copy is read.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from services.store.database import is_current, migrate

_LOG = "-wal"


def is_writable(path: Path) -> bool:
    """Return whether a database and its folder may be written; so too where there is none."""
    return not path.is_file() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def address(path: Path, driver: str, *, immutable: bool) -> URL:
    """Return what opens a database for reading alone.

    Args:
        path: The file.
        driver: SQLAlchemy's name of what opens it.
        immutable: Whether nobody changes it meanwhile; then no file beside it is looked for.
    """
    query = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if immutable else {})
    return URL.create(driver, database=path.resolve().as_uri(), query=query)


def readable(path: Path) -> tuple[bool, TemporaryDirectory[str] | None]:
    """Find out how a database is read that may not be written.

    Args:
        path: The file.

    Returns:
        Whether it is to be opened as immutable, and the folder that holds a copy of its name which
        is to be opened instead, if one had to be made.

    Raises:
        sqlalchemy.exc.DatabaseError: it is no database.
        UnavailableError: `database_version`, a newer Marquee wrote it.
        OSError: it cannot be copied.
    """
    log = path.with_name(path.name + _LOG)
    held_back = log.is_file() and log.stat().st_size > 0
    for immutable in (False, True):
        if immutable and held_back:
            break
        try:
            if _is_current(address(path, "sqlite", immutable=immutable)):
                return immutable, None
            break
        except DatabaseError:
            if immutable:
                raise
    return False, _copied(path, log if held_back else None)


def _is_current(url: URL) -> bool:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return is_current(connection)
    finally:
        engine.dispose()


def _copied(path: Path, log: Path | None) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="marquee-")
    try:
        for file in (path, *([log] if log else [])):
            shutil.copyfile(file, Path(folder.name) / file.name)
        migrate(Path(folder.name) / path.name)
    except BaseException:
        folder.cleanup()
        raise
    return folder
