"""The task that runs a game: asks, reveals, closes, goes on. All it knows is in the session."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Literal

import discord

from bot.games import draw, messages, reveal
from bot.games.rounds import OpenRound
from bot.games.rules import checking
from bot.games.rules.types import Question
from bot.games.session import GATHER_SECONDS, GameSession
from bot.kit.i18n import say
from bot.kit.limits import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from services.core.errors import MarqueeError, PosterError, RequestError, UnavailableError
from services.inference.client import InferenceClient

log = logging.getLogger(__name__)

RETRY_SECONDS = (3.0, 10.0, 30.0)  # waits before a game is given up
_CHECKING_SECONDS = 5.0  # how long a round waits for answers that are being looked at
_FLIGHT = timedelta(seconds=0.4)  # an answer takes this long from a thumb to here
_LIVE = timedelta(seconds=2)  # Discord takes five edits in five seconds; the reveals come first
_MARGIN_SECONDS = 0.02  # behind the instant, so that it has come whatever clocks round to
_TURN = "game_turn"


class _GivenUpError(Exception):
    """The game cannot go on; the argument is the key of the sentence that says why."""


class Runner:
    """Runs one game from its lobby, or wherever a restart left it, to its podium.

    Args:
        discord_client: Posts, and tells when something has changed.
        client: The catalogue.
        session: The game, loaded.
        shows_marked: Whether posters that are not for everybody may be shown in a channel.
    """

    def __init__(
        self,
        discord_client: discord.Client,
        client: InferenceClient,
        session: GameSession,
        shows_marked: Callable[[int], bool] = lambda _: False,
    ) -> None:
        self._shows_marked = shows_marked
        self.session = session
        self._discord = discord_client
        self._client = client
        self._channel = discord_client.get_partial_messageable(session.game.channel_id)
        self._woken = False
        self._posters: tuple[int, tuple[bytes, ...]] | None = None
        self._step = 0
        self._picture_name: str | None = None
        self._said_answered = 0
        self._edited_at: datetime | None = None

    def wake(self) -> None:
        """Tell the game that something has changed."""
        self._woken = True
        # An event of our own, so that waiting for it is `wait_for`, with its time limit.
        self._discord.dispatch(_TURN, self.session.game.id)

    async def run(self) -> None:
        """Run the game to its end. Never raises but for CancelledError."""
        failures = 0
        while True:
            try:
                if not await self._turn():
                    return
                failures = 0
            except _GivenUpError as reason:
                return await self._give_up(str(reason))
            except discord.Forbidden as error:
                return await self._shut_out(error)
            except Exception as error:  # whatever it was, players are waiting
                if isinstance(error, discord.NotFound) and error.code == UNKNOWN_CHANNEL:
                    return await self.channel_is_gone()
                log.exception("game %s stumbled", self.session.game.id)
                if failures == len(RETRY_SECONDS):
                    return await self._give_up("game-gave-up-broken")
                await self._sleep(RETRY_SECONDS[failures])
                failures += 1
                with suppress(MarqueeError):
                    await self.session.load()

    async def channel_is_gone(self) -> None:
        """End a game whose channel was deleted."""
        log.info("game %s ends: its channel was deleted", self.session.game.id)
        await self._end("stopped")

    async def _turn(self) -> bool:
        """Do the next thing; False where nothing is left to do."""
        session = self.session
        if session.game.state == "lobby":
            await self._gather()
        elif session.open_round is not None:
            await self._play(session.open_round)
        elif session.game.state == "running" and not session.finish:
            await self._ask()
        else:
            if session.game.state == "running":
                await self._end("ended")
            if session.closed_rounds:
                await self._podium()
            return False
        return True

    async def _gather(self) -> None:
        session = self.session
        if session.game.message_id is None:
            message = await self._channel.send(view=messages.lobby(session))
            await session.set_lobby_message(message.id)
        until = session.game.created_at + timedelta(seconds=GATHER_SECONDS)
        while session.game.state == "lobby":
            if (left := (until - _now()).total_seconds()) <= 0:
                async with session.lock:
                    await session.advance("stopped", _now())
                break
            await self._wait(left + _MARGIN_SECONDS)
        if session.game.state == "stopped":
            await self.refresh_lobby()

    async def refresh_lobby(self) -> None:
        """Show the lobby as it is now; a lobby that was deleted stays so."""
        if self.session.game.message_id is None:
            return
        try:
            await self._partial(self.session.game.message_id).edit(
                view=messages.lobby(self.session)
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise

    async def _ask(self) -> None:
        session = self.session
        if (at := session.next_at()) is not None:
            await self._sleep((at - _now()).total_seconds())
        question = await self._draw()
        async with session.lock:
            if question and session.game.state == "running" and session.open_round is None:
                await session.ask(question, _now())

    async def _draw(self) -> Question | None:
        """Return the next question; None where the game was stopped meanwhile."""
        session = self.session
        for wait in (*RETRY_SECONDS, None):
            if session.game.state != "running":
                return None
            try:
                return await draw.draw(
                    self._client,
                    session.options,
                    seed=session.game.seed,
                    played=session.played,
                    marked=self._shows_marked(session.game.channel_id),
                )
            except RequestError as error:
                log.info("game %s has no question left: %s", session.game.id, error)
                key = "game-gave-up-no-films" if session.closed_rounds else "game-gave-up-none-fit"
                raise _GivenUpError(key) from error
            except UnavailableError as error:
                log.warning("no question for game %s: %s", session.game.id, error)
                if wait is None:
                    raise _GivenUpError("game-gave-up-unavailable") from error
                if wait == RETRY_SECONDS[0]:
                    await self._channel.send(view=messages.note(self._say("game-waiting")))
                await self._sleep(wait)
        return None

    async def _play(self, open_round: OpenRound) -> None:
        """Show the round, reveal it step by step, close it, show what it brought."""
        session = self.session
        self._step = 0
        over_since: datetime | None = None
        while session.open_round is open_round:
            now = _now()
            posted = open_round.row.message_id is not None
            if posted and session.is_over(now - _FLIGHT):
                over_since = over_since or now
                waited = (now - over_since).total_seconds()
                if not session.being_checked or waited >= _CHECKING_SECONDS:
                    async with session.lock:
                        if session.open_round is open_round and session.is_over(now - _FLIGHT):
                            await session.close(now)
                    continue
                await self._wait(_CHECKING_SECONDS - waited)
                continue
            step = checking.step_at(
                open_round.question, session.options, max(0.0, open_round.elapsed(now))
            )
            if not posted or step > self._step:
                await self._reveal(open_round, step)
            elif (wait := self._until_counted(open_round, now)) == 0:
                await self._say_answered(open_round)
            else:
                left = self._next(open_round, now)
                await self._wait(left if wait is None else min(left, wait + _MARGIN_SECONDS))
        await self._show_result()

    def _until_counted(self, open_round: OpenRound, now: datetime) -> float | None:
        """Return how many seconds it is until the message may say anew how many have answered.

        None where it says so already.
        """
        if self.session.answered(open_round) == self._said_answered or len(self.session.active) < 2:
            return None
        since = _LIVE if self._edited_at is None else now - self._edited_at
        return max(0.0, (_LIVE - since).total_seconds())

    async def _say_answered(self, open_round: OpenRound) -> None:
        """Let the round's message say how many have answered; the picture stays."""
        self._said_answered = self.session.answered(open_round)
        self._edited_at = _now()
        message_id = open_round.row.message_id
        if message_id is None:
            return
        view = messages.question(self.session, open_round, self._picture_name)
        try:
            await self._partial(message_id).edit(view=view)
        except discord.HTTPException as error:  # the round goes on without
            log.info("round %s does not say who answered: %s", open_round.row.id, error)

    def _next(self, open_round: OpenRound, now: datetime) -> float:
        """Return how many seconds it is until something is to be done by itself."""
        options, elapsed = self.session.options, open_round.elapsed(now)
        ends = [float(options.seconds)]
        ends += [guess.at + checking.TIE_SECONDS for guess in open_round.guesses if guess.right]
        instants = [end + _FLIGHT.total_seconds() for end in ends]
        # The rules say which step is shown when; the next change is found to the half second.
        halves = (half / 2 for half in range(int(elapsed * 2) + 1, options.seconds * 2))
        steps = (
            at for at in halves if checking.step_at(open_round.question, options, at) > self._step
        )
        instants += [next(steps, instants[0])]
        left = min((at for at in instants if at > elapsed), default=elapsed) - elapsed
        return left + _MARGIN_SECONDS

    async def _reveal(self, open_round: OpenRound, step: int) -> None:
        try:
            picture = await self._picture(open_round.row.id, open_round.question, step)
        except (UnavailableError, PosterError) as error:
            if isinstance(error, UnavailableError) and error.code != "gone":
                raise
            log.warning("round %s is skipped, its poster is gone: %s", open_round.row.id, error)
            async with self.session.lock:
                if self.session.open_round is open_round:
                    await self.session.close(_now(), skipped=True)
            return
        self._said_answered = self.session.answered(open_round)
        self._picture_name = picture.filename
        view = messages.question(self.session, open_round, picture.filename)
        message_id = open_round.row.message_id
        if message_id is None or not await self._edited(message_id, view, picture):
            # First shown, or deleted by somebody and shown anew: then the time goes on.
            picture.reset()
            message = await self._channel.send(view=view, file=picture)
            if self.session.open_round is open_round:
                at = message.created_at if message_id is None else None
                await self.session.set_round_message(message.id, at)
                if at is not None:  # what it says of the time was a guess
                    await self._retime(open_round, message)
        self._step, self._edited_at = step, _now()

    async def _retime(self, open_round: OpenRound, message: discord.Message) -> None:
        """Say until when, exactly, where the post itself took longer than a second."""
        said = message.created_at - open_round.row.opened_at
        if abs(said.total_seconds()) > 1:
            picture = message.attachments[0].filename if message.attachments else None
            await message.edit(view=messages.question(self.session, open_round, picture))

    async def _show_result(self) -> None:
        session = self.session
        if not session.closed_rounds:
            return
        closed_round = session.closed_rounds[-1]
        question = closed_round.played.question
        try:
            picture = await self._picture(closed_round.row.id, question, question.steps + 1)
        except MarqueeError as error:
            log.warning("round %s ends without its poster: %s", closed_round.row.id, error)
            picture = None
        self._posters = None
        view = messages.result(session, closed_round, picture.filename if picture else None)
        message_id = closed_round.row.message_id
        if message_id is not None and await self._edited(message_id, view, picture):
            return
        if picture:
            picture.reset()
            await self._channel.send(view=view, file=picture)
        else:
            await self._channel.send(view=view)

    async def _picture(self, round_id: int, question: Question, step: int) -> discord.File:
        if self._posters is None or self._posters[0] != round_id:
            posters = await draw.pictures(self._client, question)
            self._posters = (round_id, posters)
        picture = await asyncio.to_thread(reveal.reveal, self._posters[1], question, step)
        return discord.File(BytesIO(picture.data), picture.name)

    async def _edited(
        self, message_id: int, view: discord.ui.LayoutView, picture: discord.File | None
    ) -> bool:
        """Return whether the message was there to be edited."""
        try:
            await self._partial(message_id).edit(
                view=view, attachments=[picture] if picture else []
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            return False
        return True

    async def _podium(self, notice: str | None = None) -> None:
        await self._channel.send(view=messages.podium(self.session, notice=notice))

    async def _give_up(self, key: str) -> None:
        """End the game with the scores so far and say why."""
        await self._end("stopped")
        try:
            if self.session.closed_rounds:
                await self._podium(self._say(key))
            else:
                await self._channel.send(view=messages.note(self._say(key)))
        except discord.HTTPException as error:
            log.warning("game %s ended untold: %s", self.session.game.id, error)

    async def _shut_out(self, error: discord.Forbidden) -> None:
        """End the game where Marquee may not write any more, and tell its host."""
        log.warning("game %s ends: not allowed to go on: %s", self.session.game.id, error)
        await self._end("stopped")
        place = f"<#{self.session.game.channel_id}>"
        try:
            host = await self._discord.create_dm(discord.Object(self.session.game.host_id))
            await host.send(self._say("game-gave-up-forbidden", channel=place))
        except discord.HTTPException as failure:
            log.info("the host of game %s was not told: %s", self.session.game.id, failure)

    async def _end(self, state: Literal["ended", "stopped"]) -> None:
        try:
            async with self.session.lock:
                await self.session.end(state, _now())
        except MarqueeError:
            log.exception("game %s could not be ended", self.session.game.id)

    async def _sleep(self, seconds: float) -> None:
        """Wait so long; shorter where the game is stopped."""
        until, state = _now() + timedelta(seconds=seconds), self.session.game.state
        while self.session.game.state == state and (left := (until - _now()).total_seconds()) > 0:
            await self._wait(left + _MARGIN_SECONDS)

    async def _wait(self, seconds: float) -> None:
        """Wait until something has changed, but no longer than so many seconds."""
        if not self._woken:
            with suppress(TimeoutError):
                await self._discord.wait_for(_TURN, check=self._is_mine, timeout=seconds)
        self._woken = False

    def _is_mine(self, game_id: int) -> bool:
        return game_id == self.session.game.id

    def _partial(self, message_id: int) -> discord.PartialMessage:
        return self._channel.get_partial_message(message_id)

    def _say(self, key: str, **values: Any) -> str:
        return say(self.session.locale, key, **values)


def _now() -> datetime:
    return discord.utils.utcnow()
