"""Films that were found, as an answer: their posters side by side, and a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.identify import layout
from bot.identify.contact_sheet import contact_sheet_alt, draw_contact_sheet
from bot.identify.ids import show_button
from bot.identify.layout import POSTERS, AnswerLayout, Part, Place
from bot.identify.query import Query
from bot.kit.formatting import COLOUR, facts, linked
from bot.kit.i18n import say, spoken
from bot.watchlist.save_button import SaveButton
from services.core.types import Found, Neighbour

HEADING_LENGTH = 200
"""Characters of what was typed that a heading shows."""


async def send_found(query: Query, heading: str, note: str, found: Sequence[Found]) -> None:
    """Show films in the place of "thinking", and a menu that leads on from each.

    Args:
        query: Admitted and acknowledged.
        heading: What stands above them.
        note: What stands below the heading, in small letters.
        found: The films, best first; at most as many as fit into one message.
    """
    locale = query.locale
    found = [replace(hit, film=hit.film.in_language(spoken(locale))) for hit in found]
    films = [hit.film for hit in found]
    query.shown = films
    with query.timed("draw"):
        contact_sheet = await draw_contact_sheet(query.bot.client, films, marked=query.shows_marked)
    alt = contact_sheet_alt(locale, films)
    seen = [
        (rank, Neighbour(hit.film, hit.score)) for rank, hit in enumerate(found, 1) if hit.indexed
    ]
    parts: list[Part | None] = [
        layout.head(f"### {heading}\n-# {note}"),
        layout.gallery(POSTERS, alt, Place.CONTACT_SHEET) if contact_sheet else None,
        *(_row(locale, rank, hit) for rank, hit in enumerate(found, 1)),
        layout.buttons(
            Place.MORE, [layout.more_like_this(locale, _encoder(query), seen, alike=False)]
        ),
        layout.buttons(
            Place.BUTTONS, [show_button(say(locale, "answer-show")) if query.private else None]
        ),
    ]
    await query.reply(
        AnswerLayout(parts, COLOUR), layout.files({POSTERS: contact_sheet}, {POSTERS: alt})
    )


def _row(locale: discord.Locale, rank: int, hit: Found) -> Part:
    return layout.film_row(
        f"**{rank}.** **{linked(hit.film)}**\n{facts(locale, hit.film)}",
        SaveButton(hit.film.key, say(locale, "answer-keep")),
        Place.ROWS + rank - 1,
    )


def _encoder(query: Query) -> str:
    return query.settings.encoder or ""
