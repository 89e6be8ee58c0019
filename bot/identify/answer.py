"""An `Identification` -> the answer that a member sees: painted, laid out, with its buttons."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import discord

from bot.identify import details, estimate_chart, layout, wording
from bot.identify.colour import vivid
from bot.identify.contact_sheet import contact_sheet_alt, draw_contact_sheet, footer, safely
from bot.identify.ids import (
    Confirmation,
    Page,
    QueryVerdict,
    Shown,
    perhaps_button,
    show_button,
    verdict_button,
)
from bot.identify.layout import CHART, OUTLINE, POSTER, POSTERS, AnswerLayout, Part, Place
from bot.identify.outline import outline
from bot.identify.query import Query
from bot.identify.turn_picture import picture_alt
from bot.kit.collage import thumbnail
from bot.kit.country import country_of
from bot.kit.formatting import COLOUR, facts, linked
from bot.kit.i18n import say, spoken
from bot.watchlist.save_button import SaveButton
from services.core.film_details import FilmDetails
from services.core.types import Film, Identification, Neighbour

# Of a list without buttons, where several posters are named above it.
_SHORTER = 2000


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
        details: What is told of that film beside its name, or None.
    """

    found: Identification
    k: int
    poster: bytes | None
    film: Film | None = None
    pictures: int = 1
    details: FilmDetails | None = None

    @property
    def near(self) -> tuple[Neighbour, ...]:
        """The neighbours worth showing; beside what is no poster they would mean nothing."""
        if self.film is not None:
            return self.found.neighbours
        return self.found.others if self.found.decision != "not_poster" else ()

    @property
    def shown(self) -> tuple[Neighbour, ...]:
        """The neighbours on the page."""
        return self.near[: self.k]

    @property
    def several(self) -> bool:
        """Whether the picture shows more than one poster."""
        return len(self.found.posters) > 1

    @property
    def page(self) -> Page:
        """The page on which all of it stands, the first one."""
        return Page(0, self.k, self.found.encoder, self.film.key if self.film else "")

    @property
    def brief(self) -> bool:
        """Whether it is laid out in brief, for there is more and a button leads to it."""
        return bool(self.shown) and self.page.fits

    @property
    def estimate(self) -> estimate_chart.Estimate:
        """Era and genres, where they can be said of the picture as a whole."""
        if self.several or (self.film is None and self.found.decision == "not_poster"):
            return estimate_chart.Estimate(None, ())
        return estimate_chart.Estimate(self.found.year, self.found.genres)

    @property
    def named(self) -> tuple[Film, ...]:
        """The films that a picture is taken for, surely or perhaps, the first of them first."""
        seen = (self.found, *self.found.posters)
        named = [found.film for each in seen for found in (each.match, each.perhaps) if found]
        return tuple({film.key: film for film in named}.values())

    def in_language(self, language: str) -> Answer:
        """Return the answer with the films' titles in that language."""
        film = self.film.in_language(language) if self.film is not None else None
        return replace(self, found=self.found.in_language(language), film=film)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was drawn; None for what was not. Of `poster` and `outline` there is one.

    Attributes:
        colour: The bar at the answer's side.
        poster: What stands beside the heading: the poster asked about.
        chart: Era and genres.
        contact_sheet: The neighbours.
        outline: The picture with several posters in it, each with a line around it.
        outlined: Whether `poster` has a line around the poster in it.
    """

    colour: discord.Colour
    poster: bytes | None
    chart: bytes | None
    contact_sheet: bytes | None
    outline: bytes | None = None
    outlined: bool = False

    def files(self, alts: dict[str, str]) -> list[discord.File]:
        """Return the pictures to send, with their alt texts."""
        named = {
            POSTER: self.poster,
            OUTLINE: self.outline,
            POSTERS: self.contact_sheet,
            CHART: self.chart,
        }
        return layout.files(named, alts)


async def send(query: Query, answer: Answer) -> None:
    """Draw the answer, lay it out and put it in the place of "thinking"."""
    answer = answer.in_language(spoken(query.locale))
    query.shown = [neighbour.film for neighbour in answer.shown]
    with query.timed("draw"):
        pictures = await paint(query, answer)
    await query.log()
    view, alts = lay_out(query, answer, pictures)
    await query.reply(view, pictures.files(alts))


async def paint(query: Query, answer: Answer) -> Pictures:
    """Draw what can be drawn; whatever cannot is left out, for the answer is worth more."""
    locale = query.locale
    estimate = answer.estimate
    # Where several posters are outlined, theirs are the pictures to be looked at.
    near = [] if answer.several and answer.brief else [each.film for each in answer.shown]
    contact_sheet = await draw_contact_sheet(query.bot.client, near, marked=query.shows_marked)

    def draw() -> Pictures:
        poster = answer.poster
        colour = safely(lambda: vivid(poster)) if poster else None
        # The member's picture is shown once, with lines where they tell something.
        lined = safely(lambda: outline(poster, answer.found)) if poster else None
        plain = safely(lambda: thumbnail(poster)) if poster and not lined else None
        return Pictures(
            colour=colour or COLOUR,
            poster=plain if answer.several else lined or plain,
            chart=safely(lambda: estimate_chart.draw(estimate, locale, colour or COLOUR)),
            contact_sheet=contact_sheet,
            outline=lined if answer.several else None,
            outlined=bool(lined) and not answer.several,
        )

    return await asyncio.to_thread(draw)


def lay_out(
    query: Query, answer: Answer, pictures: Pictures
) -> tuple[AnswerLayout, dict[str, str]]:
    """Return the layout and the alt texts of its pictures."""
    locale, found, film = query.locale, answer.found, answer.film
    films = [neighbour.film for neighbour in answer.shown]
    estimate = answer.estimate
    lined = wording.outline_alt(locale, found)
    about = lined if pictures.outlined else _about(locale, answer)
    alts = {
        POSTER: about,
        OUTLINE: lined,
        POSTERS: contact_sheet_alt(locale, films),
        CHART: estimate_chart.in_words(estimate, locale),
    }
    heading, others = wording.apart(locale, _heading(locale, answer), found)
    parts: list[Part | None] = [
        layout.head(heading, picture=about if pictures.poster else None),
        layout.buttons(Place.CONFIRM, _yes_or_no(query, answer)),
        layout.text(_details(query, answer), Place.DETAILS),
        layout.picture_turns(locale, Shown(1, film.key), answer.pictures)
        if film and not answer.brief
        else None,
        layout.gallery(OUTLINE, alts[OUTLINE], Place.OUTLINE) if pictures.outline else None,
        layout.text(others, Place.OTHERS),
        layout.gallery(POSTERS, alts[POSTERS], Place.CONTACT_SHEET)
        if pictures.contact_sheet
        else None,
        *_neighbours(locale, answer),
        None if answer.brief else layout.text(_footer(locale, answer), Place.LIKENESS),
        layout.estimated(estimate, locale, drawn=pictures.chart is not None),
        layout.text(wording.film_year(locale, found), Place.FILM_YEAR) if estimate.year else None,
        layout.buttons(Place.MORE, [_menu(locale, answer)]),
        None if answer.brief else layout.buttons(Place.TURN, _first_turns(locale, answer)),
        layout.buttons(Place.BUTTONS, _buttons(query, answer)),
    ]
    return AnswerLayout(parts, pictures.colour), alts


def _about(locale: discord.Locale, answer: Answer) -> str:
    """Return the alt text of the picture beside the heading."""
    if answer.film is not None:
        return picture_alt(locale, answer.film.label, 1, answer.pictures)
    no_poster = answer.found.decision == "not_poster"
    return say(locale, "answer-alt-picture" if no_poster else "answer-alt-asked")


def _heading(locale: discord.Locale, answer: Answer) -> str:
    film = answer.film
    if film is None:
        return wording.heading(locale, answer.found)
    title = f"### {linked(film, wording.TITLE_LENGTH)}"
    return f"{title}\n{facts(locale, film)}\n{say(locale, 'answer-others')}"


def _details(query: Query, answer: Answer) -> str:
    if answer.film is None or answer.details is None:
        return ""
    country = query.settings.country or country_of(query.interaction)
    return details.in_words(query.locale, answer.details, country, brief=answer.brief)


def _neighbours(locale: discord.Locale, answer: Answer) -> list[Part]:
    if answer.film is not None and answer.found.match is None:
        return [discord.ui.TextDisplay(say(locale, "film-unseen"), id=Place.ROWS)]
    if answer.film is None and answer.found.decision == "not_poster":
        return []
    length = _SHORTER if answer.several else layout.LIST_LENGTH
    if answer.brief:
        return [layout.named(locale, answer.shown, length=length)]
    return layout.listed(locale, answer.shown, length=length)


def _footer(locale: discord.Locale, answer: Answer) -> str:
    if answer.film is None and answer.found.decision == "not_poster":
        return ""
    return footer(locale, [each.film for each in answer.shown], answer.found.encoder)


def _menu(locale: discord.Locale, answer: Answer) -> Part | None:
    found = answer.found
    # A picture's answer holds all its neighbours in the menu: further pages are made of them.
    named = answer.named if answer.film is None else ()
    near = answer.near if answer.film is None else answer.shown
    return layout.more_like_this(locale, found.encoder, enumerate(near, 1), named=named)


def _first_turns(locale: discord.Locale, answer: Answer) -> list[Part]:
    k = answer.k
    more = len(answer.near) > k if answer.film is None else len(answer.near) == k
    return layout.turns(locale, answer.page, more=more)


def _buttons(query: Query, answer: Answer) -> list[Part | None]:
    locale, row = query.locale, query.row_id
    match = answer.found.match
    film = answer.film or (match.film if match else None)
    # A doubt is neither right nor wrong.
    judged = row if answer.found.decision != "perhaps" else None
    return [
        verdict_button(QueryVerdict("right", judged), say(locale, "answer-right"))
        if judged
        else None,
        verdict_button(QueryVerdict("wrong", judged), say(locale, "answer-wrong"))
        if judged
        else None,
        SaveButton(film.key, say(locale, "answer-keep-film")) if film else None,
        layout.more(locale, answer.page) if answer.brief else None,
        show_button(say(locale, "answer-show")) if query.private else None,
    ]


def _yes_or_no(query: Query, answer: Answer) -> list[Part]:
    """Return the buttons that say whether it is the film in doubt; none while there is no row."""
    locale, row = query.locale, query.row_id
    if row is None or answer.found.decision != "perhaps":
        return []
    number = wording.first_number(answer.found) if answer.several else None
    if number is not None and number > wording.NAMED:
        return []  # its line is one of those that are left out
    which = "" if number is None else f"{number}. "
    return [
        perhaps_button(Confirmation(True, row, number), which + say(locale, "answer-yes")),
        perhaps_button(Confirmation(False, row, number), which + say(locale, "answer-no")),
    ]
