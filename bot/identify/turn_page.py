"""A further page of neighbours, put into an answer that was posted."""

from __future__ import annotations

import asyncio

import discord

from bot.identify import layout
from bot.identify.contact_sheet import contact_sheet_alt, draw_contact_sheet, footer
from bot.identify.ids import Page, neighbours_in
from bot.identify.layout import POSTER, POSTERS, Part, Place
from bot.identify.posted_answer import PostedAnswer
from bot.kit.i18n import say
from services.core.types import Neighbour
from services.inference.client import InferenceClient


async def turn_page(
    client: InferenceClient,
    answer: PostedAnswer,
    page: Page,
    locale: discord.Locale,
    *,
    marked: bool = False,
) -> bool:
    """Put a page into an answer; False where there are no further neighbours, or the film is gone.

    Args:
        client: The catalogue.
        answer: The answer that is changed.
        page: Which page.
        locale: The language of the answer.
        marked: Whether posters that are not for everybody may be shown there.

    Raises:
        UnavailableError: the service cannot be reached.
    """
    menu = answer.part(Place.MORE)
    if page.key:
        found = await client.neighbours(
            page.key, k=page.k, skip=page.skip, encoder=page.encoder or None
        )
        near = list(found.neighbours) if found else []
        more = len(near) == page.k
        offered = layout.more_like_this(locale, page.encoder, enumerate(near, page.skip + 1))
        menu = layout.buttons(Place.MORE, [offered]) or menu
    else:
        near, more = await _chosen(client, menu, page)
    if not near:
        return False
    films = [neighbour.film for neighbour in near]
    label = None if page.key else say(locale, "answer-yours")
    poster = answer.pictures.get(POSTER)
    contact_sheet = await draw_contact_sheet(
        client, poster, films, first=page.skip + 1, label=label, marked=marked
    )
    if contact_sheet:
        answer.pictures[POSTERS] = contact_sheet
        answer.alts[POSTERS] = contact_sheet_alt(locale, films, page.skip + 1)
    made: list[Part | None] = [
        answer.part(Place.HEAD),
        answer.part(Place.CONFIRM),
        answer.part(Place.PICTURES),
        answer.part(Place.OUTLINE),
        answer.part(Place.OTHERS),
        layout.gallery(POSTERS, answer.alts[POSTERS], Place.CONTACT_SHEET)
        if contact_sheet
        else None,
        *layout.listed(locale, near, first=page.skip + 1),
        layout.text(footer(locale, films, page.encoder), Place.LIKENESS),
        answer.part(Place.ESTIMATE),
        menu,
        layout.buttons(Place.TURN, layout.turns(locale, page, more=more)),
        answer.part(Place.BUTTONS),
    ]
    answer.parts = [part for part in made if part is not None]
    return True


async def _chosen(
    client: InferenceClient, menu: Part | None, page: Page
) -> tuple[list[Neighbour], bool]:
    """Return a page of the neighbours that the answer's own menu holds, and whether more follow."""
    choices = [
        choice
        for item in (menu.children if isinstance(menu, discord.ui.ActionRow) else [])
        if isinstance(item, discord.ui.Select)
        for choice in neighbours_in(item)
    ]
    wanted = choices[page.skip : page.skip + page.k]
    films = await asyncio.gather(*(client.film(each.key) for each in wanted))
    near = [
        Neighbour(film, choice.similarity or 0.0)
        for film, choice in zip(films, wanted, strict=True)
        if film is not None
    ]
    return near, len(choices) > page.skip + page.k
