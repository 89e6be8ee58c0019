"""Where the games of a bot are kept: begun, and found again after a restart."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import Any

import discord

from bot.games.rules.options import Options
from bot.games.rules.types import Player
from bot.games.runner import Runner
from bot.games.session import GameSession
from bot.kit.i18n import language_of, say
from bot.kit.scope import is_shared, scope_of
from services.core.errors import MarqueeError, RequestError
from services.inference.client import InferenceClient
from services.store import Store, games

log = logging.getLogger(__name__)

_RETRY_SECONDS = 10.0


class SessionRegistry:
    """The games that go on in one process, each with its task.

    Args:
        discord_client: Posts, and says what happens on Discord.
        store: Holds the games.
        client: The catalogue.
        shows_marked: Whether posters that are not for everybody may be shown in a channel.
        hears: Whether what members write in a channel is read as answers.
    """

    def __init__(
        self,
        discord_client: discord.Client,
        store: Store,
        client: InferenceClient,
        shows_marked: Callable[[int], bool] = lambda _: False,
        hears: Callable[[int], bool] = lambda _: False,
    ) -> None:
        self._shows_marked = shows_marked
        self._hears = hears
        self.store = store
        self.client = client
        self._discord = discord_client
        self._runners: dict[int, Runner] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        """Go on with what an earlier process left, as soon as the bot is ready."""
        self._spawn(self._resume())

    async def close(self) -> None:
        """Stop every task; the games go on in the next process."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def begin(self, interaction: discord.Interaction[Any], options: Options) -> None:
        """Open a lobby where the member is; the interaction was deferred.

        Raises:
            RequestError: `game_running` where a game goes on, `game_place` and `game_permissions`
                where Marquee cannot play.
        """
        channel_id = _channel(interaction)
        locale = language_of(interaction, public=True)
        now = discord.utils.utcnow()
        async with self.store.session() as db:
            game_id = await games.open_lobby(
                db,
                scope_id=scope_of(interaction),
                channel_id=channel_id,
                host_id=interaction.user.id,
                kind=options.kind,
                options=options.to_json() | {"locale": str(locale)},
                seed=secrets.randbits(62),
                now=now,
            )
            game = await games.load(db, game_id) if game_id is not None else None
            await db.commit()
        if game is None:
            raise RequestError("game_running", say(interaction, "game-refused-running"))
        session = GameSession(self.store, game)
        await session.join(player(interaction), now)
        # The task posts the lobby, so that one that a crash left without one gets it as well.
        self._run(session)

    def of_game(self, game_id: int) -> Runner | None:
        """Return a game that goes on."""
        return self._runners.get(game_id)

    def of_round(self, round_id: int) -> Runner | None:
        """Return the game whose open round that is."""
        for runner in self._runners.values():
            open_round = runner.session.open_round
            if open_round is not None and open_round.row.id == round_id:
                return runner
        return None

    def in_channel(self, channel_id: int | None) -> Runner | None:
        """Return the game that goes on in a channel."""
        for runner in self._runners.values():
            if runner.session.game.channel_id == channel_id:
                return runner
        return None

    async def channel_is_gone(self, channel_id: int) -> None:
        """End the game of a channel that was deleted."""
        runner = self.in_channel(channel_id)
        if runner is not None:
            await runner.channel_is_gone()
            runner.wake()

    async def _resume(self) -> None:
        await self._discord.wait_until_ready()
        while True:
            try:
                async with self.store.session() as db:
                    found = await games.unfinished(db)
                for game in found:
                    if game.id not in self._runners:
                        session = GameSession(self.store, game)
                        await session.load()
                        log.info("game %s goes on in channel %s", game.id, game.channel_id)
                        self._run(session)
            except MarqueeError:
                log.exception("the games of before cannot be read")
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return

    def _run(self, session: GameSession) -> None:
        session.hears = self._hears(session.game.channel_id)
        runner = self._runners[session.game.id] = Runner(
            self._discord, self.client, session, self._shows_marked
        )
        self._spawn(self._until_over(runner))

    async def _until_over(self, runner: Runner) -> None:
        try:
            await runner.run()
        finally:
            self._runners.pop(runner.session.game.id, None)

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def player(interaction: discord.Interaction[Any], team: int | None = None) -> Player:
    """Return the member as a player."""
    return Player(interaction.user.id, interaction.user.display_name, team)


def _channel(interaction: discord.Interaction[Any]) -> int:
    """Return the id of a channel in which a game can be played."""
    in_dms = interaction.guild_id is None
    # In other people's direct messages, and in servers where only the member has installed it,
    # Marquee can answer but not post.
    elsewhere = interaction.context.private_channel if in_dms else not is_shared(interaction)
    if interaction.channel_id is None or elsewhere:
        raise RequestError("game_place", say(interaction, "game-refused-place"))
    can = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    needed = {
        "view_channel": can.view_channel,
        "send_messages": can.send_messages_in_threads if in_thread else can.send_messages,
        "attach_files": can.attach_files,
    }
    if not in_dms and (missing := [name for name, has in needed.items() if not has]):
        listed = ", ".join(
            say(language_of(interaction, public=True), f"game-permission-{name.replace('_', '-')}")
            for name in missing
        )
        raise RequestError(
            "game_permissions", say(interaction, "game-refused-permissions", missing=listed)
        )
    return interaction.channel_id
