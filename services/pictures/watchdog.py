"""Ends what is not done in time, from a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Watch:
    """Something that is being watched.

    Attributes:
        due: When it must be done.
        end: Ends it.
        late: Whether it was ended, since it was not done.
    """

    due: float
    end: Callable[[], None]
    late: bool = False


class Watchdog:
    """Watches any number of things; its thread starts with the first.

    Args:
        clock: Seconds that only go forwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition(threading.RLock())
        self._watches: set[Watch] = set()
        self._looks = float("inf")  # when the thread looks again
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def watching(self, seconds: float, end: Callable[[], None]) -> Iterator[Watch]:
        """Watch what is done inside; where it takes longer, `end` is called, once."""
        watch = Watch(self._clock() + seconds, end)
        with self._changed:
            self._watches.add(watch)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="marquee-watchdog", daemon=True
                )
                self._thread.start()
            # What was watched before and is done by now is due before: mostly nobody is woken.
            if watch.due < self._looks:
                self._changed.notify()
        try:
            yield watch
        finally:
            with self._changed:
                self._watches.discard(watch)

    def look(self) -> float:
        """End what is late; return when to look again."""
        now = self._clock()
        with self._changed:
            for watch in [watch for watch in self._watches if watch.due <= now]:
                self._watches.discard(watch)
                watch.late = True
                watch.end()
            return min((watch.due for watch in self._watches), default=float("inf"))

    def close(self) -> None:
        """End the thread. Safe to call twice."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                self._looks = self.look()
                wait = self._looks - self._clock()
                self._changed.wait(None if wait == float("inf") else max(0.0, wait))
