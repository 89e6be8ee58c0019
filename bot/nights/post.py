"""A night's poll is posted: by its host, or by the clock where nights recur."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import discord

from bot.app import Marquee
from bot.kit.collage import line_up
from bot.kit.formatting import cut
from bot.kit.i18n import say
from bot.kit.limits import ATTACHMENT_ALT, POLL_ANSWER
from bot.kit.posters import shown_poster
from bot.nights.draft import when_where
from bot.nights.role import role_told
from services.core.errors import MarqueeError
from services.core.types import Film
from services.store import nights

log = logging.getLogger(__name__)

_PER_ROW = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A night that is called.

    Attributes:
        guild_id: The server.
        channel_id: Where.
        channel: The same as far as it is known, to tell which posters may be shown in it.
        host_id: Who calls it; 0 where that is forgotten.
        locale: The channel's language.
        films: What the poll asks about.
        hours: How long it is open.
        several: Whether a member may vote for several films.
        starts_at: When the film begins.
        timezone: The zone in which that was told.
        place: Where, in words; None for a voice channel or no event.
        voice_id: The voice channel.
        pictures: Whether the posters may be attached.
        series_id: The series that the night belongs to.
    """

    guild_id: int
    channel_id: int
    channel: object
    host_id: int
    locale: discord.Locale
    films: tuple[Film, ...]
    hours: int
    several: bool
    starts_at: datetime
    timezone: str
    place: str | None
    voice_id: int | None
    pictures: bool
    series_id: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A poll that is out.

    Attributes:
        night_id: The night's number.
        message: The poll's message.
    """

    night_id: int
    message: discord.Message


async def post(bot: Marquee, call: Call) -> Posted | None:
    """Post a night's poll; None where the channel has an open one. Leaves nothing where it fails.

    Raises:
        UnavailableError: the database cannot be used now.
        discord.HTTPException: Discord did not take it.
    """
    closes_at = discord.utils.utcnow() + timedelta(hours=call.hours)
    async with bot.store.session() as session:
        night_id = await nights.open_night(
            session,
            guild_id=call.guild_id,
            channel_id=call.channel_id,
            host_id=call.host_id,
            films=call.films,
            place=call.place,
            voice_id=call.voice_id,
            timezone=call.timezone,
            closes_at=closes_at,
            starts_at=call.starts_at,
            series_id=call.series_id,
        )
        await session.commit()
    if night_id is None:
        return None
    sent: list[discord.Message] = []
    try:
        poll = await _send(bot, call, sent)
        closes_at = (poll.poll and poll.poll.expires_at) or closes_at
        async with bot.store.session() as session:
            await nights.set_poll(session, night_id, poll.id, closes_at)
            await session.commit()
    except Exception:  # whatever it was, no call without a poll shall remain
        await _undo(bot, night_id, sent)
        raise
    return Posted(night_id, poll)


async def _send(bot: Marquee, call: Call, sent: list[discord.Message]) -> discord.Message:
    room = bot.get_partial_messageable(call.channel_id, guild_id=call.guild_id)
    role, allowed = role_told(bot, call.guild_id)
    host = f"<@{call.host_id}>" if call.host_id else None
    called = (
        say(call.locale, "night-call", host=host) if host else say(call.locale, "night-call-again")
    )
    lines = [
        f"{role} {called}" if role else called,
        when_where(call.starts_at, call.voice_id, call.place),
    ]
    picture = None
    if call.pictures:
        picture = await _posters(bot, call, say(call.locale, "night-posters-alt"))
    sent.append(
        await room.send(
            "\n".join(lines), files=[picture] if picture else [], allowed_mentions=allowed
        )
    )
    poll = discord.Poll(
        say(call.locale, "night-question"),
        timedelta(hours=call.hours),
        multiple=call.several,
    )
    for film in call.films:
        poll.add_answer(text=_answer(film))
    sent.append(await room.send(poll=poll))
    return sent[-1]


async def _posters(bot: Marquee, call: Call, alt: str) -> discord.File | None:
    """Return the films' posters side by side; None where some have no picture to show."""
    films = call.films
    try:
        pictures = await asyncio.gather(
            *(
                shown_poster(bot.client, bot.access, film, call.guild_id, call.channel)
                for film in films
            )
        )
        posters = [picture for picture in pictures if picture]
        # A film without its poster would look left out.
        if len(posters) < len(films):
            return None
        sheet = await asyncio.to_thread(line_up, posters, min(_PER_ROW, len(posters)))
    except Exception:  # whatever it was, the poll is worth more than its pictures
        log.exception("no posters could be drawn for a night")
        return None
    named = ", ".join(film.label for film in films)
    return discord.File(
        BytesIO(sheet), f"{secrets.token_hex(8)}.jpg", description=f"{alt} {named}"[:ATTACHMENT_ALT]
    )


async def _undo(bot: Marquee, night_id: int, sent: Sequence[discord.Message]) -> None:
    """Take back a night whose poll did not come about."""
    for message in sent:
        try:
            await message.delete()
        except discord.HTTPException as error:
            log.warning("message %s of a night was not taken back: %s", message.id, error)
    try:
        async with bot.store.session() as session:
            await nights.finish(session, night_id, "cancelled")
            await session.commit()
    except MarqueeError as error:  # it is called off when it comes due
        log.warning("night %d could not be called off: %s", night_id, error)


def _answer(film: Film) -> str:
    """Return the film as an answer, its year kept whatever the title's length."""
    year = f" ({film.year})" if film.year is not None else ""
    room = POLL_ANSWER - len(year)
    return f"{cut(film.title, room)}{year}"
