"""How fast a queue moves, told by its last answers."""

from __future__ import annotations

_WEIGHT = 0.2


class Pace:
    """Seconds that an answer takes while others wait.

    A mean in which the last answers count most. Times in which nothing waited do not count.
    """

    def __init__(self) -> None:
        self._each: float | None = None
        self._since = 0.0

    def began(self, now: float) -> None:
        """Note that a queue that was empty has something to do."""
        self._since = now

    def answered(self, count: int, now: float) -> None:
        """Note that so many were answered since the last time, or since it began."""
        each = max(0.0, now - self._since) / count
        self._since = now
        self._each = each if self._each is None else self._each + _WEIGHT * (each - self._each)

    def seconds(self, ahead: int) -> float:
        """Return how long so many take; 0 where nothing was answered yet."""
        return (self._each or 0.0) * ahead
