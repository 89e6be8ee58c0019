"""Films that a member names: by typing a title, by choosing a suggestion, or by a button."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence

import discord
from discord import app_commands

from bot.app import Marquee
from bot.kit.autocomplete import completed_titles, told_apart
from bot.kit.formatting import cut
from bot.kit.i18n import say
from bot.kit.limits import CHOICE_TEXT, CHOICES, CUSTOM_ID
from bot.kit.scope import scope_of
from services.core.errors import MarqueeError, RequestError
from services.core.text_folding import Level, fold
from services.core.titles.names import compared_name
from services.core.types import Film
from services.inference.client import InferenceClient
from services.samples import SAMPLES
from services.store import watchlist, watchlists
from services.store.watchlists import Watchlist

log = logging.getLogger(__name__)

_KEY_LENGTH = CUSTOM_ID - 20  # what stands before the key must fit as well
_CUT_LENGTH = 60

Interaction = discord.Interaction[Marquee]


async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return films of the catalogue that the typed text may become."""
    return told_apart(_choices(await _completed(interaction, typed)))


async def _completed(interaction: Interaction, typed: str) -> list[Film]:
    return await completed_titles(interaction.client.client, typed, interaction.locale)


async def suggest_watched(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return films of the watchlist that the typed text may become, unseen ones first.

    Of the list that the option `list` names, where there is one.
    """
    named = getattr(interaction.namespace, "list", None)
    try:
        async with interaction.client.store.session() as session:
            scope = scope_of(interaction)
            if named:
                kept = await watchlists.find(session, scope, named)
                scope = kept.films_of if kept else scope
            found = await watchlist.titles(session, scope, typed)
    except MarqueeError as error:
        log.warning("no films of a watchlist can be suggested: %s", error)
        return []
    return told_apart(_choices(kept.film for kept in found))


async def suggest_any(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return films of the watchlist, then of the catalogue."""
    chosen = {choice.value: choice for choice in await suggest_watched(interaction, typed)}
    for choice in _choices(await _completed(interaction, typed)):
        chosen.setdefault(choice.value, choice)
    return told_apart(list(chosen.values())[:CHOICES])


async def suggest_lists(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return the watchlists of where the member is that the typed text may become."""
    try:
        async with interaction.client.store.session() as session:
            found = await watchlists.lists(session, scope_of(interaction))
    except MarqueeError as error:
        log.warning("no watchlists can be suggested: %s", error)
        return []
    fit = [kept.name for kept in found if fold(typed) in fold(kept.name)]
    return [app_commands.Choice(name=name, value=name) for name in fit[:CHOICES]]


async def list_named(interaction: Interaction, name: str | None) -> Watchlist | None:
    """Return the watchlist that is called so; None, which has no name, where none is asked for.

    Raises:
        RequestError: `list_unknown`, in the member's language.
        UnavailableError: the database cannot be reached.
    """
    if name is None:
        return None
    async with interaction.client.store.session() as session:
        found = await watchlists.find(session, scope_of(interaction), name)
    if found is None:
        told = say(interaction, "watchlist-list-unknown", name=cut(name, watchlists.NAME_LENGTH))
        raise RequestError("list_unknown", told)
    return found


def films_of(interaction: Interaction, kept: Watchlist | None) -> int:
    """Return the `scope_id` of a list's films, or of the list without a name."""
    return scope_of(interaction) if kept is None else kept.films_of


async def films_named(interaction: Interaction, *values: str) -> list[Film]:
    """Return the films that suggestions, or titles typed in full, stand for.

    Raises:
        RequestError: `film_unknown`, no film is called so, in the member's language.
        UnavailableError: the catalogue or the database cannot be reached.
    """
    listed = await _listed(interaction, scope_of(interaction))
    return [await _film_named(interaction, listed, value) for value in values]


async def _film_named(
    interaction: Interaction, listed: Sequence[watchlist.Watched], value: str
) -> Film:
    if kept := _match(listed, value):
        return kept.film
    if film := await film_of(interaction.client.client, value):
        return film
    found = await interaction.client.client.titles(value, limit=5)
    if called := _called([hit.film for hit in found], value):
        return called[0]
    raise RequestError("film_unknown", say(interaction, "films-unknown", typed=value[:80]))


async def watched_film(interaction: Interaction, value: str, scope: int) -> watchlist.Watched:
    """Return the film of a watchlist that a suggestion, or a typed title, stands for.

    Args:
        interaction: What the member did.
        value: The suggestion, or what was typed.
        scope: Whose films, as `films_of` says.

    Raises:
        RequestError: `not_on_list`, in the member's language.
        UnavailableError: the database cannot be reached.
    """
    found = _match(await _listed(interaction, scope), value)
    if found is None:
        raise RequestError("not_on_list", say(interaction, "films-not-on-list", typed=value[:80]))
    return found


async def _listed(interaction: Interaction, scope: int) -> list[watchlist.Watched]:
    async with interaction.client.store.session() as session:
        return await watchlist.page(session, scope)


def _match(listed: Sequence[watchlist.Watched], value: str) -> watchlist.Watched | None:
    for watched in listed:
        if value in (watched.film.key, short_key(watched.film.key)):
            return watched
    called = _called([watched.film for watched in listed], value)
    # Two films of one title: only a suggestion tells which is meant.
    if len(called) != 1:
        return None
    return next(watched for watched in listed if watched.film == called[0])


def _called(films: Sequence[Film], value: str) -> list[Film]:
    """Return the films that are called so: spelt so where there are any, else but for accents.

    Where there is none, those whose numbers, articles and initials are written otherwise.
    """
    levels: tuple[Level, ...] = ("case", "marks")
    for level in levels:
        wanted = fold(value, level)
        called = [
            film
            for film in films
            # Of "???" only the year behind it would be left, which is no name of it.
            if (title := fold(film.title, level)) and wanted in (title, fold(film.label, level))
        ]
        if called:
            return called
    # "Rocky 2" of somebody to whom it is not "Rocky II".
    meant = compared_name(value)
    return [film for film in films if meant and meant == compared_name(film.title)]


def _choices(films: Iterable[Film]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=film.label[:CHOICE_TEXT], value=short_key(film.key))
        for film in films
    ]


def short_key(key: str) -> str:
    """Return the key as it fits into a button: a long one as its hash and its beginning."""
    if len(key) <= _KEY_LENGTH:
        return key
    return f"~{_digest(key)}:{key[:_CUT_LENGTH]}"


async def film_of(client: InferenceClient, key: str) -> Film | None:
    """Return the film of a `Film.key`, or of its `short_key`; None where nobody knows it.

    Raises:
        UnavailableError: the catalogue cannot be reached.
    """
    if film := await client.film(key):
        return film
    for sample in SAMPLES:  # what games are played with where the catalogue has no pictures
        if short_key(sample.film.key) == key:
            return sample.film
    if not key.startswith("~"):
        return None
    digest, _, beginning = key[1:].partition(":")
    found = await client.titles(beginning, limit=50)
    # The title alone may have been the key, in messages of before.
    return next(
        (hit.film for hit in found if digest in map(_digest, (hit.film.key, *hit.film.named_keys))),
        None,
    )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
