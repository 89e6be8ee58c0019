"""What a half-typed option may become: titles and genres of the catalogue."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable

import discord
from discord import app_commands

from bot.kit.formatting import cut
from bot.kit.i18n import spoken
from bot.kit.limits import CHOICE_TEXT, CHOICES
from services.core.errors import MarqueeError
from services.core.types import Film
from services.inference.client import InferenceClient

log = logging.getLogger(__name__)

_TYPED_LENGTH = 200
_PATIENCE_SECONDS = 2.0  # of those that Discord waits, `ACKNOWLEDGE_SECONDS`
_SAMPLED = 200  # films looked at for their genres


async def completed_titles(
    client: InferenceClient, typed: str, locale: discord.Locale
) -> list[Film]:
    """Return the films that a half-typed title may become, called as in the member's language.

    None where that cannot be told.
    """
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            found = await client.titles(typed[:_TYPED_LENGTH], limit=CHOICES)
    except (MarqueeError, TimeoutError) as error:
        # There is no way to say so while somebody types; the command itself will tell.
        log.warning("no titles were completed: %s", str(error) or "it took too long")
        return []
    return [hit.film.in_language(spoken(locale)) for hit in found]


def told_apart(choices: Iterable[app_commands.Choice[str]]) -> list[app_commands.Choice[str]]:
    """Return the choices; of those with one name, such as films of one title, later ones numbered.

    A member sees names alone.
    """
    seen = Counter[str]()
    found = []
    for choice in choices:
        seen[choice.name] += 1
        number = f" · {seen[choice.name]}" if seen[choice.name] > 1 else ""
        name = cut(choice.name, CHOICE_TEXT - len(number)) + number
        found.append(app_commands.Choice(name=name, value=choice.value))
    return found


class CatalogueGenres:
    """Genre names, the most frequent first; asked for once.

    Args:
        client: Knows the catalogue.
    """

    def __init__(self, client: InferenceClient) -> None:
        self._client = client
        self._names: tuple[str, ...] = ()

    async def choices(self, typed: str) -> list[app_commands.Choice[str]]:
        """Return the genres that a half-typed word may become."""
        wanted = typed.strip().casefold()
        fit = [name for name in await self._known() if wanted in name.casefold()]
        return [app_commands.Choice(name=name, value=name) for name in fit[:CHOICES]]

    async def spelt(self, typed: str) -> str:
        """Return a genre as the catalogue writes it; one that is not known as it was typed."""
        typed = typed.strip()
        same = (n for n in await self._known() if n.casefold() == typed.casefold())
        return next(same, typed)

    async def _known(self) -> tuple[str, ...]:
        if not self._names:
            try:
                films = await self._client.sample(_SAMPLED)
            except MarqueeError as error:
                log.info("no genres to offer: %s", error)
                return ()
            counts = Counter(name for item in films for name in item.film.genres)
            self._names = tuple(name for name, _ in counts.most_common())
        return self._names
