"""A page of a watchlist as a message, and the buttons that turn it.

All that a button needs stands in its id, so that lists of former runs can still be turned.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from io import BytesIO
from typing import Any

import discord
from babel.numbers import format_decimal

from bot.app import Marquee
from bot.kit.access import answer_language
from bot.kit.collage import thumbnail
from bot.kit.formatting import COLOUR, TITLE_LENGTH, escape, titled_link
from bot.kit.i18n import say, spoken
from bot.kit.pagination import Page, Turning
from bot.kit.posters import shown_poster
from bot.kit.scope import is_shared, scope_of
from bot.kit.terms import genres
from bot.watchlist.lookup import films_of
from services.core.errors import RequestError
from services.store import night_votes, watchlist, watchlists
from services.store.night_votes import Rated
from services.store.watchlist import Watched
from services.store.watchlists import Watchlist

log = logging.getLogger(__name__)

PER_PAGE = 5
_GENRES_SHOWN = 3

Interaction = discord.Interaction[Marquee]


class TurnButton(
    Turning,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=(
        r"marquee:list:(?P<show>all|unseen):(?P<page>-?\d+):(?P<owner>\d+)(?::(?P<kept>\d{1,18}))?"
    ),
):
    """Shows another page, or the same list with or without what was seen.

    Args:
        label: What the button says.
        show: `all` films or the `unseen` ones.
        page: Which page, from 0 on.
        owner: Who asked for the list: nobody else turns it.
        kept: The number of a list that has a name.
        disabled: Whether there is no such page.
    """

    def __init__(
        self,
        label: str,
        show: str,
        page: int,
        owner: int,
        kept: int | None = None,
        *,
        disabled: bool = False,
    ) -> None:
        behind = "" if kept is None else f":{kept}"
        super().__init__(
            discord.ui.Button(
                label=label,
                disabled=disabled,
                custom_id=f"marquee:list:{show}:{page}:{owner}{behind}",
            )
        )
        self._show, self._page, self.owner, self._kept = show, page, owner, kept

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> TurnButton:
        """Return the button that was pressed."""
        kept = int(match["kept"]) if match["kept"] else None
        return cls("…", match["show"], int(match["page"]), int(match["owner"]), kept)

    async def page(self, interaction: discord.Interaction[Any]) -> Page:
        """Return the page."""
        if self._kept is None:
            return await page_view(interaction, self._show, self._page)
        async with interaction.client.store.session() as session:
            kept = await watchlists.by_id(session, scope_of(interaction), self._kept)
        if kept is None:
            raise RequestError("list_unknown", say(interaction, "watchlist-list-gone"))
        return await page_view(interaction, self._show, self._page, kept)


async def page_view(
    interaction: Interaction, show: str, page: int, kept: Watchlist | None = None
) -> Page:
    """Return a page of a list of where the member is, and the pictures that belong to it.

    Args:
        interaction: What the member did.
        show: `all` films or the `unseen` ones.
        page: Which page, from 0 on; one behind the end becomes the last.
        kept: Which list; None is the one without a name.

    Raises:
        UnavailableError: the database or the catalogue cannot be reached.
    """
    locale = answer_language(interaction)
    unseen = show == "unseen"
    scope = films_of(interaction, kept)
    async with interaction.client.store.session() as session:
        films = await watchlist.count(session, scope, unseen=unseen)
        pages = max(1, -(-films // PER_PAGE))
        page = min(max(0, page), pages - 1)
        listed = await watchlist.page(
            session, scope, skip=page * PER_PAGE, limit=PER_PAGE, unseen=unseen
        )
        rated: dict[str, Rated] = {}
        if is_shared(interaction) and interaction.guild_id is not None:
            keys = [watched.film.key for watched in listed]
            rated = await night_votes.rated(session, interaction.guild_id, keys)
    pictures = await asyncio.gather(*(_picture(interaction, each) for each in listed))
    box: discord.ui.Container[Any] = discord.ui.Container(accent_colour=COLOUR)
    owner = "server" if is_shared(interaction) else "own"
    title = (
        say(locale, f"watchlist-title-{owner}")
        if kept is None
        else say(locale, "watchlist-title-named", name=escape(kept.name, watchlists.NAME_LENGTH))
    )
    box.add_item(discord.ui.TextDisplay(f"## {title}"))
    if not listed:
        nothing = "watchlist-all-seen" if unseen else "watchlist-empty"
        box.add_item(discord.ui.TextDisplay(say(locale, nothing)))
    for watched, picture in zip(listed, pictures, strict=True):
        box.add_item(_entry(interaction, watched, picture, rated.get(watched.film.key)))
    box.add_item(
        discord.ui.TextDisplay(
            f"-# {say(locale, 'watchlist-page', page=page + 1, pages=pages)} · "
            f"{say(locale, f'watchlist-count-{show}', films=films)}"
        )
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(box)
    view.add_item(_buttons(interaction, show, page, pages, kept.id if kept else None))
    return view, [picture for picture in pictures if picture]


def _buttons(
    interaction: Interaction, show: str, page: int, pages: int, kept: int | None
) -> discord.ui.ActionRow[Any]:
    locale = answer_language(interaction)
    owner = interaction.user.id
    other = "all" if show == "unseen" else "unseen"
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    row.add_item(TurnButton("◀", show, page - 1, owner, kept, disabled=page == 0))
    row.add_item(TurnButton("▶", show, page + 1, owner, kept, disabled=page >= pages - 1))
    row.add_item(TurnButton(say(locale, f"watchlist-show-{other}"), other, 0, owner, kept))
    return row


def _entry(
    interaction: Interaction,
    watched: Watched,
    picture: discord.File | None,
    rated: Rated | None,
) -> discord.ui.Item[Any]:
    film, locale = watched.film, answer_language(interaction)
    lines = [f"**{titled_link(film)}**"]
    if film.genres:
        lines.append(genres(locale, film.genres[:_GENRES_SHOWN]))
    added = discord.utils.format_dt(watched.added_at, "d")
    lines.append(
        say(
            locale,
            "watchlist-added",
            member=f"<@{watched.user_id}>",
            date=added,
        )
        if watched.user_id
        else say(locale, "watchlist-added-by-nobody", date=added)
    )
    if watched.seen_at:
        date = discord.utils.format_dt(watched.seen_at, "d")
        lines.append(
            say(
                locale,
                "watchlist-seen",
                member=f"<@{watched.seen_by}>",
                date=date,
            )
            if watched.seen_by
            else say(locale, "watchlist-seen-by-nobody", date=date)
        )
    if rated is not None:
        mean = format_decimal(rated.mean, "0.0", locale=spoken(locale))
        lines[-1] += f" · ★ {mean} ({rated.count})"
    text = "\n".join(lines)
    if picture is None:
        return discord.ui.TextDisplay(text)
    alt = say(locale, "watchlist-poster-alt", film=film.label[:TITLE_LENGTH])
    return discord.ui.Section(
        text, accessory=discord.ui.Thumbnail(f"attachment://{picture.filename}", description=alt)
    )


async def _picture(interaction: Interaction, watched: Watched) -> discord.File | None:
    try:
        bot, guild_id = interaction.client, interaction.guild_id
        poster = await shown_poster(
            bot.client, bot.access, watched.film, guild_id, interaction.channel
        )
        if poster is None:
            return None
        small = await asyncio.to_thread(thumbnail, poster)
    except Exception:  # whatever it was, the list is worth more than its pictures
        log.exception("the poster of %s could not be shown", watched.film.key)
        return None
    return discord.File(BytesIO(small), f"{secrets.token_hex(8)}.jpg")
