"""Titles of the catalogue for who is typing one."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from services.core.errors import MarqueeError
from services.core.types import Film

if TYPE_CHECKING:
    from bot.app import Marquee

log = logging.getLogger(__name__)

MOST_CHOICES = 25  # Discord takes no more
CHOICE_LENGTH = 100  # of a choice's name and of its value
_TYPED_LENGTH = 200
_PATIENCE_SECONDS = 2.0  # of the three that Discord waits


async def completed(bot: Marquee, typed: str) -> list[Film]:
    """Return the films that a half-typed title may become; none where that cannot be told."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            found = await bot.client.titles(typed[:_TYPED_LENGTH], limit=MOST_CHOICES)
    except (MarqueeError, TimeoutError) as error:
        # There is no way to say so while somebody types; the command itself will tell.
        log.warning("no titles were completed: %s", str(error) or "it took too long")
        return []
    return [hit.film for hit in found]
