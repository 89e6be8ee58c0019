"""Films as lines of text, made to be read on a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord

from bot.kit import terms
from bot.kit.i18n import say
from services.core.facts import plain
from services.core.types import Film, Neighbour

COLOUR = discord.Colour(0xE3A857)
TITLE_LENGTH = 80  # characters kept of a title in a sentence
_TITLE_LENGTH = 60  # a phone wraps at about 40
_GENRES_SHOWN = 4
# discord.utils.escape_markdown leaves brackets alone, and titles stand inside [links](...) here.
# Nor does it break the addresses that Discord makes links of, and headings and lists.
_MARKUP = re.compile(
    r"([\\*_~`|<>\[\]]|:(?=//)|^#(?=#{0,2} )|^[+-](?=[ #])|(?<=^\d)\.(?= )|(?<=^\d\d)\.(?= ))"
)


def escape(text: str, length: int) -> str:
    """Return the text cut to `length` characters, with nothing left that Discord would format.

    Ends of lines and what turns a text around or hides in it are taken out.
    """
    return _MARKUP.sub(r"\\\1", cut(text, length))


def cut(text: str, length: int) -> str:
    """Return the text, plain and cut to `length` characters."""
    text = plain(text)
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def titled(film: Film) -> str:
    """Return a film's title and year as a sentence says them, nothing in it formatted."""
    return escape(film.label, TITLE_LENGTH)


def titled_link(film: Film, *, card: bool = True) -> str:
    """Return the same as a link to the film's page; Discord shows no card of it without `card`."""
    url = film.url if card else f"<{film.url}>"
    return f"[{titled(film)}]({url})" if film.url else titled(film)


def linked(film: Film, length: int = _TITLE_LENGTH) -> str:
    """Return the film's title, leading to its page, and its year."""
    title = escape(film.title, length)
    name = f"[{title}]({film.url})" if film.url else title
    return f"{name} ({film.year})" if film.year is not None else name


def facts(locale: discord.Locale, film: Film) -> str:
    """Return the film's genres."""
    return terms.genres(locale, film.genres[:_GENRES_SHOWN]) or say(locale, "film-no-genre")


def named(rank: int, film: Film) -> str:
    """Return a neighbour as one line: its rank, title and year."""
    return f"**{rank}.** **{linked(film)}**"


def row(locale: discord.Locale, rank: int, neighbour: Neighbour) -> str:
    """Return a neighbour as two lines: its rank and title, its genres and how near it is."""
    alike = say(locale, "answer-alike", similarity=neighbour.similarity)
    film = neighbour.film
    return f"{named(rank, film)}\n{facts(locale, film)} · {alike}"


def rows(
    locale: discord.Locale,
    neighbours: Sequence[Neighbour],
    *,
    first: int,
    length: int,
    brief: bool = False,
) -> str:
    """Return neighbours as a list of at most `length` characters; the last line tells of the rest.

    Args:
        locale: The list's language.
        neighbours: Nearest first.
        first: The first one's rank.
        length: Most characters.
        brief: Whether each is its title and year alone.
    """
    lines: list[str] = []
    room = length - len(say(locale, "answer-rest", count=len(neighbours))) - 1
    for place, neighbour in enumerate(neighbours):
        rank = first + place
        line = named(rank, neighbour.film) if brief else row(locale, rank, neighbour)
        room -= len(line) + 1
        if room < 0:
            lines.append(say(locale, "answer-rest", count=len(neighbours) - place))
            break
        lines.append(line)
    return "\n".join(lines)
