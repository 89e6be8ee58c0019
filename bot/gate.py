"""Who may ask what, where and how often: the admin's settings, and cooldowns."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord.ext import commands

from bot.words import words
from services.errors import MarqueeError, RequestError
from services.store import guilds
from services.store.guilds import GuildSettings

if TYPE_CHECKING:
    from bot.app import Marquee

log = logging.getLogger(__name__)

# A whole server may ask this many times what one member may.
SERVER_SHARE = 6

Action = Literal["question", "game", "free"]


class Gate:
    """Asked before a command does anything. Settings are read once a server, and when they change.

    Args:
        bot: The bot; its store holds the settings.
    """

    def __init__(self, bot: Marquee) -> None:
        self._bot = bot
        self._settings: dict[int, GuildSettings] = {}
        self._members: dict[tuple[int, int], commands.Cooldown] = {}
        self._servers: dict[int, commands.Cooldown] = {}

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """Return a server's settings; the defaults outside of servers."""
        if guild_id is None:
            return GuildSettings()
        if guild_id not in self._settings:
            try:
                async with self._bot.store.session() as session:
                    self._settings[guild_id] = await guilds.load(session, guild_id)
            except MarqueeError as error:
                log.warning("the settings of server %s are taken as unset: %s", guild_id, error)
                return GuildSettings()
        return self._settings[guild_id]

    async def change(self, guild_id: int, settings: GuildSettings) -> None:
        """Keep a server's settings and go by them from now on. Raises UnavailableError."""
        async with self._bot.store.session() as session:
            await guilds.save(session, guild_id, settings)
            await session.commit()
        self._settings[guild_id] = settings
        self._servers.pop(guild_id, None)
        for key in [key for key in self._members if key[0] == guild_id]:
            del self._members[key]

    async def admit(
        self, interaction: discord.Interaction[Any], action: Action = "question"
    ) -> GuildSettings:
        """Return the server's settings where the member may go on.

        Args:
            interaction: What the member did.
            action: `question` counts towards the cooldowns; `game` needs games to be on; `free`
                is only held to the channels.

        Raises:
            RequestError: `wrong_channel`, `games_off` or `cooldown`, in the member's language.
        """
        settings = await self.settings(interaction.guild_id)
        if settings.channels and not _places(interaction) & set(settings.channels):
            places = " ".join(f"<#{channel}>" for channel in settings.channels[:5])
            raise RequestError("wrong_channel", words(interaction, "gate-channel", channels=places))
        if action == "game" and not settings.games:
            raise RequestError("games_off", words(interaction, "gate-games-off"))
        if action == "question":
            self._cool_down(interaction, settings)
        return settings

    def _cool_down(self, interaction: discord.Interaction[Any], settings: GuildSettings) -> None:
        guild_id = interaction.guild_id or 0
        rate, seconds = settings.cooldown_rate, settings.cooldown_seconds
        now = interaction.created_at.timestamp()
        own = self._members.setdefault(
            (guild_id, interaction.user.id), commands.Cooldown(rate, seconds)
        )
        if wait := own.update_rate_limit(now):
            raise RequestError("cooldown", words(interaction, "gate-cooldown", seconds=_up(wait)))
        if not guild_id:
            return
        everyone = self._servers.setdefault(
            guild_id, commands.Cooldown(rate * SERVER_SHARE, seconds)
        )
        if wait := everyone.update_rate_limit(now):
            raise RequestError(
                "cooldown", words(interaction, "gate-server-cooldown", seconds=_up(wait))
            )


def _up(seconds: float) -> int:
    return max(1, round(seconds))


def _places(interaction: discord.Interaction[Any]) -> set[int]:
    """Return the channel's id and, for a thread or forum post, its parent's."""
    parent = getattr(interaction.channel, "parent_id", None)
    return {place for place in (interaction.channel_id, parent) if place is not None}
