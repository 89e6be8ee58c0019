"""What people ask of a film, in words: how long, by whom, for whom, about what, where to stream."""

from __future__ import annotations

import discord

from bot.kit.formatting import escape
from bot.kit.i18n import say, spoken
from services.core.film_details import TMDB_ATTRIBUTION, FilmDetails

_NAME = 60
_OVERVIEW = 400
_SERVICES = 8


def in_words(
    locale: discord.Locale, details: FilmDetails, country: str, *, brief: bool = False
) -> str:
    """Return the details, less than 1,600 characters; nothing where there are none.

    Args:
        locale: The language of the answer.
        details: They.
        country: The code of the country whose certification and streaming services are meant.
        brief: Whether how long, for whom and by whom is enough.
    """
    short: list[str] = []
    if details.runtime:
        short.append(say(locale, "film-runtime", minutes=details.runtime))
    if certification := details.certification(country):
        short.append(f"{escape(certification, 20)} ({country})")
    if details.trailer_url:
        # In < > Discord shows no card of it.
        short.append(f"[{say(locale, 'film-trailer')}](<{details.trailer_url}>)")
    lines = [" · ".join(short)]
    if details.directors:
        lines.append(say(locale, "film-by", names=_names(details.directors[:3])))
    if details.cast and not brief:
        lines.append(say(locale, "film-with", names=_names(details.cast[:5])))
    if not brief and (overview := details.overview(spoken(locale))):
        lines.append(escape(overview, _OVERVIEW))
    streamed = () if brief else details.streamed(country)[:_SERVICES]
    if streamed:
        lines.append(say(locale, "film-stream", country=country, names=_names(streamed)))
    told = [line for line in lines if line]
    if told:
        # TMDB wants both named wherever what they told is shown.
        source = "JustWatch · " if streamed else ""
        told.append(f"-# {source}{TMDB_ATTRIBUTION}")
    return "\n".join(told)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(escape(name, _NAME) for name in names)
