"""What the buttons of a round do: answer, choose, get a hint, vote to skip.

Each press is acknowledged before anything that may take long.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import discord

from bot.games import lines
from bot.games.answer_modal import AnswerModal
from bot.games.ids import game_button
from bot.games.registry import SessionRegistry
from bot.games.rounds import OpenRound
from bot.games.rules import checking, kinds
from bot.games.rules.hints import COST
from bot.games.rules.types import Guess, Hint, Verdict
from bot.games.runner import Runner
from bot.kit.i18n import say
from bot.kit.promises import defer
from services.core.errors import RequestError, UnavailableError

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]


async def answer(
    registry: SessionRegistry, interaction: Interaction, round_id: int, _place: int
) -> None:
    """Ask for a title or a year; that must be the first that Discord hears, so nothing waits."""
    runner, open_round = _round(registry, interaction, round_id)
    refused = runner.session.refusal(_guess(interaction, runner, open_round), said=False)
    if not await _refused(interaction, runner, refused):
        typed = partial(_typed, registry, round_id)
        form = kinds.of(open_round.question).form(open_round.question)
        modal = AnswerModal(interaction, form, answered=typed)
        await interaction.response.send_modal(modal)


async def _typed(
    registry: SessionRegistry, round_id: int, interaction: Interaction, text: str
) -> None:
    _, open_round = _round(registry, interaction, round_id)
    kind = kinds.of(open_round.question)
    said = kind.read(text)
    if said is None:
        form = kind.form(open_round.question)
        refusal = say(interaction, f"game-refused-{form.name}")
        raise RequestError(f"game_{form.name}", refusal)
    await _answer(registry, interaction, round_id, **said)


async def choose(
    registry: SessionRegistry, interaction: Interaction, round_id: int, place: int
) -> None:
    """Take one of the choices for the member's answer."""
    await _answer(registry, interaction, round_id, choice=place)


async def pick(
    registry: SessionRegistry, interaction: Interaction, round_id: int, names: tuple[str, ...]
) -> None:
    """Take genres for the member's answer."""
    await _answer(registry, interaction, round_id, genres=names)


async def _answer(
    registry: SessionRegistry, interaction: Interaction, round_id: int, **said: Any
) -> None:
    runner, open_round = _round(registry, interaction, round_id)
    session = runner.session
    guess = _guess(interaction, runner, open_round, **said)
    if session.open_round is open_round and (refused := session.refusal(guess)):
        await _refused(interaction, runner, refused)
        return
    await defer(interaction, ephemeral=True, thinking=True)
    session.being_checked += 1  # in time: the round waits for it, however long the catalogue takes
    try:
        found = None
        if guess.text is not None:
            try:
                found = await registry.client.titles(guess.text, limit=checking.FOUND)
            except UnavailableError as error:  # the question's own rivals have to do
                log.warning("a title is checked without the catalogue: %s", error)
        async with session.lock:
            verdict = await session.answer(round_id, guess, found, interaction.created_at)
    finally:
        session.being_checked -= 1
        runner.wake()
    if isinstance(verdict, Verdict):
        told = _verdict(interaction, runner, open_round, verdict)
        await interaction.edit_original_response(content=told)
    else:
        await _refused(interaction, runner, verdict)


def _verdict(
    interaction: Interaction, runner: Runner, open_round: OpenRound, verdict: Verdict
) -> str:
    if verdict.right is None:
        return say(interaction, "game-answer-kept")
    if verdict.right:
        return say(interaction, "game-answer-right")
    if not kinds.of(open_round.question).free_text(open_round.question):
        return say(interaction, "game-answer-wrong")
    own = sum(guess.player == interaction.user.id for guess in open_round.guesses)
    left = runner.session.options.guesses - own
    key = "game-answer-near" if verdict.near else "game-answer-wrong-again"
    if left < 1:
        key = "game-answer-near-last" if verdict.near else "game-answer-wrong-last"
    return say(interaction, key, left=left)


async def hint(
    registry: SessionRegistry, interaction: Interaction, round_id: int, _place: int
) -> None:
    """Tell the member alone something that helps, for points."""
    runner, open_round = _round(registry, interaction, round_id)
    await defer(interaction, ephemeral=True, thinking=True)
    async with runner.session.lock:
        given = await runner.session.hint(round_id, interaction.user.id, interaction.created_at)
    if isinstance(given, Hint):
        sentence = lines.hint_sentence(interaction.locale, given, open_round.question)
        cost = say(interaction, "game-hint-cost", points=COST)
        await interaction.edit_original_response(content=f"💡 {sentence}\n-# {cost}")
    else:
        await _refused(interaction, runner, given)


async def skip(
    registry: SessionRegistry, interaction: Interaction, round_id: int, _place: int
) -> None:
    """Count the member's vote to skip the round."""
    runner, open_round = _round(registry, interaction, round_id)
    await defer(interaction, ephemeral=True, thinking=True)
    session = runner.session
    async with session.lock:
        refused = await session.vote(round_id, interaction.user.id, interaction.created_at)
        votes, needed = len(open_round.votes & session.active), session.votes_needed
        if refused is None and votes >= needed and session.open_round is open_round:
            await session.close(discord.utils.utcnow(), skipped=True)
    runner.wake()
    if refused is not None:
        await _refused(interaction, runner, refused)
    else:
        told = say(interaction, "game-skip-vote", votes=votes, needed=needed)
        await interaction.edit_original_response(content=told)


async def _refused(
    interaction: Interaction, runner: Runner, refused: checking.Refusal | str | None
) -> bool:
    """Say kindly why something does not count; a stranger is offered to join."""
    if refused is None:
        return False
    session = runner.session
    if refused != "stranger" or not session.late_joining:
        key = "late-join" if refused == "stranger" else refused
        raise RequestError(f"game_{refused}", say(interaction, f"game-refused-{key}"))
    view = discord.ui.View(timeout=None)
    view.stop()  # so that discord.py lets go of it: `GameButton` answers its button
    label = say(interaction, "game-join")
    view.add_item(game_button("join", session.game.id, label=label, emoji="🙋"))
    text = say(interaction, "game-refused-stranger")
    if interaction.response.is_done():
        await interaction.edit_original_response(content=text, view=view)
    else:
        await interaction.response.send_message(text, view=view, ephemeral=True)
    return True


def _guess(interaction: Interaction, runner: Runner, open_round: OpenRound, **said: Any) -> Guess:
    at = max(0.0, open_round.elapsed(_moment(interaction)))
    step = checking.step_at(open_round.question, runner.session.options, at)
    hints = open_round.hints[interaction.user.id]
    return replace(Guess(interaction.user.id, at, step, hints), **said)


def _moment(interaction: Interaction) -> datetime:
    # Discord's own clock, which also says when the round was posted: fair whatever our delay.
    return interaction.created_at


def _round(
    registry: SessionRegistry, interaction: Interaction, round_id: int
) -> tuple[Runner, OpenRound]:
    runner = registry.of_round(round_id)
    if runner is None or runner.session.open_round is None:
        raise RequestError("game_late", say(interaction, "game-refused-late"))
    return runner, runner.session.open_round
