"""An `Identification` -> the answer that a member sees: painted, laid out, with its buttons."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import discord

from bot.identify import estimate_chart, layout
from bot.identify.colour import vivid
from bot.identify.contact_sheet import contact_sheet_alt, draw_contact_sheet, footer, safely
from bot.identify.ids import Page, QueryVerdict, Shown, show_button, verdict_button
from bot.identify.layout import CHART, POSTER, POSTERS, AnswerLayout, Part, Place
from bot.identify.query import Query
from bot.identify.turn_picture import picture_alt
from bot.kit.collage import thumbnail
from bot.kit.formatting import COLOUR, facts, linked
from bot.kit.i18n import say
from bot.watchlist.save_button import SaveButton
from services.core.types import Film, Identification, Neighbour

_TITLE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be shown.

    Attributes:
        found: Era, genres, and the neighbours to be had: for a picture all that were asked for,
            for a film those of this page.
        k: Neighbours shown at a time.
        poster: The poster asked about, where it is at hand.
        film: The catalogue's film that was asked about; None for a picture.
        pictures: How many pictures of that film there are, `poster` the first.
    """

    found: Identification
    k: int
    poster: bytes | None
    film: Film | None = None
    pictures: int = 1

    @property
    def shown(self) -> tuple[Neighbour, ...]:
        """The neighbours on the page."""
        return self.found.neighbours[: self.k]


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was drawn; None for what was not."""

    colour: discord.Colour
    poster: bytes | None
    chart: bytes | None
    contact_sheet: bytes | None

    def files(self, alts: dict[str, str]) -> list[discord.File]:
        """Return the pictures to send, with their alt texts."""
        named = {POSTER: self.poster, POSTERS: self.contact_sheet, CHART: self.chart}
        return layout.files(named, alts)


async def send(query: Query, answer: Answer) -> None:
    """Draw the answer, lay it out and put it in the place of "thinking"."""
    query.shown = [neighbour.film for neighbour in answer.shown]
    with query.timed("draw"):
        pictures = await paint(query, answer)
    await query.log()
    view, alts = lay_out(query, answer, pictures)
    await query.reply(view, pictures.files(alts))


async def paint(query: Query, answer: Answer) -> Pictures:
    """Draw what can be drawn; whatever cannot is left out, for the answer is worth more."""
    locale = query.locale
    estimate = estimate_chart.Estimate(answer.found.year, answer.found.genres)
    label = say(locale, "answer-yours") if answer.film is None else None
    near = [neighbour.film for neighbour in answer.shown]
    contact_sheet = await draw_contact_sheet(query.bot.client, answer.poster, near, label=label)

    def draw() -> Pictures:
        poster = answer.poster
        colour = safely(lambda: vivid(poster)) if poster else None
        return Pictures(
            colour=colour or COLOUR,
            poster=safely(lambda: thumbnail(poster)) if poster else None,
            chart=safely(lambda: estimate_chart.draw(estimate, locale, colour or COLOUR)),
            contact_sheet=contact_sheet,
        )

    return await asyncio.to_thread(draw)


def lay_out(
    query: Query, answer: Answer, pictures: Pictures
) -> tuple[AnswerLayout, dict[str, str]]:
    """Return the layout and the alt texts of its pictures."""
    locale, found, film = query.locale, answer.found, answer.film
    films = [neighbour.film for neighbour in answer.shown]
    estimate = estimate_chart.Estimate(found.year, found.genres)
    about = (
        picture_alt(locale, film.label, 1, answer.pictures)
        if film
        else say(locale, "answer-alt-asked")
    )
    alts = {
        POSTER: about,
        POSTERS: contact_sheet_alt(locale, films),
        CHART: estimate_chart.in_words(estimate, locale),
    }
    parts: list[Part | None] = [
        layout.head(_heading(locale, answer), picture=about if pictures.poster else None),
        layout.picture_turns(locale, Shown(1, film.key), answer.pictures) if film else None,
        layout.gallery(POSTERS, alts[POSTERS], Place.CONTACT_SHEET)
        if pictures.contact_sheet
        else None,
        *_neighbours(locale, answer),
        layout.text(footer(locale, films, found.encoder), Place.LIKENESS),
        layout.estimated(estimate, locale, drawn=pictures.chart is not None),
        layout.buttons(Place.MORE, [_menu(locale, answer)]),
        layout.buttons(Place.TURN, _first_turns(locale, answer)),
        layout.buttons(Place.BUTTONS, _buttons(query, answer)),
    ]
    return AnswerLayout(parts, pictures.colour), alts


def _heading(locale: discord.Locale, answer: Answer) -> str:
    film, match = answer.film, answer.found.match
    if film is not None:
        title = f"### {linked(film, _TITLE_LENGTH)}"
    elif match is not None:
        film = match.film
        title = f"### {say(locale, 'answer-match', film=linked(film, _TITLE_LENGTH))}"
    else:
        return f"### {say(locale, 'answer-heading')}"
    return f"{title}\n{facts(locale, film)}\n{say(locale, 'answer-others')}"


def _neighbours(locale: discord.Locale, answer: Answer) -> list[Part]:
    if answer.film is not None and answer.found.match is None:
        return [discord.ui.TextDisplay(say(locale, "film-unseen"), id=Place.ROWS)]
    return layout.listed(locale, answer.shown)


def _menu(locale: discord.Locale, answer: Answer) -> Part | None:
    found = answer.found
    # A picture's answer holds all its neighbours in the menu: further pages are made of them.
    match = found.match.film if found.match and answer.film is None else None
    near = found.neighbours if answer.film is None else answer.shown
    return layout.more_like_this(locale, found.encoder, enumerate(near, 1), match=match)


def _first_turns(locale: discord.Locale, answer: Answer) -> list[Part]:
    found, k = answer.found, answer.k
    more = len(found.neighbours) > k if answer.film is None else len(found.neighbours) == k
    key = answer.film.key if answer.film else ""
    return layout.turns(locale, Page(0, k, found.encoder, key), more=more)


def _buttons(query: Query, answer: Answer) -> list[Part | None]:
    locale, row = query.locale, query.row_id
    match = answer.found.match
    film = answer.film or (match.film if match else None)
    return [
        verdict_button(QueryVerdict("right", row), say(locale, "answer-right")) if row else None,
        verdict_button(QueryVerdict("wrong", row), say(locale, "answer-wrong")) if row else None,
        SaveButton(film.key, say(locale, "answer-keep-film")) if film else None,
        show_button(say(locale, "answer-show")) if query.private else None,
    ]
