"""The query log keeps what it is given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.core.errors import UnavailableError
from services.store import QueryRecord, Store, query_log

# Larger than 2**53: a snowflake that went through a float would come back changed.
USER, CHANNEL, GUILD = 1180329423938785391, 1180329423938785393, 1180329423938785395
ANSWERED = QueryRecord(
    user_id=USER,
    channel_id=CHANNEL,
    guild_id=GUILD,
    encoder="poster-lite",
    digest="ab" * 32,
    outcome="matched",
    match_key="tt0113277",
    neighbour_keys=("tt0068646", "tmdb-949", "Amélie (2001)"),
    timings_ms={"decode": 1.5, "embed": 3.25},
    answer="match",
    confidence=0.9975,
    decided_by="geometry",
)
DOUBTED = replace(
    ANSWERED, outcome="answered", match_key=None, answer="perhaps", perhaps_key="tt0113277"
)
FAILED = QueryRecord(
    user_id=USER + 1,
    channel_id=None,
    guild_id=None,
    encoder=None,
    digest=None,
    outcome="failed",
    error_code="not_an_image",
)


async def test_a_record_comes_back_as_it_was_logged(store: Store) -> None:
    for record in (ANSWERED, DOUBTED, FAILED):
        row_id = await store.log_query(record)
        assert (await store.recent_queries(limit=1)) == [replace(record, id=row_id)]


async def test_the_log_outlives_the_process(store: Store) -> None:
    row_id = await store.log_query(ANSWERED)
    await store.close()
    async with await Store.open(store.path) as again:
        assert await again.recent_queries() == [replace(ANSWERED, id=row_id)]


async def test_newest_first_by_time_whatever_the_zone_it_was_told_in(store: Store) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    # 13:30 in UTC+2 is 11:30 in UTC: later on the clock on the wall, earlier in truth.
    east = datetime(2026, 3, 1, 13, 30, tzinfo=timezone(timedelta(hours=2)))
    await store.log_query(replace(ANSWERED, asked_at=noon))
    await store.log_query(replace(ANSWERED, asked_at=east))
    records = await store.recent_queries()
    assert [record.asked_at for record in records] == [noon, east]
    assert all(record.asked_at.utcoffset() == timedelta(0) for record in records)


async def test_one_users_queries_and_a_limit(store: Store) -> None:
    ids = [await store.log_query(ANSWERED) for _ in range(3)]
    await store.log_query(FAILED)
    assert [record.id for record in await store.recent_queries(user_id=USER, limit=2)] == [
        ids[2],
        ids[1],
    ]
    assert len(await store.recent_queries()) == 4


async def test_an_outcome_is_amended_and_an_erased_row_stays_erased(store: Store) -> None:
    row_id = await store.log_query(FAILED)
    async with store.session() as session:
        await query_log.amend(session, row_id, replace(ANSWERED, timings_ms={"total": 5.0}))
        await query_log.amend(session, row_id + 1, ANSWERED)
        await session.commit()
    (record,) = await store.recent_queries()
    assert (record.outcome, record.error_code) == (ANSWERED.outcome, None)
    assert record.timings_ms == {"total": 5.0}
    assert record.digest == FAILED.digest


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="outcome is one of matched, answered, failed"):
        replace(ANSWERED, outcome="maybe")
    with pytest.raises(ValueError, match="answer is one of match, perhaps, none, not_poster"):
        replace(ANSWERED, answer="maybe")


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"):
        await store.log_query(replace(ANSWERED, asked_at=datetime(2026, 3, 1)))
    assert await store.recent_queries() == []


async def test_a_database_that_breaks_while_open_gives_one_sentence(store: Store) -> None:
    async with store.session() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("DROP TABLE queries")
        await session.commit()
    with pytest.raises(UnavailableError, match="cannot be used now: no such table"):
        await store.log_query(ANSWERED)


async def test_how_many_films_are_absent_is_guessed_from_the_newest_queries(store: Store) -> None:
    async def share() -> float:
        async with store.session() as session:
            return await query_log.absent_share(session)

    assert await share() == 0.5
    # What is no poster, and what failed, says nothing of the catalogue.
    for record in (FAILED, replace(ANSWERED, outcome="answered", answer="not_poster")):
        await store.log_query(record)
    assert await share() == 0.5
    for _ in range(60):
        await store.log_query(ANSWERED)
    named = await share()
    assert 0.1 <= named < 0.3
    for _ in range(120):
        await store.log_query(replace(ANSWERED, outcome="answered", answer="none"))
    assert named < await share() <= 0.9
