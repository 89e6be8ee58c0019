"""Micro-batching: single requests in, one model call for those that arrive together."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from services.core.errors import UnavailableError

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True, eq=False)
class _Job(Generic[T, R]):
    item: T
    answer: asyncio.Future[R]


class Batcher(Generic[T, R]):
    """Groups concurrent jobs and runs each group in one worker thread.

    While a group runs, newcomers gather for the next one. A lone job starts at once: the short
    wait for company is taken only when other jobs are known to be on their way.

    Args:
        work: Called in the worker thread with 1 to `size` items; returns one result an item, in
            their order. Where it raises for a group, each item is tried alone, so that one bad
            item fails nobody else.
        size: Most items in a group.
        wait_s: Longest wait for jobs that are still being prepared, in seconds.
        places: Jobs admitted at a time, in preparation, waiting or running.
    """

    def __init__(
        self,
        work: Callable[[Sequence[T]], Sequence[R]],
        *,
        size: int = 8,
        wait_s: float = 0.002,
        places: int = 64,
    ) -> None:
        self._work = work
        self._size = size
        self._wait_s = wait_s
        self._places = places
        self._waiting: deque[_Job[T, R]] = deque()
        self._preparing = 0
        self._admitted = 0
        self._closed = False
        self._arrived = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="marquee-model")
        self._runner: asyncio.Task[None] | None = None

    @property
    def depth(self) -> int:
        """Jobs admitted and not yet answered."""
        return self._admitted

    async def submit(self, prepare: Callable[[], Awaitable[T]]) -> R:
        """Return the result of one job; cancelling the caller drops the job.

        Args:
            prepare: Makes the item, for instance by decoding a picture elsewhere. Its errors are
                this caller's alone.

        Raises:
            UnavailableError: code `busy` where every place is taken, `unavailable` after `close`.
        """
        if self._closed:
            raise UnavailableError(
                "unavailable", "Marquee is closing for a moment, please try again in a minute."
            )
        if self._admitted >= self._places:
            raise UnavailableError(
                "busy", "A lot of posters are in the queue right now, please try again in a moment."
            )
        self._admitted += 1
        self._empty.clear()
        try:
            job = _Job(await self._prepared(prepare), asyncio.get_running_loop().create_future())
            self._waiting.append(job)
            self._arrived.set()
            if self._runner is None:
                self._runner = asyncio.create_task(self._run(), name="marquee-batcher")
            return await job.answer
        finally:
            self._admitted -= 1
            if not self._admitted:
                self._empty.set()

    async def close(self) -> None:
        """Refuse new jobs, finish those admitted, let go of the thread. Safe to call twice."""
        self._closed = True
        await self._empty.wait()
        if self._runner is not None:
            await self._runner
        await asyncio.to_thread(self._thread.shutdown)

    async def _prepared(self, prepare: Callable[[], Awaitable[T]]) -> T:
        self._preparing += 1
        try:
            return await prepare()
        finally:
            self._preparing -= 1
            # A job that failed or left is no longer worth waiting for.
            self._arrived.set()

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                jobs = self._take()
                if jobs:
                    await self._answer(jobs)
        finally:
            self._runner = None

    async def _gather(self) -> None:
        """Wait for the jobs on their way, until the group is full or the time is up."""
        try:
            async with asyncio.timeout(self._wait_s):
                while self._preparing and len(self._waiting) < self._size:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            return

    def _take(self) -> list[_Job[T, R]]:
        jobs: list[_Job[T, R]] = []
        while self._waiting and len(jobs) < self._size:
            job = self._waiting.popleft()
            if not job.answer.done():  # done before it ran: its caller was cancelled
                jobs.append(job)
        return jobs

    async def _answer(self, jobs: list[_Job[T, R]]) -> None:
        items = [job.item for job in jobs]
        try:
            outcomes = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._outcomes, items
            )
        except BaseException as error:
            # The loop or the thread is going down; nobody may be left waiting for ever.
            for job in jobs:
                if not job.answer.done():
                    job.answer.set_exception(
                        UnavailableError("unavailable", "Marquee stopped before it could answer.")
                    )
            if not isinstance(error, Exception):
                raise
            log.exception("the model thread did not take a group of %d", len(jobs))
            return
        for job, outcome in zip(jobs, outcomes, strict=True):
            if job.answer.done():
                continue
            if isinstance(outcome, _Failure):
                job.answer.set_exception(outcome.error)
            else:
                job.answer.set_result(outcome)

    def _outcomes(self, items: list[T]) -> list[R | _Failure]:
        try:
            return [result for _, result in zip(items, self._work(items), strict=True)]
        except Exception as error:
            if len(items) == 1:
                return [_Failure(_futurable(error))]
            log.warning("a group of %d failed (%s); trying each alone", len(items), error)
            return [outcome for item in items for outcome in self._outcomes([item])]


@dataclass(slots=True, frozen=True)
class _Failure:
    error: Exception


def _futurable(error: Exception) -> Exception:
    if not isinstance(error, StopIteration):
        return error
    # A future refuses StopIteration, and the refusal would leave the rest of the group waiting.
    wrapped = RuntimeError("the work raised StopIteration")
    wrapped.__cause__ = error
    return wrapped
