"""A film of the catalogue, its facts and the posters nearest to its own, as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.identify.answer import Answer, send
from bot.identify.found_answer import HEADING_LENGTH, send_found
from bot.identify.query import Query, logged_query
from bot.kit.formatting import escape
from bot.kit.i18n import say
from bot.watchlist.lookup import film_of
from services.core.errors import RequestError
from services.core.types import CatalogueFilm, Found, Identification

if TYPE_CHECKING:
    from bot.app import Marquee

FILM_K = 3
# Of 1.0: a title with a letter or two wrong. Below it, asking back is kinder than a wrong film.
_SURE = 0.8
_ASKED = 5  # films of one name, at most, of which one is asked for
# Films of one name that are nearer in how known they are: nobody can tell which was meant.
_NEAR = 0.1


async def answer_film(
    interaction: discord.Interaction[Marquee],
    key: str,
    *,
    encoder: str | None = None,
    private: bool = False,
) -> None:
    """Answer an interaction with a film, and log the query.

    Args:
        interaction: A command or component that has not been responded to.
        key: The film's `Film.key`, or its title as somebody typed it.
        encoder: The encoder whose neighbours are shown; None takes the server's.
        private: Whether the answer is private whatever the server's admin chose.
    """
    async with logged_query(interaction, encoder=encoder) as query:
        await query.admit()
        await query.defer(private=private)
        with query.timed("find"):
            facts, called = await _find(query, key)
        if called:
            heading = say(query.locale, "film-which", typed=escape(key, HEADING_LENGTH))
            await send_found(query, heading, say(query.locale, "film-which-note"), called)
            return
        film = facts.film
        k = min(FILM_K, query.bot.settings.max_k)
        with query.timed("neighbours"):
            found = await query.bot.client.neighbours(film.key, k=k, encoder=query.encoder)
        name = query.encoder or query.bot.settings.encoder
        # A film may be known whose poster this encoder has not seen.
        query.found = found or Identification(name, None, (), None, ())
        hidden = film.marked and not query.shows_marked
        poster = None if hidden else await query.bot.client.poster(film)
        # A catalogue that came without its pictures has none to turn to, and where one is not for
        # everybody the others are not either.
        pictures = 1 if poster is None else facts.pictures
        await send(query, Answer(query.found, k, poster, film, pictures, facts.details))


async def _find(query: Query, typed: str) -> tuple[CatalogueFilm, Sequence[Found]]:
    """Return the film of that key, else the one that a typed title means.

    Returns:
        The film; and it and others of its name, where it cannot be told which was meant.

    Raises:
        RequestError: `not_found`, there is none.
    """
    client = query.bot.client
    if typed.startswith("~") and (meant := await film_of(client, typed)):
        typed = meant.key  # what a menu holds of a key that is too long for it
    if facts := await client.facts(typed):
        return facts, ()
    found = (await client.search(typed, k=_ASKED, by="title")).found
    if found and found[0].score >= _SURE:
        called = [hit for hit in found if _may_be_meant(hit, found[0])]
        film = await client.facts(found[0].film.key) or CatalogueFilm(found[0].film)
        return film, called if len(called) > 1 else ()
    key = "film-not-found-but" if found else "film-not-found"
    near = escape(found[0].film.label, 100) if found else ""
    raise RequestError(
        "not_found", say(query.interaction, key, typed=escape(typed, 100), film=near)
    )


def _may_be_meant(hit: Found, first: Found) -> bool:
    """Whether a film is called as well as the first one found, and about as well known."""
    if hit.score < 1.0:
        return hit is first
    return first.score >= 1.0 and (first.known or 0.0) - (hit.known or 0.0) <= _NEAR
