"""What hears the presses of a game's buttons and menus, of old messages as well.

All that a press needs is in the button's id, so that buttons outlive restarts.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

import discord

from bot.games import lobby_actions, round_actions
from bot.games.ids import GAME, GENRES, KNOWN, Verb
from bot.games.registry import SessionRegistry
from bot.kit.errors import answering

Interaction = discord.Interaction[Any]


BY_VERB: dict[Verb, Callable[[SessionRegistry, Interaction, int, int], Awaitable[None]]] = {
    "join": lobby_actions.join,
    "leave": lobby_actions.leave,
    "begin": lobby_actions.begin,
    "again": lobby_actions.again,
    "answer": round_actions.answer,
    "choose": round_actions.choose,
    "hint": round_actions.hint,
    "skip": round_actions.skip,
}


class GameButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=GAME):
    """A button of a game.

    Args:
        button: The button, with an id that the template fits.
        verb: What it does: a key of `BY_VERB`.
        number: Id of the game (in lobbies and on podiums), or of the round.
        place: Which one of several: a choice, from 0, or a team, from 1.
    """

    def __init__(self, button: discord.ui.Button[Any], verb: Verb, number: int, place: int) -> None:
        super().__init__(button)
        self.verb: Verb = verb
        self.number, self.place = number, place

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> GameButton:
        """Return the button that was pressed."""
        button, verb = cast("discord.ui.Button[Any]", item), cast("Verb", match["verb"])
        return cls(button, verb, int(match["number"]), int(match["place"]))

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button is for."""
        async with answering(interaction):
            await BY_VERB[self.verb](_registry(interaction), interaction, self.number, self.place)


class GenreMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=GENRES):
    """The menu of a round of genres.

    Args:
        menu: The menu, with an id that the template fits.
        number: Id of the round.
    """

    def __init__(self, menu: discord.ui.Select[Any], number: int) -> None:
        super().__init__(menu)
        self.number = number

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> GenreMenu:
        """Return the menu that was used."""
        return cls(cast("discord.ui.Select[Any]", item), int(match["number"]))

    async def callback(self, interaction: Interaction) -> None:
        """Take the genres for the member's answer."""
        async with answering(interaction):
            names = tuple(self.item.values)
            await round_actions.pick(_registry(interaction), interaction, self.number, names)


class KnownMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=KNOWN):
    """The menu of a lobby that says how well known the films shall be.

    Args:
        menu: The menu, with an id that the template fits.
        number: Id of the game.
    """

    def __init__(self, menu: discord.ui.Select[Any], number: int) -> None:
        super().__init__(menu)
        self.number = number

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> KnownMenu:
        """Return the menu that was used."""
        return cls(cast("discord.ui.Select[Any]", item), int(match["number"]))

    async def callback(self, interaction: Interaction) -> None:
        """Change which films the game is drawn from."""
        async with answering(interaction):
            name = self.item.values[0]
            await lobby_actions.choose_known(_registry(interaction), interaction, self.number, name)


class _Owner(Protocol):
    """The cog that owns the games of a bot."""

    registry: SessionRegistry


def _registry(interaction: Interaction) -> SessionRegistry:
    return cast("_Owner", interaction.client.get_cog("Games")).registry
