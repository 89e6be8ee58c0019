"""Forgetting: nobody's row is left, and nobody else's score changes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger, insert, select

from services.core.types import Film
from services.store import (
    QueryRecord,
    Store,
    daily,
    feedback,
    games,
    guilds,
    night_series,
    night_votes,
    presets,
    privacy,
    rounds,
    watchlists,
)
from services.store import watchlist as watch
from services.store.daily import DailyTry
from services.store.guilds import GuildSettings
from services.store.list_import import Taken, take_in
from services.store.models import Base
from services.store.night_models import NightRow, NightSeriesRow
from services.store.rounds import MARQUEE, Points
from services.store.server_models import RecognitionFeedbackRow, WatchRow

NOW = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)
ADA, BEN, CAT = 10**17 + 1, 10**17 + 2, 10**17 + 3
SERVER = 10**17 + 9
# Ids that are no member's: places, messages, events, roles, and a number for chance.
PLACES = {"guild_id", "channel_id", "message_id", "voice_id", "event_id", "night_role", "seed"}


def query(user_id: int, **changes: Any) -> QueryRecord:
    values: dict[str, Any] = {
        "user_id": user_id,
        "channel_id": 5,
        "guild_id": SERVER,
        "encoder": "poster-lite",
        "digest": "0" * 64,
        "outcome": "answered",
        "answer": "perhaps",
        "perhaps_key": "tt0113277",
        "confidence": 0.6,
        "asked_at": NOW,
    }
    return QueryRecord(**(values | changes))


async def play(store: Store, *scores: dict[int, int], scope: int = SERVER, channel: int = 5) -> int:
    """Play a match to its end; the players are those of the first round, but for Marquee."""
    async with store.session() as session:
        game_id = await games.open_lobby(
            session,
            scope_id=scope,
            channel_id=channel,
            host_id=ADA,
            kind="film",
            options={},
            seed=1,
            now=NOW,
        )
        assert game_id
        for user_id in scores[0]:
            if user_id != MARQUEE:
                await games.join(session, game_id, user_id, name=f"m{user_id}", team=1, now=NOW)
        await games.advance(session, game_id, ("lobby",), "running", NOW)
        for number, points in enumerate(scores, 1):
            asked = await rounds.open_round(
                session, game_id, number, film_key="tt1", question={}, now=NOW
            )
            assert asked
            for user_id in points:
                await rounds.add_guess(
                    session,
                    asked.id,
                    user_id,
                    "answer",
                    {"player": user_id, "text": "Heat"},
                    right=True,
                    now=NOW,
                )
            won = [Points(user, n, n == max(points.values())) for user, n in points.items()]
            await rounds.close_round(session, asked.id, "closed", won, NOW)
        await games.advance(session, game_id, ("running",), "ended", NOW)
        await session.commit()
    return game_id


@pytest.fixture
async def full(store: Store) -> dict[str, int]:
    """A database in which Ada did everything, among others."""
    own, others = await store.log_query(query(ADA)), await store.log_query(query(BEN))
    first = await play(store, {ADA: 5, BEN: 3, MARQUEE: 4}, {ADA: 1, BEN: 2, MARQUEE: 0})
    second = await play(store, {ADA: 7, BEN: 7, CAT: 1})
    alone = await play(store, {ADA: 2, MARQUEE: 1}, scope=ADA, channel=6)
    shared = await play(store, {ADA: 2, CAT: 1}, scope=ADA, channel=7)
    async with store.session() as session:
        await feedback.give(session, own, BEN, "right")
        await feedback.give(session, own, ADA, "right")
        await feedback.confirm(session, own, ADA, agreed=True)
        await feedback.confirm(session, others, BEN, agreed=False)
        await feedback.give(session, others, ADA, "wrong")
        await feedback.give(session, others, CAT, "right")
        await presets.save(session, SERVER, ADA, "quick", {"rounds": 3})
        await presets.save(session, ADA, ADA, "mine", {"rounds": 5})
        await watch.add(session, SERVER, ADA, Film("Heat", 1995, (), "tt0113277"))
        await watch.add(session, SERVER, BEN, Film("Ronin", 1998, (), "tt0122690"))
        await watch.add(session, ADA, ADA, Film("Thief", 1981, (), "tt0083190"))
        mine = await watchlists.make(session, ADA, ADA, "Ada's heists")
        await watch.add(session, mine.films_of, ADA, Film("Rififi", 1955))
        both = await watchlists.make(session, SERVER, ADA, "Shared")
        await watch.add(session, both.films_of, BEN, Film("Thief", 1981))
        left = await watchlists.make(session, SERVER, ADA, "From Letterboxd")
        for scope in (SERVER, left.films_of):
            brought = [Taken(Film("Alien", 1979), NOW, NOW)]
            await take_in(session, scope, ADA, brought, "letterboxd")
        await session.execute(
            WatchRow.__table__.update()  # pyright: ignore[reportAttributeAccessIssue]
            .where(WatchRow.film_key == "tt0122690")
            .values(seen_at=NOW, seen_by=ADA)
        )
        await session.execute(
            insert(NightRow).values(
                guild_id=SERVER,
                channel_id=5,
                host_id=ADA,
                films=[],
                closes_at=NOW,
                starts_at=NOW,
                timezone="UTC",
                state="ended",
            )
        )
        night_id = await session.scalar(select(NightRow.id))
        assert night_id is not None
        for member in (ADA, BEN):
            assert await night_votes.stay_away(session, night_id, member, NOW)
            await night_votes.rate(session, night_id, member, 4, NOW)
        await night_series.make(
            session,
            guild_id=SERVER,
            channel_id=5,
            host_id=ADA,
            rule="FREQ=WEEKLY;BYDAY=FR",
            timezone="UTC",
            clock="20:00",
            next_at=NOW,
            source={"from": "watchlist"},
            hours=24,
            several=True,
            place=None,
            voice_id=None,
            now=NOW,
        )
        for scope in (SERVER, ADA):
            today = NOW.date()
            await daily.add(session, scope, today, film_key="tt1", question={}, now=NOW)
            poster = await daily.of_day(session, scope, today)
            assert poster
            for user_id in (ADA, BEN) if scope == SERVER else (ADA,):
                tried = DailyTry(1, "Heat", right=True, near=False)
                assert await daily.add_try(session, poster.id, user_id, tried, NOW)
        await guilds.save(session, SERVER, GuildSettings())
        await session.commit()
    return {"first": first, "second": second, "alone": alone, "shared": shared, "others": others}


async def all_rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    async with store.session() as session:
        return {
            table.name: [dict(row) for row in (await session.execute(select(table))).mappings()]
            for table in Base.metadata.sorted_tables
        }


async def forget(store: Store, user_id: int) -> int:
    async with store.session() as session:
        changed = await privacy.forget(session, user_id)
        await session.commit()
    return changed


def test_every_column_for_a_snowflake_is_either_a_members_or_a_places() -> None:
    columns = {
        column.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger)
    }
    files = {"size", "mtime_ns"}  # of posters and downloads
    assert columns <= privacy.MEMBER_COLUMNS | PLACES | files


async def test_no_table_names_who_was_forgotten(store: Store, full: dict[str, int]) -> None:
    before = await all_rows(store)
    named = {name for name, rows in before.items() if str(ADA) in json.dumps(rows, default=str)}
    assert {table.name for table in privacy.member_tables()} == named  # every one of them is tried
    assert await forget(store, ADA) > 0
    after = await all_rows(store)
    assert str(ADA) not in json.dumps(after, default=str)
    assert await forget(store, ADA) == 0


async def test_the_others_keep_what_is_theirs(store: Store, full: dict[str, int]) -> None:
    async with store.session() as session:
        before = {key: await rounds.totals(session, full[key]) for key in ("first", "second")}
    await forget(store, ADA)
    async with store.session() as session:
        for key, total in before.items():
            after = await rounds.totals(session, full[key])
            assert {u: n for u, n in after.items() if u >= 0} == {
                u: n for u, n in total.items() if u != ADA
            }
            # Where Ada stood, somebody without a name stands: who was second stays second, and a
            # team has what it had.
            assert after[-1] == total[ADA]
            (former,) = [p for p in await games.players(session, full[key]) if p.user_id < 0]
            assert (former.name, former.team) == ("", 1)
        assert await games.load(session, full["alone"]) is None
        shared = await games.load(session, full["shared"])
        assert shared
        assert (shared.scope_id, shared.host_id) == (0, 0)
        assert await rounds.totals(session, full["shared"]) == {-1: 2, CAT: 1}
        assert await feedback.given(session, full["others"]) == {CAT: "right"}
        said = await rounds.guesses(session, full["first"])
        assert [(guess.user_id, guess.guess["player"]) for guess in said] == [
            (-1, -1),
            (BEN, BEN),
            (MARQUEE, MARQUEE),
        ] * 2
        night_id = await session.scalar(select(NightRow.id))
        assert night_id is not None
        assert await night_votes.absent(session, night_id) == [BEN]
        assert list(await session.scalars(select(NightSeriesRow.host_id))) == [0]
        kept = await watchlists.lists(session, SERVER)
        films = (await session.scalars(select(WatchRow).order_by(WatchRow.id))).all()
        assert [(film.scope_id, film.user_id, film.seen_by) for film in films] == [
            (SERVER, 0, None),
            (SERVER, BEN, None),
            (kept[0].films_of, BEN, None),
        ]
        assert films[1].seen_at == NOW
        assert [(one.name, one.user_id) for one in kept] == [("Shared", 0)]
        assert await watchlists.lists(session, ADA) == []
        assert [(p.name, p.user_id) for p in await presets.listed(session, SERVER)] == [
            ("quick", 0)
        ]
        assert await presets.listed(session, ADA) == []
        poster = await daily.of_day(session, SERVER, NOW.date())
        assert poster
        assert await daily.players(session, poster.id) == (1, 1)
        assert await daily.of_day(session, ADA, NOW.date()) is None
    assert [row.user_id for row in await store.recent_queries()] == [BEN]


async def test_two_may_be_forgotten_of_one_match(store: Store, full: dict[str, int]) -> None:
    await forget(store, ADA)
    await forget(store, BEN)
    async with store.session() as session:
        assert await rounds.totals(session, full["second"]) == {-1: 7, -2: 7, CAT: 1}
        assert await rounds.totals(session, full["first"]) == {-1: 6, -2: 5, MARQUEE: 4}


async def test_an_export_holds_every_row_and_nobody_elses(
    store: Store, full: dict[str, int]
) -> None:
    async with store.session() as session:
        exported = await privacy.export(session, ADA)
    read = json.loads(json.dumps(exported))
    assert read["user_id"] == str(ADA)
    counts = {name: len(rows) for name, rows in read["rows"].items()}
    assert counts == {
        "daily_posters": 1,
        "daily_tries": 2,
        "feedback": 2,
        "game_guesses": 5,
        "game_players": 4,
        "game_points": 5,
        "game_presets": 2,
        "games": 4,
        "night_absences": 1,
        "night_ratings": 1,
        "night_series": 1,
        "nights": 1,
        "queries": 1,
        "recognition_feedback": 1,
        "watchlist": 6,
        "watchlists": 3,
    }
    (asked,) = read["rows"]["queries"]
    assert (asked["user_id"], asked["guild_id"]) == (str(ADA), str(SERVER))
    assert asked["asked_at"] == NOW.isoformat()
    for rows in read["rows"].values():
        for row in rows:
            assert str(ADA) in json.dumps(row)
    await forget(store, ADA)
    async with store.session() as session:
        assert (await privacy.export(session, ADA))["rows"] == {}
        (bens,) = await session.scalars(select(RecognitionFeedbackRow))
        assert (bens.user_id, bens.agreed) == (BEN, False)


async def test_what_is_erased_is_counted_as_it_was_exported(store: Store) -> None:
    own = await store.log_query(query(ADA))
    async with store.session() as session:
        await feedback.give(session, own, ADA, "right")
        await feedback.confirm(session, own, ADA, agreed=True)
        await session.commit()
        exported = (await privacy.export(session, ADA))["rows"]
    assert await forget(store, ADA) == sum(map(len, exported.values())) == 3


async def test_who_plays_now(store: Store, full: dict[str, int]) -> None:
    async with store.session() as session:
        assert not await privacy.plays(session, ADA)
        game_id = await games.open_lobby(
            session,
            scope_id=SERVER,
            channel_id=5,
            host_id=BEN,
            kind="film",
            options={},
            seed=1,
            now=NOW,
        )
        assert game_id
        await games.join(session, game_id, ADA, name="Ada", team=None, now=NOW)
        assert await privacy.plays(session, ADA)
        assert not await privacy.plays(session, BEN)


async def test_the_log_is_shortened_in_portions(store: Store) -> None:
    old = [
        await store.log_query(query(ADA, asked_at=NOW - timedelta(days=9, hours=i)))
        for i in range(5)
    ]
    young = await store.log_query(query(ADA))
    async with store.session() as session:
        await feedback.give(session, old[0], BEN, "right")
        before = NOW - timedelta(days=9)
        assert await privacy.expire(session, before, limit=3) == 3
        # The oldest go first; what was asked at that very time is not yet too old.
        await session.commit()
    assert sorted(row.id or 0 for row in await store.recent_queries()) == [old[0], old[1], young]
    async with store.session() as session:
        assert await privacy.expire(session, before, limit=3) == 1
        assert await privacy.expire(session, before + timedelta(seconds=1), limit=3) == 1
        await session.commit()
        assert await feedback.given(session, old[0]) == {}
    assert [row.id for row in await store.recent_queries()] == [young]
