"""How a movie night begins: the host's wishes are checked, shown to them, and the poll is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import discord

from bot.kit.i18n import language_of, say, spoken
from bot.kit.limits import EVENT_PLACE
from bot.kit.times.offer import called
from bot.kit.times.read import Reading, read
from bot.kit.times.resolve import Moment
from bot.kit.times.zones import Zone, zone_of, zones_typed
from bot.kit.zones import named_zone_of_server
from bot.nights.ask_when import AskWhen
from bot.nights.checks import Voice, check_allowed, check_free, check_no_series, no_event
from bot.nights.draft import Draft, DraftView, Draw, hours_for
from bot.nights.own import Interaction, show
from bot.nights.post import Call, post
from bot.nights.repeat import Repeating, told
from bot.nights.sources import FEWEST, Source, drawn
from services.core.errors import RequestError
from services.core.types import Film
from services.store import night_series

_FARTHEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a host typed of a night, films apart; None where they left it out."""

    when: str
    hours: int | None = None
    place: str | None = None
    voice: Voice | None = None
    timezone: str | None = None
    several: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """The films of a night.

    Attributes:
        pool: Films to choose among.
        films: The chosen ones.
        source: Where those of later nights come from, if it recurs.
        draw: Draws another pool; None where the films were named.
    """

    pool: Sequence[Film]
    films: Sequence[Film]
    source: Source
    draw: Draw | None = None


async def propose(interaction: Interaction, wish: Wish, choice: Choice) -> None:
    """Show the host what the night will be, or ask when it is; what follows is a press away.

    Args:
        interaction: What the host did, deferred for them alone.
        wish: What the host asked for.
        choice: Its films.

    Raises:
        RequestError: the night cannot be as the host wants it; the message says how it can.
        UnavailableError: the database cannot be used now.
    """
    zones = await zones_for(interaction, wish.timezone)
    reading = read(wish.when, spoken(interaction.locale), zones, discord.utils.utcnow())
    check_allowed(interaction)
    if reading.meant is None:
        await show(interaction, _ask(interaction, wish, choice, zones[0], reading))
    else:
        await _show_draft(interaction, wish, choice, zones[0], reading.meant)


async def propose_drawn(interaction: Interaction, wish: Wish, source: Source) -> None:
    """Propose a night of films that are drawn.

    Raises:
        RequestError: as `propose`, or fewer than two films fit.
        UnavailableError: the catalogue or the database cannot be reached.
    """

    async def draw() -> Sequence[Film]:
        return await source.pool(interaction.client)

    pool = await draw()
    if len(pool) < FEWEST:
        few = "kept" if source.kind == "watchlist" else "drawn"
        raise RequestError("too_few", say(interaction, f"night-too-few-{few}"))
    await propose(interaction, wish, Choice(pool, drawn(pool, source.count), source, draw))


def _ask(
    interaction: Interaction, wish: Wish, choice: Choice, zone: Zone, reading: Reading
) -> AskWhen:
    now = discord.utils.utcnow()
    coming = [moment for moment in reading.choices if moment.at > now]
    coming.sort(key=lambda moment: moment.at)
    names = called(coming, str(interaction.locale), zone)
    if not coming:
        key = "night-when-unknown"
    elif reading.moments:
        key = "night-when-which"
    else:
        key = "night-when-hour"

    async def chosen(press: Interaction, moment: Moment) -> None:
        await _show_draft(press, wish, choice, zone, moment)

    async def again(press: Interaction, typed: str) -> None:
        await propose(press, replace(wish, when=typed), choice)

    pairs = list(zip(coming, names, strict=True))
    return AskWhen(interaction, wish.when, pairs, key=key, chosen=chosen, again=again)


async def _show_draft(
    interaction: Interaction, wish: Wish, choice: Choice, zone: Zone, moment: Moment
) -> None:
    starts_at = _checked(interaction, moment.at)
    hours = _hours(interaction, wish.hours, starts_at)
    await check_free(interaction)
    timezone = moment.zone or zone.name
    repeating = None
    if moment.rule is not None:
        await check_no_series(interaction)
        source = replace(choice.source, count=len(choice.films))
        local = starts_at.astimezone(zone_of(timezone) or UTC)
        repeating = Repeating(moment.rule, f"{local:%H:%M}", timezone, source)
    warning = no_event(interaction, wish.voice)
    place = wish.place or f"#{getattr(interaction.channel, 'name', None) or interaction.guild}"
    draft = Draft(
        pool=tuple(choice.pool),
        films=tuple(choice.films),
        hours=hours,
        several=wish.several,
        starts_at=starts_at,
        timezone=timezone,
        place=None if warning or wish.voice else place[:EVENT_PLACE],
        voice_id=wish.voice.id if wish.voice and not warning else None,
        warning=warning,
        told=told(interaction.locale, starts_at, timezone, repeating),
        repeating=repeating,
    )
    await show(interaction, DraftView(interaction, draft, choice.draw, send))


async def zones_for(interaction: Interaction, typed: str | None) -> tuple[Zone, ...]:
    """Return the zones that were typed, else the server's, else its last night's, else UTC.

    Raises:
        RequestError: `zone_unknown`, in the host's language.
    """
    if typed is not None:
        zones = zones_typed(typed, spoken(interaction.locale))
        if not zones:
            told = say(interaction, "night-zone-unknown", typed=typed[:50])
            raise RequestError("zone_unknown", told)
        return zones
    bot, guild_id = interaction.client, interaction.guild_id
    return (await named_zone_of_server(bot.store, guild_id, bot.access.of(guild_id)),)


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
    series_id = await _begin_series(interaction, draft)
    call = Call(
        guild_id=interaction.guild_id,
        channel_id=interaction.channel_id,
        channel=interaction.channel,
        host_id=interaction.user.id,
        locale=language_of(interaction, public=True),
        films=draft.films,
        hours=hours,
        several=draft.several,
        starts_at=draft.starts_at,
        timezone=draft.timezone,
        place=draft.place,
        voice_id=draft.voice_id,
        pictures=interaction.app_permissions.attach_files,
        series_id=series_id,
    )
    posted = None
    try:
        posted = await post(interaction.client, call)
    except discord.Forbidden as error:
        raise RequestError("not_allowed", say(interaction, "night-not-allowed")) from error
    finally:
        if posted is None and series_id is not None:
            async with interaction.client.store.session() as session:
                await night_series.end(session, series_id, discord.utils.utcnow())
                await session.commit()
    if posted is None:
        await check_free(interaction)
        raise RequestError("night_open", say(interaction, "night-open-unsent"))
    return posted.message.jump_url


async def _begin_series(interaction: Interaction, draft: Draft) -> int | None:
    """Keep that the night recurs; return the series' number, None where it does not."""
    if draft.repeating is None:
        return None
    assert interaction.guild_id is not None and interaction.channel_id is not None
    series_id = None
    following = draft.repeating.after(draft.starts_at)
    if following is not None:
        async with interaction.client.store.session() as session:
            series_id = await night_series.make(
                session,
                guild_id=interaction.guild_id,
                channel_id=interaction.channel_id,
                host_id=interaction.user.id,
                rule=draft.repeating.rule,
                timezone=draft.timezone,
                clock=draft.repeating.clock,
                next_at=following,
                source=replace(draft.repeating.source, count=len(draft.films)).to_json(),
                hours=draft.hours,
                several=draft.several,
                place=draft.place,
                voice_id=draft.voice_id,
                now=discord.utils.utcnow(),
            )
            await session.commit()
    if series_id is None:
        await check_no_series(interaction)
    return series_id


def _checked(interaction: Interaction, starts_at: datetime) -> datetime:
    now = discord.utils.utcnow()
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
