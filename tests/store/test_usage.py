"""How much a server asked and played."""

from datetime import date, timedelta

from services.store import Store, feedback, guilds
from services.store.guilds import GuildSettings
from services.store.usage import Day, usage
from tests.store.test_privacy import ADA, BEN, NOW, SERVER, play, query


async def test_the_days_of_a_server(store: Store) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    asked = [
        query(ADA, outcome="matched", timings_ms={"total": 100.0}),
        query(BEN, outcome="answered", timings_ms={"total": 400.0}, asked_at=NOW - hour),
        query(BEN, outcome="answered", timings_ms={"total": 250.0}, asked_at=NOW - 2 * day),
        query(BEN, outcome="failed", error_code="cooldown", timings_ms={"total": 9e9}),
        query(BEN, outcome="failed", error_code="cooldown"),
        query(ADA, outcome="failed", error_code="gone"),
        # Too long ago, elsewhere, nowhere: not counted.
        query(ADA, timings_ms={"total": 1.0}, asked_at=NOW - 3 * day),
        query(ADA, timings_ms={"total": 1.0}, guild_id=SERVER + 1),
        query(ADA, timings_ms={"total": 1.0}, guild_id=None),
    ]
    ids = [await store.log_query(record) for record in asked]
    await play(store, {ADA: 1, BEN: 0}, {ADA: 1, BEN: 0})
    await play(store, {ADA: 1}, scope=SERVER + 1)
    async with store.session() as session:
        for query_id, user_id in ((ids[0], ADA), (ids[0], BEN)):
            await feedback.give(session, query_id, user_id, "right")
        for query_id in (ids[1], ids[6]):
            await feedback.give(session, query_id, BEN, "wrong")
        found = await usage(session, SERVER, until=NOW, days=3)
    assert found.days == (
        Day(date(2026, 4, 29), answered=1),
        Day(date(2026, 4, 30)),
        Day(date(2026, 5, 1), matched=1, answered=1, failed=3, rounds=2),
    )
    assert found.total("questions") == 6
    assert found.members == 2
    assert found.median_ms == 250.0
    assert found.reasons == (("cooldown", 2), ("gone", 1))
    assert found.games == (("film", 1),)
    assert (found.right, found.wrong) == (2, 1)


async def test_the_median_of_an_even_number(store: Store) -> None:
    for total in (100.0, 900.0, 300.0, 200.0):
        await store.log_query(query(ADA, timings_ms={"total": total}))
    await store.log_query(query(ADA, timings_ms={}))  # of an earlier version
    async with store.session() as session:
        assert (await usage(session, SERVER, until=NOW, days=1)).median_ms == 250.0


async def test_a_server_that_never_asked(store: Store) -> None:
    async with store.session() as session:
        found = await usage(session, SERVER, until=NOW, days=7)
    assert len(found.days) == 7
    assert found.total("questions") == 0
    assert (found.members, found.median_ms, found.reasons, found.games) == (0, None, (), ())


async def test_settings_of_many_servers(store: Store) -> None:
    chosen = {
        1: GuildSettings("vgg16", (3, 4), 2, 9.5, 11, False, False),
        2: GuildSettings(),
    }
    async with store.session() as session:
        for guild_id, settings in chosen.items():
            await guilds.save(session, guild_id, GuildSettings(public=False))
            await guilds.save(session, guild_id, settings)
        await session.commit()
    async with store.session() as session:
        assert await guilds.load_all(session) == chosen
        assert await guilds.load(session, 1) == chosen[1]
        assert await guilds.load(session, 3) == GuildSettings()
