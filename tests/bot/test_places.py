"""Wherever members call Marquee: servers, threads, posts, private messages, their own app."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, UserHandle

from bot.app import Marquee
from services.core.types import EncoderStatus
from tests.bot.admin.test_settings import SPACES
from tests.bot.conftest import NEAR, FakeClient, picture

POSTER = ("heat.png", picture())
# What works everywhere, and its options.
EVERYWHERE: dict[str, dict[str, Any]] = {
    "match": {"poster": POSTER},
    "film": {"title": NEAR[0].key},
    "search": {"words": "thief"},
    "compare": {"first": POSTER, "second": ("b.png", picture("red"))},
    "watchlist show": {},
    "leaderboard": {},
    "profile": {},
    "about": {},
    "privacy": {},
}
SERVERS_ONLY = {"settings", "stats", "night"}
Ask = Callable[[str, dict[str, Any]], Awaitable[InteractionResult]]


@pytest.fixture(autouse=True)
def spaces(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def encoders() -> list[EncoderStatus]:
        return SPACES

    monkeypatch.setattr(client, "encoders", encoders, raising=False)


def names(env: simcord.Env) -> list[str]:
    synced = {name for name, _ in env.backend.commands[None]}
    return [name for name in EVERYWHERE if name.split()[0] in synced]


async def every_command_answers(env: simcord.Env, ask: Ask) -> None:
    """Ask all; nothing may be used that only a bot among the server's members has."""
    known = names(env)
    assert {"match", "film", "about", "privacy"} <= set(known)
    for name in known:
        before = len(env.http_requests)
        result = await ask(name, EVERYWHERE[name])
        (message,) = [m for m in (result.response, *result.followups) if m]
        assert result._interaction.response_kind != "deferred"
        assert message.components or message.embeds, f"{name}: {message.content}"
        paths = {entry.path.split("/")[1] for entry in env.http_requests[before:]}
        assert paths <= {"interactions", "webhooks"}
        # Cooldowns are not what is tried here.
        await env.advance_time(31)
    assert env.errors == []


def by(member: MemberActor, channel: ChannelHandle) -> Ask:
    return lambda name, options: member.slash(channel, name, **options)


async def thread_in(bot: Marquee, channel: ChannelHandle) -> ChannelHandle:
    parent = bot.get_channel(channel.id)
    if isinstance(parent, discord.ForumChannel):
        await parent.create_thread(name="which film?", content="this one")
    else:
        assert isinstance(parent, discord.TextChannel)
        await parent.create_thread(name="which film?", type=discord.ChannelType.public_thread)
    return channel.threads[-1]


async def test_in_a_server(env, channel, alice):
    await every_command_answers(env, by(alice, channel))


async def test_in_a_thread(env, bot: Marquee, channel, alice):
    await every_command_answers(env, by(alice, await thread_in(bot, channel)))


async def test_in_a_forum_post(env, bot: Marquee, guild, alice):
    forum = guild.create_forum_channel("talk")
    await every_command_answers(env, by(alice, await thread_in(bot, forum)))


async def test_in_a_voice_channels_chat(env, guild, alice):
    await every_command_answers(env, by(alice, guild.create_voice_channel("cinema")))


async def test_in_private(env):
    carol: UserHandle = env.create_user("carol")
    await every_command_answers(env, lambda name, options: carol.slash(name, **options))


@contextmanager
def unknown_to_the_bot(env: simcord.Env) -> Iterator[None]:
    """What is made inside, the bot never hears of."""
    feed = env._gateway_feed
    env.backend.subscribers.remove(feed)
    try:
        yield
    finally:
        env.backend.subscribers.append(feed)


@pytest.fixture
def stranger(env: simcord.Env) -> tuple[MemberActor, ChannelHandle]:
    """A member of a server without the bot, who installed it for themselves."""
    with unknown_to_the_bot(env):
        guild: GuildHandle = env.create_guild("Elsewhere")
        channel = guild.create_text_channel("lounge")
        member = guild.add_member(env.create_user("dora"))
    emit = env.backend.emit

    def as_own_app(event: str, payload: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload = payload | {
                "authorizing_integration_owners": {"1": str(member.id)},
                "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            }
        return emit(event, payload)

    env.backend.emit = as_own_app  # pyright: ignore[reportAttributeAccessIssue]
    return member, channel


async def test_as_a_members_own_app_where_the_bot_is_not(env, bot: Marquee, stranger):
    member, channel = stranger
    seen: list[discord.Interaction] = []
    bot.add_listener(_append_to(seen), "on_interaction")
    assert bot.get_guild(channel.guild.id) is None
    await every_command_answers(env, by(member, channel))
    assert bot.get_guild(channel.guild.id) is None
    assert all(interaction.is_user_integration() for interaction in seen)
    assert not any(interaction.is_guild_integration() for interaction in seen)
    assert len(seen) == len(names(env))


def _append_to(seen: list[discord.Interaction]) -> Any:
    async def listen(interaction: discord.Interaction) -> None:
        seen.append(interaction)

    return listen


async def test_in_a_group_of_friends(env, bot: Marquee):
    """A private channel without the bot: context 2, and the app is the member's own."""
    carol = env.create_user("carol")
    emit = env.backend.emit

    def in_a_group(event: str, payload: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload = payload | {
                "authorizing_integration_owners": {"1": str(carol.id)},
                "context": 2,
                "channel": {**payload["channel"], "type": 3, "name": None, "icon": None},
            }
        return emit(event, payload)

    env.backend.emit = in_a_group  # pyright: ignore[reportAttributeAccessIssue]
    await every_command_answers(env, lambda name, options: carol.slash(name, **options))


async def test_where_discord_offers_the_commands(env, bot: Marquee):
    for (name, _), command in env.backend.commands[None].items():
        if name in SERVERS_ONLY:
            assert (command["contexts"], command["integration_types"]) == ([0], [0]), name
        else:
            assert (command["contexts"], command["integration_types"]) == ([0, 1, 2], [0, 1]), name
    for admins in ("settings", "stats"):
        command = env.backend.find_command(admins, None, type=1)
        assert command
        manage = discord.Permissions(manage_guild=True)
        assert int(command["default_member_permissions"]) == manage.value


def test_the_least_intents(bot: Marquee):
    wanted = {name for name, on in bot.intents if on}
    # Polls and events of movie nights are told to whoever listens to servers.
    assert wanted <= {"guilds", "guild_scheduled_events", "guild_polls", "guild_messages"}
    privileged = discord.Intents(members=True, presences=True, message_content=True)
    assert not bot.intents.value & privileged.value
