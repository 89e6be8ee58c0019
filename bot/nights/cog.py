"""`/night`: a poll among films, and when it closes an event for the one that won."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.kit.i18n import label, say, spoken
from bot.kit.limits import CHOICE_TEXT, POLL_EXPIRED
from bot.kit.promises import defer
from bot.kit.scope import scope_of
from bot.kit.times.offer import called, offered
from bot.kit.times.zones import suggested
from bot.nights.checks import Voice, check_allowed, check_free, check_host
from bot.nights.create import Choice, Wish, propose, propose_drawn, zones_for
from bot.nights.new_form import NewForm
from bot.nights.options import (
    DECADES,
    DRAWN,
    KNOWN,
    NAMED,
    WISHES,
    Count,
    Hours,
    Text,
    Title,
    options,
)
from bot.nights.scheduler import NightWatch
from bot.nights.sources import FEWEST, Source
from bot.watchlist.lookup import films_named, films_of, list_named, suggest_any, suggest_lists
from services.core.errors import MarqueeError, RequestError
from services.store import night_series, nights
from services.store import watchlist as lists
from services.store.nights import Night

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Marquee]


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class MovieNight(
    commands.GroupCog,
    group_name=label("cmd-night", "night"),
    group_description=label("cmd-night-description", "A vote on the next film, then its event."),
):
    """Polls of chosen or drawn films, and what follows when they close."""

    def __init__(self, bot: Marquee, watch: NightWatch) -> None:
        self.bot = bot
        self._watch = watch

    @app_commands.command(
        name=label("cmd-night-new", "new"),
        description=label("cmd-night-new-description", "Plan a movie night: a form asks the rest."),
    )
    async def new(self, interaction: Interaction) -> None:
        """Ask for all of it in a form."""
        await self.bot.access.admit(interaction, "free")
        check_allowed(interaction)
        await check_free(interaction)
        async with self.bot.store.session() as session:
            kept = await lists.count(session, scope_of(interaction), unseen=True)
        (zone,) = await zones_for(interaction, None)
        await interaction.response.send_modal(
            NewForm(interaction, listed=kept >= FEWEST, zone=zone.name)
        )

    @app_commands.command(
        name=label("cmd-night-vote", "vote"),
        description=label("cmd-night-vote-description", "Let the channel vote on films you name."),
    )
    @options("when", *NAMED, *WISHES)
    async def vote(
        self,
        interaction: Interaction,
        *,
        when: Text,
        film1: Title,
        film2: Title,
        film3: Title | None = None,
        film4: Title | None = None,
        film5: Title | None = None,
        film6: Title | None = None,
        film7: Title | None = None,
        film8: Title | None = None,
        film9: Title | None = None,
        film10: Title | None = None,
        hours: Hours | None = None,
        place: Text | None = None,
        voice: Voice | None = None,
        timezone: Text | None = None,
        several: bool = True,
    ) -> None:
        """Propose a vote on named films."""
        await self.bot.access.admit(interaction, "question")
        await defer(interaction, ephemeral=True, thinking=True)
        typed = (film1, film2, film3, film4, film5, film6, film7, film8, film9, film10)
        meant = await films_named(interaction, *(title for title in typed if title is not None))
        films = {film.key: film for film in meant}
        if len(films) < FEWEST:
            raise RequestError("too_few", say(interaction, "night-too-few-named"))
        wish = Wish(when, hours, place, voice, timezone, several)
        named = tuple(films.values())
        later = Source("watchlist", len(named), films_of=scope_of(interaction))
        await propose(interaction, wish, Choice(named, named, later))

    @app_commands.command(
        name=label("cmd-night-watchlist", "watchlist"),
        description=label(
            "cmd-night-watchlist-description", "Let the channel vote on films of the watchlist."
        ),
    )
    @options("when", "films", "genre", "decade", *WISHES)
    @app_commands.rename(kept_in=label("cmd-watchlist-option-list", "list"))
    @app_commands.describe(
        kept_in=label(
            "cmd-watchlist-option-list-description",
            "Which watchlist (default: the one without a name).",
        )
    )
    @app_commands.choices(decade=DECADES)
    async def watchlist(
        self,
        interaction: Interaction,
        *,
        when: Text,
        films: Count = DRAWN,
        genre: Text | None = None,
        decade: app_commands.Choice[int] | None = None,
        hours: Hours | None = None,
        place: Text | None = None,
        voice: Voice | None = None,
        timezone: Text | None = None,
        several: bool = True,
        kept_in: Text | None = None,
    ) -> None:
        """Propose a vote on films drawn from those of the list that were not seen yet."""
        await self.bot.access.admit(interaction, "question")
        await defer(interaction, ephemeral=True, thinking=True)

        source = Source(
            "watchlist",
            films,
            genre=genre,
            decade=decade.value if decade else None,
            films_of=films_of(interaction, await list_named(interaction, kept_in)),
        )
        wish = Wish(when, hours, place, voice, timezone, several)
        await propose_drawn(interaction, wish, source)

    @app_commands.command(
        name=label("cmd-night-draw", "draw"),
        description=label("cmd-night-draw-description", "Let the channel vote on films by chance."),
    )
    @options("when", "films", "genre", "decade", "known", *WISHES)
    @app_commands.choices(decade=DECADES, known=KNOWN)
    async def draw(
        self,
        interaction: Interaction,
        *,
        when: Text,
        films: Count = DRAWN,
        genre: Text | None = None,
        decade: app_commands.Choice[int] | None = None,
        known: app_commands.Choice[int] | None = None,
        hours: Hours | None = None,
        place: Text | None = None,
        voice: Voice | None = None,
        timezone: Text | None = None,
        several: bool = True,
    ) -> None:
        """Propose a vote on films drawn from the catalogue."""
        await self.bot.access.admit(interaction, "question")
        await defer(interaction, ephemeral=True, thinking=True)

        source = Source(
            "draw",
            films,
            genre=await self.bot.genres.spelt(genre) if genre else None,
            decade=decade.value if decade else None,
            known=known.value / 100 if known and known.value < 100 else None,
        )
        wish = Wish(when, hours, place, voice, timezone, several)
        await propose_drawn(interaction, wish, source)

    @app_commands.command(
        name=label("cmd-night-close", "close"),
        description=label("cmd-night-close-description", "Close this channel's poll and count it."),
    )
    async def close(self, interaction: Interaction) -> None:
        """End the poll early; what follows is what follows every end."""
        night = await self._own_night(interaction)
        poll = await self._watch.closer.poll_of(night)
        try:
            await poll.end_poll()
        except discord.HTTPException as error:
            # It closed by itself in between: what follows is the same.
            if error.code != POLL_EXPIRED:
                raise
            log.info("the poll of night %d was over already", night.id)
        async with self.bot.store.session() as session:
            # Discord may go on counting for a while; the clock has to know that it is over.
            await nights.set_poll(session, night.id, poll.id, discord.utils.utcnow())
            await session.commit()
        await self._watch.settle(night.id)
        await interaction.followup.send(say(interaction, "night-closed"), ephemeral=True)

    @app_commands.command(
        name=label("cmd-night-cancel", "cancel"),
        description=label("cmd-night-cancel-description", "Call this channel's movie night off."),
    )
    async def cancel(self, interaction: Interaction) -> None:
        """End the poll and let nothing follow."""
        night = await self._own_night(interaction)
        async with self.bot.store.session() as session:
            off = await nights.finish(session, night.id, "cancelled")
            await session.commit()
        if off and night.message_id is not None:
            try:
                await (await self._watch.closer.poll_of(night)).end_poll()
            except discord.HTTPException as error:  # called off it is, poll or no poll
                log.info("the poll of night %d was not ended: %s", night.id, error)
        await interaction.followup.send(say(interaction, "night-cancelled"), ephemeral=True)

    @app_commands.command(
        name=label("cmd-night-end", "end"),
        description=label(
            "cmd-night-end-description", "End this channel's movie nights that recur."
        ),
    )
    async def end(self, interaction: Interaction) -> None:
        """Let no further night follow; a poll that is open goes on."""
        await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=True, thinking=True)
        assert interaction.channel_id is not None
        async with self.bot.store.session() as session:
            series = await night_series.in_channel(session, interaction.channel_id)
        if series is None:
            raise RequestError("no_series", say(interaction, "night-series-none"))
        check_host(interaction, series.host_id)
        async with self.bot.store.session() as session:
            await night_series.end(session, series.id, discord.utils.utcnow())
            await session.commit()
        await interaction.followup.send(say(interaction, "night-series-ended"), ephemeral=True)

    @vote.autocomplete("when")
    @watchlist.autocomplete("when")
    @draw.autocomplete("when")
    async def _when(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            zones = await zones_for(interaction, getattr(interaction.namespace, "timezone", None))
        except MarqueeError:  # half a zone is typed, or the database is away
            return []
        now = discord.utils.utcnow()
        moments = offered(typed, spoken(interaction.locale), zones[0], now)
        names = called(moments, str(interaction.locale), zones[0])
        return [
            app_commands.Choice(
                name=name[:CHOICE_TEXT],
                # A moment says no repetition: there the words stay, which are clear by themselves.
                value=typed if moment.rule else f"<t:{int(moment.at.timestamp())}>",
            )
            for moment, name in zip(moments, names, strict=True)
            if moment.rule is None or len(moments) == 1
        ]

    @vote.autocomplete("timezone")
    @watchlist.autocomplete("timezone")
    @draw.autocomplete("timezone")
    async def _zone(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in suggested(typed)]

    @watchlist.autocomplete("kept_in")
    async def _list(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_lists(interaction, typed)

    @watchlist.autocomplete("genre")
    @draw.autocomplete("genre")
    async def _genre(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self.bot.genres.choices(typed)

    async def _title(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_any(interaction, typed)

    for _film in NAMED:
        vote.autocomplete(_film)(_title)

    async def _own_night(self, interaction: Interaction) -> Night:
        """Return the channel's open night, where the member may end it; defers for them alone."""
        await self.bot.access.admit(interaction, "free")
        await defer(interaction, ephemeral=True, thinking=True)
        assert interaction.channel_id is not None
        async with self.bot.store.session() as session:
            night = await nights.in_channel(session, interaction.channel_id)
        if night is None:
            raise RequestError("no_night", say(interaction, "night-none"))
        check_host(interaction, night.host_id)
        return night


async def setup(bot: Marquee) -> None:
    """Add the cogs; called by `load_extension`."""
    watch = NightWatch(bot)
    await bot.add_cog(watch)
    await bot.add_cog(MovieNight(bot, watch))


async def teardown(bot: Marquee) -> None:
    """Take the watch out as well; called by `unload_extension`."""
    await bot.remove_cog(NightWatch.__name__)
