"""What buttons have in common that turn the pages of a message for who asked for it."""

from __future__ import annotations

from typing import Any

import discord

from bot.kit.errors import answer_error, answering
from bot.kit.i18n import say
from bot.kit.promises import defer
from services.core.errors import RequestError

Page = tuple[discord.ui.LayoutView, list[discord.File]]


class Turning:
    """A persistent button that shows another page in the message's place.

    Attributes:
        owner: Who asked for the message: nobody else turns it.
    """

    owner: int

    async def page(self, interaction: discord.Interaction[Any]) -> Page:
        """Return the page to show, and its pictures."""
        raise NotImplementedError

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only who asked turn it."""
        if interaction.user.id == self.owner:
            return True
        refusal = RequestError("not_yours", say(interaction, "turn-not-yours"))
        await answer_error(interaction, refusal)
        return False

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page."""
        async with answering(interaction):
            await interaction.client.access.admit(interaction, "free")
            await defer(interaction)
            view, files = await self.page(interaction)
            await interaction.edit_original_response(view=view, attachments=files)
