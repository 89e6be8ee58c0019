"""Rows of the query log on their way to the database, so that no answer waits for it.

Another process may hold SQLite's write lock for long, an import say. A row is then kept in memory
and written once the database is free again, or when the bot stops. Lost are, and told to the log:
the oldest rows where more than `MOST` wait; all that wait where the process is killed, or where the
database is still locked when the bot stops.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from services.core.errors import UnavailableError
from services.store.query_log import QueryRecord

# What an answer may wait for its row; one whose row is not there yet has no "right" and "wrong".
PATIENCE_S = 0.5
# Some hundred bytes each.
MOST = 10_000
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 10.0
# Docker kills ten seconds after it asked, and what is being answered takes most of them.
_GRACE_S = 1.5

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class LoggedQuery:
    """A query as it is logged.

    Attributes:
        record: What is known of it by now.
        row_id: Its row, once it is written.
    """

    record: QueryRecord
    row_id: int | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)


class QueryQueue:
    """Writes rows one after the other, in the order in which they came.

    Args:
        write: Writes a record as a new row, or into the row given, and returns the row's id; raises
            UnavailableError where the database cannot be written now.
        patience_s: Seconds that `put` waits for its row.
        first_pause_s: Seconds after a failure; they double from there.
        most: Rows that may wait.
    """

    def __init__(
        self,
        write: Callable[[QueryRecord, int | None], Awaitable[int]],
        *,
        patience_s: float = PATIENCE_S,
        first_pause_s: float = _FIRST_PAUSE_S,
        most: int = MOST,
    ) -> None:
        self._write = write
        self._patience_s = patience_s
        self._first_pause_s = first_pause_s
        self._most = most
        self._waiting: dict[LoggedQuery, None] = {}
        self._worker: asyncio.Task[None] | None = None
        self._behind = False
        self._closing = asyncio.Event()
        self._lost = 0

    def __len__(self) -> int:
        return len(self._waiting)

    async def put(self, record: QueryRecord, entry: LoggedQuery | None = None) -> LoggedQuery:
        """Write a record, or write it in the place of what `entry` said before.

        Returns:
            The entry; its `row_id` is None where the row has to wait.
        """
        entry = LoggedQuery(record) if entry is None else entry
        entry.record = record
        entry.settled.clear()
        if entry not in self._waiting:
            self._make_room()
            self._waiting[entry] = None
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work(), name="query-log")
        # While it is known to be behind, nobody waits at all.
        if not self._behind:
            try:
                async with asyncio.timeout(self._patience_s):
                    await entry.settled.wait()
            except TimeoutError:
                self._fall_behind("the database takes long")
        return entry

    def forget(self, user_id: int) -> int:
        """Drop what waits of a member; return how many rows that were."""
        theirs = [entry for entry in self._waiting if entry.record.user_id == user_id]
        for entry in theirs:
            del self._waiting[entry]
        return len(theirs)

    async def close(self) -> None:
        """Write what waits, as far as that goes in a moment. Safe to call twice."""
        self._closing.set()
        if self._worker is not None:
            _, late = await asyncio.wait([self._worker], timeout=_GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._lost += len(self._waiting)
        self._waiting.clear()
        if self._lost:
            log.warning("%d rows of the query log are lost", self._lost)
            self._lost = 0

    async def _work(self) -> None:
        pause = self._first_pause_s
        while self._waiting:
            entry = next(iter(self._waiting))
            record = entry.record
            try:
                entry.row_id = await self._write(record, entry.row_id)
            except UnavailableError as error:
                self._fall_behind(str(error))
                if self._closing.is_set():
                    return
                await self._rest(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)
                continue
            except Exception:  # the row is lost, but not silently, and the others are not
                log.exception("a query was not logged")
                self._waiting.pop(entry, None)
                entry.settled.set()
                continue
            pause = self._first_pause_s
            # More may have become known while it was written.
            if entry.record is record:
                self._waiting.pop(entry, None)
                entry.settled.set()
        if self._behind:
            self._behind = False
            log.info("the query log is up to date again")

    def _fall_behind(self, reason: str) -> None:
        if not self._behind:
            log.warning("the query log waits, and answers do not: %s", reason)
        self._behind = True
        for entry in self._waiting:
            entry.settled.set()

    def _make_room(self) -> None:
        while len(self._waiting) >= self._most:
            del self._waiting[next(iter(self._waiting))]
            self._lost += 1
            if self._lost == 1:
                log.warning("the query log has no room for more rows; the oldest are lost")

    async def _rest(self, seconds: float) -> None:
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait([closing], timeout=seconds)
        finally:
            closing.cancel()
