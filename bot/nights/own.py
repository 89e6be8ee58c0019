"""Views of a host alone, from what they wish of a night to its poll."""

from __future__ import annotations

import logging
from typing import Any

import discord

from bot.app import Marquee
from bot.kit.errors import Answering, answer_error
from bot.kit.i18n import say
from bot.kit.limits import ANSWER_SECONDS
from services.core.errors import RequestError

log = logging.getLogger(__name__)

_TIMEOUT_S = ANSWER_SECONDS - 60  # afterwards the buttons cannot be taken away any more

Interaction = discord.Interaction[Marquee]


class OwnView(Answering, discord.ui.LayoutView):
    """A private message that only its host changes, and whose buttons go when it is late.

    Args:
        interaction: What the host did; its answer is this view's message.
    """

    def __init__(self, interaction: Interaction) -> None:
        super().__init__(timeout=_TIMEOUT_S)
        self._asked = interaction

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Let only the host press; the view is private, but ids can be forged."""
        if interaction.user.id == self._asked.user.id:
            return True
        await answer_error(
            interaction, RequestError("not_yours", say(interaction, "night-not-yours"))
        )
        return False

    async def on_timeout(self) -> None:
        """Leave the text, take the buttons."""
        await self._close(self._say("night-draft-late"))

    async def _close(self, sentence: str) -> None:
        self.stop()
        closed = discord.ui.LayoutView()
        closed.add_item(discord.ui.TextDisplay(sentence))
        try:
            await self._asked.edit_original_response(view=closed)
        except discord.HTTPException as error:  # the host has put it away
            log.info("a draft of a night was not closed: %s", error)

    def _say(self, key: str, **values: Any) -> str:
        return say(self._asked, key, **values)


async def show(interaction: Interaction, view: OwnView) -> None:
    """Show a view to who did something: in its message where that has one, else as the answer.

    Args:
        interaction: Deferred.
        view: What to show.
    """
    if interaction.message is not None:
        await interaction.edit_original_response(view=view)
    else:
        await interaction.followup.send(view=view, ephemeral=True)
