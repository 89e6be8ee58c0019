"""The buttons and menus of a match. All that they need is in their ids: they outlive restarts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.kit.errors import answering

if TYPE_CHECKING:
    from bot.app import Marquee
    from bot.games.cog import Games
    from bot.games.registry import Desk

LABEL_LENGTH = 80
_ID = "marquee:game"


class Press(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"{_ID}:(?P<verb>[a-z]+):(?P<number>\d+):(?P<place>\d+)",
):
    """A button of a match.

    Args:
        verb: What it does: a function of that name in `bot.games.handlers`.
        number: Id of the match (in lobbies and on podiums), or of the round.
        place: Which one of several: a choice, from 0, or a team, from 1.
        label: What it says.
        style: Its colour.
        emoji: What stands before the label.
    """

    def __init__(
        self,
        verb: str,
        number: int,
        place: int = 0,
        *,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
    ) -> None:
        super().__init__(
            discord.ui.Button(
                label=label[:LABEL_LENGTH],
                style=style,
                emoji=emoji,
                custom_id=f"{_ID}:{verb}:{number}:{place}",
            )
        )
        self.verb, self.number, self.place = verb, number, place

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Press:
        """Return the button that was pressed."""
        return cls(match["verb"], int(match["number"]), int(match["place"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        async with answering(interaction):
            await desk(interaction).pressed(interaction, self.verb, self.number, self.place)


class GenrePick(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"marquee:game-genres:(?P<number>\d+)",
):
    """The menu of a round of genres.

    Args:
        number: Id of the round.
        select: The menu, with an id that the template fits.
    """

    def __init__(self, number: int, select: discord.ui.Select[Any]) -> None:
        super().__init__(select)
        self.number = number

    @classmethod
    def of(
        cls, number: int, options: list[discord.SelectOption], *, most: int, placeholder: str
    ) -> GenrePick:
        """Return the menu for a round."""
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=f"marquee:game-genres:{number}",
            options=options,
            min_values=1,
            max_values=min(most, len(options)),
            placeholder=placeholder,
        )
        return cls(number, select)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> GenrePick:
        """Return the menu that was used."""
        return cls(int(match["number"]), cast("discord.ui.Select[Any]", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Take the genres for the member's answer."""
        async with answering(interaction):
            await desk(interaction).picked(interaction, self.number, tuple(self.item.values))


def desk(interaction: discord.Interaction[Any]) -> Desk:
    """Return where the matches of this bot are kept."""
    bot = cast("Marquee", interaction.client)
    # A cast and no check: discord.py loads a cog's module anew, so its class is not this one.
    return cast("Games", bot.get_cog("Games")).desk
