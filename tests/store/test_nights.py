"""Nights are counted once, finished once, and one is open in a channel."""

import asyncio
from datetime import UTC, datetime, timedelta

from services.core.types import Film
from services.store import Store, nights
from services.store.nights import Night

HEAT = Film("Heat", 1995, ("Crime",), "tt0113277", 949, "https://example.com/heat.jpg")
ALIEN = Film("Alien", 1979, (), None, 348)
SERVER, CHANNEL, HOST = 1180329423938785391, 1180329423938785393, 11
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _open(store: Store, channel: int = CHANNEL, zone: str = "UTC") -> int | None:
    async with store.session() as session:
        night_id = await nights.open_night(
            session,
            guild_id=SERVER,
            channel_id=channel,
            host_id=HOST,
            films=(HEAT, ALIEN),
            place="The Roxy",
            voice_id=None,
            timezone=zone,
            closes_at=NOW + timedelta(hours=channel % 10),
            starts_at=NOW + timedelta(days=2),
        )
        await session.commit()
    return night_id


async def _load(store: Store, night_id: int) -> Night:
    async with store.session() as session:
        night = await nights.load(session, night_id)
    assert night is not None
    return night


async def test_a_night_comes_back_as_it_was_opened(store: Store) -> None:
    night_id = await _open(store)
    assert night_id is not None
    async with store.session() as session:
        await nights.set_poll(session, night_id, 77, NOW + timedelta(hours=1))
        await session.commit()
        assert await nights.of_message(session, 78) is None
        night = await nights.of_message(session, 77)
    assert night is not None and night == await _load(store, night_id)
    assert (night.films, night.state, night.winner) == ((HEAT, ALIEN), "open", None)
    assert night.closes_at == NOW + timedelta(hours=1)
    assert night.wants_event


async def test_of_many_at_once_one_opens_in_a_channel(store: Store) -> None:
    opened = await asyncio.gather(*(_open(store) for _ in range(6)))
    assert sum(night_id is not None for night_id in opened) == 1
    assert await _open(store, CHANNEL + 1) is not None


async def test_of_many_at_once_one_counts(store: Store) -> None:
    night_id = await _open(store)
    assert night_id is not None

    async def count(film: Film) -> bool:
        async with store.session() as session:
            first = await nights.count_once(session, night_id, winner_key=film.key, votes=3, tied=2)
            await session.commit()
        return first

    counted = await asyncio.gather(*(count(film) for film in (HEAT, ALIEN) * 3))
    assert sum(counted) == 1
    night = await _load(store, night_id)
    assert night.winner == (HEAT, ALIEN)[counted.index(True) % 2]
    assert (night.state, night.votes, night.tied) == ("closing", 3, 2)


async def test_a_finished_night_stays_finished(store: Store) -> None:
    night_id = await _open(store)
    assert night_id is not None
    async with store.session() as session:
        assert await nights.finish(session, night_id, "cancelled")
        assert not await nights.finish(session, night_id, "scheduled")
        assert not await nights.count_once(session, night_id, winner_key=None, votes=0, tied=0)
        assert await nights.in_channel(session, CHANNEL) is None
        await session.commit()
    assert (await _load(store, night_id)).state == "cancelled"
    assert await _open(store) is not None


async def test_unfinished_nights_come_as_they_close(store: Store) -> None:
    late, soon = await _open(store, 9), await _open(store, 2)
    counted = await _open(store, 5)
    done = await _open(store, 1)
    assert counted is not None and done is not None
    async with store.session() as session:
        await nights.count_once(session, counted, winner_key=None, votes=0, tied=0)
        await nights.finish(session, done, "ended")
        await session.commit()
        found = [night.id for night in await nights.unfinished(session)]
    assert found == [soon, counted, late]


async def test_nights_without_a_poll_are_called_off(store: Store) -> None:
    unsent, sent = await _open(store, 1), await _open(store, 2)
    assert unsent is not None and sent is not None
    async with store.session() as session:
        await nights.set_poll(session, sent, 77, NOW)
        assert await nights.cancel_unsent(session) == 1
        await session.commit()
    assert [(await _load(store, night_id)).state for night_id in (unsent, sent)] == [
        "cancelled",
        "open",
    ]


async def test_the_last_nights_zone(store: Store) -> None:
    async with store.session() as session:
        assert await nights.last_timezone(session, SERVER) is None
    for channel, zone in enumerate(("UTC", "Europe/Berlin", "Asia/Tokyo")):
        await _open(store, channel, zone)
    async with store.session() as session:
        assert await nights.last_timezone(session, SERVER) == "Asia/Tokyo"
        assert await nights.last_timezone(session, SERVER + 1) is None
