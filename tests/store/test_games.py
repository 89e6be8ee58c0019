"""The database's last word on matches: one a channel, one answer where one counts, points once."""

import asyncio
from datetime import UTC, datetime

import pytest

from services.core.errors import UnavailableError
from services.store import Store, games, presets, rounds
from services.store.rounds import Points

NOW = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)
ADA, BEN, CAT = 11, 12, 13


async def new_game(store: Store, channel_id: int = 7) -> int | None:
    async with store.session() as session:
        game_id = await games.open_lobby(
            session,
            scope_id=1,
            channel_id=channel_id,
            host_id=ADA,
            kind="film",
            options={"rounds": 3},
            seed=5,
            now=NOW,
        )
        for user_id, name in ((ADA, "Ada"), (BEN, "Ben")):
            if game_id is not None:
                await games.join(session, game_id, user_id, name=name, team=None, now=NOW)
        await session.commit()
    return game_id


@pytest.fixture
async def game_id(store: Store) -> int:
    made = await new_game(store)
    assert made is not None
    return made


@pytest.fixture
async def round_id(store: Store, game_id: int) -> int:
    async with store.session() as session:
        await games.advance(session, game_id, ("lobby",), "running", NOW)
        asked = await rounds.open_round(
            session, game_id, 1, film_key="tt0113277", question={"title": "Heat"}, now=NOW
        )
        await session.commit()
    assert asked is not None
    assert (asked.number, asked.state, asked.question) == (1, "open", {"title": "Heat"})
    return asked.id


async def test_a_channel_has_one_match(store: Store):
    made = await asyncio.gather(*(new_game(store) for _ in range(8)))
    assert sum(game is not None for game in made) == 1
    assert await new_game(store, channel_id=8) is not None
    async with store.session() as session:
        running = await games.in_channel(session, 7)
        assert running is not None
        assert (running.host_id, running.options, running.created_at) == (ADA, {"rounds": 3}, NOW)
        assert await games.advance(session, running.id, games.OPEN, "stopped", NOW)
        assert not await games.advance(session, running.id, games.OPEN, "ended", NOW)
        await session.commit()
        assert await games.in_channel(session, 7) is None
        stopped = await games.load(session, running.id)
        assert stopped is not None
        assert (stopped.state, stopped.ended_at) == ("stopped", NOW)
        assert [game.channel_id for game in await games.unfinished(session)] == [8]
    assert await new_game(store) is not None


async def test_players_join_change_their_team_and_leave(store: Store, game_id: int):
    async with store.session() as session:
        assert not await games.join(session, game_id, BEN, name="Ben", team=2, now=NOW)
        assert await games.join(session, game_id, CAT, name="Cat", team=1, now=NOW)
        assert [(p.name, p.team) for p in await games.players(session, game_id)] == [
            ("Ada", None),
            ("Ben", 2),
            ("Cat", 1),
        ]
        assert await games.leave(session, game_id, ADA)
        assert not await games.leave(session, game_id, ADA)
        assert [p.name for p in await games.players(session, game_id)] == ["Ben", "Cat"]


async def test_a_number_is_asked_once(store: Store, game_id: int, round_id: int):
    async with store.session() as session:
        again = await rounds.open_round(session, game_id, 1, film_key="tt1", question={}, now=NOW)
        assert again is None
        assert [asked.id for asked in await rounds.listed(session, game_id)] == [round_id]


async def test_of_many_answers_at_once_one_counts(store: Store, game_id: int, round_id: int):
    async def answer(number: int) -> int | None:
        async with store.session() as session:
            kept = await rounds.add_guess(
                session, round_id, ADA, "answer", {"n": number}, right=None, now=NOW, once=True
            )
            await session.commit()
        return kept

    kept = await asyncio.gather(*(answer(n) for n in range(8)))
    assert sum(guess is not None for guess in kept) == 1
    async with store.session() as session:
        # Another player's answer and another thing that the same player does are their own.
        others: tuple[tuple[int, rounds.What], ...] = ((BEN, "answer"), (ADA, "hint"))
        for user_id, what in others:
            assert await rounds.add_guess(
                session, round_id, user_id, what, {}, right=True, now=NOW, once=True
            )
        assert len(await rounds.guesses(session, game_id)) == 3


async def test_what_was_said_is_read_back(store: Store, game_id: int, round_id: int):
    async with store.session() as session:
        await rounds.add_guess(
            session, round_id, BEN, "answer", {"text": "héat"}, right=False, now=NOW
        )
        await rounds.add_guess(session, round_id, ADA, "skip", {}, right=None, now=NOW)
        await session.commit()
        first, second = await rounds.guesses(session, game_id)
    assert (first.round_id, first.user_id, first.what) == (round_id, BEN, "answer")
    assert first.guess == {"text": "héat"}
    assert (first.right, first.at) == (False, NOW)
    assert (second.what, second.right) == ("skip", None)


async def test_points_are_added_once(store: Store, game_id: int, round_id: int):
    points = [Points(ADA, 80, won=True), Points(BEN, -10, won=False), Points(0, 40, won=False)]

    async def close() -> bool:
        async with store.session() as session:
            closed = await rounds.close_round(session, round_id, "closed", points, NOW)
            await session.commit()
        return closed

    assert sorted(await asyncio.gather(*(close() for _ in range(6)))) == [False] * 5 + [True]
    async with store.session() as session:
        assert await rounds.totals(session, game_id) == {0: 40, ADA: 80, BEN: -10}
        late = await rounds.add_guess(session, round_id, BEN, "answer", {}, right=True, now=NOW)
        assert late is None
        assert await rounds.guesses(session, game_id) == []


async def test_a_round_closed_halfway_is_open(store: Store, game_id: int, round_id: int):
    with pytest.raises(UnavailableError):  # two rows of one player: refused by the database
        async with store.session() as session:
            await rounds.close_round(
                session, round_id, "closed", [Points(ADA, 1, won=True)] * 2, NOW
            )
            await session.commit()
    async with store.session() as session:
        (asked,) = await rounds.listed(session, game_id)
        assert asked.state == "open"
        assert await rounds.totals(session, game_id) == {}


async def test_presets(store: Store):
    async with store.session() as session:
        assert await presets.save(session, 1, ADA, "friday", {"rounds": 5})
        assert await presets.save(session, 1, BEN, "friday", {"rounds": 9})
        assert await presets.save(session, 2, BEN, "friday", {})
        kept = await presets.load(session, 1, "friday")
        assert kept is not None
        assert (kept.user_id, kept.options) == (BEN, {"rounds": 9})
        for number in range(presets.MOST - 1):
            assert await presets.save(session, 1, ADA, f"a{number:02}", {})
        assert not await presets.save(session, 1, ADA, "one more", {})
        assert await presets.save(session, 1, ADA, "friday", {})
        assert [preset.name for preset in await presets.listed(session, 1)][-2:] == [
            "a23",
            "friday",
        ]
        assert await presets.remove(session, 1, "friday")
        assert not await presets.remove(session, 1, "friday")
        assert await presets.load(session, 1, "friday") is None
        assert await presets.load(session, 2, "friday") is not None
