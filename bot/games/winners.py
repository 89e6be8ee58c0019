"""Who won the games that are over: the rules say so, from what the database holds of them."""

from __future__ import annotations

from collections import OrderedDict

from bot.games.session import GameSession
from services.store import Store
from services.store.games import Game

_REMEMBERED = 10_000


class Wins:
    """The winners of games, worked out once for each: a game that is over stays as it is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._winners: OrderedDict[int, frozenset[int]] = OrderedDict()

    async def of(self, game: Game) -> frozenset[int]:
        """Return the ids of who won a game; ties and teams win together. UnavailableError."""
        if game.id not in self._winners:
            self._winners[game.id] = await self._work_out(game)
            while len(self._winners) > _REMEMBERED:
                self._winners.popitem(last=False)
        return self._winners[game.id]

    async def _work_out(self, game: Game) -> frozenset[int]:
        session = GameSession(self._store, game)
        await session.load()
        finish = session.finish
        # "Missed" is the end of somebody who played alone, and missed.
        return frozenset(finish.winners) if finish and finish.reason != "missed" else frozenset()
