"""What the buttons and menus of a game do: the callbacks, one function a verb.

Each press is acknowledged before anything that may take long. All that it needs is in the button's
id, so that buttons outlive restarts.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol, cast

import discord

from bot.games import lines, messages
from bot.games.answer_modal import AnswerModal
from bot.games.ids import GAME, GENRES, Verb, game_button
from bot.games.registry import SessionRegistry, player
from bot.games.rules import checking, kinds
from bot.games.rules.hints import COST
from bot.games.rules.options import Options
from bot.games.rules.types import Guess, Hint, Verdict
from bot.games.runner import Runner
from bot.games.session import OpenRound
from bot.kit.errors import answering
from bot.kit.i18n import say
from services.core.errors import RequestError, UnavailableError
from services.store import games

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]


class GameButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=GAME):
    """A button of a game.

    Args:
        button: The button, with an id that the template fits.
        verb: What it does: a key of `BY_VERB`.
        number: Id of the game (in lobbies and on podiums), or of the round.
        place: Which one of several: a choice, from 0, or a team, from 1.
    """

    def __init__(self, button: discord.ui.Button[Any], verb: Verb, number: int, place: int) -> None:
        super().__init__(button)
        self.verb: Verb = verb
        self.number, self.place = number, place

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> GameButton:
        """Return the button that was pressed."""
        button, verb = cast("discord.ui.Button[Any]", item), cast("Verb", match["verb"])
        return cls(button, verb, int(match["number"]), int(match["place"]))

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button is for."""
        async with answering(interaction):
            await BY_VERB[self.verb](_registry(interaction), interaction, self.number, self.place)


class GenreMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=GENRES):
    """The menu of a round of genres.

    Args:
        menu: The menu, with an id that the template fits.
        number: Id of the round.
    """

    def __init__(self, menu: discord.ui.Select[Any], number: int) -> None:
        super().__init__(menu)
        self.number = number

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> GenreMenu:
        """Return the menu that was used."""
        return cls(cast("discord.ui.Select[Any]", item), int(match["number"]))

    async def callback(self, interaction: Interaction) -> None:
        """Take the genres for the member's answer."""
        async with answering(interaction):
            names = tuple(self.item.values)
            await _answer(_registry(interaction), interaction, self.number, genres=names)


def check_manager(interaction: Interaction, runner: Runner) -> None:
    """Refuse who is neither the host nor a moderator, who may manage messages here.

    Raises:
        RequestError: `game_host`, in the member's language.
    """
    host = runner.session.game.host_id
    if interaction.user.id != host and not interaction.permissions.manage_messages:
        told = say(interaction, "game-refused-host", host=f"<@{host}>")
        raise RequestError("game_host", told)


async def join(
    registry: SessionRegistry, interaction: Interaction, game_id: int, team: int
) -> None:
    """Let the member in, or change their team."""
    runner = _game(registry, interaction, game_id)
    session = runner.session
    in_lobby = session.game.state == "lobby"
    if in_lobby and interaction.message and interaction.message.id == session.game.message_id:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
    async with session.lock:
        joined = interaction.user.id in session.players
        if session.game.state == "running" and not joined and not session.late_joining:
            raise RequestError("game_late_join", say(interaction, "game-refused-late-join"))
        if session.game.state not in games.OPEN:
            raise RequestError("game_over", say(interaction, "game-refused-over"))
        if session.game.state == "lobby" or not joined:  # whoever plays keeps to their team
            await session.join(player(interaction, team or None), interaction.created_at)
    if session.game.state == "lobby":
        await interaction.edit_original_response(view=messages.lobby(session))
    else:
        await _tell(interaction, "game-joined-late")
        runner.wake()


async def leave(
    registry: SessionRegistry, interaction: Interaction, game_id: int, _place: int
) -> None:
    """Let the member out of the lobby."""
    runner = _game(registry, interaction, game_id)
    await interaction.response.defer()
    async with runner.session.lock:
        if runner.session.game.state != "lobby":
            raise RequestError("game_started", say(interaction, "game-refused-started"))
        if not await runner.session.leave(interaction.user.id):
            raise RequestError("game_stranger", say(interaction, "game-refused-not-in"))
    await interaction.edit_original_response(view=messages.lobby(runner.session))


async def begin(
    registry: SessionRegistry, interaction: Interaction, game_id: int, _place: int
) -> None:
    """Start the game: the host may, and moderators."""
    runner = _game(registry, interaction, game_id)
    session = runner.session
    check_manager(interaction, runner)
    await interaction.response.defer()
    async with session.lock:
        if not session.players:
            raise RequestError("game_empty", say(interaction, "game-refused-nobody"))
        if not await session.advance("running", interaction.created_at):
            raise RequestError("game_started", say(interaction, "game-refused-started"))
    runner.wake()
    await interaction.edit_original_response(view=messages.lobby(session))


async def again(
    registry: SessionRegistry, interaction: Interaction, game_id: int, _place: int
) -> None:
    """Open a lobby with the options of a game that is over."""
    await interaction.client.access.admit(interaction, "game")
    await interaction.response.defer(ephemeral=True, thinking=True)
    async with registry.store.session() as db:
        game = await games.load(db, game_id)
    if game is None:
        raise RequestError("game_over", say(interaction, "game-refused-over"))
    await registry.begin(interaction, Options.from_json(game.options))
    await _tell(interaction, "game-again-begun")


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


async def _answer(
    registry: SessionRegistry, interaction: Interaction, round_id: int, **said: Any
) -> None:
    runner, open_round = _round(registry, interaction, round_id)
    session = runner.session
    guess = _guess(interaction, runner, open_round, **said)
    if session.open_round is open_round and (refused := session.refusal(guess)):
        await _refused(interaction, runner, refused)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
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
        await interaction.edit_original_response(content=_verdict(interaction, open_round, verdict))
    else:
        await _refused(interaction, runner, verdict)


def _verdict(interaction: Interaction, open_round: OpenRound, verdict: Verdict) -> str:
    if verdict.right is None:
        return say(interaction, "game-answer-kept")
    if verdict.right:
        return say(interaction, "game-answer-right")
    if not kinds.of(open_round.question).free_text(open_round.question):
        return say(interaction, "game-answer-wrong")
    return say(interaction, "game-answer-near" if verdict.near else "game-answer-wrong-again")


async def hint(
    registry: SessionRegistry, interaction: Interaction, round_id: int, _place: int
) -> None:
    """Tell the member alone something that helps, for points."""
    runner, open_round = _round(registry, interaction, round_id)
    await interaction.response.defer(ephemeral=True, thinking=True)
    async with runner.session.lock:
        given = await runner.session.hint(round_id, interaction.user.id, interaction.created_at)
    if isinstance(given, Hint):
        sentence = lines.told(interaction.locale, given, open_round.question)
        cost = say(interaction, "game-hint-cost", points=COST)
        await interaction.edit_original_response(content=f"💡 {sentence}\n-# {cost}")
    else:
        await _refused(interaction, runner, given)


async def skip(
    registry: SessionRegistry, interaction: Interaction, round_id: int, _place: int
) -> None:
    """Count the member's vote to skip the round."""
    runner, open_round = _round(registry, interaction, round_id)
    await interaction.response.defer(ephemeral=True, thinking=True)
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
        await _tell(interaction, "game-skip-vote", votes=votes, needed=needed)


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


class _Owner(Protocol):
    """The cog that owns the games of a bot."""

    registry: SessionRegistry


def _registry(interaction: Interaction) -> SessionRegistry:
    return cast("_Owner", interaction.client.get_cog("Games")).registry


def _game(registry: SessionRegistry, interaction: Interaction, game_id: int) -> Runner:
    runner = registry.of_game(game_id)
    if runner is None:
        raise RequestError("game_over", say(interaction, "game-refused-over"))
    return runner


def _round(
    registry: SessionRegistry, interaction: Interaction, round_id: int
) -> tuple[Runner, OpenRound]:
    runner = registry.of_round(round_id)
    if runner is None or runner.session.open_round is None:
        raise RequestError("game_late", say(interaction, "game-refused-late"))
    return runner, runner.session.open_round


async def _tell(interaction: Interaction, key: str, **values: Any) -> None:
    await interaction.edit_original_response(content=say(interaction, key, **values))


BY_VERB: dict[Verb, Callable[[SessionRegistry, Interaction, int, int], Awaitable[None]]] = {
    "join": join,
    "leave": leave,
    "begin": begin,
    "again": again,
    "answer": answer,
    "choose": choose,
    "hint": hint,
    "skip": skip,
}
