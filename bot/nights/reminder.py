"""An hour before the film: the channel is reminded, once."""

from __future__ import annotations

import logging
from datetime import timedelta

import discord

from bot.app import Marquee
from bot.kit.formatting import titled_link
from bot.kit.i18n import say
from bot.nights.buttons import outcome_view
from bot.nights.draft import where
from bot.nights.role import role_told
from services.core.errors import MarqueeError
from services.store import night_votes, nights
from services.store.nights import Night

log = logging.getLogger(__name__)

_BEFORE = timedelta(hours=1)
# Who was told the outcome just before needs no reminder.
_JUST_TOLD = timedelta(minutes=20)
_RETRY_S = 60.0


class Reminder:
    """Reminds of the nights whose film is known."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def due(self) -> float | None:
        """Remind of what begins within the hour.

        Returns:
            After how many seconds to look again; None where no night is to come.

        Raises:
            UnavailableError: the database cannot be used now.
        """
        now = discord.utils.utcnow()
        async with self.bot.store.session() as session:
            coming = await nights.to_remind(session, now)
        waits = []
        for night in coming:
            wait = (night.starts_at - _BEFORE - now).total_seconds()
            waits.append(wait if wait > 0 else await self._tried(night))
        return min((wait for wait in waits if wait is not None), default=None)

    async def _tried(self, night: Night) -> float | None:
        try:
            return await self._remind(night)
        except (MarqueeError, discord.HTTPException, OSError) as error:
            log.warning("the reminder of night %d is tried again: %s", night.id, error)
        except Exception:  # one night's trouble must not cost the others
            log.exception("nobody could be reminded of night %d", night.id)
        return _RETRY_S

    async def _remind(self, night: Night) -> float | None:
        """Remind of a night; return after how many seconds to look again, None for never."""
        if not await self._takes_place(night):
            return _RETRY_S
        now = discord.utils.utcnow()
        async with self.bot.store.session() as session:
            mine = await nights.do_once(session, night.id, "reminded_at", now)
            absent = await night_votes.absent(session, night.id)
            await session.commit()
        if not mine or night.closes_at > night.starts_at - _BEFORE - _JUST_TOLD:
            return None
        try:
            await self._send(night, len(absent))
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("nobody could be reminded of night %d: %s", night.id, error)
        except Exception:
            async with self.bot.store.session() as session:
                await nights.undo(session, night.id, "reminded_at")
                await session.commit()
            raise
        return None

    async def _takes_place(self, night: Night) -> bool:
        """Return whether a night is as it was planned; keep it where its event was changed."""
        guild = self.bot.get_guild(night.guild_id)
        if guild is None or night.event_id is None:
            return True
        try:
            event = await guild.fetch_scheduled_event(night.event_id, with_counts=False)
        except discord.NotFound:
            event = None
        except discord.Forbidden:
            return True
        if event is not None and event.status is discord.EventStatus.cancelled:
            event = None
        if event is not None and event.start_time == night.starts_at:
            return True
        async with self.bot.store.session() as session:
            if event is None:
                log.info("the event of night %d was taken away", night.id)
                await nights.call_off(session, night.id)
            else:
                await nights.set_start(session, night.id, event.start_time)
            await session.commit()
        return False

    async def _send(self, night: Night, absent: int) -> None:
        guild = self.bot.get_guild(night.guild_id)
        locale = guild.preferred_locale if guild else discord.Locale.british_english
        film = night.winner
        assert film is not None
        role, allowed = role_told(self.bot, night.guild_id)
        soon = discord.utils.format_dt(night.starts_at, "R")
        told = say(locale, "night-reminder", film=titled_link(film, card=False), when=soon)
        place = where(night.voice_id, night.place)
        lines = [" ".join(part for part in ("⏰", role, told) if part)]
        if place:
            lines.append(f"📍 {place}")
        if absent:
            lines.append(say(locale, "night-absent-some", count=absent))
        if night.event_id:
            lines.append(f"https://discord.com/events/{night.guild_id}/{night.event_id}")
        room = self.bot.get_partial_messageable(night.channel_id, guild_id=night.guild_id)
        await room.send(
            "\n".join(lines),
            view=outcome_view(night, locale, absent),
            allowed_mentions=allowed,
        )
