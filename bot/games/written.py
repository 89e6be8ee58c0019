"""Answers that are written as messages: to Marquee by name anywhere, plainly in a game's thread.

What a message says reaches the bot where it is mentioned; of other messages only where the host
has switched that on (`MARQUEE_MESSAGE_CONTENT`) and Discord agrees.
"""

from __future__ import annotations

import logging
import re

import discord

from bot.games.registry import SessionRegistry
from bot.games.rounds import OpenRound
from bot.games.rules import checking, kinds
from bot.games.rules.kinds.base import Controls
from bot.games.rules.types import Guess, Verdict
from bot.games.runner import Runner
from services.core.errors import MarqueeError, UnavailableError
from services.core.types import Found

log = logging.getLogger(__name__)

_LONGEST = 150
_MENTION = re.compile(r"<@!?(\d+)>")
_SURE = 0.9  # from here on what was written is the title of a film, and no chatter


async def hear(registry: SessionRegistry, message: discord.Message, me: int) -> None:
    """Take a message for an answer to the round that goes on where it was written.

    Whoever is not in the game, and whatever is no answer, is passed over in silence.

    Args:
        registry: The games that go on.
        message: The message, whose content may be empty.
        me: The bot's own id.
    """
    runner = registry.in_channel(message.channel.id)
    if runner is None or message.author.bot:
        return
    session, open_round = runner.session, runner.session.open_round
    addressed = any(int(found) == me for found in _MENTION.findall(message.content))
    if open_round is None or not (addressed or session.hears):
        return
    text = _MENTION.sub("", message.content).strip()
    kind = kinds.of(open_round.question)
    if kind.controls(open_round.question) is not Controls.TYPED or not 0 < len(text) <= _LONGEST:
        return
    said = kind.read(text)
    if said is None or session.refusal(_guess(runner, open_round, message, said)):
        return
    session.being_checked += 1  # the round waits for it, however long the catalogue takes
    try:
        verdict = await _answered(registry, runner, open_round, message, said, addressed=addressed)
    finally:
        session.being_checked -= 1
        runner.wake()
    if isinstance(verdict, Verdict):
        await _react(message, verdict)


async def _answered(
    registry: SessionRegistry,
    runner: Runner,
    open_round: OpenRound,
    message: discord.Message,
    said: dict[str, object],
    *,
    addressed: bool,
) -> Verdict | str | None:
    """Keep the answer; None where it was chatter, or cannot be kept now."""
    guess = _guess(runner, open_round, message, said)
    found: tuple[Found, ...] | None = None
    if guess.text is not None:
        try:
            found = await registry.client.titles(guess.text, limit=checking.FOUND)
        except UnavailableError as error:  # the question's own rivals have to do
            log.warning("a title is checked without the catalogue: %s", error)
        if not addressed and not _is_title(open_round, guess, found):
            return None
    try:
        async with runner.session.lock:
            return await runner.session.answer(open_round.row.id, guess, found, message.created_at)
    except MarqueeError as error:
        log.warning("an answer of message %s is lost: %s", message.id, error)
        return None


def _is_title(open_round: OpenRound, guess: Guess, found: tuple[Found, ...] | None) -> bool:
    """Whether a guess was meant: it is near the film, or the title of another one.

    People talk while they play, and nobody shall lose guesses by that.
    """
    verdict = checking.check(open_round.question, guess, found)
    return bool(verdict.right) or verdict.near or any(it.score >= _SURE for it in found or ())


def _guess(
    runner: Runner, open_round: OpenRound, message: discord.Message, said: dict[str, object]
) -> Guess:
    # Discord's own clock, as for presses.
    at = max(0.0, open_round.elapsed(message.created_at))
    step = checking.step_at(open_round.question, runner.session.options, at)
    hints = open_round.hints[message.author.id]
    return Guess(message.author.id, at, step, hints, **said)  # pyright: ignore[reportArgumentType]


async def _react(message: discord.Message, verdict: Verdict) -> None:
    """Mark the message; where Marquee may not, the round tells at its end."""
    mark = "✅" if verdict.right else "📝" if verdict.right is None else "❌"
    try:
        await message.add_reaction("🔥" if verdict.near and verdict.right is False else mark)
    except discord.HTTPException as error:
        log.info("message %s is not marked: %s", message.id, error)
