"""No answer waits for the query log, and its rows come in when the database is free again."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from services.core.errors import UnavailableError
from services.store import QueryRecord, Store
from services.store.query_queue import QueryQueue


def record(user_id: int = 1, outcome: str = "answered") -> QueryRecord:
    return QueryRecord(user_id, 2, 3, "lite0", None, outcome)


class Database:
    """Takes rows, or is locked, or hangs."""

    def __init__(self) -> None:
        self.rows: dict[int, QueryRecord] = {}
        self.locked = False
        self.free = asyncio.Event()
        self.free.set()
        self.tries = 0

    async def write(self, record: QueryRecord, row_id: int | None) -> int:
        self.tries += 1
        await self.free.wait()
        if self.locked:
            raise UnavailableError("unavailable", "database is locked")
        row_id = row_id or len(self.rows) + 1
        self.rows[row_id] = record
        return row_id


@pytest.fixture
def database() -> Database:
    return Database()


async def test_a_row_is_there_before_the_answer_and_is_written_anew_after_it(
    database: Database,
) -> None:
    queue = QueryQueue(database.write)
    entry = await queue.put(record(outcome="failed"))
    assert entry.row_id == 1
    assert await queue.put(record(), entry) is entry
    assert [row.outcome for row in database.rows.values()] == ["answered"]
    await queue.close()


async def test_of_a_database_that_hangs_the_first_waits_for_a_moment_and_the_others_not(
    database: Database,
) -> None:
    database.free.clear()
    queue = QueryQueue(database.write, patience_s=0.0)
    first = await queue.put(record(1))
    # With patience for a year: nobody has to wait it out.
    queue._patience_s = 1e9
    others = [await queue.put(record(user)) for user in (2, 3)]
    await queue.put(record(1, "matched"), first)
    assert {entry.row_id for entry in (first, *others)} == {None}
    assert database.tries == 1
    database.free.set()
    await queue.close()
    # In the order in which they came, and each once.
    assert [(row.user_id, row.outcome) for row in database.rows.values()] == [
        *((1, "matched"), (2, "answered"), (3, "answered")),
    ]


async def test_rows_come_in_when_the_lock_is_gone(database: Database) -> None:
    database.locked = True
    queue = QueryQueue(database.write, first_pause_s=0.0)
    entry = await queue.put(record())
    assert entry.row_id is None
    database.locked = False
    entry.settled.clear()
    await entry.settled.wait()
    assert entry.row_id == 1
    later = await queue.put(record(2))
    assert later.row_id == 2
    await queue.close()


async def test_the_queue_is_bounded_and_what_is_lost_is_told(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.locked = True
    queue = QueryQueue(database.write, most=3, first_pause_s=1e9)
    for user in range(1, 6):
        await queue.put(record(user))
    assert len(queue) == 3
    database.locked = False
    await queue.close()
    assert [row.user_id for row in database.rows.values()] == [3, 4, 5]
    assert "2 rows of the query log are lost" in caplog.text


async def test_a_bot_that_stops_tries_once_more_and_no_longer(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.locked = True
    queue = QueryQueue(database.write, first_pause_s=1e9)
    await queue.put(record())
    await queue.close()
    assert database.tries == 2
    assert "1 rows of the query log are lost" in caplog.text


async def test_what_waits_of_a_member_is_forgotten(database: Database) -> None:
    database.locked = True
    queue = QueryQueue(database.write, first_pause_s=1e9)
    for user in (1, 2, 1):
        await queue.put(record(user))
    assert queue.forget(1) == 2
    database.locked = False
    await queue.close()
    assert [row.user_id for row in database.rows.values()] == [2]


async def test_a_row_that_is_wrong_holds_nobody_up(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def write(one: QueryRecord, row_id: int | None) -> int:
        if one.user_id == 1:
            raise ValueError("no such thing")
        return await database.write(one, row_id)

    queue = QueryQueue(write)
    assert (await queue.put(record(1))).row_id is None
    assert (await queue.put(record(2))).row_id == 1
    await queue.close()
    assert "a query was not logged" in caplog.text


async def test_a_lock_of_another_process_costs_no_row(tmp_path: Path) -> None:
    path = tmp_path / "marquee.db"
    store = await Store.open(path)
    entry = await store.queries.put(record(1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = await store.queries.put(record(2))
    again = await store.queries.put(replace(record(1), outcome="failed"), entry)
    assert (waiting.row_id, again.row_id) == (None, entry.row_id)
    other.execute("COMMIT")
    other.close()
    await store.close()
    async with await Store.open(path) as store:
        kept = [(row.user_id, row.outcome) for row in await store.recent_queries()]
    assert sorted(kept) == [(1, "failed"), (2, "answered")]
