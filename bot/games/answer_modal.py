"""What members type their answers into."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.kit.errors import Answering
from bot.kit.i18n import say

_TITLE_LENGTH = 150
_SECONDS = 15 * 60  # as long as a press can be answered

Interaction = discord.Interaction[Any]


class AnswerModal(Answering, discord.ui.Modal):
    """One line: a film's title, or a year.

    Args:
        interaction: The press that opens it; its member's language is spoken.
        year: Whether a year is asked for.
        answered: Called with what was typed.
    """

    def __init__(
        self,
        interaction: Interaction,
        *,
        year: bool,
        answered: Callable[[Interaction, str], Awaitable[None]],
    ) -> None:
        ask = "game-modal-year" if year else "game-modal-title"
        super().__init__(title=say(interaction, ask), timeout=_SECONDS)
        self._answered = answered
        self.line: discord.ui.TextInput[AnswerModal] = discord.ui.TextInput(
            placeholder="1994" if year else None,
            min_length=4 if year else 1,
            max_length=4 if year else _TITLE_LENGTH,
            custom_id="answer",
        )
        self.add_item(
            discord.ui.Label(
                text=say(interaction, f"{ask}-label"),
                description=say(interaction, f"{ask}-help"),
                component=self.line,
            )
        )

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Hand on what was typed."""
        await self._answered(interaction, self.line.value)
