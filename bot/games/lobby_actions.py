"""What the buttons of lobbies and podiums do: join, leave, begin, play again.

Each press is acknowledged before anything that may take long.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.games import messages
from bot.games.registry import SessionRegistry, player
from bot.games.rules.options import KNOWN, Options
from bot.games.runner import Runner
from bot.kit.i18n import say
from bot.kit.promises import defer
from services.core.errors import RequestError
from services.store import games

Interaction = discord.Interaction[Any]


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
        await defer(interaction)
    else:
        await defer(interaction, ephemeral=True, thinking=True)
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
    await defer(interaction)
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
    await defer(interaction)
    async with session.lock:
        if not session.players:
            raise RequestError("game_empty", say(interaction, "game-refused-nobody"))
        if not await session.advance("running", interaction.created_at):
            raise RequestError("game_started", say(interaction, "game-refused-started"))
    runner.wake()
    await interaction.edit_original_response(view=messages.lobby(session))


async def choose_known(
    registry: SessionRegistry, interaction: Interaction, game_id: int, name: str
) -> None:
    """Change how well known the films are: the host may, and moderators.

    Args:
        registry: The games that go on.
        interaction: The member's choice.
        game_id: Which game.
        name: What was chosen, of `KNOWN`.
    """
    runner = _game(registry, interaction, game_id)
    session = runner.session
    check_manager(interaction, runner)
    await defer(interaction)
    async with session.lock:
        if not await session.change(known=KNOWN[name]):
            raise RequestError("game_started", say(interaction, "game-refused-started"))
    await interaction.edit_original_response(view=messages.lobby(session))


async def again(
    registry: SessionRegistry, interaction: Interaction, game_id: int, _place: int
) -> None:
    """Open a lobby with the options of a game that is over."""
    await interaction.client.access.admit(interaction, "game")
    await defer(interaction, ephemeral=True, thinking=True)
    async with registry.store.session() as db:
        game = await games.load(db, game_id)
    if game is None:
        raise RequestError("game_over", say(interaction, "game-refused-over"))
    await registry.begin(interaction, Options.from_json(game.options))
    await _tell(interaction, "game-again-begun")


def _game(registry: SessionRegistry, interaction: Interaction, game_id: int) -> Runner:
    runner = registry.of_game(game_id)
    if runner is None:
        raise RequestError("game_over", say(interaction, "game-refused-over"))
    return runner


async def _tell(interaction: Interaction, key: str, **values: Any) -> None:
    await interaction.edit_original_response(content=say(interaction, key, **values))
