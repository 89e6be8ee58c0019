"""What of a night is refused: who may, where Marquee may, and one vote at a time."""

from __future__ import annotations

import discord

from bot.kit.i18n import say
from bot.nights.own import Interaction
from services.core.errors import RequestError
from services.store import night_series, nights

Voice = discord.VoiceChannel | discord.StageChannel


def check_host(interaction: Interaction, host_id: int) -> None:
    """Let only the host and moderators. Raises RequestError."""
    mine = interaction.permissions
    if host_id != interaction.user.id and not (mine.manage_messages or mine.manage_events):
        raise RequestError("not_yours", say(interaction, "night-not-host"))


def check_allowed(interaction: Interaction) -> None:
    """Refuse where the member may not post polls, or Marquee may not.

    Raises:
        RequestError: `not_allowed`, in the host's language.
    """
    if not interaction.permissions.send_polls:
        raise RequestError("not_allowed", say(interaction, "night-not-you"))
    mine = interaction.app_permissions
    may_write = (
        mine.send_messages_in_threads
        if isinstance(interaction.channel, discord.Thread)
        else mine.send_messages
    )
    if not (mine.view_channel and may_write and mine.send_polls and mine.read_message_history):
        raise RequestError("not_allowed", say(interaction, "night-not-allowed"))


async def check_free(interaction: Interaction) -> None:
    """Refuse where the channel votes already. Raises RequestError or UnavailableError."""
    assert interaction.channel_id is not None
    async with interaction.client.store.session() as session:
        night = await nights.in_channel(session, interaction.channel_id)
    if night is None:
        return
    if night.message_id is None:
        raise RequestError("night_open", say(interaction, "night-open-unsent"))
    room = interaction.client.get_partial_messageable(night.channel_id, guild_id=night.guild_id)
    link = room.get_partial_message(night.message_id).jump_url
    raise RequestError("night_open", say(interaction, "night-open", link=link))


async def check_no_series(interaction: Interaction) -> None:
    """Refuse where nights recur already. Raises RequestError or UnavailableError."""
    assert interaction.channel_id is not None
    async with interaction.client.store.session() as session:
        series = await night_series.in_channel(session, interaction.channel_id)
    if series is not None:
        raise RequestError("series_open", say(interaction, "night-series-open"))


def no_event(interaction: Interaction, voice: Voice | None) -> str | None:
    """Return why there can be no event, a sentence; None where there can be one."""
    guild = interaction.guild
    if guild is None or guild.me is None:
        return say(interaction, "night-no-event")
    mine = voice.permissions_for(guild.me) if voice else guild.me.guild_permissions
    if not (mine.create_events or mine.manage_events):
        return say(interaction, "night-no-event")
    if voice and not (mine.view_channel and mine.connect):
        return say(interaction, "night-no-voice", channel=voice.mention)
    return None
