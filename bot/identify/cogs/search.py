"""`/search`: films by what their posters show, or by title."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.identify import layout
from bot.identify.contact_sheet import contact_sheet_alt, draw_contact_sheet
from bot.identify.ids import show_button
from bot.identify.layout import POSTERS, AnswerLayout, Part, Place
from bot.identify.query import Query, logged_query
from bot.kit.formatting import COLOUR, escape, facts, linked
from bot.kit.i18n import label, say
from bot.watchlist.save_button import SaveButton
from services.core import types
from services.core.errors import RequestError
from services.core.types import Found, Neighbour

_SHOWN = 5
_HEADING_LENGTH = 200

Interaction = discord.Interaction[Marquee]


class Search(commands.Cog):
    """Thin: parse, defer, call, reply, log."""

    @app_commands.command(
        name=label("cmd-search", "search"),
        description=label("cmd-search-description", "Find films by what their posters show."),
    )
    @app_commands.rename(sought=label("cmd-search-option-words", "words"))
    @app_commands.describe(
        sought=label(
            "cmd-search-option-words-description",
            "What the poster shows, such as “lonely astronaut, blue”, or a title.",
        )
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def search(
        self, interaction: Interaction, sought: app_commands.Range[str, 1, 200]
    ) -> None:
        """Answer with the films found."""
        async with logged_query(interaction) as query:
            await query.admit()
            await query.defer()
            with query.timed("search"):
                # Words are CLIP's; the server's encoder would leave titles alone.
                result = await query.bot.client.search(sought, k=_SHOWN)
            if not result.found:
                typed = escape(sought, _HEADING_LENGTH)
                raise RequestError("not_found", say(interaction, "search-none", words=typed))
            await _send(query, sought, result)


async def _send(query: Query, sought: str, result: types.Search) -> None:
    locale = query.locale
    films = [hit.film for hit in result.found]
    query.shown = films
    with query.timed("draw"):
        contact_sheet = await draw_contact_sheet(query.bot.client, None, films)
    alt = contact_sheet_alt(locale, films)
    title = say(locale, "search-heading", words=escape(sought, _HEADING_LENGTH))
    by = say(locale, f"search-by-{result.by}")
    seen = [
        (rank, Neighbour(hit.film, hit.score))
        for rank, hit in enumerate(result.found, 1)
        if hit.indexed
    ]
    parts: list[Part | None] = [
        layout.head(f"### {title}\n-# {by}"),
        layout.gallery(POSTERS, alt, Place.CONTACT_SHEET) if contact_sheet else None,
        *(_row(locale, rank, hit) for rank, hit in enumerate(result.found, 1)),
        layout.buttons(
            Place.MORE, [layout.more_like_this(locale, _encoder(query), seen, alike=False)]
        ),
        layout.buttons(
            Place.BUTTONS, [show_button(say(locale, "answer-show")) if query.private else None]
        ),
    ]
    await query.reply(
        AnswerLayout(parts, COLOUR), layout.files({POSTERS: contact_sheet}, {POSTERS: alt})
    )


def _row(locale: discord.Locale, rank: int, hit: Found) -> Part:
    return layout.film_row(
        f"**{rank}.** **{linked(hit.film)}**\n{facts(locale, hit.film)}",
        SaveButton(hit.film.key, say(locale, "answer-keep")),
        Place.ROWS + rank - 1,
    )


def _encoder(query: Query) -> str:
    return query.settings.encoder or ""


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Search())
