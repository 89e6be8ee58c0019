"""`/search`: films by title, or by what their posters show where an encoder knows words."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.identify.found_answer import HEADING_LENGTH, send_found
from bot.identify.query import logged_query
from bot.kit.formatting import escape
from bot.kit.i18n import label, say
from services.core.errors import RequestError

_SHOWN = 5

Interaction = discord.Interaction[Marquee]


class Search(commands.Cog):
    """Thin: parse, defer, call, reply, log."""

    @app_commands.command(
        name=label("cmd-search", "search"),
        description=label(
            "cmd-search-description",
            "Find films by title; where CLIP is set up, also by what their posters show.",
        ),
    )
    @app_commands.rename(sought=label("cmd-search-option-words", "words"))
    @app_commands.describe(
        sought=label(
            "cmd-search-option-words-description",
            "A title; where CLIP is set up, also what the poster shows: “lonely astronaut, blue”.",
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
                typed = escape(sought, HEADING_LENGTH)
                raise RequestError("not_found", say(interaction, "search-none", words=typed))
            words = escape(sought, HEADING_LENGTH)
            heading = say(query.locale, "search-heading", words=words)
            by = say(query.locale, f"search-by-{result.by}")
            await send_found(query, heading, by, result.found)


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Search())
