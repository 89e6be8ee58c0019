"""The open database: sessions for the queries beside this file, and the query log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from services.core.errors import UnavailableError
from services.store import query_log, read_only
from services.store.database import BUSY_TIMEOUT_S, migrate, open_engine, open_to_read
from services.store.query_log import QueryRecord
from services.store.query_queue import QueryQueue

_LOG_BUSY_MS = 300


class Store:
    """An open database. Safe to share between the tasks of one event loop.

    Attributes:
        path: The file.
        queries: The query log's rows on their way; see `query_queue`.
    """

    def __init__(
        self, engine: AsyncEngine, path: Path, copy: TemporaryDirectory[str] | None = None
    ) -> None:
        self.path = path
        self._copy = copy
        self.queries = QueryQueue(self._write_query)
        self._engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @classmethod
    async def open(cls, path: Path) -> Store:
        """Open the SQLite file `path`; create it, its folder and its tables where they lack.

        Raises:
            UnavailableError: `database_version` where a newer Marquee wrote the file;
                `unavailable` where it cannot be opened or is no database.
        """
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
            await asyncio.to_thread(migrate, path)
        except OSError as error:
            raise UnavailableError(
                "unavailable", f"The folder {path.parent} cannot be used: {error.strerror}."
            ) from error
        except DatabaseError as error:
            raise _unusable(path, error) from error
        return cls(open_engine(path), path)

    @classmethod
    async def open_to_read(cls, path: Path) -> Store:
        """Open the SQLite file `path` for who only reads: it may lie where nothing can be written.

        Where it can be written, it is opened as ever.

        Raises:
            UnavailableError: as `open`.
        """
        if await asyncio.to_thread(read_only.is_writable, path):
            return await cls.open(path)
        try:
            immutable, copy = await asyncio.to_thread(read_only.readable, path)
        except OSError as error:
            raise UnavailableError(
                "unavailable", f"The database {path} cannot be copied: {error.strerror}."
            ) from error
        except DatabaseError as error:
            raise _unusable(path, error) from error
        opened = path if copy is None else Path(copy.name) / path.name
        url = read_only.address(opened, "sqlite+aiosqlite", immutable=immutable)
        return cls(open_to_read(url), path, copy)

    async def close(self) -> None:
        """Write what waits for the query log and let go of the file. Safe to call twice."""
        await self.queries.close()
        await self._engine.dispose()
        if self._copy is not None:
            await asyncio.to_thread(self._copy.cleanup)

    async def __aenter__(self) -> Store:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def session(self, *, writing: bool = False) -> AsyncIterator[AsyncSession]:
        """Give a session for the functions of this package; nothing is kept without `commit()`.

        Args:
            writing: Whether nobody else may write from the start, so that what is read in the
                session is still so when it is written.

        Raises:
            UnavailableError: `unavailable`, the file is locked, full or damaged; `busy`, another
                process wrote the same rows in between.
        """
        try:
            async with self._sessions() as session:
                if writing:
                    await session.execute(text("BEGIN IMMEDIATE"))
                yield session
        except IntegrityError as error:
            raise UnavailableError(
                "busy",
                "Another command changed the same films in between; "
                "please run this one again when that is done.",
            ) from error
        except DatabaseError as error:
            raise _unusable(self.path, error) from error

    async def log_query(self, record: QueryRecord) -> int:
        """Add a row to the query log and return its id."""
        async with self.session() as session:
            row_id = await query_log.add(session, record)
            await session.commit()
        return row_id

    async def _write_query(self, record: QueryRecord, row_id: int | None) -> int:
        async with self.session() as session:
            # Tried again soon, and not waited for: a bot that stops could not end before.
            await session.execute(text(f"PRAGMA busy_timeout = {_LOG_BUSY_MS}"))
            try:
                if row_id is None:
                    row_id = await query_log.add(session, record)
                else:
                    await query_log.amend(session, row_id, record)
                await session.commit()
            finally:
                await session.rollback()
                await session.execute(text(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}"))
        return row_id

    async def recent_queries(
        self, *, user_id: int | None = None, limit: int = 50
    ) -> list[QueryRecord]:
        """Return at most `limit` rows of the query log, newest first; one user's where given."""
        async with self.session() as session:
            return await query_log.recent(session, user_id=user_id, limit=limit)


def _unusable(path: Path, error: DatabaseError) -> UnavailableError:
    what = "cannot be used now" if isinstance(error, OperationalError) else "is not usable"
    return UnavailableError("unavailable", f"The database {path} {what}: {error.orig}.")
