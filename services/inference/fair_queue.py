"""A queue in which places take turns, so that a busy one costs the others little."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Owner(Generic[T]):
    # When its turn is, counted in items: who took two has its next turn two later.
    turn: int
    items: deque[T] = field(default_factory=deque)


class FairQueue(Generic[T]):
    """Items by owner: owners take turns, the items of one keep their order.

    It is start-time fair queueing: an owner that comes anew goes before one that has just been
    served, unless it was itself.
    """

    def __init__(self) -> None:
        self._owners: dict[str, _Owner[T]] = {}
        self._now = 0
        # The next turns of owners that wait for nothing now, where they are in the future.
        self._next: dict[str, int] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def append(self, owner: str, item: T) -> None:
        """Put an item behind the owner's others."""
        waiting = self._owners.get(owner)
        if waiting is None:
            turn = max(self._now, self._next.pop(owner, 0))
            waiting = self._owners[owner] = _Owner(turn)
        waiting.items.append(item)
        self._size += 1

    def take(
        self, most: int = 1, *, passing: Callable[[str], bool] = lambda owner: False
    ) -> list[T]:
        """Return up to `most` items, and none where there are none.

        They are those of the owner whose turn it is. Others are taken along only where they wait
        with a single item each, like the owner: a lone question never waits for a crowd's.

        Args:
            most: How many.
            passing: Says of an owner whether it is passed over this time.
        """
        turns = sorted(
            (name for name in self._owners if not passing(name)),
            key=lambda name: self._owners[name].turn,
        )
        if not turns:
            return []
        first = self._owners[turns[0]]
        self._now = max(self._now, first.turn)
        if len(first.items) > 1 or most == 1:
            return self._pop(turns[0], most)
        lone = [name for name in turns if len(self._owners[name].items) == 1]
        return [item for name in lone[:most] for item in self._pop(name, 1)]

    def remove(self, owner: str, item: T) -> bool:
        """Take an item out; return whether it was there."""
        waiting = self._owners.get(owner)
        if waiting is None or item not in waiting.items:
            return False
        waiting.items.remove(item)
        self._size -= 1
        if not waiting.items:
            self._rest(owner, waiting.turn)
        return True

    def newest_of(self, owner: str) -> T | None:
        """Return the owner's last item, None where it has none."""
        waiting = self._owners.get(owner)
        return waiting.items[-1] if waiting else None

    def _pop(self, owner: str, most: int) -> list[T]:
        waiting = self._owners[owner]
        taken = [waiting.items.popleft() for _ in range(min(most, len(waiting.items)))]
        self._size -= len(taken)
        waiting.turn = max(self._now, waiting.turn) + len(taken)
        if not waiting.items:
            self._rest(owner, waiting.turn)
        return taken

    def _rest(self, owner: str, turn: int) -> None:
        del self._owners[owner]
        self._next = {name: when for name, when in self._next.items() if when > self._now}
        if turn > self._now:
            self._next[owner] = turn
