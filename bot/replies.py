"""An `Identification` as a Discord embed, made to be read on a phone."""

from __future__ import annotations

import re

import discord

from services.likeness import likeness
from services.types import Film, Identification, Neighbour, YearEstimate

COLOUR = discord.Colour(0xE3A857)
_TITLE_LENGTH = 100  # characters kept of a film's title in the heading (256 once escaped)
_LINE_LENGTH = 60  # ... and in the list, where a phone wraps at about 40
_LIST_LENGTH = 3500  # of the description's 4096; the whole embed may hold 6000
_GENRES_SHOWN = 4
# discord.utils.escape_markdown leaves brackets alone, and titles stand inside [links](...) here.
_MARKUP = re.compile(r"([\\*_~`|<>\[\]])")


def answer_embed(answer: Identification) -> discord.Embed:
    """Return the embed for an answer; pictures are attached by the caller."""
    embed = discord.Embed(title="Nearest posters", colour=COLOUR)
    lines: list[str] = []
    if answer.match:
        film = answer.match.film
        year = f" ({film.year})" if film.year is not None else ""
        embed.title = f"This is *{escape(film.title, _TITLE_LENGTH)}*{year}"
        embed.url = film.url
        lines += [_facts(film), "", "**Nearest other posters**"]
    if answer.neighbours:
        lines += _numbered(answer.neighbours)
        shared = likeness([neighbour.film for neighbour in answer.neighbours])
        embed.add_field(name="In short", value=shared[:1024], inline=False)
    else:
        lines.append("No other poster is in the catalogue yet.")
    embed.description = "\n".join(lines)
    if answer.year:
        embed.add_field(name="Era", value=_era(answer.year), inline=False)
    if answer.genres:
        embed.add_field(name="Genres by its look", value=_genres(answer), inline=False)
    embed.set_footer(text=f"{answer.encoder} · 1.00 alike is the same picture")
    return embed


def escape(text: str, length: int) -> str:
    """Return the text cut to `length` characters, with nothing left that Discord would format."""
    short = text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
    return _MARKUP.sub(r"\\\1", short)


def _numbered(neighbours: tuple[Neighbour, ...]) -> list[str]:
    lines: list[str] = []
    length = 0
    for rank, neighbour in enumerate(neighbours, 1):
        film = neighbour.film
        title = escape(film.title, _LINE_LENGTH)
        name = f"[{title}]({film.url})" if film.url else title
        year = f" ({film.year})" if film.year is not None else ""
        line = f"**{rank}.** **{name}**{year}\n{_facts(film)} · {neighbour.similarity:.2f} alike"
        length += len(line) + 1
        if length > _LIST_LENGTH:
            lines.append(f"… and {len(neighbours) - rank + 1} more")
            break
        lines.append(line)
    return lines


def _facts(film: Film) -> str:
    return ", ".join(film.genres[:_GENRES_SHOWN]) or "No genre on file"


def _era(year: YearEstimate) -> str:
    low, high = round(year.low), round(year.high)
    return f"**{year.era}**, most likely {low} to {high}"


def _genres(answer: Identification) -> str:
    scores = answer.predicted_genres[:_GENRES_SHOWN]
    listed = " · ".join(f"**{s.name}** {s.probability:.0%}" for s in scores or answer.genres[:2])
    return listed if scores else f"None for sure; perhaps {listed}"
