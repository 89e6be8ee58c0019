"""Worker processes that decode pictures: handed out, replaced when they fail, ended at once."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from services.core.errors import PosterError, UnavailableError
from services.core.settings import Settings
from services.pictures.checks import too_much_work
from services.pictures.frames import Answer, BrokenAnswerError, EndedError, Question
from services.pictures.process import Worker
from services.pictures.watchdog import Watchdog

if TYPE_CHECKING:
    from PIL.Image import Image

# The largest picture that is taken needs a second or two; nobody waits longer for another.
WALL_S, CPU_S = 6.0, 4.0
# A machine that is busy, and starts a Python from a cold disk.
START_S = 60.0
_END_S = 2.0
# Decoders leak a little, and what memory they touched stays with the process.
LIFETIME = 500
# Bytes a pixel that the largest picture takes, and what the libraries take beside it.
_PIXEL_BYTES, _LIBRARIES = 6, 64 * 2**20
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 24)
# What no broken file does: a person, or a system that is out of memory.
_FROM_OUTSIDE = {-getattr(signal, "SIGKILL", 9), -signal.SIGTERM}

_log = logging.getLogger(__name__)


class DecodePool:
    """Decodes pictures in processes that are ended when they take too much.

    Its methods may be called from several threads.

    Args:
        settings: `threads`, so many processes at most; `max_bytes` and `max_pixels` of a picture.
        task: What a worker does with a picture, "module:function".
        wall_s: Seconds after which a worker that has not answered is killed.
        lifetime: Pictures after which a worker is replaced.
        clock: Seconds that only go forwards.

    Attributes:
        kills: Workers that ended before they answered, by why: `too_long` or `ended`.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        task: str = "services.pictures.worker:decode",
        wall_s: float = WALL_S,
        lifetime: int = LIFETIME,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = settings.threads
        self._task = task
        self._memory = memory_for(settings)
        self._wall_s = wall_s
        self._lifetime = lifetime
        self._watchdog = Watchdog(clock)
        self.kills: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._starting = 0
        self._closed = False
        self._unable = False

    @property
    def able(self) -> bool:
        """Whether pictures can be decoded, as far as the last of them, or the last start, told."""
        return not self._closed and not self._unable

    @property
    def workers(self) -> list[Worker]:
        """The processes that there are now."""
        with self._changed:
            return [*self._idle, *self._busy]

    def start(self) -> None:
        """Start every worker, so that the first pictures need not wait for them.

        Returns when one of them can decode.

        Raises:
            UnavailableError: none can be started.
        """
        while self._another() is not None:
            pass
        worker = self._take()
        try:
            self._wait_for(worker)
        except (BrokenAnswerError, OSError) as error:
            worker.end()
            raise _no_workers() from error
        finally:
            self._put(worker)

    def decode(self, data: bytes, *, max_bytes: int, max_pixels: int) -> Image:
        """Decode a picture as `services.pictures.images.decode` does, in one of the workers.

        Raises:
            PosterError: as from there; code `too_much_work` for a picture that took too long.
            UnavailableError: the pool is closed, or no worker can be started.
        """
        from PIL import Image  # noqa: PLC0415 (whoever imports this may never decode)

        answer = self._answer(Question(data, max_bytes, max_pixels, CPU_S))
        for level, name, text in answer.log:
            logging.getLogger(name).log(level, "%s", text)
        if answer.refusal is not None:
            raise PosterError(*answer.refusal)
        return Image.frombytes("RGB", answer.size, answer.pixels)

    def close(self) -> None:
        """End the workers at once, what they are doing included. Safe to call twice."""
        with self._changed:
            self._closed = True
            idle, busy = [*self._idle], [*self._busy]
            self._idle.clear()
            self._changed.notify_all()
        for worker in busy:
            worker.kill()  # who waits for it puts it away
        for worker in idle:
            worker.end()
        self._watchdog.close()

    def _answer(self, question: Question) -> Answer:
        for again in (True, False):
            worker = self._take()
            watch = None
            try:
                self._wait_for(worker)
                with self._watchdog.watching(self._wall_s, worker.kill) as watch:
                    answer = worker.answer(question)
            except (BrokenAnswerError, OSError) as error:
                # How it ended by itself is told by its code, so it may do that.
                own = isinstance(error, EndedError | OSError)
                code = worker.end(_END_S if own else 0)
                self._put(worker)
                if self._closed:
                    raise _closing() from error
                if watch is None:
                    raise _no_workers() from error
                out_of_time = watch.late or code == _OUT_OF_TIME
                with self._changed:
                    self.kills["too_long" if out_of_time else "ended"] += 1
                if out_of_time:
                    _log.warning("a decoder took too long with %d bytes", len(question.data))
                    raise too_much_work() from error
                _log.warning("a decoder ended (%s) with %d bytes", code, len(question.data))
                # Somebody else may have ended it: the picture gets a second chance, and no third.
                if not again and own and code in _FROM_OUTSIDE:
                    raise _no_workers() from error
                if not again:
                    raise PosterError(
                        "truncated", "That picture is damaged in a way that I cannot open it."
                    ) from error
            except BaseException:
                # Its answer may still be on its way, and would be taken for the next one's.
                worker.end()
                self._put(worker)
                raise
            else:
                self._put(worker)
                return answer
        raise AssertionError("the second try returns or raises")

    def _wait_for(self, worker: Worker) -> None:
        if worker.ready:
            return
        try:
            with self._watchdog.watching(START_S, worker.kill):
                worker.wait_until_ready()
        except (BrokenAnswerError, OSError):
            self._unable = True
            raise
        self._unable = False

    def _take(self) -> Worker:
        while True:
            with self._changed:
                if self._closed:
                    raise _closing()
                if self._idle:
                    # The one that was used last: what it needs is still in the cache.
                    worker = self._idle.pop()
                    if worker.alive:
                        self._busy.add(worker)
                        return worker
                    worker.end()
                    continue
                if len(self._busy) + self._starting >= self._most:
                    self._changed.wait()
                    continue
            if (worker := self._another(busy=True)) is not None:
                return worker

    def _another(self, *, busy: bool = False) -> Worker | None:
        """Start a worker where there is room for one."""
        with self._changed:
            there = len(self._idle) + len(self._busy) + self._starting
            if self._closed or there >= self._most:
                return None
            self._starting += 1
        try:
            worker = Worker(self._task, self._memory)
        except OSError as error:
            with self._changed:
                self._starting -= 1
                self._unable = True
                self._changed.notify()
            raise _no_workers() from error
        with self._changed:
            self._starting -= 1
            closed = self._closed
            # It counts from the moment on that it no longer starts.
            (self._busy.add if busy else self._idle.append)(worker)
            self._changed.notify()
        if closed:
            with self._changed:
                self._busy.discard(worker)
                if worker in self._idle:
                    self._idle.remove(worker)
            worker.end()
            raise _closing()
        return worker

    def _put(self, worker: Worker) -> None:
        """Take a worker back; one that is dead or has served its time is replaced."""
        spent = worker.served >= self._lifetime
        with self._changed:
            self._busy.discard(worker)
            keep = worker.alive and not spent and not self._closed
            if keep:
                self._idle.append(worker)
            self._changed.notify()
        if keep:
            return
        worker.end()
        with suppress(UnavailableError):  # the next picture tries again, and is told
            self._another()


def memory_for(settings: Settings) -> int:
    """Return the bytes that the largest picture may take in a worker."""
    return _LIBRARIES + 2 * settings.max_bytes + _PIXEL_BYTES * settings.max_pixels


def _closing() -> UnavailableError:
    return UnavailableError(
        "unavailable", "Marquee is closing for a moment, please try again in a minute."
    )


def _no_workers() -> UnavailableError:
    return UnavailableError(
        "unavailable", "Marquee cannot open pictures right now, please try again in a minute."
    )
