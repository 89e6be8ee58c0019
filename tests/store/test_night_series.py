"""A series goes on once in a channel, and each of its nights is begun once; words on nights."""

import asyncio
from datetime import UTC, datetime, timedelta

from services.core.types import Film
from services.store import Store, night_series, night_votes, nights
from services.store.night_series import Series

HEAT = Film("Heat", 1995, ("Crime",), "tt0113277", 949)
ALIEN = Film("Alien", 1979, (), None, 348)
SERVER, CHANNEL, ADA, BEN = 10**17 + 9, 10**17 + 5, 10**17 + 1, 10**17 + 2
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


async def _make(store: Store, channel: int = CHANNEL) -> int | None:
    async with store.session() as session:
        made = await night_series.make(
            session,
            guild_id=SERVER,
            channel_id=channel,
            host_id=ADA,
            rule="FREQ=WEEKLY;BYDAY=FR",
            timezone="Europe/Berlin",
            clock="20:00",
            next_at=NOW + WEEK,
            source={"from": "draw", "genre": "Crime"},
            hours=24,
            several=True,
            place="The Roxy",
            voice_id=None,
            now=NOW,
        )
        await session.commit()
    return made


async def _series(store: Store) -> Series:
    async with store.session() as session:
        series = await night_series.in_channel(session, CHANNEL)
    assert series is not None
    return series


async def _night(store: Store, *, winner: Film | None = HEAT, ahead: float = 2) -> int:
    async with store.session() as session:
        night_id = await nights.open_night(
            session,
            guild_id=SERVER,
            channel_id=CHANNEL,
            host_id=ADA,
            films=(HEAT, ALIEN),
            place=None,
            voice_id=None,
            timezone="UTC",
            closes_at=NOW,
            starts_at=NOW + timedelta(hours=ahead),
        )
        assert night_id is not None
        await nights.count_once(
            session, night_id, winner_key=winner.key if winner else None, votes=2, tied=1
        )
        await nights.finish(session, night_id, "ended")
        await session.commit()
    return night_id


async def test_one_series_goes_on_in_a_channel(store: Store) -> None:
    made = await asyncio.gather(*(_make(store) for _ in range(4)))
    (first,) = [series_id for series_id in made if series_id is not None]
    series = await _series(store)
    assert (series.id, series.source["genre"], series.place) == (first, "Crime", "The Roxy")
    assert await _make(store, CHANNEL + 1) is not None
    async with store.session() as session:
        assert len(await night_series.going_on(session)) == 2
        assert await night_series.end(session, first, NOW)
        assert not await night_series.end(session, first, NOW)
        assert await night_series.load(session, first) is None
        await session.commit()
    assert await _make(store) is not None


async def test_of_many_at_once_one_begins_a_night(store: Store) -> None:
    await _make(store)
    series = await _series(store)

    async def begin() -> bool:
        async with store.session() as session:
            mine = await night_series.begin(session, series, series.next_at + WEEK)
            await session.commit()
        return mine

    begun = await asyncio.gather(*(begin() for _ in range(5)))
    assert sum(begun) == 1
    # Nor does a bot that has slept, with an older view, turn the series back.
    assert (await _series(store)).next_at == NOW + 2 * WEEK


async def test_a_night_is_reminded_of_once(store: Store) -> None:
    night_id = await _night(store)
    await _night(store, winner=None)
    async with store.session() as session:
        assert [night.id for night in await nights.to_remind(session, NOW)] == [night_id]
        assert await nights.do_once(session, night_id, "reminded_at", NOW)
        assert not await nights.do_once(session, night_id, "reminded_at", NOW)
        assert await nights.to_remind(session, NOW) == []
        await nights.undo(session, night_id, "reminded_at")
        assert len(await nights.to_remind(session, NOW)) == 1
        assert await nights.to_remind(session, NOW + timedelta(hours=2)) == []
        await nights.call_off(session, night_id)
        assert await nights.to_remind(session, NOW) == []
        assert await nights.to_ask_about(session, NOW - WEEK) == []


async def test_who_cannot_come_may_change_their_mind(store: Store) -> None:
    night_id = await _night(store)
    async with store.session() as session:
        assert await night_votes.stay_away(session, night_id, ADA, NOW)
        assert await night_votes.stay_away(session, night_id, BEN, NOW + timedelta(seconds=1))
        assert await night_votes.absent(session, night_id) == [ADA, BEN]
        assert not await night_votes.stay_away(session, night_id, ADA, NOW)
        assert await night_votes.absent(session, night_id) == [BEN]


async def test_the_last_word_on_a_film_counts(store: Store) -> None:
    first, again = await _night(store), await _night(store)
    async with store.session() as session:
        await night_votes.rate(session, first, ADA, 2, NOW)
        await night_votes.rate(session, first, ADA, 4, NOW)
        await night_votes.rate(session, again, BEN, 5, NOW)
        rated = await night_votes.rated(session, SERVER, {HEAT.key, ALIEN.key})
        assert {key: (one.mean, one.count) for key, one in rated.items()} == {HEAT.key: (4.5, 2)}
        assert await night_votes.rated(session, SERVER + 1, {HEAT.key}) == {}
