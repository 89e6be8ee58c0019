"""A game in memory, kept in step with the database; knows nothing of messages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

import discord

from bot.games.rounds import ClosedRound, OpenRound
from bot.games.rules import checking, kinds, standings
from bot.games.rules.hints import hint
from bot.games.rules.options import Options
from bot.games.rules.types import Finish, Guess, Hint, Played, Player, Question, Result, Verdict
from services.core.types import Found
from services.store import Store, games, rounds
from services.store.games import Game
from services.store.rounds import Points

GATHER_SECONDS = 15 * 60
PAUSE_SECONDS = 8  # between a round's end and the next: time to read

Refused = checking.Refusal | Literal["none-left"]


class GameSession:
    """One game. Whoever changes it holds `lock`; the database decides where that is not enough.

    Attributes:
        game: Its row.
        options: How it is played.
        players: Who joined, by id.
        closed_rounds: The rounds that are over.
        open_round: The round that goes on, or None.
        lock: Held while something is decided.
        hears: Whether what members write where it is played is read as answers.
        being_checked: How many answers came in and are being checked; a round waits for them.
    """

    def __init__(self, store: Store, game: Game) -> None:
        self.game = game
        self.options = Options.from_json(game.options)
        self.players: dict[int, Player] = {}
        self.closed_rounds: list[ClosedRound] = []
        self.open_round: OpenRound | None = None
        self.lock = asyncio.Lock()
        self.hears = False
        self.being_checked = 0
        self._store = store

    @property
    def locale(self) -> discord.Locale:
        """The language of what everybody sees."""
        return discord.Locale(self.game.options.get("locale", "en-US"))

    @property
    def played(self) -> tuple[Played, ...]:
        """The rounds that are over, as the rules want them."""
        return tuple(closed.played for closed in self.closed_rounds)

    @property
    def members(self) -> tuple[Player, ...]:
        """Who joined."""
        return tuple(self.players.values())

    @property
    def out(self) -> dict[int, int]:
        """Who is out, and since which round."""
        return standings.out(self.played, self.members, self.options)

    @property
    def finish(self) -> Finish | None:
        """Who won, once the game is over by its rules; None where another round follows."""
        return standings.finished(self.played, self.members, self.options)

    @property
    def active(self) -> set[int]:
        """Ids of those who may answer: joined, and not out."""
        return set(self.players) - set(self.out)

    @property
    def late_joining(self) -> bool:
        """Whether somebody may still join: not where a round may have put them out."""
        return self.options.mode != "elimination" or not self.closed_rounds

    @property
    def votes_needed(self) -> int:
        """How many votes skip a round: more than half of who is in."""
        return len(self.active) // 2 + 1

    async def load(self) -> None:
        """Read the game as the database has it, in place of what is known. UnavailableError."""
        async with self._store.session() as db:
            game = await games.load(db, self.game.id)
            people = await games.players(db, self.game.id)
            rows = await rounds.listed(db, self.game.id)
            said = await rounds.guesses(db, self.game.id)
        if game is not None:
            self.game = game
        self.players = {p.user_id: Player(p.user_id, p.name, p.team) for p in people}
        known = {row.id: OpenRound(row, Question.from_json(row.question)) for row in rows}
        for guess in said:
            now = known[guess.round_id]
            if guess.what == "answer":
                now.guesses.append(Guess.from_json(guess.guess))
            elif guess.what == "hint":
                now.hints[guess.user_id] += 1
            else:
                now.votes.add(guess.user_id)
        over = [now for now in known.values() if now.row.state != "open"]
        self.open_round = next((now for now in known.values() if now.row.state == "open"), None)
        # All at once: each round by itself would count those before it anew.
        results = standings.results([now.played for now in over], self.members, self.options)
        self.closed_rounds = [
            ClosedRound(now.row, now.played, brought)
            for now, brought in zip(over, results, strict=True)
        ]

    async def join(self, player: Player, now: datetime) -> Player:
        """Add a player, or change their team; return them with the team they are in."""
        if player.team is None and player.id in self.players:
            return self.players[player.id]
        others = [other for other in self.members if other.id != player.id]
        seated = standings.assign([*others, player], self.options)[-1]
        async with self._store.session() as db:
            await games.join(
                db, self.game.id, player.id, name=player.name, team=seated.team, now=now
            )
            await db.commit()
        self.players[player.id] = seated
        return seated

    async def leave(self, user_id: int) -> bool:
        """Take a player out of the lobby; False where they were not in it."""
        async with self._store.session() as db:
            left = await games.leave(db, self.game.id, user_id)
            await db.commit()
        self.players.pop(user_id, None)
        return left

    async def change(self, **options: Any) -> bool:
        """Change how the game is played; False where it has begun."""
        changed = replace(self.options, **options)
        stored = {**self.game.options, **changed.to_json()}
        async with self._store.session() as db:
            kept = await games.set_options(db, self.game.id, stored)
            await db.commit()
        if kept:
            self.game, self.options = replace(self.game, options=stored), changed
        return kept

    async def advance(self, state: Literal["running", "ended", "stopped"], now: datetime) -> bool:
        """Start or end the game; False where that was done already."""
        before = ("lobby",) if state == "running" else games.OPEN
        async with self._store.session() as db:
            changed = await games.advance(db, self.game.id, before, state, now)
            await db.commit()
            self.game = await games.load(db, self.game.id) or self.game
        return changed

    async def set_lobby_message(self, message_id: int) -> None:
        """Keep which message is the lobby's."""
        async with self._store.session() as db:
            await games.set_message(db, self.game.id, message_id)
            await db.commit()
        self.game = replace(self.game, message_id=message_id)

    async def ask(self, question: Question, now: datetime) -> None:
        """Begin a round."""
        number = len(self.closed_rounds) + 1
        async with self._store.session() as db:
            row = await rounds.open_round(
                db,
                self.game.id,
                number,
                film_key=question.film.key,
                question=question.to_json(),
                now=now,
            )
            await db.commit()
        if row is None:  # another process asked it
            await self.load()
        else:
            self.open_round = OpenRound(row, question)

    async def set_round_message(self, message_id: int, at: datetime | None) -> None:
        """Keep which message shows the round, and, where it is first shown, since when."""
        open_round = self._now()
        async with self._store.session() as db:
            await rounds.set_message(db, open_round.row.id, message_id, at)
            await db.commit()
        open_round.row = replace(
            open_round.row, message_id=message_id, opened_at=at or open_round.row.opened_at
        )

    def answered(self, open_round: OpenRound) -> int:
        """Return how many of those who are in have answered a round."""
        done = checking.done(open_round.question, open_round.guesses, self.options)
        return len(done & self.active)

    def is_over(self, now: datetime) -> bool:
        """Return whether the round may close."""
        open_round = self._now()
        return checking.over(
            open_round.question,
            open_round.guesses,
            self.options,
            self.active,
            open_round.elapsed(now),
        )

    def refusal(self, guess: Guess, *, said: bool = True) -> Refused | None:
        """Return why a guess may not be made now, or None; see `checking.refusal`."""
        if self.open_round is None:
            return "late"
        return checking.refusal(
            self.open_round.question,
            guess,
            self.open_round.guesses,
            self.options,
            players=self.players.keys(),
            out=self.out,
            said=said,
        )

    async def answer(
        self, round_id: int, guess: Guess, found: Sequence[Found] | None, now: datetime
    ) -> Verdict | Refused:
        """Check a guess and keep it, or say why it does not count."""
        open_round = self.open_round
        if open_round is None or open_round.row.id != round_id:
            return "late"
        guess = replace(guess, hints=open_round.hints[guess.player])
        if refused := self.refusal(guess):
            return refused
        verdict = checking.check(open_round.question, guess, found)
        guess = replace(guess, right=verdict.right)
        kept = await self._keep(
            open_round,
            guess.player,
            "answer",
            guess.to_json(),
            now,
            once=not kinds.of(open_round.question).free_text(open_round.question),
        )
        if not kept:
            return "late" if await self._closed(round_id) else "answered"
        open_round.guesses.append(guess)
        return verdict

    async def hint(self, round_id: int, user_id: int, now: datetime) -> Hint | Refused:
        """Give a player their next hint, or say why not."""
        open_round = self.open_round
        if open_round is None or open_round.row.id != round_id:
            return "late"
        refused = self.refusal(Guess(user_id, open_round.elapsed(now)), said=False)
        if refused and refused != "tries":
            return refused
        given = hint(open_round.question, open_round.hints[user_id])
        if given is None:
            return "none-left"
        if not await self._keep(open_round, user_id, "hint", given.to_json(), now):
            return "late"
        open_round.hints[user_id] += 1
        return given

    async def vote(self, round_id: int, user_id: int, now: datetime) -> Refused | None:
        """Count a player's vote to skip; None where it counts, or counted before."""
        open_round = self.open_round
        if open_round is None or open_round.row.id != round_id:
            return "late"
        if user_id not in self.players:
            return "stranger"
        if user_id in self.out:
            return "out"
        if user_id not in open_round.votes:
            if not await self._keep(open_round, user_id, "skip", {}, now, once=True):
                return "late"
            open_round.votes.add(user_id)
        return None

    async def close(self, now: datetime, *, skipped: bool = False) -> bool:
        """End the round: its points are added, once. False where it had ended before."""
        open_round = self._now()
        results: tuple[Result, ...] = ()
        if not skipped:
            results = standings.close(
                open_round.question, open_round.guesses, self.options, self.members, self.played
            )
        points = [Points(result.player, result.points, result.won) for result in results]
        async with self._store.session() as db:
            closed = await rounds.close_round(
                db, open_round.row.id, "skipped" if skipped else "closed", points, now
            )
            await db.commit()
        if not closed:
            await self.load()
            return False
        open_round.row = replace(
            open_round.row, state="skipped" if skipped else "closed", closed_at=now
        )
        self.closed_rounds.append(ClosedRound(open_round.row, open_round.played, results))
        self.open_round = None
        return True

    async def end(self, state: Literal["ended", "stopped"], now: datetime) -> None:
        """End the game; a round that goes on is skipped. The caller holds `lock`."""
        if self.open_round is not None:
            await self.close(now, skipped=True)
        await self.advance(state, now)

    def next_at(self) -> datetime | None:
        """Return when the next round may begin, or None before the first."""
        closed = self.closed_rounds[-1].row.closed_at if self.closed_rounds else None
        return closed + timedelta(seconds=PAUSE_SECONDS) if closed else None

    def _now(self) -> OpenRound:
        if self.open_round is None:
            raise RuntimeError(f"no round of game {self.game.id} is open")
        return self.open_round

    async def _keep(
        self,
        open_round: OpenRound,
        user_id: int,
        what: rounds.What,
        guess: dict[str, Any],
        now: datetime,
        *,
        once: bool = False,
    ) -> bool:
        async with self._store.session() as db:
            kept = await rounds.add_guess(
                db,
                open_round.row.id,
                user_id,
                what,
                guess,
                right=guess.get("right"),
                now=now,
                once=once,
            )
            await db.commit()
        return kept is not None

    async def _closed(self, round_id: int) -> bool:
        async with self._store.session() as db:
            row = await rounds.load_round(db, round_id)
        return row is None or row.state != "open"
