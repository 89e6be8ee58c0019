"""What the bot asks of Discord: intents, scopes, permissions, and the link that invites it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.kit.i18n import DEFAULT, messages, say

# Interactions bring all they need. Guilds are for channels, threads and permissions. Guild messages
# tell that a movie night's poll was closed or deleted; of messages other than its own, the bot gets
# no content (that would be a privileged intent).
INTENTS = discord.Intents(guilds=True, guild_messages=True)
CONTENT_INTENTS = discord.Intents(guilds=True, guild_messages=True, message_content=True)
"""The same with what members write, where the host has switched that on."""
SCOPES = ("bot", "applications.commands")
# What each is for, in the words of Discord's own list of permissions.
PERMISSIONS = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "send_polls": "Create Polls",
    "create_events": "Create Events",
    # An event in a voice channel can only be made by who may enter it.
    "connect": "Connect",
}
# Each privileged intent, with the application's flags that allow it: of a bot in few servers, or a
# verified one.
_PRIVILEGED = {
    "message_content": (1 << 18, 1 << 19),
    "members": (1 << 14, 1 << 15),
    "presences": (1 << 12, 1 << 13),
}
# Discord's numbers of options that are commands themselves.
_SUBCOMMANDS = (1, 2)


def invite_link(application: int) -> str:
    """Return the address at which an admin lets the bot into a server."""
    wanted = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    return discord.utils.oauth_url(application, permissions=wanted, scopes=SCOPES)


def missing_permissions(value: int) -> list[str]:
    """Return which permissions a server did not give, as Discord calls them."""
    held = discord.Permissions(value)
    if held.administrator:
        return []
    return [words for name, words in PERMISSIONS.items() if not getattr(held, name)]


def refused_intents(flags: int, intents: discord.Intents = INTENTS) -> list[str]:
    """Return which intents the bot asks for that the application's `flags` do not allow."""
    return [
        name
        for name, allowing in _PRIVILEGED.items()
        if getattr(intents, name) and not any(flags & flag for flag in allowing)
    ]


def own_commands() -> dict[str, str]:
    """Return the bot's commands as members type them, with what Discord says of each, in English.

    A subcommand is "watchlist show"; a message's menu has a name and no words beside it.
    """
    keys = messages(DEFAULT)
    named = sorted(
        key
        for key in keys
        if re.match(r"cmd-(?!.*-(option|choice)-)", key) and f"{key}-description" in keys
    )
    found: dict[str, str] = {}
    for key in named:
        path = [outer for outer in named if f"{key}-".startswith(f"{outer}-")]
        if not any(inner.startswith(f"{key}-") for inner in named):
            words = " ".join(say(DEFAULT, outer) for outer in path)
            found[words] = say(DEFAULT, f"{key}-description")
    menus = [key for key in keys if re.fullmatch(r"cmd-[a-z]+-message", key)]
    return found | {say(DEFAULT, key): "" for key in menus}


def told_commands(payload: Iterable[Mapping[str, Any]], before: str = "") -> dict[str, str]:
    """Return the same of commands as Discord's interface has them."""
    found: dict[str, str] = {}
    for command in payload:
        path = f"{before}{command.get('name')}"
        below = [
            option for option in command.get("options") or () if option.get("type") in _SUBCOMMANDS
        ]
        if below:
            found |= told_commands(below, f"{path} ")
        else:
            found[path] = str(command.get("description") or "")
    return found
