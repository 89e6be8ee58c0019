"""The button "Keep this film" under answers and rounds: it puts a film on the watchlist.

It works after a restart: the film's key is in the button itself.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import discord

from bot.kit.errors import answering
from bot.kit.formatting import titled
from bot.kit.i18n import say, words
from services.core.errors import RequestError
from services.core.types import Film
from services.samples import SAMPLES
from services.store import watchlist

if TYPE_CHECKING:
    from bot.app import Marquee

_KEY_LENGTH = 80  # of the 100 characters that Discord gives a button's id
_CUT_LENGTH = 60
_LABEL_LENGTH = 80


class KeepButton(
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
                label=label[:_LABEL_LENGTH],
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
    ) -> KeepButton:
        """Return the button that was pressed."""
        return cls(match["key"], getattr(item, "label", None) or "…")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Put the film on the list and tell the member."""
        async with answering(interaction):
            await keep(interaction, self.film_key)


async def keep(interaction: discord.Interaction[Marquee], key: str) -> None:
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
    await interaction.response.defer(ephemeral=True, thinking=True)
    film = await film_of(bot, key)
    if film is None:
        raise RequestError("film_unknown", words(interaction, "keep-unknown"))
    told = await put(interaction, film, interaction.locale)
    await interaction.followup.send(told, ephemeral=True)


async def put(interaction: discord.Interaction[Marquee], film: Film, locale: discord.Locale) -> str:
    """Put a film on the list of where the member is; return in that language what came of it.

    Raises:
        RequestError: `watchlist_full`, in the member's language.
        UnavailableError: the database cannot be used now.
    """
    try:
        async with interaction.client.store.session() as session:
            new = await watchlist.add(session, scope_of(interaction), interaction.user.id, film)
            await session.commit()
    except RequestError as error:
        full = words(interaction, "watchlist-full", films=watchlist.MAX_FILMS)
        raise RequestError(error.code, full) from error
    whose = "server" if is_shared(interaction) else "own"
    return say(locale, f"keep-{'done' if new else 'there'}-{whose}", film=titled(film))


def is_shared(interaction: discord.Interaction[Any]) -> bool:
    """Return whether a server's list is meant, and not the member's own.

    In a server where only the member has installed Marquee, and not the server, it is their own.
    """
    if interaction.guild_id is None:
        return False
    return interaction.is_guild_integration() or not interaction.is_user_integration()


def scope_of(interaction: discord.Interaction[Any]) -> int:
    """Return the `scope_id` of the list that is meant: the server's id, or the member's."""
    shared = interaction.guild_id if is_shared(interaction) else None
    return interaction.user.id if shared is None else shared


def short_key(key: str) -> str:
    """Return the key as it fits into a button: a long one as its hash and its beginning."""
    if len(key) <= _KEY_LENGTH:
        return key
    return f"~{_digest(key)}:{key[:_CUT_LENGTH]}"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


async def film_of(bot: Marquee, key: str) -> Film | None:
    """Return the film of a `Film.key`, or of its `short_key`; None where nobody knows it.

    Raises:
        UnavailableError: the catalogue cannot be reached.
    """
    if film := await bot.client.film(key):
        return film
    for sample in SAMPLES:  # what games are played with where the catalogue has no pictures
        if short_key(sample.film.key) == key:
            return sample.film
    if not key.startswith("~"):
        return None
    digest, _, beginning = key[1:].partition(":")
    found = await bot.client.titles(beginning, limit=50)
    return next((hit.film for hit in found if _digest(hit.film.key) == digest), None)
