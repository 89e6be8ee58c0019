"""Nights that recur: who posts the next poll when its time has come, once each."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import discord

from bot.app import Marquee
from bot.kit.i18n import say
from bot.kit.limits import UNKNOWN_CHANNEL
from bot.nights.draft import hours_for
from bot.nights.post import Call, post
from bot.nights.repeat import Repeating
from bot.nights.sources import FEWEST, Source, drawn
from services.core.errors import MarqueeError
from services.core.types import Film
from services.store import night_series, nights
from services.store.night_series import Series

log = logging.getLogger(__name__)

# Between the poll's end and the film: time to see what it will be, and to say that one cannot come.
_NOTICE = timedelta(hours=24)
_RETRY = timedelta(minutes=1)
_BUSY = timedelta(minutes=10)


class Opener:
    """Begins the nights of all series."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def due(self) -> float | None:
        """Begin what is due.

        Returns:
            After how many seconds to look again; None where nothing recurs.

        Raises:
            UnavailableError: the database cannot be used now.
        """
        async with self.bot.store.session() as session:
            going_on = await night_series.going_on(session)
        waits = [await self._tried(series) for series in going_on]
        return min((wait.total_seconds() for wait in waits), default=None)

    async def _tried(self, series: Series) -> timedelta:
        try:
            return await self._turn(series)
        except (MarqueeError, discord.HTTPException, OSError) as error:
            log.warning("series %d is tried again soon: %s", series.id, error)
        except Exception:  # one series' trouble must not cost the others
            log.exception("the next night of series %d could not be begun", series.id)
        return _RETRY

    async def _turn(self, series: Series) -> timedelta:
        """Begin a series' next night where it is time; return how long there is nothing to do."""
        now = discord.utils.utcnow()
        opens_at = series.next_at - timedelta(hours=series.hours) - _NOTICE
        if now < opens_at:
            return opens_at - now
        source = Source.from_json(series.source)
        repeating = Repeating(series.rule, series.clock, series.timezone, source)
        following = repeating.after(series.next_at, now)
        if following is None:
            await self._end(series)
            return _BUSY
        hours = hours_for(series.hours, series.next_at, now) or hours_for(None, series.next_at, now)
        guild = self.bot.get_guild(series.guild_id)
        if hours is None:
            # The bot has slept too long: the next one is its next chance.
            log.info("series %d skips %s", series.id, series.next_at)
            await self._begin(series, following)
            return _RETRY
        if guild is None or await self._busy(series):
            return _BUSY
        pool = await source.pool(self.bot)
        if not await self._begin(series, following):
            return _RETRY
        try:
            if len(pool) < FEWEST:
                await self._tell_few(series, guild)
            else:
                await self._post(series, guild, drawn(pool, source.count), hours)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("series %d has no vote for %s: %s", series.id, series.next_at, error)
            if error.code == UNKNOWN_CHANNEL:
                await self._end(series)
        except Exception:
            await self._give_back(series)
            raise
        return _RETRY

    async def _busy(self, series: Series) -> bool:
        async with self.bot.store.session() as session:
            return await nights.in_channel(session, series.channel_id) is not None

    async def _post(
        self, series: Series, guild: discord.Guild, films: tuple[Film, ...], hours: int
    ) -> None:
        room = guild.get_channel_or_thread(series.channel_id)
        call = Call(
            guild_id=series.guild_id,
            channel_id=series.channel_id,
            channel=room,
            host_id=series.host_id,
            locale=guild.preferred_locale,
            films=films,
            hours=hours,
            several=series.several,
            starts_at=series.next_at,
            timezone=series.timezone,
            place=series.place,
            voice_id=series.voice_id,
            pictures=room is not None and room.permissions_for(guild.me).attach_files,
            series_id=series.id,
        )
        posted = await post(self.bot, call)
        if posted is None:  # somebody began another vote in this very instant
            await self._give_back(series)
            return
        async with self.bot.store.session() as session:
            await night_series.set_night(session, series.id, series.next_at, posted.night_id)
            await session.commit()

    async def _tell_few(self, series: Series, guild: discord.Guild) -> None:
        room = self.bot.get_partial_messageable(series.channel_id, guild_id=series.guild_id)
        when = discord.utils.format_dt(series.next_at, "F")
        await room.send(say(guild.preferred_locale, "night-call-few", when=when))

    async def _begin(self, series: Series, following: datetime) -> bool:
        async with self.bot.store.session() as session:
            mine = await night_series.begin(session, series, following)
            await session.commit()
        return mine

    async def _give_back(self, series: Series) -> None:
        async with self.bot.store.session() as session:
            await night_series.give_back(session, series)
            await session.commit()

    async def _end(self, series: Series) -> None:
        async with self.bot.store.session() as session:
            await night_series.end(session, series.id, discord.utils.utcnow())
            await session.commit()
