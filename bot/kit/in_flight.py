"""What is being answered now, so that the bot can stop without leaving anybody waiting."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord

from bot.kit.errors import answer_error
from bot.kit.i18n import say
from services.core.asking import Asking, begin_asking, hashed
from services.core.errors import UnavailableError

log = logging.getLogger(__name__)

# Docker kills ten seconds after it asked.
GRACE_SECONDS = 6.0
_TELL_SECONDS = 2.0
# How discord.py names the tasks in which it calls commands, components and modals.
_HANDLERS = ("CommandTree-invoker", "discord-ui-")


class InFlight:
    """The interactions that are being answered.

    Attributes:
        closing: Whether the bot is stopping, so that nothing new is begun.
    """

    def __init__(self) -> None:
        self.closing = False
        self._answering: dict[asyncio.Task[Any], discord.Interaction[Any]] = {}

    def add(self, interaction: discord.Interaction[Any]) -> None:
        """Note that the current task answers `interaction`, until the task is done.

        What it asks of the model goes by the interaction's id, there and in the logs.
        """
        task = asyncio.current_task()
        if task is not None and task not in self._answering:
            self._answering[task] = interaction
            begin_asking(_question_of(interaction))
            task.add_done_callback(lambda done: self._answering.pop(done, None))

    async def finish(self) -> None:
        """Let what runs come to its end; after `GRACE_SECONDS` stop it and say so."""
        self.closing = True
        tasks = {task for task in asyncio.all_tasks() if task.get_name().startswith(_HANDLERS)}
        tasks = (tasks | self._answering.keys()) - {asyncio.current_task()}
        if not tasks:
            return
        log.info("waiting for %d interactions to be answered", len(tasks))
        _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        told = [self._answering[task] for task in late if task in self._answering]
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_TELL_SECONDS)
        await asyncio.gather(*(_tell(interaction) for interaction in told))


def _question_of(interaction: discord.Interaction[Any]) -> Asking:
    guild, user = interaction.guild_id, interaction.user
    place = hashed("guild", guild) if guild else hashed("member", user.id)
    return Asking(str(interaction.id), place)


async def _tell(interaction: discord.Interaction[Any]) -> None:
    try:
        async with asyncio.timeout(_TELL_SECONDS):
            if await _is_open(interaction):
                sentence = say(interaction, "in-flight-stopped")
                await answer_error(interaction, UnavailableError("closing", sentence))
    except (TimeoutError, discord.HTTPException) as error:
        log.warning("interaction %s was not told of the end: %s", interaction.id, error)


async def _is_open(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the member still waits: "thinking" or a place in the queue is all there is."""
    if interaction.type is discord.InteractionType.autocomplete:
        return False
    if not interaction.response.is_done():
        return True
    if interaction.response.type is not discord.InteractionResponseType.deferred_channel_message:
        return False
    original = await interaction.original_response()
    return not (original.components or original.embeds or original.attachments)
