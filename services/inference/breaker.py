"""A circuit breaker: what keeps failing is left alone for a while, and then tried by one."""

from __future__ import annotations

import time
from collections.abc import Callable

# Failures one after another until it opens; how long it then rests, at first and at most.
FAILURES = 5
FIRST_REST_S, LONGEST_REST_S = 2.0, 30.0


class Breaker:
    """Tells whether it is worth asking.

    After some failures in a row it opens: nobody asks. When it has rested, one may try; where that
    fails, it rests for twice as long. The first success closes it.

    Args:
        clock: Seconds that only go forwards.
        failures: So many in a row open it.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, failures: int = FAILURES
    ) -> None:
        self._clock = clock
        self._most = failures
        self._failures = 0
        self._rest_s = FIRST_REST_S
        self._open_until: float | None = None

    def wait_s(self) -> float:
        """Return the seconds until it is worth asking; 0: now.

        Where it is open and has rested, the caller is the one who tries: nobody else does until it
        has said how that went, or the rest is over again.
        """
        if self._open_until is None:
            return 0.0
        now = self._clock()
        if now < self._open_until:
            return self._open_until - now
        self._open_until = now + self._rest_s
        return 0.0

    def succeeded(self) -> bool:
        """Note an answer, whatever it says; return whether it was open."""
        was_open = self._open_until is not None
        self._failures, self._rest_s, self._open_until = 0, FIRST_REST_S, None
        return was_open

    def failed(self) -> bool:
        """Note that there was none; return whether it opens by that."""
        self._failures += 1
        if self._open_until is not None:
            self._rest_s = min(LONGEST_REST_S, 2 * self._rest_s)
            self._open_until = self._clock() + self._rest_s
            return False
        if self._failures < self._most:
            return False
        self._open_until = self._clock() + self._rest_s
        return True
