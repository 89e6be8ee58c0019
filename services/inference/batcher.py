"""Micro-batching: single requests in, one model call for those that wait together.

A job waits in its place's queue, is prepared (a picture decoded, say), waits again for the model,
and is answered. In both queues places take turns, and few jobs are prepared ahead of the model, so
that what a place sends costs others little, and memory does not follow the queue's length.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from services.core.asking import asking
from services.core.errors import UnavailableError
from services.core.json_log import fields
from services.inference.fair_queue import FairQueue
from services.inference.pace import Pace

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

# Why a job was refused or dropped, as metrics call it.
FULL, DISPLACED, HOPELESS, LATE = REASONS = "full", "displaced", "hopeless", "late"
# Groups that are prepared while one runs, for all places together and for one.
_AHEAD, _AHEAD_OF_ONE = 8, 2


@dataclass(slots=True, eq=False)
class Ticket:
    """What a job is told apart by.

    Attributes:
        id: The question's id, for the log.
        place: Whose turn it takes.
        due: Until when somebody can receive the answer, by the clock; None: always. May be moved
            while the job waits.
        heavy: Whether its preparation may take long; such jobs have a queue of their own, so that
            they hold up no others.
        notes: What the log is to tell of it.
    """

    id: str = ""
    place: str = ""
    due: float | None = None
    heavy: bool = False
    notes: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_now(cls, *, heavy: bool = False) -> Ticket:
        """Return one for the question that is being answered."""
        question = asking()
        return cls(question.id, question.place, question.due, heavy, question.notes)


@dataclass(slots=True, eq=False)
class _Job(Generic[T, R]):
    ticket: Ticket
    prepare: Callable[[], Awaitable[T]]
    answer: asyncio.Future[R]
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    preparing: asyncio.Task[None] | None = None
    item: list[T] = field(default_factory=list)
    counted: bool = True


class Batcher(Generic[T, R]):
    """Groups concurrent jobs and runs each group in a worker thread.

    While a group runs, newcomers gather for the next one; nobody waits for company.

    Args:
        work: Called in a worker thread with 1 to `size` items; returns one result an item, in
            their order. Where it raises for a group, each item is tried alone, so that one bad
            item fails nobody else.
        size: Most items in a group.
        workers: Groups that run at a time, each in a thread of its own.
        places: Jobs admitted at a time, in preparation, waiting or running.
        slots: Jobs that are prepared at a time; heavy ones are one fewer, and at least one.
        clock: Seconds that only go forwards.
        refused: Told why a job was refused or dropped.
    """

    def __init__(
        self,
        work: Callable[[Sequence[T]], Sequence[R]],
        *,
        size: int = 8,
        workers: int = 1,
        places: int = 64,
        slots: int = 64,
        clock: Callable[[], float] = time.monotonic,
        refused: Callable[[str], None] = lambda why: None,
    ) -> None:
        self._work = work
        self._size = size
        self._places = places
        self._slots = {False: slots, True: max(1, slots - 1)}
        self._clock = clock
        self._refused = refused
        self._workers = workers
        # What runs next, and what runs after that.
        self._ahead_of_one = _AHEAD_OF_ONE * size * workers
        self._pace = Pace()
        self._groups = 0
        # Since when each thread's group runs.
        self._running: dict[int, float] = {}
        self._queues: dict[bool, FairQueue[_Job[T, R]]] = {False: FairQueue(), True: FairQueue()}
        self._preparing = {False: 0, True: 0}
        # Jobs that are prepared or being prepared, by place.
        self._ahead: Counter[str] = Counter()
        self._ready: FairQueue[_Job[T, R]] = FairQueue()
        # Held for the queue of those that are ready, and what runs: the threads take from it.
        self._lock = threading.Lock()
        self._admitted: Counter[str] = Counter()
        self._depth = 0
        self._closed = False
        self._empty = asyncio.Event()
        self._empty.set()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="marquee-model")
        self._runners: set[asyncio.Task[None]] = set()

    @property
    def depth(self) -> int:
        """Jobs admitted and not yet answered."""
        return self._depth

    @property
    def running_s(self) -> float:
        """For how many seconds the oldest group that runs has been running; 0 where none runs."""
        with self._lock:
            since = min(self._running.values(), default=None)
        return 0.0 if since is None else self._clock() - since

    @property
    def pace_s(self) -> float:
        """Seconds an answer, while others wait."""
        return self._pace.seconds(1)

    def is_full(self, ticket: Ticket) -> bool:
        """Return whether there is no place for a job, not even at another's expense."""
        return self._depth >= self._places and self._crowd_for(ticket) is None

    def check(self, ticket: Ticket) -> None:
        """Raise as `submit` would at once, so that nothing need be read for a refusal."""
        self._check_open()
        if self.is_full(ticket):
            raise self._busy(FULL)
        if ticket.due is not None:
            left_s = ticket.due - self._clock()
            if left_s < self._expected(ticket):
                raise self._busy(HOPELESS if left_s > 0 else LATE)

    async def submit(self, prepare: Callable[[], Awaitable[T]], ticket: Ticket | None = None) -> R:
        """Return the result of one job; cancelling the caller drops the job.

        Args:
            prepare: Makes the item, for instance by decoding a picture elsewhere. Its errors are
                this caller's alone.
            ticket: Whose turn it takes and until when; None: as the question says that is being
                answered.

        Raises:
            UnavailableError: code `busy` where every place is taken, another place needs it more,
                or the answer would come too late; `unavailable` after `close`.
        """
        if ticket is None:
            ticket = Ticket.of_now()
        self.check(ticket)
        if self._depth >= self._places:
            crowd = self._crowd_for(ticket)
            assert crowd is not None
            self._fail(crowd, self._busy(DISPLACED))
        job: _Job[T, R] = _Job(ticket, prepare, asyncio.get_running_loop().create_future())
        if not self._depth:
            self._pace.began(self._clock())
        self._depth += 1
        self._admitted[ticket.place] += 1
        self._empty.clear()
        self._queues[ticket.heavy].append(ticket.place, job)
        self._pump()
        try:
            return await job.answer
        finally:
            self._leave(job)

    async def close(self) -> None:
        """Refuse new jobs, finish those admitted, let go of the thread. Safe to call twice."""
        self._closed = True
        await self._empty.wait()
        if self._runners:
            await asyncio.wait(self._runners)
        await asyncio.to_thread(self._threads.shutdown)

    def _check_open(self) -> None:
        if self._closed:
            raise UnavailableError(
                "unavailable", "Marquee is closing for a moment, please try again in a minute."
            )

    def _busy(self, why: str) -> UnavailableError:
        self._refused(why)
        return UnavailableError(
            "busy",
            "A lot of posters are in the queue right now, please try again in a moment.",
            retry_after_s=self._pace.seconds(self._depth),
        )

    def _expected(self, ticket: Ticket) -> float:
        """Return the seconds until a job would be answered, the places taking turns."""
        own = self._admitted[ticket.place] + 1
        turns = sum(min(own, others) for others in self._admitted.values()) + 1
        return self._pace.seconds(min(turns, self._depth + 1))

    def _crowd_for(self, ticket: Ticket) -> _Job[T, R] | None:
        """Return the job that makes room: the last that waits of the place that has the most.

        None where no other place has at least two more than the newcomer's.
        """
        for place, count in self._admitted.most_common():
            if count < self._admitted[ticket.place] + 2:
                return None
            for queue in self._queues.values():
                if (job := queue.newest_of(place)) is not None:
                    return job
        return None

    def _fail(self, job: _Job[T, R], error: Exception) -> None:
        self._queues[job.ticket.heavy].remove(job.ticket.place, job)
        if not job.answer.done():
            job.answer.set_exception(error)
        # It counts no longer, though its caller has yet to hear of it.
        self._forget(job)

    def _leave(self, job: _Job[T, R]) -> None:
        """Let go of a job, whatever it was waiting for."""
        self._queues[job.ticket.heavy].remove(job.ticket.place, job)
        if job.preparing is not None and not job.preparing.done():
            job.preparing.cancel()
        with self._lock:
            waited = self._ready.remove(job.ticket.place, job)
        if waited:
            self._taken([job])
        self._forget(job)

    def _forget(self, job: _Job[T, R]) -> None:
        if not job.counted:
            return
        job.counted = False
        self._depth -= 1
        self._admitted[job.ticket.place] -= 1
        if not self._admitted[job.ticket.place]:
            del self._admitted[job.ticket.place]
        if not self._depth:
            self._empty.set()

    def _pump(self) -> None:
        """Begin to prepare what there is room for."""
        for heavy, queue in self._queues.items():
            while self._preparing[heavy] < self._slots[heavy]:
                if self._ahead.total() >= _AHEAD * self._size * self._workers:
                    return
                # A place that has enough prepared lets others go first.
                jobs = queue.take(passing=lambda place: self._ahead[place] >= self._ahead_of_one)
                if not jobs:
                    break
                (job,) = jobs
                if self._is_late(job):
                    self._fail(job, self._busy(LATE))
                    continue
                self._preparing[heavy] += 1
                self._ahead[job.ticket.place] += 1
                job.preparing = asyncio.get_running_loop().create_task(
                    self._prepared(job), context=job.context
                )

    def _is_late(self, job: _Job[T, R]) -> bool:
        return job.ticket.due is not None and self._clock() > job.ticket.due

    async def _prepared(self, job: _Job[T, R]) -> None:
        went_on = False
        try:
            item = await job.prepare()
            if not job.answer.done():
                job.item.append(item)
                with self._lock:
                    self._ready.append(job.ticket.place, job)
                went_on = True
                if len(self._runners) < self._workers:
                    self._runners.add(asyncio.create_task(self._run(), name="marquee-batcher"))
        except asyncio.CancelledError:
            job.answer.cancel()
            raise
        except Exception as error:
            if not job.answer.done():
                job.answer.set_exception(_futurable(error))
        finally:
            self._preparing[job.ticket.heavy] -= 1
            if not went_on:
                self._taken([job])
            else:
                self._pump()

    def _taken(self, jobs: Sequence[_Job[T, R]]) -> None:
        """Note that jobs are prepared no longer: they run, or nobody wants them."""
        for job in jobs:
            self._ahead[job.ticket.place] -= 1
            if not self._ahead[job.ticket.place]:
                del self._ahead[job.ticket.place]
        self._pump()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            # Asked here once more: what came when the thread had just looked starts no other.
            while len(self._ready):
                await loop.run_in_executor(self._threads, self._work_through, loop)
        except BaseException as error:
            # The loop or the thread is going down; nobody may be left waiting for ever.
            with self._lock:
                jobs = [job for _ in range(len(self._ready)) for job in self._ready.take()]
            self._settle(jobs, [_Failure(_stopped())] * len(jobs))
            if not isinstance(error, Exception):
                raise
            log.exception("the model's thread took no more groups")
        finally:
            runner = asyncio.current_task()
            assert runner is not None
            self._runners.discard(runner)

    def _work_through(self, loop: asyncio.AbstractEventLoop) -> None:
        """Answer groups until none is ready; the loop need not be asked between two of them."""
        this = threading.get_ident()
        while True:
            with self._lock:
                jobs = self._ready.take(self._size)
            if not jobs:
                return
            wanted = [job for job in jobs if not job.answer.done()]
            late = [job for job in wanted if self._is_late(job)]
            group = [job for job in wanted if job not in late]
            loop.call_soon_threadsafe(self._begun, jobs, late)
            if not group:
                continue
            began = self._clock()
            with self._lock:
                self._groups += 1
                number, self._running[this] = self._groups, began
            for job in group:
                job.ticket.notes |= {"batch": number, "batch_size": len(group)}
            outcomes: Sequence[R | _Failure] = [_Failure(_stopped())] * len(group)
            try:
                outcomes = self._outcomes([job.item[0] for job in group])
                self._log(number, group, 1e3 * (self._clock() - began))
            finally:
                with self._lock:
                    del self._running[this]
                loop.call_soon_threadsafe(self._settle, group, outcomes)

    def _log(self, number: int, group: Sequence[_Job[T, R]], took_ms: float) -> None:
        ids = [job.ticket.id for job in group]
        log.debug(
            "batch %d of %d took %.1f ms: %s",
            *(number, len(group), took_ms, " ".join(ids)),
            extra=fields(requests=ids, batch=number, ms=round(took_ms, 1)),
        )

    def _begun(self, jobs: Sequence[_Job[T, R]], late: Sequence[_Job[T, R]]) -> None:
        for job in late:
            self._fail(job, self._busy(LATE))
        self._taken(jobs)

    def _settle(self, jobs: Sequence[_Job[T, R]], outcomes: Sequence[R | _Failure]) -> None:
        if jobs:
            self._pace.answered(len(jobs), self._clock())
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


def _stopped() -> UnavailableError:
    return UnavailableError("unavailable", "Marquee stopped before it could answer.")


def _futurable(error: Exception) -> Exception:
    if not isinstance(error, StopIteration):
        return error
    # A future refuses StopIteration, and the refusal would leave the rest of the group waiting.
    wrapped = RuntimeError("the work raised StopIteration")
    wrapped.__cause__ = error
    return wrapped
