"""What a member is told when something went wrong: one kind sentence that only they can see."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from math import ceil
from typing import Any

import discord
from discord import app_commands

from bot.kit.i18n import say
from bot.kit.limits import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, UNKNOWN_MESSAGE
from services.core.errors import MarqueeError, UnavailableError

log = logging.getLogger(__name__)

# What passes by itself, and when it does is known.
_PASSING = {"busy": "error-busy", "unavailable": "error-unreachable"}
# Nobody sends a poster again within one.
_LEAST_WAIT_S = 5


async def answer_error(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Log an error and answer the member with its sentence; never raises a Discord error.

    A `MarqueeError` speaks for itself; everything else is logged with its traceback and gets an
    apology. A public "thinking" message is taken back first.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    where = f"{_name(interaction)} (interaction {interaction.id})"
    if isinstance(error, UnavailableError):
        log.warning("%s is unavailable: %s", where, error, exc_info=error)
    elif isinstance(error, MarqueeError):
        log.info("%s was refused (%s): %s", where, error.code, error)
    elif _is_out_of_reach(error):
        # Nothing of ours failed, and there is nobody to talk to.
        log.warning("%s came too late to be answered: %s", where, error)
        return
    else:
        log.error("%s failed", where, exc_info=error)
    try:
        await _say(interaction, sentence_of(interaction, error))
    except discord.HTTPException as failure:
        log.warning("%s could not be told about its error: %s", where, failure)


@asynccontextmanager
async def answering(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Answer the errors inside. For dynamic items, of which discord.py would only log them."""
    try:
        yield
    except Exception as error:  # whatever it was, the member is waiting
        await answer_error(interaction, error)


class Answering:
    """Before a view or a modal among the bases: its errors are answered as a command's are."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, item: Any = None, /
    ) -> None:
        """Answer the member and log."""
        await answer_error(interaction, error)


def sentence_of(interaction: discord.Interaction[Any], error: Exception) -> str:
    """Return what the member is told of an error, in their language where that is known."""
    if isinstance(error, UnavailableError) and error.retry_after_s is not None:
        seconds = max(_LEAST_WAIT_S, ceil(error.retry_after_s))
        passing = _PASSING.get(error.code)
        return say(interaction, passing, seconds=seconds) if passing else error.message
    if isinstance(error, MarqueeError):
        return error.message
    if isinstance(error, discord.Forbidden):
        return say(interaction, "error-not-allowed")
    if isinstance(error, discord.NotFound) and error.code == UNKNOWN_MESSAGE:
        return say(interaction, "error-message-gone")
    if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        return say(interaction, "error-command-changed")
    return say(interaction, "error-apology")


def _is_out_of_reach(error: Exception) -> bool:
    # Discord gave up waiting for us, or another process of this bot answers already.
    return isinstance(error, discord.HTTPException) and error.code in (
        UNKNOWN_INTERACTION,
        ALREADY_ACKNOWLEDGED,
    )


async def _say(interaction: discord.Interaction[Any], sentence: str) -> None:
    if not interaction.response.is_done():
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    thinking = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
    if thinking:
        # A follow-up to a "thinking" message takes its place and its visibility, even where that
        # message was deleted. Only after it has been completed can a sentence be for one member.
        interaction.client.promises.say_more(interaction)
        await _quietly(interaction.edit_original_response(content="…", embeds=[], attachments=[]))
    try:
        await interaction.followup.send(sentence, ephemeral=True)
    finally:
        if thinking:
            await _quietly(interaction.delete_original_response())


async def _quietly(request: Coroutine[Any, Any, object]) -> None:
    try:
        await request
    except discord.HTTPException as failure:
        log.info("a thinking message was not taken back: %s", failure)


def _name(interaction: discord.Interaction[Any]) -> str:
    command = interaction.command
    return repr(command.qualified_name) if command else f"an interaction ({interaction.type.name})"
