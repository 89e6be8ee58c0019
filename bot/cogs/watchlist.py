"""`/watchlist`: the films that a server, or a member by themselves, means to watch."""

from __future__ import annotations

from discord.ext import commands

from bot.app import Marquee
from bot.keep import KeepButton


class Watchlist(commands.Cog):
    """The list and the button that fills it."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Let the buttons of former runs work."""
        self.bot.add_dynamic_items(KeepButton)


async def setup(bot: Marquee) -> None:
    """Add the cog; called by `load_extension`."""
    await bot.add_cog(Watchlist(bot))
