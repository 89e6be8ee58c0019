"""The role that a server's nights are told to: the admin's choice, and no other is ever pinged."""

from __future__ import annotations

import discord

from bot.app import Marquee


def role_told(bot: Marquee, guild_id: int) -> tuple[str | None, discord.AllowedMentions]:
    """Return how the role is mentioned, None for nobody, and the mentions that Discord may act on.

    Args:
        bot: The bot.
        guild_id: The server.
    """
    role = bot.access.of(guild_id).night_role
    # The role of everybody has the server's own id; whoever chose it meant nobody.
    if role is None or role == guild_id:
        return None, discord.AllowedMentions.none()
    only = discord.AllowedMentions(
        everyone=False, users=False, replied_user=False, roles=[discord.Object(role)]
    )
    return f"<@&{role}>", only
