"""What members type their answers into."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.games.rules.kinds.base import Form
from bot.kit.errors import Answering
from bot.kit.i18n import say
from bot.kit.limits import ANSWER_SECONDS

Interaction = discord.Interaction[Any]


class AnswerModal(Answering, discord.ui.Modal):
    """One line: a film's title, a year.

    Args:
        interaction: The press that opens it; its member's language is spoken.
        form: What is asked for.
        answered: Called with what was typed.
    """

    def __init__(
        self,
        interaction: Interaction,
        form: Form,
        *,
        answered: Callable[[Interaction, str], Awaitable[None]],
    ) -> None:
        title = say(interaction, f"game-modal-{form.name}")
        super().__init__(title=title, timeout=ANSWER_SECONDS)
        self._answered = answered
        self.line: discord.ui.TextInput[AnswerModal] = discord.ui.TextInput(
            placeholder=form.example,
            min_length=form.least,
            max_length=form.most,
            custom_id="answer",
        )
        self.add_item(
            discord.ui.Label(
                text=say(interaction, f"game-modal-{form.name}-label"),
                description=say(interaction, f"game-modal-{form.name}-help"),
                component=self.line,
            )
        )

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Hand on what was typed."""
        await self._answered(interaction, self.line.value)
