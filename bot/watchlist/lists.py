"""Watchlists by name: made by anybody, deleted by who made them or by moderators."""

from __future__ import annotations

import discord

from bot.app import Marquee
from bot.kit.formatting import escape
from bot.kit.i18n import say
from bot.kit.scope import is_shared, scope_of
from bot.watchlist.lookup import list_named
from services.core.errors import RequestError
from services.store import watchlists
from services.store.watchlists import Watchlist

Interaction = discord.Interaction[Marquee]

_REFUSED = {"bad_list_name": "bad-name", "too_many_lists": "too-many"}


async def make_list(interaction: Interaction, name: str) -> Watchlist:
    """Make a list where the member is, or return the one that is called so.

    Raises:
        RequestError: `bad_list_name` or `too_many_lists`, in the member's language.
        UnavailableError: the database cannot be used now.
    """
    try:
        async with interaction.client.store.session(writing=True) as session:
            made = await watchlists.make(session, scope_of(interaction), interaction.user.id, name)
            await session.commit()
    except RequestError as error:
        told = say(
            interaction, f"watchlist-list-{_REFUSED[error.code]}", lists=watchlists.MAX_LISTS
        )
        raise RequestError(error.code, told) from error
    return made


async def delete_list(interaction: Interaction, name: str) -> str:
    """Take a list away with its films; return its name, with nothing in it formatted.

    Raises:
        RequestError: `list_unknown` or `not_yours`, in the member's language.
        UnavailableError: the database cannot be used now.
    """
    kept = await list_named(interaction, name)
    assert kept is not None
    own = kept.user_id == interaction.user.id or not is_shared(interaction)
    if not own and not interaction.permissions.manage_messages:
        raise RequestError("not_yours", say(interaction, "watchlist-list-not-yours"))
    async with interaction.client.store.session(writing=True) as session:
        await watchlists.drop(session, kept)
        await session.commit()
    return escape(kept.name, watchlists.NAME_LENGTH)
