"""The buttons under a night's outcome: who cannot come, and the night for one's own calendar.

They work after a restart: the night's number is in the button itself.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import discord

from bot.app import Marquee
from bot.kit.errors import answering
from bot.kit.i18n import language_of, say
from bot.kit.promises import defer
from bot.nights.calendar import calendar
from bot.watchlist.save_button import SaveButton
from services.core.errors import RequestError
from services.store import night_votes, nights
from services.store.nights import Night

_NAMED = 20

Interaction = discord.Interaction[Marquee]


class AbsentButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.compile(r"marquee:night:absent:(?P<night>\d+)"),
):
    """Notes that a member cannot come; pressed again, that they can.

    Args:
        night_id: The night's number.
        label: What the button says.
    """

    def __init__(self, night_id: int, label: str = "…") -> None:
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"marquee:night:absent:{night_id}")
        )
        self._night_id = night_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> AbsentButton:
        """Return the button that was pressed."""
        return cls(int(match["night"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Note it, show to all how many cannot come, and tell the member."""
        async with answering(interaction):
            await interaction.client.access.admit(interaction, "free")
            await defer(interaction)
            night = await coming(interaction, self._night_id)
            async with interaction.client.store.session() as session:
                now = discord.utils.utcnow()
                away = await night_votes.stay_away(session, night.id, interaction.user.id, now)
                absent = await night_votes.absent(session, night.id)
                await session.commit()
            locale = language_of(interaction, public=True)
            await interaction.edit_original_response(view=outcome_view(night, locale, len(absent)))
            when = discord.utils.format_dt(night.starts_at, "F")
            key = "night-absent-noted" if away else "night-absent-back"
            lines = [say(interaction, key, when=when)]
            if absent:
                who = " ".join(f"<@{member}>" for member in absent[:_NAMED])
                lines.append(f"{say(interaction, 'night-absent-some', count=len(absent))} {who}")
            await interaction.followup.send("\n".join(lines), ephemeral=True)


class CalendarButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.compile(r"marquee:night:calendar:(?P<night>\d+)"),
):
    """Gives a member the night as a file for their calendar.

    Args:
        night_id: The night's number.
        label: What the button says.
    """

    def __init__(self, night_id: int, label: str = "…") -> None:
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"marquee:night:calendar:{night_id}")
        )
        self._night_id = night_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> CalendarButton:
        """Return the button that was pressed."""
        return cls(int(match["night"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Send the file to the member alone."""
        async with answering(interaction):
            await interaction.client.access.admit(interaction, "free")
            await defer(interaction, ephemeral=True, thinking=True)
            night = await coming(interaction, self._night_id)
            locale = interaction.locale
            room = None
            if night.voice_id is not None and interaction.guild is not None:
                channel = interaction.guild.get_channel(night.voice_id)
                room = channel and channel.name
            written = calendar(night, locale, room, discord.utils.utcnow())
            film = night.winner
            assert film is not None
            await interaction.followup.send(
                say(locale, "night-calendar-told"),
                file=discord.File(BytesIO(written), "movie-night.ics", description=film.label),
                ephemeral=True,
            )


async def coming(interaction: Interaction, night_id: int) -> Night:
    """Return a night that is to come.

    Raises:
        RequestError: `night_over`, it is past, was called off, or is another server's.
        UnavailableError: the database cannot be used now.
    """
    async with interaction.client.store.session() as session:
        night = await nights.load(session, night_id)
    if (
        night is None
        or night.guild_id != interaction.guild_id
        or night.winner is None
        or night.state == "cancelled"
        or night.starts_at <= discord.utils.utcnow()
    ):
        raise RequestError("night_over", say(interaction, "night-over"))
    return night


def outcome_view(night: Night, locale: discord.Locale, absent: int = 0) -> discord.ui.View:
    """Return the buttons under what the channel is told of a night.

    Args:
        night: Its film was chosen.
        locale: The channel's language.
        absent: How many cannot come.
    """
    view = discord.ui.View(timeout=None)
    film = night.winner
    assert film is not None
    view.add_item(SaveButton(film.key, say(locale, "keep-button")))
    if night.starts_at > discord.utils.utcnow():
        label = (
            say(locale, "night-absent-count", count=absent)
            if absent
            else say(locale, "night-absent")
        )
        view.add_item(AbsentButton(night.id, label))
        view.add_item(CalendarButton(night.id, say(locale, "night-calendar")))
    return view
