"""Who notices that something is due of a night: Discord's events, and a clock for the rest."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands, tasks

from bot.app import Marquee
from bot.nights.afterwards import Afterwards, MissedButton, RateButton
from bot.nights.buttons import AbsentButton, CalendarButton
from bot.nights.finish import Closer
from bot.nights.reminder import Reminder
from bot.nights.series import Opener
from services.core.errors import MarqueeError
from services.store import nights

log = logging.getLogger(__name__)

_BUTTONS = (AbsentButton, CalendarButton, RateButton, MissedButton)
# A poll is open for an hour at least, so none is begun and closed between two looks.
_LOOK_S, _RETRY_S, _SOONEST_S = 1800.0, 60.0, 1.0


class NightWatch(commands.Cog):
    """Looks after the nights, those of former runs included.

    Attributes:
        closer: What is done about a poll that has closed.
        afterwards: Who asks how the film was.
    """

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self.closer = Closer(bot)
        self.afterwards = Afterwards(bot)
        self._others: tuple[Callable[[], Awaitable[float | None]], ...] = (
            Opener(bot).due,
            Reminder(bot).due,
            self.afterwards.due,
        )

    async def cog_load(self) -> None:
        """Begin to look, and let the buttons of former runs work."""
        self.bot.add_dynamic_items(*_BUTTONS)
        self._look.start()

    async def cog_unload(self) -> None:
        """Look no more."""
        self.bot.remove_dynamic_items(*_BUTTONS)
        self._look.cancel()

    async def settle(self, night_id: int) -> None:
        """Do what is due for a night, and look again in time where that is not all."""
        wait = await self._settled(night_id)
        waits = [wait, *[await self._done(other) for other in self._others]]
        wait = min((wait for wait in waits if wait is not None), default=None)
        upcoming = self._look.next_iteration
        if wait is None or upcoming is None:
            return
        if discord.utils.utcnow().timestamp() + wait < upcoming.timestamp():
            self._look.change_interval(seconds=max(_SOONEST_S, wait))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Count a poll as soon as Discord calls it final."""
        results = (payload.data.get("poll") or {}).get("results") or {}
        if results.get("is_finalized"):
            await self._poll_changed(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Call a night off whose poll was deleted."""
        await self._poll_changed(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Call nights off whose polls were deleted."""
        for message_id in payload.message_ids:
            await self._poll_changed(message_id)

    async def _poll_changed(self, message_id: int) -> None:
        try:
            async with self.bot.store.session() as session:
                night = await nights.of_message(session, message_id)
        except MarqueeError as error:  # the clock will come to it
            log.warning("the night of message %s cannot be looked up: %s", message_id, error)
            return
        if night is not None:
            await self.settle(night.id)

    @tasks.loop(seconds=_LOOK_S)
    async def _look(self) -> None:
        """Settle what is due, then sleep until the next poll closes."""
        now = discord.utils.utcnow()
        waits = [_LOOK_S]
        try:
            async with self.bot.store.session() as session:
                unfinished = await nights.unfinished(session)
        except MarqueeError as error:
            log.warning("the nights cannot be looked up: %s", error)
            unfinished, waits = [], [_RETRY_S]
        for night in unfinished:
            wait = (night.closes_at - now).total_seconds()
            if wait <= 0 or night.state == "closing":
                wait = await self._settled(night.id)
            if wait is not None:
                waits.append(wait)
        for other in self._others:
            wait = await self._done(other)
            if wait is not None:
                waits.append(wait)
        self._look.change_interval(seconds=max(_SOONEST_S, min(waits)))

    @_look.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()
        try:
            async with self.bot.store.session() as session:
                if unsent := await nights.cancel_unsent(session):
                    log.warning("%d nights had no poll when the bot stopped", unsent)
                await session.commit()
        except MarqueeError as error:
            log.warning("nights without polls cannot be called off: %s", error)

    async def _settled(self, night_id: int) -> float | None:
        """Do what is due; return after how many seconds to look again, None where that is all."""
        try:
            return await self.closer.settle(night_id)
        except (MarqueeError, discord.HTTPException, OSError) as error:
            log.warning("night %d is tried again soon: %s", night_id, error)
        except Exception:  # one night's trouble must not cost the others
            log.exception("night %d could not be settled", night_id)
        return _RETRY_S

    async def _done(self, due: Callable[[], Awaitable[float | None]]) -> float | None:
        """Do what else is due; return after how many seconds to look again."""
        try:
            return await due()
        except MarqueeError as error:
            log.warning("what is due of nights is tried again soon: %s", error)
        return _RETRY_S
