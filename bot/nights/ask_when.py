"""When is that? What the host is asked where a time was not understood, or can be two."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.kit.errors import Answering
from bot.kit.formatting import COLOUR, escape
from bot.kit.i18n import say
from bot.kit.limits import BUTTON_LABEL
from bot.kit.promises import defer
from bot.kit.times.resolve import Moment
from bot.nights.own import Interaction, OwnView

LONGEST = 100
_MOST = 5  # buttons in a row
_SHOWN = 50

Chosen = Callable[[Interaction, Moment], Awaitable[None]]
Again = Callable[[Interaction, str], Awaitable[None]]


class AskWhen(OwnView):
    """The moments that may be meant, one button each, and one to write it in other words.

    Args:
        interaction: What the host did; its answer is this view's message.
        typed: What they typed.
        choices: Moments and what to call them; none where the text was not understood.
        key: The question, a message of the locales.
        chosen: Goes on with a moment.
        again: Goes on with other words.
    """

    def __init__(
        self,
        interaction: Interaction,
        typed: str,
        choices: Sequence[tuple[Moment, str]],
        *,
        key: str,
        chosen: Chosen,
        again: Again,
    ) -> None:
        super().__init__(interaction)
        self._typed = typed
        self._again = again
        question = self._say(key, typed=escape(typed, _SHOWN))
        self.add_item(discord.ui.Container(discord.ui.TextDisplay(question), accent_colour=COLOUR))
        if choices:
            row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
            for moment, name in choices[:_MOST]:
                row.add_item(self._choice(moment, name, chosen))
            self.add_item(row)
        other: discord.ui.Button[Any] = discord.ui.Button(label=self._say("night-when-again"))
        other.callback = self._pressed_again  # pyright: ignore[reportAttributeAccessIssue]
        self.add_item(discord.ui.ActionRow(other))

    def _choice(self, moment: Moment, name: str, chosen: Chosen) -> discord.ui.Button[Any]:
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=name[:BUTTON_LABEL], style=discord.ButtonStyle.primary
        )

        async def pressed(interaction: Interaction) -> None:
            await defer(interaction)
            await chosen(interaction, moment)
            self.stop()

        button.callback = pressed  # pyright: ignore[reportAttributeAccessIssue]
        return button

    async def _pressed_again(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(_OtherWords(interaction, self, self._typed))

    async def said_again(self, interaction: Interaction, typed: str) -> None:
        """Go on with other words."""
        await defer(interaction)
        await self._again(interaction, typed)
        self.stop()


class _OtherWords(Answering, discord.ui.Modal):
    """One field: when?"""

    def __init__(self, interaction: Interaction, view: AskWhen, typed: str) -> None:
        super().__init__(title=say(interaction, "night-form-title"))
        self._view = view
        self._field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="when",
            default=typed[:LONGEST],
            placeholder=say(interaction, "night-form-when-example"),
            max_length=LONGEST,
        )
        self.add_item(
            discord.ui.Label(text=say(interaction, "night-form-when"), component=self._field)
        )

    async def on_submit(self, interaction: Interaction) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Read it again."""
        await self._view.said_again(interaction, self._field.value)
