"""Another picture of a film, put into the answer that was posted about it."""

from __future__ import annotations

import asyncio

import discord

from bot.identify import layout
from bot.identify.contact_sheet import safely
from bot.identify.ids import Shown
from bot.identify.layout import POSTER, Part, Place
from bot.identify.posted_answer import PostedAnswer
from bot.kit.collage import thumbnail
from bot.kit.i18n import say
from services.inference.client import InferenceClient


async def turn_picture(
    client: InferenceClient,
    answer: PostedAnswer,
    shown: Shown,
    locale: discord.Locale,
    *,
    marked: bool = False,
) -> bool:
    """Show one of a film's pictures beside its name; False where it is gone.

    Those that are not for everybody are not shown unless `marked`.

    Raises:
        UnavailableError: the service cannot be reached.
    """
    facts = await client.facts(shown.key)
    if facts is None or (facts.film.marked and not marked):
        return False
    poster = await client.poster(facts.film, shown.number)
    picture = None if poster is None else await asyncio.to_thread(_small, poster)
    head = answer.part(Place.HEAD)
    if picture is None or head is None:
        return False
    alt = picture_alt(locale, facts.film.label, shown.number, facts.pictures)
    answer.pictures[POSTER], answer.alts[POSTER] = picture, alt
    turns = layout.picture_turns(locale, shown, facts.pictures)
    answer.parts = [
        layout.head(_words(part), picture=alt) if part is head else part
        for part in answer.parts
        if part.id != Place.PICTURES
    ]
    if turns is not None:
        place = next(i for i, part in enumerate(answer.parts) if part.id == Place.HEAD)
        answer.parts.insert(place + 1, turns)
    return True


def picture_alt(locale: discord.Locale, film: str, number: int, pictures: int) -> str:
    """Return the alt text of one of a film's pictures."""
    if pictures == 1:
        return film
    return f"{film} · {say(locale, 'film-picture', number=number, pictures=pictures)}"


def _small(poster: bytes) -> bytes | None:
    return safely(lambda: thumbnail(poster))


def _words(part: Part) -> str:
    """Return what a heading says, with or without its picture."""
    if isinstance(part, discord.ui.Section):
        texts = [item for item in part.children if isinstance(item, discord.ui.TextDisplay)]
        return "\n".join(text.content for text in texts)
    return part.content if isinstance(part, discord.ui.TextDisplay) else ""
