"""The words of the catalogue, genres, eras, lists, in the languages of the members."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord

from bot.kit.i18n import DEFAULT, messages, say
from services.core.facts import plain
from services.core.likeness import shared_genres
from services.core.types import Film, YearEstimate

_LONGEST = 40
_NO_NAME = re.compile(r"[^\w '’&/+.-]|_")


def genre(locale: discord.Locale, name: str) -> str:
    """Return a genre's name; of one that no language has a word for, the letters alone.

    It stands in texts, labels and pictures, so that no escaping fits all of them.
    """
    key = f"genre-{name.lower()}"
    if key in messages(DEFAULT):
        return say(locale, key)
    return _NO_NAME.sub("", plain(name)).lstrip("-+. ")[:_LONGEST]


def genres(locale: discord.Locale, names: Sequence[str]) -> str:
    """Return genres as a list: "Crime, Drama"."""
    return ", ".join(genre(locale, name) for name in names)


def era(locale: discord.Locale, year: YearEstimate) -> str:
    """Return a decade as people say it: "1990s"."""
    return say(locale, "era", decade=year.era.removesuffix("s"))


def percent(locale: discord.Locale, share: float) -> str:
    """Return a share, 0 to 1, as a percentage."""
    return say(locale, "percent", share=round(share * 100))


def listed(locale: discord.Locale, names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return say(locale, "list-and", first=", ".join(names[:-1]), last=names[-1])


def likeness(locale: discord.Locale, films: Sequence[Film]) -> str:
    """Say in one or two short sentences which genres the films share and which years they span."""
    return " ".join(part for part in (_shared(locale, films), _span(locale, films)) if part)


def _shared(locale: discord.Locale, films: Sequence[Film]) -> str:
    shared, holders = shared_genres(films)
    if len(films) < 2 or not shared:
        return ""
    if holders < 2:
        return say(locale, "likeness-none-shared", films=len(films))
    return say(
        locale,
        "likeness-all-share" if holders == len(films) else "likeness-some-share",
        genres=listed(locale, [genre(locale, name) for name in shared]),
        films=len(films),
        holders=holders,
    )


def _span(locale: discord.Locale, films: Sequence[Film]) -> str:
    years = sorted(film.year for film in films if film.year is not None)
    if len(films) < 2 or not years:
        return ""
    if years[0] == years[-1]:
        return say(locale, "likeness-year", year=str(years[0]))
    return say(locale, "likeness-years", first=str(years[0]), last=str(years[-1]))
