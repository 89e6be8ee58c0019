"""All that is known, or a further page of neighbours, put into an answer that was posted."""

from __future__ import annotations

import asyncio

import discord

from bot.identify import details, layout
from bot.identify.contact_sheet import contact_sheet_alt, draw_contact_sheet, footer
from bot.identify.ids import Page, Shown, neighbours_in
from bot.identify.layout import POSTER, POSTERS, Part, Place
from bot.identify.posted_answer import PostedAnswer
from bot.kit.i18n import say
from bot.watchlist.lookup import film_of
from services.core.types import Neighbour
from services.inference.client import InferenceClient

_PAGE = (Place.CONTACT_SHEET, Place.ROWS, Place.LIKENESS, Place.MORE, Place.TURN)


async def turn_page(
    client: InferenceClient,
    answer: PostedAnswer,
    page: Page,
    locale: discord.Locale,
    *,
    country: str,
    marked: bool = False,
) -> bool:
    """Put a page into an answer; False where there are no further neighbours, or the film is gone.

    A brief answer becomes one that tells all.

    Args:
        client: The catalogue.
        answer: The answer that is changed.
        page: Which page.
        locale: The language of the answer.
        country: The code of the country whose certification and streaming services are meant.
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
    contact_sheet = await draw_contact_sheet(client, films, first=page.skip + 1, marked=marked)
    if contact_sheet:
        answer.pictures[POSTERS] = contact_sheet
        answer.alts[POSTERS] = contact_sheet_alt(locale, films, page.skip + 1)
    told = await _of_the_film(client, answer, page, locale, country) if page.key else []
    made: list[Part | None] = [
        *told,
        layout.gallery(POSTERS, answer.alts[POSTERS], Place.CONTACT_SHEET)
        if contact_sheet
        else None,
        *layout.listed(locale, near, first=page.skip + 1),
        layout.text(footer(locale, films, page.encoder), Place.LIKENESS),
        menu,
        layout.buttons(Place.TURN, layout.turns(locale, page, more=more)),
    ]
    anew = {*_PAGE, *(layout.place_of(part) for part in told)}
    kept = [layout.without_more(part) for part in answer.parts if layout.place_of(part) not in anew]
    answer.parts = layout.in_order([*kept, *made])
    return True


async def _of_the_film(
    client: InferenceClient,
    answer: PostedAnswer,
    page: Page,
    locale: discord.Locale,
    country: str,
) -> list[Part]:
    """Return what a brief answer leaves out of its film: what is told of it, its other pictures."""
    facts = await client.facts(page.key)
    made: list[Part | None] = []
    if facts and facts.details:
        told = layout.text(details.in_words(locale, facts.details, country), Place.DETAILS)
        made.append(told)
        # In messages of before its last line is the one over the neighbours.
        if told and answer.part(Place.DETAILS) and answer.part(Place.OTHERS) is None:
            made.append(layout.text(say(locale, "answer-others"), Place.OTHERS))
    # Beside its name there is none where it is not for everybody.
    if facts and answer.part(Place.PICTURES) is None and POSTER in answer.pictures:
        made.append(layout.picture_turns(locale, Shown(1, page.key), facts.pictures))
    return [part for part in made if part is not None]


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
    films = await asyncio.gather(*(film_of(client, each.key) for each in wanted))
    near = [
        Neighbour(film, choice.similarity or 0.0)
        for film, choice in zip(films, wanted, strict=True)
        if film is not None
    ]
    return near, len(choices) > page.skip + page.k
