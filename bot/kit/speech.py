"""In whose language an answer is: the member's where only they see it, else the server's."""

from __future__ import annotations

from typing import Any

import discord

from bot.app import Marquee
from bot.kit.i18n import language, say

Interaction = discord.Interaction[Marquee]


def tongue(interaction: Interaction) -> discord.Locale:
    """Return the language of the answer to a command, or of the message whose button was pressed.

    Commands answer as the server's admin chose, to all or to the member alone.
    """
    if interaction.message is not None:
        private = interaction.message.flags.ephemeral
    else:
        private = not interaction.client.access.of(interaction.guild_id).public
    return language(interaction, public=not private)


def tell(interaction: Interaction, key: str, **values: Any) -> str:
    """Return a message in the language of the answer."""
    return say(tongue(interaction), key, **values)
