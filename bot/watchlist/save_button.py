"""The button "Keep this film" under answers and rounds: it saves a film on the watchlist.

It works after a restart: the film's key is in the button itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord

from bot.kit.errors import answering
from bot.kit.formatting import escape, titled
from bot.kit.i18n import say
from bot.kit.limits import BUTTON_LABEL
from bot.kit.promises import defer
from bot.kit.scope import is_shared
from bot.watchlist.lookup import film_of, films_of, short_key
from services.core.errors import RequestError
from services.core.types import Film
from services.store import watchlist, watchlists

if TYPE_CHECKING:
    from bot.app import Marquee
    from services.store.watchlists import Watchlist


class SaveButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    # A title may hold anything, a line's end included.
    template=re.compile(r"marquee:keep:(?P<key>.+)", re.DOTALL),
):
    """Puts a film on the server's watchlist, or on the member's own where there is no server.

    Args:
        film_key: The film's `Film.key`.
        label: What the button says.
    """

    def __init__(self, film_key: str, label: str) -> None:
        super().__init__(
            discord.ui.Button(
                label=label[:BUTTON_LABEL],
                emoji="🔖",
                style=discord.ButtonStyle.secondary,
                custom_id=f"marquee:keep:{short_key(film_key)}",
            )
        )
        self.film_key = film_key

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> SaveButton:
        """Return the button that was pressed."""
        return cls(match["key"], getattr(item, "label", None) or "…")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Put the film on the list and tell the member."""
        async with answering(interaction):
            await save(interaction, self.film_key)


async def save(interaction: discord.Interaction[Marquee], key: str) -> None:
    """Put the film of that key on the list and tell the member alone.

    Args:
        interaction: What the member did; not responded to yet.
        key: `Film.key`, or what a button has of a long one.

    Raises:
        RequestError: nobody knows the film, the list is full, or no answers are wanted here.
        UnavailableError: the catalogue or the database cannot be reached.
    """
    bot = interaction.client
    await bot.access.admit(interaction, "free")
    await defer(interaction, ephemeral=True, thinking=True)
    film = await film_of(bot.client, key)
    if film is None:
        raise RequestError("film_unknown", say(interaction, "keep-unknown"))
    told = await add_film(interaction, film, interaction.locale)
    await interaction.followup.send(told, ephemeral=True)


async def add_film(
    interaction: discord.Interaction[Marquee],
    film: Film,
    locale: discord.Locale,
    kept: Watchlist | None = None,
) -> str:
    """Put a film on a list of where the member is; return in that language what came of it.

    Args:
        interaction: What the member did.
        film: The film.
        locale: The language of the answer.
        kept: Which list; None is the one without a name.

    Raises:
        RequestError: `watchlist_full`, in the member's language.
        UnavailableError: the database cannot be used now.
    """
    try:
        async with interaction.client.store.session() as session:
            new = await watchlist.add(
                session, films_of(interaction, kept), interaction.user.id, film
            )
            await session.commit()
    except RequestError as error:
        full = say(interaction, "watchlist-full", films=watchlist.MAX_FILMS)
        raise RequestError(error.code, full) from error
    done = "done" if new else "there"
    if kept is not None:
        name = escape(kept.name, watchlists.NAME_LENGTH)
        return say(locale, f"keep-{done}-named", film=titled(film), name=name)
    whose = "server" if is_shared(interaction) else "own"
    return say(locale, f"keep-{done}-{whose}", film=titled(film))
