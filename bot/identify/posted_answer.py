"""An answer taken out of the message that shows it: for its next page, or for everyone to see.

The message is all there is to go by. It outlives restarts and the row in the query log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord

from bot.identify.layout import (
    CHART,
    OUTLINE,
    POSTER,
    POSTERS,
    AnswerLayout,
    Part,
    Place,
    files,
)
from bot.kit.cdn import TooManyBytesError

log = logging.getLogger(__name__)

_NAMES: dict[int, str] = {
    Place.HEAD: POSTER,
    Place.OUTLINE: OUTLINE,
    Place.CONTACT_SHEET: POSTERS,
    Place.ESTIMATE: CHART,
}


@dataclass
class PostedAnswer:
    """An answer's parts and pictures.

    Attributes:
        parts: From top to bottom.
        colour: The bar at its side.
        pictures: The files that the parts show, by their names.
        alts: Their alt texts.
    """

    parts: list[Part]
    colour: discord.Colour | int | None
    pictures: dict[str, bytes] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)

    def part(self, place: Place) -> Part | None:
        """Return the part of that id."""
        return next((part for part in self.parts if part.id == place), None)

    def layout(self) -> AnswerLayout:
        """Return the parts as a layout to send."""
        return AnswerLayout(self.parts, self.colour)

    def files(self) -> list[discord.File]:
        """Return the pictures to send with it."""
        return files(self.pictures, self.alts)


async def read_posted_answer(
    client: discord.Client, message: discord.Message, *, without: Collection[Place] = ()
) -> PostedAnswer:
    """Return the answer that a message shows; a picture that Discord has lost is left out.

    Args:
        client: The bot.
        message: An answer of Marquee's.
        without: Parts that are not wanted.
    """
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    box = next((item for item in view.children if isinstance(item, discord.ui.Container)), None)
    if box is None:
        return PostedAnswer([], None)
    parts = [part for part in box.children if part.id not in without]
    answer = PostedAnswer([], box.accent_colour)
    pictures = await asyncio.gather(*(_picture(client, part) for part in parts))
    for part, data in zip(parts, pictures, strict=True):
        media, name = _media(part), _NAMES.get(part.id or 0)
        if media is None or name is None:
            answer.parts.append(part)
        elif data is None:
            answer.parts += _unpictured(part, media.description)
        else:
            media.media = discord.UnfurledMediaItem(f"attachment://{name}")
            answer.pictures[name] = data
            answer.alts[name] = media.description or ""
            answer.parts.append(_renewed(part, media))
    return answer


def _media(part: Part) -> discord.ui.Thumbnail[Any] | discord.MediaGalleryItem | None:
    if isinstance(part, discord.ui.Section) and isinstance(part.accessory, discord.ui.Thumbnail):
        return part.accessory
    if isinstance(part, discord.ui.MediaGallery) and part.items:
        return part.items[0]
    return None


def _renewed(part: Part, media: discord.ui.Thumbnail[Any] | discord.MediaGalleryItem) -> Part:
    if isinstance(part, discord.ui.MediaGallery) and isinstance(media, discord.MediaGalleryItem):
        part.items = [media]
    return part


def _unpictured(part: Part, alt: str | None) -> list[Part]:
    """Return what is left of a part whose picture is lost: its text, or the picture's alt text."""
    if isinstance(part, discord.ui.Section):
        texts = [item for item in part.children if isinstance(item, discord.ui.TextDisplay)]
        return [discord.ui.TextDisplay("\n".join(text.content for text in texts), id=part.id)]
    return [discord.ui.TextDisplay(alt, id=part.id)] if alt and part.id == Place.ESTIMATE else []


async def _picture(client: discord.Client, part: Part) -> bytes | None:
    media = _media(part)
    if media is None:
        return None
    try:
        return await client.http.get_from_cdn(media.media.url)
    except (
        TimeoutError,
        TooManyBytesError,
        discord.HTTPException,
        aiohttp.ClientError,
    ) as error:
        log.info("a picture of an answer is lost: %s", error)
        return None
