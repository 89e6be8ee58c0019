"""What happens when a night's poll closes: votes counted, event made, channel told; once each.

The database has the word: who brings a night from `open` to `closing` has counted. A night that is
found `closing` was left so by a bot that stopped, or by a Discord that failed, in between: then
Discord is asked what of it was done already.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections import defaultdict
from datetime import timedelta
from io import BytesIO

import discord

from bot.app import Marquee
from bot.kit.formatting import TITLE_LENGTH, titled_link
from bot.kit.i18n import say
from bot.kit.limits import EVENT_DESCRIPTION, EVENT_NAME, EVENT_PLACE
from bot.kit.posters import shown_poster
from bot.kit.terms import genres
from bot.nights.buttons import outcome_view
from bot.nights.draft import where
from bot.nights.event_image import cover
from services.core.types import Film
from services.store import nights
from services.store.nights import Night

log = logging.getLogger(__name__)

# Discord counts a poll for a while after its end; then its count is taken as it is.
PATIENCE = timedelta(minutes=10)
_RECOUNT_S, _FORBIDDEN_S = 30.0, 600.0
_EVENING = timedelta(hours=3)  # an event without a voice channel needs an end
_LOOKED_BACK = 100  # messages behind the poll among which an answer of ours is looked for


class Closer:
    """Brings nights to their end. One task at a time looks after a night."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._lot = random.SystemRandom()

    async def settle(self, night_id: int) -> float | None:
        """Do what is due for a night.

        Returns:
            After how many seconds to look again; None where the night has come to its end.

        Raises:
            UnavailableError: the database cannot be used now.
            discord.HTTPException: Discord did not do its part; another try may help.
        """
        async with self._locks[night_id]:
            night = await self._load(night_id)
            resumed = night is not None and night.state == "closing"
            if night is not None and night.state == "open":
                wait = await self._count(night)
                if wait is not None:
                    return wait
                night = await self._load(night_id)
            if night is not None and night.state == "closing":
                await self._tell(night, resumed=resumed)
        self._locks.pop(night_id, None)
        return None

    async def poll_of(self, night: Night) -> discord.Message:
        """Return the message with the poll. Raises discord.HTTPException."""
        assert night.message_id is not None
        return await self._room(night).fetch_message(night.message_id)

    async def _count(self, night: Night) -> float | None:
        """Count a poll that has closed; return after how many seconds to try again, else None."""
        now = discord.utils.utcnow()
        if night.message_id is None:
            await self._finish(night, "cancelled")
            return None
        try:
            poll = (await self.poll_of(night)).poll
        except discord.NotFound:
            log.info("the poll of night %d was deleted", night.id)
            poll = None
        except discord.Forbidden:
            if now < night.starts_at:
                log.warning("the poll of night %d may not be read now", night.id)
                return _FORBIDDEN_S
            await self._finish(night, "failed")
            return None
        if poll is None:
            await self._finish(night, "cancelled")
            return None
        if not poll.is_finalised() and now < night.closes_at + PATIENCE:
            return max(_RECOUNT_S, (night.closes_at - now).total_seconds())
        votes = {answer.id: answer.vote_count for answer in poll.answers}
        most = max(votes.values(), default=0)
        best = [
            film for number, film in enumerate(night.films, 1) if most and votes.get(number) == most
        ]
        winner = self._lot.choice(best) if best else None
        async with self.bot.store.session() as session:
            await nights.count_once(
                session,
                night.id,
                winner_key=winner.key if winner else None,
                votes=most,
                tied=len(best),
            )
            await session.commit()
        return None

    async def _tell(self, night: Night, *, resumed: bool) -> None:
        guild = self.bot.get_guild(night.guild_id)
        locale = guild.preferred_locale if guild else discord.Locale.british_english
        problem = None
        event_id = night.event_id
        if night.winner and night.wants_event and event_id is None:
            event_id, problem = await self._event(night, guild, locale, resumed=resumed)
        if not (resumed and await self._was_told(night)):
            await self._send(night, locale, event_id, problem)
        await self._finish(night, "scheduled" if event_id else "failed" if problem else "ended")

    async def _event(
        self,
        night: Night,
        guild: discord.Guild | None,
        locale: discord.Locale,
        *,
        resumed: bool,
    ) -> tuple[int | None, str | None]:
        """Return the event's id, or the key of the sentence that says why there is none."""
        film = night.winner
        assert film is not None
        if night.starts_at <= discord.utils.utcnow():
            return None, "night-event-late"
        if guild is None:
            return None, "night-event-failed"
        try:
            event = await self._made(night, guild, film) if resumed else None
            if event is None:
                event = await self._make(night, guild, film, locale)
        except discord.Forbidden as error:
            log.info("no event may be made for night %d: %s", night.id, error)
            return None, "night-event-forbidden"
        except discord.HTTPException as error:
            if error.status >= 500:
                raise  # Discord's own trouble passes
            log.warning("no event could be made for night %d: %s", night.id, error)
            return None, "night-event-failed"
        async with self.bot.store.session() as session:
            await nights.set_event(session, night.id, event.id)
            await session.commit()
        return event.id, None

    async def _made(
        self, night: Night, guild: discord.Guild, film: Film
    ) -> discord.ScheduledEvent | None:
        """Return the event that a bot which stopped in between has made already."""
        assert self.bot.user is not None
        for event in await guild.fetch_scheduled_events(with_counts=False):
            ours = event.creator_id == self.bot.user.id
            if ours and event.start_time == night.starts_at and event.name == _name(film):
                return event
        return None

    async def _make(
        self, night: Night, guild: discord.Guild, film: Film, locale: discord.Locale
    ) -> discord.ScheduledEvent:
        lines = [genres(locale, film.genres), film.url or ""]
        lines.append(say(locale, "night-event-about", channel=f"<#{night.channel_id}>"))
        # An event is seen in the whole server, whatever room its night was planned in.
        image = await self._picture(film, guild.id, None) or discord.utils.MISSING
        voice = guild.get_channel(night.voice_id) if night.voice_id else None
        about = "\n".join(line for line in lines if line)[:EVENT_DESCRIPTION]
        reason = say(locale, "night-event-reason")
        if isinstance(voice, discord.VoiceChannel | discord.StageChannel):
            stage = isinstance(voice, discord.StageChannel)
            return await guild.create_scheduled_event(
                name=_name(film),
                start_time=night.starts_at,
                privacy_level=discord.PrivacyLevel.guild_only,
                entity_type=discord.EntityType.stage_instance
                if stage
                else discord.EntityType.voice,
                channel=voice,
                description=about,
                image=image,
                reason=reason,
            )
        # Also where the voice channel is gone: the night shall not fall through for it.
        return await guild.create_scheduled_event(
            name=_name(film),
            start_time=night.starts_at,
            end_time=night.starts_at + _EVENING,
            privacy_level=discord.PrivacyLevel.guild_only,
            entity_type=discord.EntityType.external,
            location=(night.place or guild.name)[:EVENT_PLACE],
            description=about,
            image=image,
            reason=reason,
        )

    async def _was_told(self, night: Night) -> bool:
        """Return whether the channel has our answer to the poll already."""
        assert self.bot.user is not None and night.message_id is not None
        after = discord.Object(night.message_id)
        try:
            async for message in self._room(night).history(after=after, limit=_LOOKED_BACK):
                reference = message.reference
                if (
                    message.author.id == self.bot.user.id
                    and message.type is discord.MessageType.reply
                    and reference is not None
                    and reference.message_id == night.message_id
                ):
                    return True
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("what was said of night %d cannot be read: %s", night.id, error)
        return False

    async def _send(
        self, night: Night, locale: discord.Locale, event_id: int | None, problem: str | None
    ) -> None:
        assert night.message_id is not None
        film = night.winner
        view = outcome_view(night, locale) if film else discord.utils.MISSING
        # An event's own card shows the picture.
        picture = None
        if film and not event_id:
            room = self.bot.get_channel(night.channel_id)
            picture = await self._picture(film, night.guild_id, room)
        try:
            await self._room(night).send(
                outcome(night, locale, event_id, problem),
                reference=discord.MessageReference(
                    message_id=night.message_id,
                    channel_id=night.channel_id,
                    guild_id=night.guild_id,
                    fail_if_not_exists=False,
                ),
                files=[_file(picture, film, locale)] if picture and film else [],
                view=view,
            )
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("the outcome of night %d could not be told: %s", night.id, error)

    async def _picture(self, film: Film, guild_id: int, channel: object) -> bytes | None:
        try:
            poster = await shown_poster(self.bot.client, self.bot.access, film, guild_id, channel)
            return await asyncio.to_thread(cover, poster) if poster else None
        except Exception:  # whatever it was, the night is worth more than its picture
            log.exception("there is no picture of %s for its night", film.key)
            return None

    async def _load(self, night_id: int) -> Night | None:
        async with self.bot.store.session() as session:
            return await nights.load(session, night_id)

    async def _finish(self, night: Night, state: nights.End) -> None:
        async with self.bot.store.session() as session:
            await nights.finish(session, night.id, state)
            await session.commit()

    def _room(self, night: Night) -> discord.PartialMessageable:
        return self.bot.get_partial_messageable(night.channel_id, guild_id=night.guild_id)


def outcome(night: Night, locale: discord.Locale, event_id: int | None, problem: str | None) -> str:
    """Return what the channel is told of a night whose votes were counted."""
    film = night.winner
    stamp = discord.utils.format_dt(night.starts_at, "F")
    if film is None:
        return say(locale, "night-no-votes", when=stamp)
    title = titled_link(film, card=False)
    if (night.tied or 0) > 1:
        first = say(locale, "night-won-by-lot", film=title, votes=night.votes, films=night.tied)
    else:
        first = say(locale, "night-won", film=title, votes=night.votes)
    lines = [f"🎬 {first}"]
    if problem != "night-event-late":
        place = where(night.voice_id, night.place)
        lines.append(
            say(locale, "night-starts-at", when=stamp, place=place)
            if place
            else say(locale, "night-starts", when=stamp)
        )
    if event_id:
        lines.append(f"https://discord.com/events/{night.guild_id}/{event_id}")
    if problem:
        lines.append(say(locale, problem))
    return "\n".join(lines)


def _name(film: Film) -> str:
    return f"🎬 {film.label}"[:EVENT_NAME]


def _file(picture: bytes, film: Film, locale: discord.Locale) -> discord.File:
    alt = say(locale, "watchlist-poster-alt", film=film.label[:TITLE_LENGTH])
    return discord.File(BytesIO(picture), f"{secrets.token_hex(8)}.jpg", description=alt)
