"""Access, and the way out: channels, cooldowns, private messages, a bot that stops."""

import asyncio
import logging
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor

import bot.app as bot_app
import bot.kit.access as bot_gate
import bot.kit.in_flight as bot_running
from bot.app import Marquee
from services.store import Store
from services.store.guilds import GuildSettings
from tests.bot.conftest import FakeClient


class Slow:
    """What `/slow` waits for."""

    def __init__(self) -> None:
        self.env: simcord.Env | None = None
        self.done = asyncio.Event()
        self.ended: list[str] = []
        self.first_said: str | None = None


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture(autouse=True)
def probes(bot: Marquee, slow: Slow) -> None:
    """Commands that ask for access and nothing else."""

    def probe(action: Any) -> None:
        async def callback(interaction: discord.Interaction[Marquee]) -> None:
            await interaction.client.access.admit(interaction, action)
            await interaction.response.send_message("in", ephemeral=True)

        bot.tree.add_command(
            app_commands.Command(name=f"try-{action}", description="…", callback=callback)
        )

    for action in ("question", "game", "free"):
        probe(action)

    @bot.tree.command(name="try-slow", description="…")
    async def _slow(interaction: discord.Interaction[Marquee]) -> None:
        await interaction.client.access.admit(interaction)
        await interaction.response.defer(thinking=True)
        if slow.first_said:
            await interaction.edit_original_response(content=slow.first_said)
        assert slow.env
        try:
            await slow.env.external_wait(slow.done.wait(), reason="the service")
            await interaction.followup.send("here it is")
        finally:
            slow.ended.append("yes")


@pytest.fixture(autouse=True)
def own_env(probes: None, env: simcord.Env, slow: Slow) -> None:
    slow.env = env


def said(result: InteractionResult) -> str:
    (message,) = [m for m in (result.response, *result.followups) if m]
    assert message.ephemeral
    return message.content


async def ask(who: MemberActor, channel: ChannelHandle, action: str = "question") -> str:
    return said(await who.slash(channel, f"try-{action}"))


async def thread_in(bot: Marquee, channel: ChannelHandle) -> ChannelHandle:
    parent = bot.get_channel(channel.id)
    assert isinstance(parent, discord.TextChannel | discord.ForumChannel)
    if isinstance(parent, discord.ForumChannel):
        await parent.create_thread(name="which film?", content="this one")
    else:
        await parent.create_thread(name="which film?", type=discord.ChannelType.public_thread)
    return channel.threads[-1]


async def test_only_the_channels_that_were_chosen(bot: Marquee, guild: GuildHandle, alice, channel):
    forum = guild.create_forum_channel("talk")
    category = guild.create_category("films")
    inside = guild.create_text_channel("inside", category=category)
    other = guild.create_text_channel("other")
    await bot.access.change(guild.id, channels=(channel.id, forum.id, category.id))
    for place in (
        channel,
        await thread_in(bot, channel),
        await thread_in(bot, forum),
        inside,
        await thread_in(bot, inside),
    ):
        for action in ("question", "game", "free"):
            assert await ask(alice, place, action) == "in"
    for place in (other, await thread_in(bot, other)):
        for action in ("question", "game", "free"):
            refusal = await ask(alice, place, action)
            assert refusal == (
                f"I am only allowed to answer in <#{channel.id}> <#{forum.id}> <#{category.id}> "
                "on this server."
            )


async def test_when_the_last_channel_is_deleted_it_does_not_answer_everywhere(
    bot: Marquee, guild, alice, channel, env
):
    other = guild.create_text_channel("other")
    await bot.access.change(guild.id, channels=(other.id,))
    room = bot.get_channel(other.id)
    assert isinstance(room, discord.TextChannel)
    await room.delete()
    await env.settle()
    assert (await ask(alice, channel)).startswith("The channels where I was allowed to answer")


async def test_games_can_be_off(bot: Marquee, guild, alice, channel):
    await bot.access.change(guild.id, games=False)
    assert (await ask(alice, channel, "game")).startswith("Games are switched off")
    assert await ask(alice, channel, "question") == "in"


async def test_a_members_cooldown(bot: Marquee, guild, alice, channel, env):
    await bot.access.change(guild.id, cooldown_rate=2, cooldown_seconds=20.0)
    bob = guild.add_member(env.create_user("bob"))
    assert [await ask(alice, channel) for _ in range(2)] == ["in", "in"]
    await env.advance_time(5)
    assert await ask(alice, channel) == (
        "That was a lot of questions at once; please try again in 15 seconds."
    )
    assert await ask(alice, channel, "free") == "in"
    assert await ask(alice, channel, "game") == "in"
    assert await ask(bob, channel) == "in"
    await env.advance_time(16)
    assert await ask(alice, channel) == "in"


async def test_a_servers_cooldown(bot: Marquee, guild, alice, channel, env):
    await bot.access.change(guild.id, cooldown_rate=2, server_rate=3, cooldown_seconds=20.0)
    bob = guild.add_member(env.create_user("bob"))
    assert [await ask(who, channel) for who in (alice, bob, alice)] == ["in"] * 3
    for _ in range(3):  # what the server is refused does not count against the member
        assert (await ask(bob, channel)).startswith("This server asks a lot just now")
    elsewhere = env.create_guild("Other")
    place = elsewhere.create_text_channel("posters")
    there = elsewhere.add_member(bob.user)
    assert await ask(there, place) == "in"
    await env.advance_time(21)
    assert [await ask(bob, channel) for _ in range(2)] == ["in"] * 2


async def test_a_new_cooldown_counts_at_once(bot: Marquee, guild, alice, channel):
    assert [await ask(alice, channel) for _ in range(3)] == ["in"] * 3
    await bot.access.change(guild.id, cooldown_rate=1)
    assert await ask(alice, channel) == "in"
    assert (await ask(alice, channel)).startswith("That was a lot of questions")


async def test_private_messages_have_the_defaults(bot: Marquee, guild, env):
    await bot.access.change(guild.id, channels=(1,), games=False, cooldown_rate=1)
    carol = env.create_user("carol")
    assert said(await carol.slash("try-game")) == "in"
    results = [said(await carol.slash("try-question")) for _ in range(6)]
    assert results[:5] == ["in"] * 5
    assert results[5].startswith("That was a lot of questions")


async def test_who_asked_long_ago_is_forgotten(bot: Marquee, guild, channel, env, monkeypatch):
    monkeypatch.setattr(bot_gate, "REMEMBERED", 3)
    await bot.access.change(guild.id, cooldown_rate=1)
    members = [guild.add_member(env.create_user(f"m{i}")) for i in range(5)]
    for member in members:
        assert await ask(member, channel) == "in"
    assert len(bot.access._members) == 3
    assert (await ask(members[4], channel)).startswith("That was a lot of questions")


async def test_settings_outlive_a_restart(bot: Marquee, env, guild, settings, client):
    changed = await bot.access.change(guild.id, encoder="vgg16", channels=(5, 6), public=False)
    store = await Store.open(settings.database_path)
    async with Marquee(settings, client, store) as fresh:
        assert fresh.access.of(guild.id) == GuildSettings()
        await fresh.access.open()
        assert fresh.access.of(guild.id) == changed
        assert fresh.access.of(None) == fresh.access.of(7) == GuildSettings()


async def test_the_database_is_not_asked_before_the_answer(
    bot: Marquee, alice, channel, monkeypatch
):
    def fail() -> None:
        raise AssertionError("access control opened a session")

    monkeypatch.setattr(bot.store, "session", fail)
    assert await ask(alice, channel) == "in"


async def _begin_slow(alice: MemberActor, channel: ChannelHandle) -> InteractionResult:
    result = await alice.slash(channel, "try-slow")
    assert result.acknowledged
    return result


async def test_a_stopping_bot_finishes_what_it_began(
    bot: Marquee, env, guild, alice, channel, slow: Slow, client: FakeClient
):
    result = await _begin_slow(alice, channel)
    closing = asyncio.create_task(bot.close())
    await asyncio.sleep(0)
    assert not client.closed
    bob = guild.add_member(env.create_user("bob"))
    for action in ("free", "question"):
        assert (await ask(bob, channel, action)).startswith("I am just being restarted")
    slow.done.set()
    await closing
    assert result.response is not None
    assert result.response.content == "here it is"
    assert not result.followups
    assert client.closed


@pytest.mark.parametrize("first_said", [None, "4 posters are before yours."])
async def test_what_takes_too_long_is_told(
    bot: Marquee, alice, channel, slow: Slow, client: FakeClient, monkeypatch, first_said
):
    slow.first_said = first_said
    monkeypatch.setattr(bot_running, "GRACE_SECONDS", 0.05)
    result = await _begin_slow(alice, channel)
    await bot.close()
    assert slow.ended == ["yes"]
    assert said(result) == (
        "I was restarted before I could finish that; please try again in a minute."
    )
    assert client.closed


async def test_the_end_is_reached_even_where_nobody_can_be_told(
    bot: Marquee, alice, channel, env, slow: Slow, client: FakeClient, monkeypatch, caplog
):
    monkeypatch.setattr(bot_running, "GRACE_SECONDS", 0.05)
    await _begin_slow(alice, channel)
    env.inject_error("*", "/webhooks/*", status=500, times=None)
    with caplog.at_level(logging.WARNING):
        await bot.close()
    assert client.closed
    assert "was not told of the end" in caplog.text


async def test_nothing_runs_on_after_the_end(bot: Marquee, env, alice, channel):
    """Loops, timers of games and nights, views: all of them end with the bot."""
    await alice.slash(channel, "game start")
    await alice.slash(channel, "privacy")
    await env.advance_time(60)
    await bot.close()
    await asyncio.sleep(0)
    left = [task for task in env._work.tasks if not task.done()]
    assert left == []


async def test_a_button_that_nobody_listens_to_is_answered(
    bot: Marquee, env, alice, channel, monkeypatch
):
    monkeypatch.setattr(bot_app, "STALE_SECONDS", 0.05)
    room = bot.get_channel(channel.id)
    assert isinstance(room, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id="marquee:of-an-earlier-version"))
    view.stop()  # as after a restart: nothing is registered for it
    await room.send("an old message", view=view)
    await env.settle()
    assert channel.last_message
    result = await alice.click(channel.last_message, label="Old")
    assert said(result) == "That button no longer works; please run the command again."
