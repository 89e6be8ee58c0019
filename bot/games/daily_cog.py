"""`/daily`: the poster of the day, by oneself, with a row of squares to show."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from datetime import timedelta, tzinfo
from io import BytesIO
from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.games import daily_messages, draw
from bot.games.answer_modal import AnswerModal
from bot.games.daily_messages import Standing
from bot.games.ids import DAILY, DailyVerb
from bot.games.reveal import reveal
from bot.games.rules import checking, daily
from bot.games.rules.daily import Try
from bot.games.rules.kinds.film import TITLE
from bot.games.rules.types import Guess, Question
from bot.kit.errors import answering
from bot.kit.i18n import label, language_of, say
from bot.kit.promises import defer
from bot.kit.scope import is_shared, scope_of
from bot.kit.zones import zone_of_server
from services.core.errors import PosterError, RequestError, UnavailableError
from services.store import daily as kept
from services.store.daily import DailyPoster, DailyTry

log = logging.getLogger(__name__)

# A film comes again after so many days at the soonest, where there are films enough.
_REMEMBERED = 400
_FEW = 5
_DRAWN = 5  # posters in a row that may be gone before a member is told so

Interaction = discord.Interaction[Marquee]


class DailyPosters(commands.Cog):
    """Each member sees their own pictures; the film is the server's."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Listen to the buttons of old messages."""
        self.bot.add_dynamic_items(DailyButton)

    async def cog_unload(self) -> None:
        """Listen no more."""
        self.bot.remove_dynamic_items(DailyButton)

    @app_commands.command(
        name=label("cmd-daily", "daily"),
        description=label(
            "cmd-daily-description", "One poster a day for the server: name it in six pictures."
        ),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def daily(self, interaction: Interaction) -> None:
        """Show today's poster as far as the member has come."""
        await self.bot.access.admit(interaction, "game")
        await defer(interaction, ephemeral=True, thinking=True)
        scope, zone = scope_of(interaction), await self._zone(interaction)
        day = daily.day_of(interaction.created_at, zone)
        async with self.bot.store.session() as db:
            done = await kept.finished_of_day(db, scope, day, interaction.user.id, daily.STEPS)
        poster, data = (done, await self._data(done)) if done else await self._open(interaction)
        view, files = await self._page(interaction, poster, data)
        await interaction.followup.send(view=view, files=files, ephemeral=True)

    async def guess(self, interaction: Interaction, poster_id: int) -> None:
        """Ask for a title; that must be the first that Discord hears, so nothing waits."""

        async def typed(answer: discord.Interaction[Any], text: str) -> None:
            await self._try(answer, poster_id, text)

        await interaction.response.send_modal(AnswerModal(interaction, TITLE, answered=typed))

    async def more(self, interaction: Interaction, poster_id: int) -> None:
        """Show the next picture without a guess; behind the last one, the film."""
        await self._try(interaction, poster_id, None)

    async def share(self, interaction: Interaction, poster_id: int) -> None:
        """Show everybody the member's row of squares, once."""
        await defer(interaction, ephemeral=False, thinking=True)
        poster = await self._loaded(interaction, poster_id)
        now, user = interaction.created_at, interaction.user
        async with self.bot.store.session() as db:
            tries = _tries(await kept.tries(db, poster.id, user.id))
            shared = daily.over(tries) and await kept.share(db, poster.id, user.id, now)
            days = await kept.solved_days(db, poster.scope_id, user.id)
            await db.commit()
        if not shared:
            raise RequestError("daily_shared", say(interaction, "daily-refused-shared"))
        streak = daily.streak(days, poster.day)
        locale = language_of(interaction, public=True)
        text = daily_messages.shared(locale, user.display_name, poster.day, tries, streak)
        await interaction.followup.send(text)

    async def _try(self, interaction: Interaction, poster_id: int, text: str | None) -> None:
        await defer(interaction)
        poster = await self._loaded(interaction, poster_id)
        user_id = interaction.user.id
        async with self.bot.store.session() as db:
            before = await kept.tries(db, poster.id, user_id)
        if not daily.over(_tries(before)):
            await self._check_open(interaction, poster, begun=bool(before))
            question = Question.from_json(poster.question)
            right, near = await self._judged(question, user_id, text)
            tried = DailyTry(len(before) + 1, text, right, near)
            async with self.bot.store.session() as db:
                await kept.add_try(db, poster.id, user_id, tried, interaction.created_at)
                await db.commit()
        data = await self._data(poster)
        async with self.bot.store.session() as db:
            after = _tries(await kept.tries(db, poster.id, user_id))
        if data is None and not daily.over(after):
            await self._replaced(poster, interaction)
            raise RequestError("daily_gone", say(interaction, "daily-refused-gone"))
        view, files = await self._page(interaction, poster, data)
        await interaction.edit_original_response(view=view, attachments=files)

    async def _judged(
        self, question: Question, user_id: int, text: str | None
    ) -> tuple[bool, bool]:
        if text is None:
            return False, False
        try:
            found = await self.bot.client.titles(text, limit=checking.FOUND)
        except UnavailableError as error:  # the question's own rivals have to do
            log.warning("a title is checked without the catalogue: %s", error)
            found = None
        verdict = checking.check(question, Guess(user_id, 0.0, text=text), found)
        return bool(verdict.right), verdict.near

    async def _loaded(self, interaction: Interaction, poster_id: int) -> DailyPoster:
        async with self.bot.store.session() as db:
            poster = await kept.load(db, poster_id)
        if poster is None:
            raise RequestError("daily_gone", say(interaction, "daily-refused-gone"))
        return poster

    async def _check_open(
        self, interaction: Interaction, poster: DailyPoster, *, begun: bool
    ) -> None:
        """Refuse a poster of another day; yesterday's may be finished by who has begun it."""
        if poster.gone:
            raise RequestError("daily_gone", say(interaction, "daily-refused-gone"))
        today = daily.day_of(interaction.created_at, await self._zone(interaction))
        last = today - timedelta(days=1) if begun else today
        if poster.day < last:
            day = daily_messages.date_in_words(interaction.locale, poster.day)
            told = say(interaction, "daily-refused-over", day=day)
            raise RequestError("daily_over", told)

    async def _open(self, interaction: Interaction) -> tuple[DailyPoster, bytes]:
        """Return today's poster and its picture; another one where that is gone."""
        scope, zone = scope_of(interaction), await self._zone(interaction)
        day = daily.day_of(interaction.created_at, zone)
        for _ in range(_DRAWN):
            async with self.bot.store.session() as db:
                poster = await kept.of_day(db, scope, day)
                shown = await kept.shown(db, scope, _REMEMBERED)
            if poster is None:
                question = await self._drawn(shown)
                async with self.bot.store.session() as db:
                    await kept.add(
                        db,
                        scope,
                        day,
                        film_key=question.film.key,
                        question=question.to_json(),
                        now=interaction.created_at,
                    )
                    await db.commit()
                continue
            if (data := await self._data(poster)) is not None:
                return poster, data
            await self._replaced(poster, interaction)
        raise UnavailableError("gone", say(interaction, "daily-refused-none"))

    async def _drawn(self, shown: list[str]) -> Question:
        """Draw a film; of few films, one that was not shown in the last days at least."""
        for used in (shown, shown[:_FEW], []):
            try:
                return await draw.daily(self.bot.client, seed=secrets.randbits(48), used=used)
            except RequestError:
                if not used:
                    raise
        raise AssertionError("the last draw returns or raises")

    async def _replaced(self, poster: DailyPoster, interaction: Interaction) -> None:
        log.info("the daily poster %s is gone: %s", poster.id, poster.film_key)
        async with self.bot.store.session() as db:
            await kept.mark_gone(db, poster.id, interaction.created_at)
            await db.commit()

    async def _data(self, poster: DailyPoster) -> bytes | None:
        """Return the picture of a poster; None where its film or its file is gone.

        A film that was marked meanwhile is gone as well: the poster is the whole server's, in
        whichever channel it is asked for.
        """
        film = Question.from_json(poster.question).film
        if not Question.from_json(poster.question).sample:
            # A catalogue that was built anew may have it under another key.
            current = await self.bot.client.film(film.key)
            if current is None or current.marked:
                return None
            film = current
        return await draw.poster(self.bot.client, film)

    async def _page(
        self, interaction: Interaction, poster: DailyPoster, data: bytes | None
    ) -> tuple[discord.ui.LayoutView, list[discord.File]]:
        """Return what the member sees now: the next picture, or how it ended."""
        zone = await self._zone(interaction)
        question = Question.from_json(poster.question)
        async with self.bot.store.session() as db:
            tries = _tries(await kept.tries(db, poster.id, interaction.user.id))
            days = await kept.solved_days(db, poster.scope_id, interaction.user.id)
            players = await kept.players(db, poster.id)
        today = daily.day_of(interaction.created_at, zone)
        standing = Standing(daily.streak(days, today), daily.best_streak(days), players)
        files: list[discord.File] = []
        if data is not None:
            try:
                picture = await asyncio.to_thread(reveal, [data], question, daily.step(tries))
                files.append(discord.File(BytesIO(picture.data), picture.name))
            except PosterError as error:
                log.warning("the daily poster %s cannot be shown: %s", poster.id, error)
        view = daily_messages.page(
            interaction.locale,
            poster.id,
            question,
            tries,
            standing,
            day=poster.day,
            picture=files[0].filename if files else None,
            next_at=daily.next_at(today, zone),
            alone=not is_shared(interaction),
        )
        return view, files

    async def _zone(self, interaction: Interaction) -> tzinfo:
        guild_id = interaction.guild_id if is_shared(interaction) else None
        return await zone_of_server(self.bot.store, guild_id, self.bot.access.of(guild_id))


class DailyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=DAILY):
    """A button below a daily poster.

    Args:
        button: The button, with an id that the template fits.
        verb: What it does.
        number: Id of the poster.
    """

    def __init__(self, button: discord.ui.Button[Any], verb: DailyVerb, number: int) -> None:
        super().__init__(button)
        self.verb: DailyVerb = verb
        self.number = number

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> DailyButton:
        """Return the button that was pressed."""
        button = cast("discord.ui.Button[Any]", item)
        return cls(button, cast("DailyVerb", match["verb"]), int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        async with answering(interaction):
            await interaction.client.access.admit(interaction, "game")
            cog = cast("DailyPosters", interaction.client.get_cog("DailyPosters"))
            await getattr(cog, self.verb)(interaction, self.number)


def _tries(rows: list[DailyTry]) -> list[Try]:
    return [Try(row.text, row.right, row.near) for row in rows]


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(DailyPosters(bot))
