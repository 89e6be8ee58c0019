"""`/about`: version, uptime, encoders, catalogue, and whom Marquee owes what."""

from __future__ import annotations

import logging
from importlib.metadata import PackageNotFoundError, version

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.kit.formatting import COLOUR
from bot.kit.i18n import label, say
from bot.kit.promises import defer
from services.core.errors import MarqueeError
from services.core.film_details import TMDB_ATTRIBUTION
from services.core.types import EncoderStatus

log = logging.getLogger(__name__)

TMDB = TMDB_ATTRIBUTION
_SOURCES = (
    f"{TMDB} <https://www.themoviedb.org> Where to stream: JustWatch, <https://www.justwatch.com>.",
    "Film facts of the starter: MovieLens ml-latest-small, GroupLens, University of Minnesota. "
    "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. "
    "ACM TiiS 5, 4: 19:1-19:19. <https://doi.org/10.1145/2827872>",
    "Embeddings and heads of the starter: numbers derived from Kaggle's *Movie Genre from its "
    "Poster* (IMDb thumbnails). Ids and links lead to IMDb, <https://www.imdb.com>, which neither "
    "endorses nor certifies this product.",
    "Encoder: EfficientNet-Lite0 by Google, Apache License 2.0, ImageNet weights.",
)

Interaction = discord.Interaction[Marquee]


class About(commands.Cog):
    """Everywhere, for everyone."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    @app_commands.command(
        name=label("cmd-about", "about"),
        description=label("cmd-about-description", "What Marquee is, what it knows and from whom."),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def about(self, interaction: Interaction) -> None:
        """Tell the member, and them alone."""
        await defer(interaction, ephemeral=True, thinking=True)
        try:
            spaces = await self.bot.client.encoders()
        except MarqueeError as error:
            log.warning("the encoders cannot be listed: %s", error)
            spaces = []
        text = discord.ui.TextDisplay
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(
            discord.ui.Container(
                text(f"## Marquee {_version()}\n{say(interaction, 'about-what')}"),
                text("\n".join(self._facts(interaction, spaces))),
                discord.ui.Separator(),
                text(f"**{say(interaction, 'about-sources')}**"),
                text("\n".join(f"-# {source}" for source in _SOURCES)),
                text(f"**{say(interaction, 'about-licence')}**"),
                text(f"-# {say(interaction, 'about-licence-text')}"),
                accent_colour=COLOUR,
            )
        )
        await interaction.followup.send(view=view)

    def _facts(self, interaction: Interaction, spaces: list[EncoderStatus]) -> list[str]:
        since = discord.utils.format_dt(self.bot.started_at, "R")
        lines = [say(interaction, "about-running", since=since)]
        ready = [space for space in spaces if space.state != "missing"]
        if not ready:
            return [*lines, say(interaction, "about-no-encoders")]
        own = next((space for space in ready if space.default), ready[0])
        lines.append(say(interaction, "about-films", films=own.films))
        names = ", ".join(f"`{space.name}`" for space in ready)
        return [*lines, say(interaction, "about-encoders", names=names, n=len(ready))]


def _version() -> str:
    try:
        return version("marquee-bot")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return ""


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(About(bot))
