"""`/match` and "Match this poster": a poster in, its neighbours, era and genres out."""

# No `from __future__ import annotations` here: k's range comes from the settings, so discord.py has
# to find it in the annotation itself and not in a string.

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import Marquee
from bot.identify.answer import Answer, send
from bot.identify.handlers import HANDLERS
from bot.identify.later_title import add_title
from bot.identify.query import logged_query
from bot.kit.attachments import Source, from_message, picked
from bot.kit.i18n import label
from services.core.encoders import CHOICES

DEFAULT_K = 3
# Neighbours looked for: further pages of an answer are made of them.
_SOUGHT = 24

Interaction = discord.Interaction[Marquee]


class Match(commands.Cog):
    """Thin: parse, defer, call, reply, log."""

    def __init__(self, bot: Marquee) -> None:
        self.bot = bot
        self._commands = (_slash_command(self), _message_command(self))

    async def cog_load(self) -> None:
        """Listen to the buttons of every answer ever sent, and add both commands to the tree.

        Only there can k's range follow the settings.
        """
        self.bot.add_dynamic_items(*HANDLERS)
        for command in self._commands:
            self.bot.tree.add_command(command)

    async def cog_unload(self) -> None:
        """Take both commands out of the tree, and let go of the buttons."""
        self.bot.remove_dynamic_items(*HANDLERS)
        for command in self._commands:
            kind = getattr(command, "type", discord.AppCommandType.chat_input)
            self.bot.tree.remove_command(command.name, type=kind)

    async def answer(
        self,
        interaction: Interaction,
        pick: Callable[[], Source],
        *,
        k: int = DEFAULT_K,
        encoder: str | None = None,
    ) -> None:
        """Answer one interaction with the poster that `pick` finds, and log the query.

        Args:
            interaction: A command or component that has not been responded to.
            pick: Finds the picture and does the cheap checks; its refusal is not preceded by a
                public "thinking" message.
            k: Neighbours shown at a time.
            encoder: Encoder's name; None takes the server's.
        """
        client = self.bot.client
        async with logged_query(interaction, encoder=encoder) as query:
            await query.admit()
            source = pick()
            await query.defer()
            with query.timed("fetch"):
                poster = await source.read()
            query.digest = hashlib.sha256(poster).hexdigest()
            sought = min(self.bot.settings.max_k, max(k, _SOUGHT))
            with query.timed("identify"):
                query.found, _ = await asyncio.gather(
                    client.identify(poster, k=sought, encoder=query.encoder), query.queue()
                )
            answer = Answer(query.found, k, poster)
            await send(query, answer)
            await add_title(query, answer)


def _slash_command(cog: Match) -> app_commands.Command[Any, ..., None]:
    max_k = cog.bot.settings.max_k
    default_k = min(DEFAULT_K, max_k)

    @app_commands.command(
        name=label("cmd-match", "match"),
        description=label(
            "cmd-match-description", "Find the films whose posters are nearest to yours."
        ),
    )
    @app_commands.rename(
        poster=label("cmd-match-option-poster", "poster"),
        link=label("cmd-match-option-link", "link"),
        k=label("cmd-match-option-k", "k"),
        encoder=label("cmd-match-option-encoder", "encoder"),
    )
    @app_commands.describe(
        poster=label(
            "cmd-match-option-poster-description",
            "A picture of a movie poster: JPEG, PNG, WebP, GIF or AVIF.",
        ),
        link=label(
            "cmd-match-option-link-description",
            "Instead of a picture: the link of a picture that lies on Discord.",
        ),
        k=label("cmd-match-option-k-description", "How many neighbours to show."),
        encoder=label(
            "cmd-match-option-encoder-description",
            "Through which eyes to look; without it, those that the server chose.",
        ),
    )
    @app_commands.choices(encoder=[app_commands.Choice(name=n, value=n) for n in CHOICES])
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def match(
        interaction: Interaction,
        poster: discord.Attachment | None = None,
        link: app_commands.Range[str, 1, 1000] | None = None,
        k: app_commands.Range[int, 1, max_k] = default_k,
        encoder: str | None = None,
    ) -> None:
        await cog.answer(
            interaction,
            lambda: picked(interaction, poster, link, missing="match-no-poster"),
            k=k,
            encoder=encoder,
        )

    return match


def _message_command(cog: Match) -> app_commands.ContextMenu:
    @app_commands.context_menu(name=label("cmd-match-message", "Match this poster"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def match_message(interaction: Interaction, message: discord.Message) -> None:
        limit, k = cog.bot.settings.max_bytes, min(DEFAULT_K, cog.bot.settings.max_k)
        await cog.answer(
            interaction,
            lambda: from_message(message, cog.bot, max_bytes=limit, locale=interaction.locale),
            k=k,
        )

    return match_message


async def setup(bot: Marquee) -> None:
    """Load the cog (called by discord.py)."""
    await bot.add_cog(Match(bot))
