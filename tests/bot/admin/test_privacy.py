"""`/privacy` as members press it, and the log that shortens itself."""

import io
import json
import logging
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import simcord
from simcord import InteractionResult, MemberActor
from sqlalchemy import select

from bot.app import Marquee
from services.core.errors import UnavailableError
from services.core.film_details import KEEP, FilmDetails
from services.core.settings import Settings
from services.store import Store, film_details, games, privacy
from services.store.models import FilmDetailsRow
from tests.bot.admin.test_settings import shown
from tests.bot.conftest import FakeClient
from tests.store.test_privacy import play, query

SURE = "Yes, erase it all"


async def panel(member: MemberActor, channel):
    result = await member.slash(channel, "privacy")
    assert result.response
    assert result.response.ephemeral
    return result.response


async def exported(result: InteractionResult) -> dict:
    assert result.response
    assert result.response.ephemeral
    (file,) = result.response.attachments
    assert file.filename == "marquee-my-data.json"
    return json.loads(await file.read())


async def test_it_says_what_is_kept_and_for_how_long(channel, alice, env, bot: Marquee):
    text = shown(await alice.slash(channel, "privacy"))
    for part in ("90 days", "a checksum of the picture", "My data", "Forget me"):
        assert part in text
    bot.settings.retention_days = 0
    assert "until you erase them" in shown(await alice.slash(channel, "privacy"))
    carol = env.create_user("carol")
    assert "90 days" not in shown(await carol.slash("privacy"))


async def test_a_member_gets_what_is_kept_about_them(channel, alice, guild, env, bot: Marquee):
    bob = guild.add_member(env.create_user("bob"))
    for member in (alice, bob, alice):
        await bot.store.log_query(query(member.id))
    await play(bot.store, {alice.id: 3, bob.id: 2})
    result = await alice.click(await panel(alice, channel), label="My data")
    assert result.response
    assert result.response.content.startswith("All that I keep about you: 5 entries")
    data = await exported(result)
    assert data["user_id"] == str(alice.id)
    assert {name: len(rows) for name, rows in data["rows"].items()} == {
        "queries": 2,
        "game_players": 1,
        "game_guesses": 1,
        "game_points": 1,
    }
    assert str(bob.id) not in json.dumps(data)


async def test_a_long_export_is_packed(channel, alice, bot: Marquee, monkeypatch):
    # discord.py loads a cog's module anew.
    monkeypatch.setattr(sys.modules["bot.admin.privacy"], "_LARGEST_FILE", 100)
    await bot.store.log_query(query(alice.id))
    result = await alice.click(await panel(alice, channel), label="My data")
    assert result.response
    (file,) = result.response.attachments
    assert file.filename == "marquee-my-data.json.zip"
    with zipfile.ZipFile(io.BytesIO(await file.read())) as archive:
        assert json.loads(archive.read("marquee-my-data.json"))["user_id"] == str(alice.id)


async def test_forgetting_is_asked_twice(channel, alice, guild, env, bot: Marquee):
    bob = guild.add_member(env.create_user("bob"))
    for member in (alice, bob):
        await bot.store.log_query(query(member.id))
    game_id = await play(bot.store, {alice.id: 3, bob.id: 2})
    asked = await alice.click(await panel(alice, channel), label="Forget me")
    assert "This cannot be undone" in shown(asked)
    assert len(await bot.store.recent_queries(user_id=alice.id)) == 1
    assert asked.response
    done = await alice.click(asked.response, label=SURE)
    assert "I know nothing about you any more" in shown(done)
    assert done.response
    assert SURE not in shown(done)  # nothing is left to press
    async with bot.store.session() as session:
        assert (await privacy.export(session, alice.id))["rows"] == {}
        assert (await games.players(session, game_id))[-1].name == f"m{bob.id}"
    assert len(await bot.store.recent_queries(user_id=bob.id)) == 1
    again = await alice.click(await panel(alice, channel), label="Forget me")
    assert again.response
    assert "There was nothing to erase" in shown(await alice.click(again.response, label=SURE))


async def test_a_confirmation_is_the_members_own(channel, alice, guild, env, bot: Marquee):
    bob = guild.add_member(env.create_user("bob"))
    await bot.store.log_query(query(alice.id))
    asked = await alice.click(await panel(alice, channel), label="Forget me")
    assert asked.response
    with pytest.raises(simcord.SetupError, match="not visible"):
        await bob.click(asked.response, label=SURE)
    assert len(await bot.store.recent_queries(user_id=alice.id)) == 1


async def test_who_plays_is_asked_to_finish(channel, alice, bot: Marquee, guild):
    now = datetime.now(UTC)
    async with bot.store.session() as session:
        game_id = await games.open_lobby(
            session,
            scope_id=guild.id,
            channel_id=channel.id,
            host_id=alice.id,
            kind="film",
            options={},
            seed=1,
            now=now,
        )
        assert game_id
        await games.join(session, game_id, alice.id, name="alice", team=None, now=now)
        await session.commit()
    asked = await alice.click(await panel(alice, channel), label="Forget me")
    assert asked.response
    result = await alice.click(asked.response, label=SURE)
    assert [m.content[:39] for m in result.followups] == ["You are in a game that is not over; lea"]
    async with bot.store.session() as session:
        assert len(await games.players(session, game_id)) == 1
        await games.advance(session, game_id, ("lobby",), "stopped", now)
        await session.commit()
    assert "I know nothing" in shown(await alice.click(asked.response, label=SURE))


async def test_a_database_that_fails_erases_nothing(channel, alice, bot: Marquee, monkeypatch):
    await bot.store.log_query(query(alice.id))

    async def fail(*_: object) -> int:
        raise UnavailableError("unavailable", "The disk is full.")

    asked = await alice.click(await panel(alice, channel), label="Forget me")
    monkeypatch.setattr(privacy, "_leave_games", fail)
    assert asked.response
    result = await alice.click(asked.response, label=SURE)
    assert [m.content for m in result.followups] == ["The disk is full."]
    assert len(await bot.store.recent_queries(user_id=alice.id)) == 1


async def test_the_buttons_work_after_a_restart(
    channel, alice, env, settings: Settings, client: FakeClient
):
    old = await panel(alice, channel)
    asked = await alice.click(old, label="Forget me")
    store = await Store.open(settings.database_path)
    async with Marquee(settings, client, store) as fresh:
        await env.restart_bot(fresh)
        await store.log_query(query(alice.id))
        data = await exported(await alice.click(old, label="My data"))
        assert list(data["rows"]) == ["queries"]
        assert asked.response
        assert "1 entry was erased" in shown(await alice.click(asked.response, label=SURE))
        assert await store.recent_queries() == []
        await env.shutdown()


async def _log(store: Store, *ages: int) -> None:
    for age in ages:
        asked_at = datetime.now(UTC) - timedelta(days=age)
        await store.log_query(query(1, asked_at=asked_at))


def _ages(rows) -> list[int]:
    return [(datetime.now(UTC) - row.asked_at).days for row in rows]


@pytest.mark.slow
async def test_the_log_is_shortened_at_the_start_and_every_day(
    bot: Marquee, settings: Settings, monkeypatch
):
    monkeypatch.setattr(privacy, "PORTION", 2)
    await _log(bot.store, 1, 89, 91, 92, 93, 94, 95)
    env = simcord.Env(bot, shard_count=1, settle_timeout=30)
    await env.start()
    await env.settle()
    assert _ages(await bot.store.recent_queries()) == [1, 89]
    settings.retention_days = 50
    await env.advance_time(12 * 3600)
    assert _ages(await bot.store.recent_queries()) == [1, 89]
    await env.advance_time(13 * 3600)
    assert _ages(await bot.store.recent_queries()) == [1]
    await env.shutdown()


async def test_the_log_is_kept_for_ever_where_that_is_wanted(bot: Marquee, settings: Settings):
    settings.retention_days = 0
    await _log(bot.store, 1, 4000)
    env = simcord.Env(bot, shard_count=1, settle_timeout=30)
    await env.start()
    await env.settle()
    assert _ages(await bot.store.recent_queries()) == [1, 4000]
    await env.shutdown()


@pytest.mark.slow
async def test_a_day_on_which_it_fails_is_not_the_last(
    bot: Marquee, settings: Settings, monkeypatch, caplog
):
    await _log(bot.store, 91)
    expire = privacy.expire

    async def fail(*_: object, **__: object) -> int:
        raise UnavailableError("unavailable", "The disk is full.")

    monkeypatch.setattr(privacy, "expire", fail)
    env = simcord.Env(bot, shard_count=1, settle_timeout=30)
    with caplog.at_level(logging.WARNING):
        await env.start()
        await env.settle()
    assert "could not be shortened: The disk is full." in caplog.text
    monkeypatch.setattr(privacy, "expire", expire)
    await env.advance_time(25 * 3600)
    assert await bot.store.recent_queries() == []
    await env.shutdown()


async def test_what_tmdb_told_is_let_go_after_six_months(env, bot: Marquee):
    now = datetime.now(UTC)
    old = FilmDetails(now - KEEP - timedelta(hours=1))
    async with bot.store.session() as session:
        await film_details.keep(session, {1: FilmDetails(now), 2: old})
        await session.commit()
    cog = bot.get_cog("Privacy")
    assert cog is not None
    await cog.shorten_log.coro(cog)  # pyright: ignore[reportAttributeAccessIssue]
    async with bot.store.session() as session:
        assert set(await session.scalars(select(FilmDetailsRow.tmdb_id))) == {1}
