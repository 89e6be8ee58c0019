"""Answers that were promised: acknowledged in time, and not forgotten where the bot is killed.

    await defer(interaction, ephemeral=True, thinking=True)

is the one way in which Marquee defers. The promise is kept when the task that answers is done. What
a bot could not keep, because it was killed or had to stop, the next one says sorry for: for a
quarter of an hour, longer does Discord not let it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import discord

from bot.kit.doubtful import Doubtful
from bot.kit.i18n import language_of, say
from bot.kit.limits import ALREADY_ACKNOWLEDGED, ANSWER_SECONDS
from bot.kit.promise_file import Promise, PromiseFile

log = logging.getLogger(__name__)

# Told at a time. Discord counts them by interaction, so this is for the sake of the bot's own work.
_AT_ONCE = 8
_FIRST_PAUSE_S = 5.0
_LONGEST_PAUSE_S = 60.0


async def defer(
    interaction: discord.Interaction[Any], *, ephemeral: bool = False, thinking: bool = False
) -> None:
    """Acknowledge now and answer later: as `InteractionResponse.defer`, and remembered.

    Args:
        interaction: What the member did; not responded to yet.
        ephemeral: Whether only the member sees the answer.
        thinking: Of a press: whether the answer is a message of its own.
    """
    command = interaction.type is discord.InteractionType.application_command
    thinking = thinking or command
    promises: Promises = interaction.client.promises
    promises.make(interaction, public=thinking and not ephemeral, thinking=thinking)
    for last in (False, True):
        try:
            await interaction.response.defer(ephemeral=ephemeral, thinking=thinking)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED or interaction.id not in promises.doubtful:
                raise
            # Discord took the first try, and its answer got lost: the member waits for this bot.
            log.info("interaction %s was acknowledged at the first try", interaction.id)
            kinds = discord.InteractionResponseType
            kind = kinds.deferred_channel_message if thinking else kinds.deferred_message_update
            interaction.response._response_type = kind  # pyright: ignore[reportPrivateUsage]
        except (aiohttp.ClientError, OSError):
            if last:
                raise
            continue
        return


class Promises:
    """The interactions that were deferred and not answered yet, in memory and in a file.

    Whatever the file refuses costs the promise, and is told to the log; the answer never waits.

    Args:
        database: The bot's; the file lies beside it.
        clock: Seconds since 1970.
        rest: Waits so many seconds.
        doubtful: The interactions of which an acknowledgement may have arrived that failed.
    """

    def __init__(
        self,
        database: Path,
        *,
        clock: Callable[[], float] = time.time,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        doubtful: Doubtful | None = None,
    ) -> None:
        self.doubtful = doubtful or Doubtful()
        self._database = database
        self._clock = clock
        self._rest = rest
        self._file: PromiseFile | None = None
        self._left: Sequence[PromiseFile] = ()
        # By interaction, the oldest first.
        self._blocks: dict[int, int] = {}
        self._works = True
        self._telling: asyncio.Task[None] | None = None

    def start(self, client: discord.Client) -> None:
        """Begin to remember, and to tell those whom a bot before left waiting; wait for neither.

        Args:
            client: Logged in.
        """
        try:
            self._left = PromiseFile.left_behind(self._database)
            self._file = PromiseFile.create(self._database)
        except OSError as error:
            self._fail(error)
        if self._left:
            self._telling = asyncio.create_task(self.tell(client), name="promises")

    def make(self, interaction: discord.Interaction[Any], *, public: bool, thinking: bool) -> None:
        """Remember an interaction until the current task, which answers it, is done.

        Args:
            interaction: What is about to be deferred.
            public: Whether everyone will see the answer.
            thinking: Whether the answer fills a message that waits for it.
        """
        now = self._clock()
        self._drop_expired(now)
        promise = Promise(
            application_id=interaction.application_id,
            interaction_id=interaction.id,
            token=interaction.token,
            made_at=now,
            locale=str(language_of(interaction, public=public)),
            thinking=thinking,
        )
        if self._write(promise) and (task := asyncio.current_task()) is not None:
            task.add_done_callback(lambda done: self._done(promise.interaction_id, done))

    def say_more(self, interaction: discord.Interaction[Any]) -> None:
        """Note that the waiting message is about to get words that are no answer yet."""
        block = self._blocks.get(interaction.id)
        if self._file is not None and block is not None:
            self._write(replace(self._file.promises()[block], interim=True), block)

    async def tell(self, client: discord.Client) -> None:
        """Tell the members whom a bot before left waiting to ask again; give up when it is late."""
        pause, told = _FIRST_PAUSE_S, 0
        while True:
            told += await self._tell_once(client)
            self._left = [file for file in self._left if file.promises()]
            if not self._left:
                break
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)
        if told:
            log.info("told %d members that their answer was lost in a restart", told)

    async def close(self) -> None:
        """Let go of the files: what was not kept stays in them for the next start.

        Safe to call twice.
        """
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        for file in (*self._left, *([self._file] if self._file else [])):
            file.close()
        self._left, self._file = (), None
        self._blocks.clear()

    async def _tell_once(self, client: discord.Client) -> int:
        turn = asyncio.Semaphore(_AT_ONCE)

        async def settle(file: PromiseFile, block: int, promise: Promise) -> bool:
            async with turn:
                late = self._clock() - promise.made_at >= ANSWER_SECONDS
                told = False if late else await _tell(client, promise)
            if told is not None:
                self._wipe(file, block)
            return told is True

        waiting = [
            settle(file, block, promise)
            for file in self._left
            for block, promise in file.promises().items()
        ]
        told = await asyncio.gather(*waiting)
        for file in self._left:
            if not file.promises():
                file.close()
        return sum(told)

    def _done(self, interaction_id: int, task: asyncio.Task[Any]) -> None:
        # One that was stopped has answered nothing; whether the member was told, the next start
        # sees from the message.
        if not task.cancelled():
            self._keep(interaction_id)

    def _keep(self, interaction_id: int) -> None:
        block = self._blocks.pop(interaction_id, None)
        if self._file is not None and block is not None:
            self._wipe(self._file, block)

    def _drop_expired(self, now: float) -> None:
        if self._file is None:
            return
        promises = self._file.promises()
        for interaction_id, block in list(self._blocks.items()):
            if now - promises[block].made_at < ANSWER_SECONDS:
                break
            self._keep(interaction_id)

    def _write(self, promise: Promise, block: int | None = None) -> bool:
        if self._file is None:
            return False
        try:
            self._blocks[promise.interaction_id] = self._file.write(promise, block)
        except OSError as error:
            self._fail(error)
            return False
        self._works = True
        return True

    def _wipe(self, file: PromiseFile, block: int) -> None:
        try:
            file.wipe(block)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        # Once, and not for every answer of a bad day.
        if self._works:
            log.warning("whoever waits when the bot is killed will not be told: %s", error)
        self._works = False


async def _tell(client: discord.Client, promise: Promise) -> bool | None:
    """Tell a member; return whether they were, or None where it has to be tried again."""
    again = False
    try:
        return await _say_sorry(client, promise)
    except discord.HTTPException as error:
        why = str(error)
        again = error.status >= 500 or error.status == 429
    except (OSError, aiohttp.ClientError) as error:
        # Its words may have the address in them, and that the token.
        why, again = type(error).__name__, True
    except Exception:  # whatever it was, the others want to be told
        log.exception("interaction %d was not told of the restart", promise.interaction_id)
        return False
    log.info("interaction %d was not told of the restart: %s", promise.interaction_id, why)
    return None if again else False


async def _say_sorry(client: discord.Client, promise: Promise) -> bool:
    interaction = _revived(client, promise)
    if not promise.thinking:
        # Its message is one that was there before, and shows no sign of the press.
        sentence = say(promise.locale, "promise-press-lost")
        await interaction.followup.send(sentence, ephemeral=True)
        return True
    original = await interaction.original_response()
    shown = original.components or original.embeds or original.attachments
    if shown or (original.content and not promise.interim):
        return False  # killed between the answer and the note that it was given
    sentence = say(promise.locale, "promise-lost")
    await interaction.edit_original_response(content=sentence)
    return True


def _revived(client: discord.Client, promise: Promise) -> discord.Interaction[Any]:
    """Return the interaction, as far as it takes to answer it."""
    number = str(promise.interaction_id)
    payload: Any = {
        "id": number,
        "application_id": str(promise.application_id),
        "token": promise.token,
        "type": discord.InteractionType.application_command.value,
        "version": 1,
        "locale": promise.locale,
        "attachment_size_limit": 0,
        "entitlements": [],
        # discord.py wants one, and asks nothing of it.
        "channel": {"id": number, "type": discord.ChannelType.private.value, "recipients": []},
    }
    state = client._connection  # pyright: ignore[reportPrivateUsage]
    return discord.Interaction(data=payload, state=state)
