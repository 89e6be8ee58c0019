"""What an answer says of a picture: this is, perhaps, I do not know, no poster at all."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.kit import terms
from bot.kit.formatting import facts, linked
from bot.kit.i18n import say
from services.core.types import Film, Identification, SeenPoster

TITLE_LENGTH = 100
# Of posters in one picture. Their lines share Discord's room for text with the neighbours.
NAMED = 6
_NAMED_LENGTH = 60


def heading(locale: discord.Locale, found: Identification) -> str:
    """Return the heading over the answer for a picture."""
    if len(found.posters) > 1:
        return _several(locale, found)
    if found.match is not None:
        return _this_is(locale, found.match.film)
    if found.perhaps is not None:
        film = found.perhaps.film
        lines = [
            f"### {say(locale, 'answer-perhaps', film=linked(film, TITLE_LENGTH))}",
            facts(locale, film),
            _how_sure(locale, found.perhaps.confidence),
            say(locale, "answer-others"),
        ]
        return "\n".join(lines)
    if found.decision == "not_poster":
        return f"### {say(locale, 'answer-not-poster')}"
    # A service of before does not tell what it doubts, so that nothing is claimed.
    if found.is_poster is None:
        return f"### {say(locale, 'answer-heading')}"
    return _unknown(locale, resembles=bool(found.others))


def film_year(locale: discord.Locale, found: Identification) -> str:
    """Return what is said where a picture looks of another time than its film; empty elsewhere."""
    if found.artwork is not None:
        return f"-# {say(locale, f'look-{found.artwork}')}"
    film = found.notable_film_year
    if film is None:
        return ""
    years = {"year": film.estimate, "low": film.low, "high": film.high}
    told = {name: str(round(year)) for name, year in years.items()}
    return f"-# {say(locale, 'look-film', **told)}"


def apart(
    locale: discord.Locale, heading: str, found: Identification | None = None
) -> tuple[str, str]:
    """Cut the line over the neighbours off a heading, for what stands between them.

    Returns:
        The heading without that line, and the line; empty where it has none.
    """
    lines = [say(locale, "answer-others"), say(locale, "answer-resembles")]
    if found is not None and len(found.posters) > 1:
        lines.append(say(locale, "answer-others-of", number=first_number(found)))
    cut = next((line for line in lines if heading.endswith(f"\n{line}")), "")
    return (heading.removesuffix(f"\n{cut}"), cut) if cut else (heading, "")


def confirmed(locale: discord.Locale, film: Film, *, agreed: bool) -> str:
    """Return the heading after a member said whether it is the film that it perhaps was."""
    thanks = f"-# {say(locale, 'perhaps-thanks')}"
    if agreed:
        return _this_is(locale, film, thanks)
    return _unknown(locale, thanks, resembles=True)


def poster_line(
    locale: discord.Locale, number: int, *, match: Film | None, perhaps: Film | None
) -> str:
    """Return what is said of one of several posters; `number` is its place from the left."""
    if match is not None:
        words = say(locale, "answer-match", film=linked(match, _NAMED_LENGTH))
    elif perhaps is not None:
        words = say(locale, "answer-perhaps", film=linked(perhaps, _NAMED_LENGTH))
    else:
        words = say(locale, "compare-unknown")
    return f"**{number}.** {words}"


def first_number(found: Identification) -> int:
    """Return the number, from the left, of the poster that the answer's match is about."""
    return found.left_to_right.index(found.posters[0]) + 1


def outline_alt(locale: discord.Locale, found: Identification) -> str:
    """Return the alt text of the picture with lines around the posters in it."""
    posters = found.left_to_right
    if len(posters) < 2:
        return say(locale, "answer-alt-outline")
    named = ", ".join(_told(locale, posters))
    return say(locale, "answer-alt-outlines", films=named)


def _told(locale: discord.Locale, posters: Sequence[SeenPoster]) -> list[str]:
    told: list[str] = []
    for number, poster in enumerate(posters, 1):
        if poster.match:
            told.append(f"{number}: {poster.match.film.label}")
        elif poster.perhaps:
            film = poster.perhaps.film.label
            told.append(f"{number}: {say(locale, 'compare-perhaps', film=film)}")
        else:
            told.append(f"{number}: {say(locale, 'compare-unknown')}")
    return told


def _several(locale: discord.Locale, found: Identification) -> str:
    posters = found.left_to_right
    lines = [f"### {say(locale, 'answer-several', posters=len(posters))}"]
    for number, poster in enumerate(posters[:NAMED], 1):
        match = poster.match.film if poster.match else None
        perhaps = poster.perhaps.film if poster.perhaps else None
        lines.append(poster_line(locale, number, match=match, perhaps=perhaps))
    if len(posters) > NAMED:
        lines.append(say(locale, "answer-rest", count=len(posters) - NAMED))
    if found.others:
        lines.append(say(locale, "answer-others-of", number=first_number(found)))
    return "\n".join(lines)


def _this_is(locale: discord.Locale, film: Film, *more: str) -> str:
    title = f"### {say(locale, 'answer-match', film=linked(film, TITLE_LENGTH))}"
    return "\n".join((title, facts(locale, film), *more, say(locale, "answer-others")))


def _unknown(locale: discord.Locale, *more: str, resembles: bool) -> str:
    lines = [f"### {say(locale, 'answer-unknown')}", *more]
    return "\n".join([*lines, say(locale, "answer-resembles")] if resembles else lines)


def _how_sure(locale: discord.Locale, confidence: float | None) -> str:
    if confidence is None:
        return say(locale, "answer-perhaps-ask")
    # Not 100 %: what is not sure enough to be named is not sure.
    percent = terms.percent(locale, min(confidence, 0.99))
    return say(locale, "answer-perhaps-sure", percent=percent)
