"""Whose lists, games and scores are meant: a server's, or a member's own."""

from __future__ import annotations

from typing import Any

import discord


def is_shared(interaction: discord.Interaction[Any]) -> bool:
    """Return whether what a server shares is meant, and not what the member has alone.

    In a server where only the member has installed Marquee, and not the server, it is their own.
    """
    if interaction.guild_id is None:
        return False
    return interaction.is_guild_integration() or not interaction.is_user_integration()


def scope_of(interaction: discord.Interaction[Any]) -> int:
    """Return the `scope_id` that is meant: the server's id, or the member's."""
    shared = interaction.guild_id if is_shared(interaction) else None
    return interaction.user.id if shared is None else shared
