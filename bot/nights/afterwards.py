"""After the film: how was it? Stars mark it as seen on the server's watchlists."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import discord

from bot.app import Marquee
from bot.kit.errors import answering
from bot.kit.formatting import titled_link
from bot.kit.i18n import language_of, say
from bot.kit.promises import defer
from bot.nights.checks import check_host
from services.core.errors import MarqueeError, RequestError
from services.store import night_votes, nights, watchlist, watchlists
from services.store.nights import Night

log = logging.getLogger(__name__)

_LENGTH = timedelta(hours=3)
# A bot that slept longer asks no more: nobody remembers.
_TOO_LATE = timedelta(days=2)
_RETRY_S = 60.0

Interaction = discord.Interaction[Marquee]


class RateButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.compile(r"marquee:night:rate:(?P<night>\d+):(?P<stars>[1-5])"),
):
    """Keeps how many stars a member gives the film, and marks it as seen.

    Args:
        night_id: The night's number.
        stars: 1 to 5.
    """

    def __init__(self, night_id: int, stars: int) -> None:
        super().__init__(
            discord.ui.Button(
                label=f"{stars} ★", custom_id=f"marquee:night:rate:{night_id}:{stars}"
            )
        )
        self._night_id, self._stars = night_id, stars

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> RateButton:
        """Return the button that was pressed."""
        return cls(int(match["night"]), int(match["stars"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep it, and show to all what the members think."""
        async with answering(interaction):
            await interaction.client.access.admit(interaction, "free")
            await defer(interaction)
            night = await _seen_night(interaction, self._night_id)
            film = night.winner
            assert film is not None
            member, now = interaction.user.id, discord.utils.utcnow()
            async with interaction.client.store.session() as session:
                await night_votes.rate(session, night.id, member, self._stars, now)
                kept = await watchlists.lists(session, night.guild_id)
                for scope in (night.guild_id, *(one.films_of for one in kept)):
                    await watchlist.mark_seen(session, scope, film.key, member)
                rated = await night_votes.of_night(session, night.id)
                await session.commit()
            locale = language_of(interaction, public=True)
            await interaction.edit_original_response(content=asked(night, locale, rated))


class MissedButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.compile(r"marquee:night:missed:(?P<night>\d+)"),
):
    """Says that the film was not watched; for the host and moderators.

    Args:
        night_id: The night's number.
        label: What the button says.
    """

    def __init__(self, night_id: int, label: str = "…") -> None:
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"marquee:night:missed:{night_id}")
        )
        self._night_id = night_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> MissedButton:
        """Return the button that was pressed."""
        return cls(int(match["night"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Take the stars away."""
        async with answering(interaction):
            await interaction.client.access.admit(interaction, "free")
            await defer(interaction)
            night = await _seen_night(interaction, self._night_id)
            check_host(interaction, night.host_id)
            assert night.winner is not None
            async with interaction.client.store.session() as session:
                await nights.call_off(session, night.id)
                await session.commit()
            locale = language_of(interaction, public=True)
            film = titled_link(night.winner, card=False)
            told = say(locale, "night-missed-told", film=film)
            await interaction.edit_original_response(content=told, view=None)


class Afterwards:
    """Asks after each night whose film was chosen."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def due(self) -> float | None:
        """Ask where the film must be over.

        Returns:
            After how many seconds to look again; None where no night is to come.

        Raises:
            UnavailableError: the database cannot be used now.
        """
        now = discord.utils.utcnow()
        async with self.bot.store.session() as session:
            chosen = await nights.to_ask_about(session, now - _TOO_LATE)
        waits = []
        for night in chosen:
            wait = (night.starts_at + _LENGTH - now).total_seconds()
            waits.append(wait if wait > 0 else await self._tried(night))
        return min((wait for wait in waits if wait is not None), default=None)

    async def _tried(self, night: Night) -> float | None:
        try:
            await self.ask(night)
        except (MarqueeError, discord.HTTPException, OSError) as error:
            log.warning("night %d is asked about soon: %s", night.id, error)
            return _RETRY_S
        except Exception:  # one night's trouble must not cost the others
            log.exception("nobody could be asked about night %d", night.id)
            return _RETRY_S
        return None

    async def ask(self, night: Night) -> None:
        """Ask how a night's film was, unless that was done.

        Raises:
            UnavailableError: the database cannot be used now.
            discord.HTTPException: Discord did not take it; another try may help.
        """
        async with self.bot.store.session() as session:
            mine = await nights.do_once(session, night.id, "asked_at", discord.utils.utcnow())
            await session.commit()
        if not mine:
            return
        guild = self.bot.get_guild(night.guild_id)
        locale = guild.preferred_locale if guild else discord.Locale.british_english
        room = self.bot.get_partial_messageable(night.channel_id, guild_id=night.guild_id)
        view = discord.ui.View(timeout=None)
        for stars in range(1, night_votes.BEST + 1):
            view.add_item(RateButton(night.id, stars))
        view.add_item(MissedButton(night.id, say(locale, "night-missed")))
        try:
            await room.send(asked(night, locale, None), view=view)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("nobody could be asked about night %d: %s", night.id, error)
        except Exception:
            async with self.bot.store.session() as session:
                await nights.undo(session, night.id, "asked_at")
                await session.commit()
            raise


def asked(night: Night, locale: discord.Locale, rated: night_votes.Rated | None) -> str:
    """Return the question after a night, and what was answered so far."""
    assert night.winner is not None
    film = titled_link(night.winner, card=False)
    lines = [say(locale, "night-asked", film=film)]
    if rated is not None:
        mean = round(rated.mean, 1)
        lines.append(say(locale, "night-rated", mean=mean, count=rated.count))
    return "\n".join(lines)


async def _seen_night(interaction: Interaction, night_id: int) -> Night:
    async with interaction.client.store.session() as session:
        night = await nights.load(session, night_id)
    if (
        night is None
        or night.guild_id != interaction.guild_id
        or night.winner is None
        or night.state == "cancelled"
    ):
        raise RequestError("night_over", say(interaction, "night-over"))
    return night
