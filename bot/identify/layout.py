"""The layout of an answer: heading, neighbours, pictures, buttons, from top to bottom.

It comes in two forms. At first it is brief, one screen of a phone; the button "More" puts all that
is known in its place. The parts carry fixed ids, so that this can be done, and a page turned, in a
message that an earlier run has sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from io import BytesIO
from typing import Any

import discord

from bot.identify import ids
from bot.identify.estimate_chart import Estimate, in_words
from bot.identify.ids import Choice, Page, Shown
from bot.kit.formatting import cut, facts, row, rows
from bot.kit.i18n import say
from bot.kit.layout import StaticLayout
from bot.kit.limits import ATTACHMENT_ALT, OPTION_TEXT, OPTIONS, PICTURE_ALT
from bot.watchlist.lookup import short_key
from bot.watchlist.save_button import SaveButton
from services.core.types import Film, Neighbour
from services.inference.client import MAX_SKIP

POSTER, POSTERS, CHART, OUTLINE = "poster.jpg", "posters.jpg", "look.png", "outline.jpg"
_SECTIONS = 5  # three of `limits.LAYOUT_PARTS` each, with a text and a button in it
LIST_LENGTH = 2800  # of the `limits.LAYOUT_TEXT` that all texts of an answer share

Part = discord.ui.Item[Any]


class Place(IntEnum):
    """The ids of an answer's parts. Rows have `ROWS` and the numbers behind it."""

    HEAD = 10
    CONFIRM = 12
    DETAILS = 13
    PICTURES = 15
    OUTLINE = 16
    OTHERS = 17
    LIKENESS = 20
    CONTACT_SHEET = 30
    ESTIMATE = 40
    FILM_YEAR = 41
    MORE = 50
    TURN = 60
    BUTTONS = 70
    ROWS = 100


_FROM_TOP_TO_BOTTOM = (
    Place.HEAD,
    Place.CONFIRM,
    Place.DETAILS,
    Place.PICTURES,
    Place.OUTLINE,
    Place.OTHERS,
    Place.CONTACT_SHEET,
    Place.ROWS,
    Place.LIKENESS,
    Place.ESTIMATE,
    Place.FILM_YEAR,
    Place.MORE,
    Place.TURN,
    Place.BUTTONS,
)


def place_of(part: Part) -> int:
    """Return the `Place` of a part, of a row that of the first one; 0 where it has none."""
    number = part.id or 0
    return Place.ROWS if number >= Place.ROWS else number


def in_order(parts: Iterable[Part | None]) -> list[Part]:
    """Return the parts of an answer as they stand in it, from top to bottom."""
    places = {int(place): number for number, place in enumerate(_FROM_TOP_TO_BOTTOM)}
    kept = [part for part in parts if part is not None]
    return sorted(kept, key=lambda part: places.get(place_of(part), len(places)))


class AnswerLayout(StaticLayout):
    """One container; its buttons are answered by `handlers`.

    Args:
        parts: From top to bottom; None is left out.
        colour: The bar at its side.
    """

    def __init__(self, parts: Iterable[Part | None], colour: discord.Colour | int | None) -> None:
        super().__init__()
        kept = (part for part in parts if part is not None)
        self.add_item(discord.ui.Container(*kept, accent_colour=colour))


def head(text: str, *, picture: str | None = None) -> Part:
    """Return the heading; `picture` is the alt text of the poster beside it, if there is one."""
    if picture is None:
        return discord.ui.TextDisplay(text, id=Place.HEAD)
    thumbnail = discord.ui.Thumbnail(f"attachment://{POSTER}", description=picture[:PICTURE_ALT])
    return discord.ui.Section(text, accessory=thumbnail, id=Place.HEAD)


def listed(
    locale: discord.Locale,
    neighbours: Sequence[Neighbour],
    *,
    first: int = 1,
    length: int = LIST_LENGTH,
) -> list[Part]:
    """Return the neighbours, each with its Keep button as long as they are few.

    Args:
        locale: The list's language.
        neighbours: Nearest first.
        first: The first one's rank.
        length: Most characters of a list without buttons.
    """
    if not neighbours:
        return [discord.ui.TextDisplay(say(locale, "answer-no-neighbour"), id=Place.ROWS)]
    if len(neighbours) > _SECTIONS:
        text = rows(locale, neighbours, first=first, length=length)
        return [discord.ui.TextDisplay(text, id=Place.ROWS)]
    label = say(locale, "answer-keep")
    parts: list[Part] = []
    for place, neighbour in enumerate(neighbours):
        save = SaveButton(neighbour.film.key, label)
        parts.append(film_row(row(locale, first + place, neighbour), save, Place.ROWS + place))
    return parts


def named(
    locale: discord.Locale, neighbours: Sequence[Neighbour], *, length: int = LIST_LENGTH
) -> Part:
    """Return the neighbours in brief, a line each."""
    text = rows(locale, neighbours, first=1, length=length, brief=True)
    return discord.ui.TextDisplay(text, id=Place.ROWS)


def film_row(words: str, save: Part, place: int) -> Part:
    """Return a film's lines with its Keep button beside them."""
    return discord.ui.Section(words, accessory=save, id=place)


def text(words: str, place: Place) -> Part | None:
    """Return a paragraph; None where there is nothing to say."""
    return discord.ui.TextDisplay(words, id=place) if words else None


def gallery(name: str, alt: str, place: Place) -> Part:
    """Return an attached picture over the whole width."""
    item = discord.MediaGalleryItem(f"attachment://{name}", description=alt[:PICTURE_ALT] or None)
    return discord.ui.MediaGallery(item, id=place)


def estimated(estimate: Estimate, locale: discord.Locale, *, drawn: bool) -> Part | None:
    """Return era and genres: as a picture where one was drawn, else in words."""
    told = in_words(estimate, locale)
    return gallery(CHART, told, Place.ESTIMATE) if drawn else text(told, Place.ESTIMATE)


def buttons(place: Place, items: Iterable[Part | None]) -> Part | None:
    """Return a row of buttons, or of one menu; None where there are none."""
    wanted = [item for item in items if item is not None]
    return discord.ui.ActionRow(*wanted, id=place) if wanted else None


def more_like_this(
    locale: discord.Locale,
    encoder: str,
    ranked: Iterable[tuple[int, Neighbour]],
    *,
    named: Iterable[Film] = (),
    alike: bool = True,
) -> Part | None:
    """Return the menu of these films, each a way on; None where none of them fits into one.

    Args:
        locale: The menu's language.
        encoder: The encoder whose neighbours will be shown.
        ranked: Ranks and films.
        named: The films that were recognised.
        alike: Whether the menu tells how near they are.
    """
    options = [_option(locale, None, Neighbour(film, 1.0), alike=False) for film in named]
    options += [_option(locale, rank, each, alike=alike) for rank, each in ranked]
    options = options[:OPTIONS]
    return ids.like_menu(encoder, options, say(locale, "answer-more")) if options else None


def _option(
    locale: discord.Locale, rank: int | None, neighbour: Neighbour, *, alike: bool
) -> discord.SelectOption:
    film, told = neighbour.film, facts(locale, neighbour.film)
    key = short_key(film.key)
    if alike:
        told += f" · {say(locale, 'answer-alike', similarity=neighbour.similarity)}"
    return discord.SelectOption(
        label=cut(film.label if rank is None else f"{rank}. {film.label}", OPTION_TEXT),
        value=Choice(key, None if rank is None else neighbour.similarity).value,
        description=cut(told, OPTION_TEXT),
    )


def turns(locale: discord.Locale, page: Page, *, more: bool) -> list[Part]:
    """Return the buttons that lead on from a page, and back to the one before."""
    ways: list[tuple[int, str, str]] = []
    if page.skip > 0:
        ways.append((max(0, page.skip - page.k), "page-previous", "◀️"))
    if more and page.skip + page.k <= MAX_SKIP:
        ways.append((page.skip + page.k, "page-next", "▶️"))
    pages = [(Page(skip, page.k, page.encoder, page.key), key, arrow) for skip, key, arrow in ways]
    return [
        ids.page_button(there, say(locale, key), arrow) for there, key, arrow in pages if there.fits
    ]


def more(locale: discord.Locale, page: Page) -> Part:
    """Return the button that puts all that is known in the place of a brief answer."""
    return ids.page_button(page, say(locale, "answer-all"), "🔎")


def without_more(part: Part) -> Part | None:
    """Return the row of buttons without "More"; None where nothing else is in it."""
    if part.id != Place.BUTTONS or not isinstance(part, discord.ui.ActionRow):
        return part
    for item in part.children:
        if ids.PAGE.fullmatch(getattr(item, "custom_id", None) or ""):
            part.remove_item(item)
    return part if part.children else None


def picture_turns(locale: discord.Locale, shown: Shown, pictures: int) -> Part | None:
    """Return the buttons that show a film's picture before this one, and the one after it.

    Args:
        locale: Their language.
        shown: The picture that is shown now.
        pictures: How many the film has; None comes back where it is one.
    """
    ways = [(shown.number - 1, "◀️"), (shown.number + 1, "▶️")]
    there = [(Shown(number, shown.key), arrow) for number, arrow in ways if 1 <= number <= pictures]
    return buttons(
        Place.PICTURES,
        [
            ids.picture_button(
                each, say(locale, "film-picture", number=each.number, pictures=pictures), arrow
            )
            for each, arrow in there
            if each.fits
        ],
    )


def files(pictures: Mapping[str, bytes | None], alts: Mapping[str, str]) -> list[discord.File]:
    """Return the pictures that were drawn, by name, as files to send with their alt texts."""
    return [
        discord.File(BytesIO(data), name, description=alts.get(name, "")[:ATTACHMENT_ALT] or None)
        for name, data in pictures.items()
        if data is not None
    ]
