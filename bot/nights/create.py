"""How a movie night begins: the host's wishes are checked, shown to them, and the poll is sent."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from io import BytesIO

import discord

from bot.app import Marquee
from bot.kit.collage import line_up
from bot.kit.formatting import cut
from bot.kit.i18n import language_of, say
from bot.kit.limits import ATTACHMENT_ALT, EVENT_PLACE, POLL_ANSWER
from bot.kit.posters import shown_poster
from bot.nights.draft import Draft, DraftView, Draw, hours_for, when_where
from bot.nights.parse_time import moment, zone_of
from services.core.errors import MarqueeError, RequestError
from services.core.types import Film
from services.store import nights

log = logging.getLogger(__name__)

_FARTHEST = timedelta(days=365)
_PER_ROW = 5

Interaction = discord.Interaction[Marquee]
Voice = discord.VoiceChannel | discord.StageChannel


@dataclass(frozen=True, slots=True)
class Wish:
    """What a host typed of a night, films apart; None where they left it out."""

    when: str
    hours: int | None = None
    place: str | None = None
    voice: Voice | None = None
    timezone: str | None = None
    several: bool = True


async def propose(
    interaction: Interaction,
    wish: Wish,
    pool: Sequence[Film],
    films: Sequence[Film],
    draw: Draw | None = None,
) -> None:
    """Show the host what the night will be, with what changes it and sends it off.

    Args:
        interaction: The command, deferred for the host alone.
        wish: What the host asked for.
        pool: Films to choose among.
        films: The chosen ones.
        draw: Draws another pool.

    Raises:
        RequestError: the night cannot be as the host wants it; the message says how it can.
        UnavailableError: the database cannot be used now.
    """
    zone_name, zone = await zone_for(interaction, wish.timezone)
    starts_at = _start(interaction, wish.when, zone)
    hours = _hours(interaction, wish.hours, starts_at)
    check_allowed(interaction)
    await _check_free(interaction)
    warning = _no_event(interaction, wish.voice)
    place = wish.place or f"#{getattr(interaction.channel, 'name', None) or interaction.guild}"
    draft = Draft(
        pool=tuple(pool),
        films=tuple(films),
        hours=hours,
        several=wish.several,
        starts_at=starts_at,
        timezone=zone_name,
        place=None if warning or wish.voice else place[:EVENT_PLACE],
        voice_id=wish.voice.id if wish.voice and not warning else None,
        warning=warning,
    )
    await interaction.followup.send(view=DraftView(interaction, draft, draw, send), ephemeral=True)


async def zone_for(interaction: Interaction, typed: str | None) -> tuple[str, tzinfo]:
    """Return the zone that was typed, else that of the server's last night, else UTC.

    Raises:
        RequestError: `zone_unknown`, in the host's language.
    """
    name = typed
    if name is None and interaction.guild_id is not None:
        async with interaction.client.store.session() as session:
            name = await nights.last_timezone(session, interaction.guild_id)
    zone = zone_of(name) if name else UTC
    if zone is None:
        raise RequestError(
            "zone_unknown", say(interaction, "night-zone-unknown", typed=(name or "")[:50])
        )
    return name or "UTC", zone


async def send(interaction: Interaction, draft: Draft) -> str:
    """Post the poll and return its address.

    Raises:
        RequestError: it is too late for it, another is open, or the channel does not allow it.
        UnavailableError: the database cannot be used now.
        discord.HTTPException: Discord did not take it.
    """
    assert interaction.guild_id is not None and interaction.channel_id is not None
    hours = _hours(interaction, draft.hours, draft.starts_at)
    check_allowed(interaction)
    closes_at = discord.utils.utcnow() + timedelta(hours=hours)
    async with interaction.client.store.session() as session:
        night_id = await nights.open_night(
            session,
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            host_id=interaction.user.id,
            films=draft.films,
            place=draft.place,
            voice_id=draft.voice_id,
            timezone=draft.timezone,
            closes_at=closes_at,
            starts_at=draft.starts_at,
        )
        await session.commit()
    if night_id is None:
        await _check_free(interaction)
        raise RequestError("night_open", say(interaction, "night-open-unsent"))
    sent: list[discord.Message] = []
    try:
        poll = await _post(interaction, draft, hours, sent)
        closes_at = (poll.poll and poll.poll.expires_at) or closes_at
        async with interaction.client.store.session() as session:
            await nights.set_poll(session, night_id, poll.id, closes_at)
            await session.commit()
    except Exception as error:  # whatever it was, no call without a poll shall remain
        await _undo(interaction.client, night_id, sent)
        if isinstance(error, discord.Forbidden):
            raise RequestError("not_allowed", say(interaction, "night-not-allowed")) from error
        raise
    return poll.jump_url


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


def _start(interaction: Interaction, typed: str, zone: tzinfo) -> datetime:
    now = discord.utils.utcnow()
    starts_at = moment(typed, zone, now)
    if starts_at is None:
        raise RequestError("when_unknown", say(interaction, "night-when-unknown", typed=typed[:50]))
    stamp = discord.utils.format_dt(starts_at, "F")
    if starts_at <= now:
        raise RequestError("when_past", say(interaction, "night-when-past", when=stamp))
    if starts_at > now + _FARTHEST:
        raise RequestError("when_far", say(interaction, "night-when-far", when=stamp))
    return starts_at


def _hours(interaction: Interaction, wanted: int | None, starts_at: datetime) -> int:
    hours = hours_for(wanted, starts_at, discord.utils.utcnow())
    if hours is None:
        stamp = discord.utils.format_dt(starts_at, "R")
        raise RequestError(
            "too_soon", say(interaction, "night-too-soon", hours=wanted or 1, when=stamp)
        )
    return hours


async def _check_free(interaction: Interaction) -> None:
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


def _no_event(interaction: Interaction, voice: Voice | None) -> str | None:
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


async def _post(
    interaction: Interaction, draft: Draft, hours: int, sent: list[discord.Message]
) -> discord.Message:
    assert interaction.channel_id is not None
    bot = interaction.client
    room = bot.get_partial_messageable(interaction.channel_id, guild_id=interaction.guild_id)
    lines = [
        say(language_of(interaction, public=True), "night-call", host=interaction.user.mention),
        when_where(draft),
    ]
    picture = None
    if interaction.app_permissions.attach_files:
        alt = say(language_of(interaction, public=True), "night-posters-alt")
        picture = await _posters(interaction, draft.films, alt)
    sent.append(await room.send("\n".join(lines), files=[picture] if picture else []))
    poll = discord.Poll(
        say(language_of(interaction, public=True), "night-question"),
        timedelta(hours=hours),
        multiple=draft.several,
    )
    for film in draft.films:
        poll.add_answer(text=_answer(film))
    sent.append(await room.send(poll=poll))
    return sent[-1]


async def _posters(
    interaction: Interaction, films: Sequence[Film], alt: str
) -> discord.File | None:
    """Return the films' posters side by side; None where some have no picture to show."""
    bot, guild_id, channel = interaction.client, interaction.guild_id, interaction.channel
    try:
        pictures = await asyncio.gather(
            *(shown_poster(bot.client, bot.access, film, guild_id, channel) for film in films)
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
