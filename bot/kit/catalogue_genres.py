"""The genres that the films of the catalogue have, to choose from."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from discord import app_commands

from bot.kit.autocomplete import MOST_CHOICES
from services.core.errors import MarqueeError

if TYPE_CHECKING:
    from bot.app import Marquee

log = logging.getLogger(__name__)

_SAMPLED = 200  # films looked at


class Genres:
    """Genre names, the most frequent first; asked for once.

    Args:
        bot: The bot.
    """

    def __init__(self, bot: Marquee) -> None:
        self._bot = bot
        self._names: tuple[str, ...] = ()

    async def choices(self, typed: str) -> list[app_commands.Choice[str]]:
        """Return the genres that a half-typed word may become."""
        wanted = typed.strip().casefold()
        fit = [name for name in await self._known() if wanted in name.casefold()]
        return [app_commands.Choice(name=name, value=name) for name in fit[:MOST_CHOICES]]

    async def spelt(self, typed: str) -> str:
        """Return a genre as the catalogue writes it; one that is not known as it was typed."""
        typed = typed.strip()
        same = (n for n in await self._known() if n.casefold() == typed.casefold())
        return next(same, typed)

    async def _known(self) -> tuple[str, ...]:
        if not self._names:
            try:
                films = await self._bot.client.sample(_SAMPLED)
            except MarqueeError as error:
                log.info("no genres to offer: %s", error)
                return ()
            counts = Counter(name for item in films for name in item.film.genres)
            self._names = tuple(name for name, _ in counts.most_common())
        return self._names
