"""`/film`: a film of the catalogue, its facts and the posters nearest to its own."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.identify.film_answer import answer_film
from bot.kit.autocomplete import completed_titles, told_apart
from bot.kit.formatting import cut
from bot.kit.i18n import label
from bot.kit.limits import CHOICE_TEXT

Interaction = discord.Interaction[Marquee]


class Film(commands.Cog):
    """Thin: parse and hand on."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    @app_commands.command(
        name=label("cmd-film", "film"),
        description=label(
            "cmd-film-description", "Show a film and the posters nearest to its own."
        ),
    )
    @app_commands.rename(title=label("cmd-film-option-title", "title"))
    @app_commands.describe(
        title=label("cmd-film-option-title-description", "The film's title; type and choose.")
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def film(self, interaction: Interaction, title: app_commands.Range[str, 1, 200]) -> None:
        """Answer with the film."""
        await answer_film(interaction, title)

    @film.autocomplete("title")
    async def complete(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Return the films that a half-typed title may become; none where that cannot be told."""
        return told_apart(
            app_commands.Choice(name=cut(film.label, CHOICE_TEXT), value=_value(film.key))
            for film in await completed_titles(self.bot.client, typed, interaction.locale)
        )


def _value(key: str) -> str:
    # A film without ids has its label as key: cut, it is still found as a title.
    return key[:CHOICE_TEXT]


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Film(bot))
