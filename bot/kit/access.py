"""Who may ask what, where and how often: the admin's settings, and cooldowns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Generic, Literal, TypeVar

import discord
from discord.ext import commands

from bot.kit.i18n import language_of, say
from bot.kit.in_flight import InFlight
from services.core.errors import RequestError
from services.store import Store, guilds
from services.store.guilds import GuildSettings

# Members, and servers, whose questions are counted at a time; who asked least recently is
# forgotten, and may start afresh.
REMEMBERED = 10_000
_CHANNELS_NAMED = 5

Action = Literal["question", "game", "free"]
_Key = TypeVar("_Key", bound=Hashable)


class AccessControl:
    """Asked before a poster, a film or a game is answered: what an admin chose, and cooldowns.

    All settings are in memory from the start: a command has three seconds to acknowledge, and
    shall wait for no database before it does.

    Args:
        store: Holds the settings.
        in_flight: What is being answered, and whether the bot is stopping.
    """

    def __init__(self, store: Store, in_flight: InFlight) -> None:
        self._store = store
        self._in_flight = in_flight
        self._settings: dict[int, GuildSettings] = {}
        self._members: _Cooldowns[tuple[int, int]] = _Cooldowns()
        self._servers: _Cooldowns[int] = _Cooldowns()
        # How often a refused file was forgiven: opening one costs time as well.
        self._forgiven: _Cooldowns[tuple[int, int]] = _Cooldowns()
        self._changing = asyncio.Lock()

    async def open(self) -> None:
        """Read what the admins chose. Raises UnavailableError."""
        async with self._store.session() as session:
            self._settings = await guilds.load_all(session)

    def of(self, guild_id: int | None) -> GuildSettings:
        """Return a server's settings; the defaults outside of servers."""
        return self._settings.get(guild_id or 0, GuildSettings())

    def shows_marked(self, guild_id: int | None, channel: object) -> bool:
        """Return whether posters that are not for everybody may be shown in a channel.

        Args:
            guild_id: Its server, if it has one.
            channel: As Discord gives it; of one that is not known, nothing is.
        """
        is_restricted = getattr(channel, "is_nsfw", None)
        return self.of(guild_id).show_marked or bool(is_restricted and is_restricted())

    async def change(self, guild_id: int, **changes: Any) -> GuildSettings:
        """Keep changes of a server's settings and go by them from now on.

        Args:
            guild_id: The server.
            changes: Fields of `GuildSettings`; the others stay, whoever changes them meanwhile.

        Raises:
            UnavailableError: the database cannot be written; nothing was changed.
        """
        async with self._changing:
            settings = replace(self.of(guild_id), **changes)
            async with self._store.session() as session:
                await guilds.save(session, guild_id, settings)
                await session.commit()
            self._settings[guild_id] = settings
        return settings

    async def admit(
        self, interaction: discord.Interaction[Any], action: Action = "question"
    ) -> GuildSettings:
        """Return the server's settings where the member may go on. Never waits.

        Args:
            interaction: What the member did.
            action: `question` counts towards the cooldowns; `game` needs games to be on; `free`
                is only held to the channels.

        Raises:
            RequestError: `closing`, `wrong_channel`, `games_off` or `cooldown`, in the member's
                language.
        """
        self._in_flight.add(interaction)
        if self._in_flight.closing:
            raise RequestError("closing", say(interaction, "access-closing"))
        settings = self.of(interaction.guild_id)
        if settings.channels and not _places(interaction) & set(settings.channels):
            raise RequestError("wrong_channel", _elsewhere(interaction, settings.channels))
        if action == "game" and not settings.games:
            raise RequestError("games_off", say(interaction, "access-games-off"))
        if action == "question":
            self._cool_down(interaction, settings)
        return settings

    def forgive(self, interaction: discord.Interaction[Any]) -> None:
        """Let a question not count that was admitted, since its file was refused.

        As many are forgiven as may be asked: whoever sends nothing but broken files is slowed too.
        """
        settings = self.of(interaction.guild_id)
        guild_id = interaction.guild_id or 0
        key, seconds = (guild_id, interaction.user.id), settings.cooldown_seconds
        now = interaction.created_at.timestamp()
        if self._forgiven.of(key, settings.cooldown_rate, seconds).update_rate_limit(now):
            return
        _give_back(self._members.of(key, settings.cooldown_rate, seconds), now)
        if guild_id:
            _give_back(self._servers.of(guild_id, settings.server_rate, seconds), now)

    def _cool_down(self, interaction: discord.Interaction[Any], settings: GuildSettings) -> None:
        guild_id = interaction.guild_id or 0
        seconds = settings.cooldown_seconds
        now = interaction.created_at.timestamp()
        own = self._members.of((guild_id, interaction.user.id), settings.cooldown_rate, seconds)
        everyone = self._servers.of(guild_id, settings.server_rate, seconds) if guild_id else None
        # A server that is over its share costs the member none of theirs.
        if everyone and everyone.get_tokens(now) == 0:
            wait = _up(everyone.get_retry_after(now))
            raise RequestError("cooldown", say(interaction, "access-server-cooldown", seconds=wait))
        if wait := own.update_rate_limit(now):
            raise RequestError("cooldown", say(interaction, "access-cooldown", seconds=_up(wait)))
        if everyone:
            everyone.update_rate_limit(now)


def answer_language(interaction: discord.Interaction[Any]) -> discord.Locale:
    """Return the language of the answer to a command, or of the message whose button was pressed.

    Commands answer as the server's admin chose, to all or to the member alone.
    """
    if interaction.message is not None:
        private = interaction.message.flags.ephemeral
    else:
        private = not interaction.client.access.of(interaction.guild_id).public
    return language_of(interaction, public=not private)


class _Cooldowns(Generic[_Key]):
    """One cooldown a member or server, for those who asked most recently."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, commands.Cooldown] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, key: _Key, rate: int, seconds: float) -> commands.Cooldown:
        kept = self._kept.get(key)
        if kept is None or (kept.rate, kept.per) != (rate, seconds):
            kept = self._kept[key] = commands.Cooldown(rate, seconds)
        self._kept.move_to_end(key)
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return kept


def _give_back(counted: commands.Cooldown, now: float) -> None:
    # Of a span that began meanwhile nothing was taken.
    if counted.get_tokens(now) < counted.rate:
        counted.update_rate_limit(now, tokens=-1)


def _up(seconds: float) -> int:
    return max(1, round(seconds))


def _places(interaction: discord.Interaction[Any]) -> set[int]:
    """Return the ids of the channel, of a thread's or forum post's parent, and of the category."""
    channel = interaction.channel
    # The categories of threads are their parents', which only the cache knows.
    parent = getattr(channel, "parent", None)
    places = (
        interaction.channel_id,
        getattr(channel, "parent_id", None),
        getattr(parent or channel, "category_id", None),
    )
    return {place for place in places if place is not None}


def _elsewhere(interaction: discord.Interaction[Any], channels: tuple[int, ...]) -> str:
    guild = interaction.guild
    there = [channel for channel in channels if guild is None or guild.get_channel(channel)]
    if not there:  # every one of them was deleted
        return say(interaction, "access-no-channel")
    places = " ".join(f"<#{channel}>" for channel in there[:_CHANNELS_NAMED])
    return say(interaction, "access-channel", channels=places)
