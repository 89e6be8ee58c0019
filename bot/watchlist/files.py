"""A list of films in a file: read, looked up and put on a watchlist; a watchlist as such a file."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any

import aiohttp
import discord

from bot.app import Marquee
from bot.kit.formatting import escape
from bot.kit.i18n import say
from bot.watchlist.lookup import films_of
from services.core.errors import RequestError, UnavailableError
from services.core.lists.reading import MAX_BYTES, FilmList, read_list
from services.core.lists.writing import written_list
from services.store import watchlist
from services.store.list_import import Outcome, looked_up, take_in
from services.store.watchlists import Watchlist

# Lines that could not be read, told by name; the rest are counted.
_LINES_TOLD = 10
_TEXT_LENGTH = 60
_LIMIT = f"{MAX_BYTES // 2**20} MB"

Interaction = discord.Interaction[Marquee]


async def read_attached(interaction: Interaction, file: discord.Attachment) -> FilmList:
    """Return what an attached file lists.

    Raises:
        RequestError: `too_large` or `not_a_list`, in the member's language.
        UnavailableError: Discord did not hand it out.
    """
    if file.size > MAX_BYTES:
        raise RequestError("too_large", say(interaction, "watchlist-import-large", limit=_LIMIT))
    try:
        data = await file.read()
    except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
        told = say(interaction, "watchlist-import-unavailable")
        raise UnavailableError("unavailable", told) from error
    try:
        return await asyncio.to_thread(read_list, data, file.filename)
    except RequestError as error:
        large = error.code == "too_large"
        told = (
            say(interaction, "watchlist-import-large", limit=_LIMIT)
            if large
            else say(interaction, "watchlist-import-no-list")
        )
        raise RequestError(error.code, told) from error


async def take_films(interaction: Interaction, found: FilmList, kept: Watchlist | None) -> str:
    """Put the films of a file on a list; return in the member's language what came of it.

    Raises:
        UnavailableError: the catalogue or the database cannot be reached.
    """
    bot = interaction.client
    films = await looked_up(bot.client, found)
    async with bot.store.session(writing=True) as session:
        outcome = await take_in(
            session, films_of(interaction, kept), interaction.user.id, films.films, found.source
        )
        await session.commit()
    outcome.left_over += films.left_over
    return _told(interaction, found, outcome, films.by_name)


async def as_file(interaction: Interaction, kept: Watchlist | None) -> discord.File | None:
    """Return a list as a file, or None where there is no film on it."""
    async with interaction.client.store.session() as session:
        listed = await watchlist.page(session, films_of(interaction, kept))
    if not listed:
        return None
    data = await asyncio.to_thread(
        written_list, [(one.film, one.added_at, one.seen_at) for one in listed]
    )
    return discord.File(BytesIO(data), "watchlist.csv")


def _told(interaction: Interaction, found: FilmList, outcome: Outcome, by_name: int) -> str:
    def line(what: str, **values: Any) -> str:
        return say(interaction, f"watchlist-import-{what}", **values)

    lines = [line("added", films=outcome.added)]
    for what, films in (
        ("there", outcome.there),
        ("seen", outcome.seen),
        ("by-name", by_name),
        ("left-over", outcome.left_over),
        ("unread", len(found.unread)),
    ):
        if films:
            lines.append(line(what, films=films))
    for one in found.unread[:_LINES_TOLD]:
        why = one.reason.replace("_", "-")
        lines.append(f"- {line(why, line=str(one.line), text=escape(one.text, _TEXT_LENGTH))}")
    if (more := len(found.unread) - _LINES_TOLD) > 0:
        lines.append(f"- {line('more', lines=more)}")
    return "\n".join(lines)
