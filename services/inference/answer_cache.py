"""Answers of pictures that were asked before, and one computation for those who ask at once.

In memory alone, and bounded by bytes. What an answer hangs on is in its key: the picture's SHA-256,
and the pipeline's `version`, which stands for encoder, index, heads and rules as they are opened,
so that no answer outlives them.
"""

from __future__ import annotations

import asyncio
import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from services.core.errors import UnavailableError
from services.core.types import Identification
from services.inference.batcher import Ticket
from services.inference.registry import look_at

How = Literal["computed", "kept", "shared"]

# Of a larger picture another thread works out the checksum.
_QUICK_BYTES = 2**20
# What the entry itself takes.
_ENTRY_BYTES = 512


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What an answer hangs on.

    Attributes:
        digest: The picture's SHA-256.
        version: The pipeline's, see `Pipeline.version`; compared by identity.
        encoder: The encoder's name, as it was asked for.
        k: Neighbours wanted.
    """

    digest: bytes
    version: object
    encoder: str
    k: int


@dataclass(slots=True, eq=False)
class _Flight:
    ticket: Ticket
    answer: asyncio.Task[Identification]
    waiting: int = 0


@dataclass(slots=True)
class CacheCounts:
    """What the cache did: answers by how they came to be, and what it holds."""

    computed: int = 0
    kept: int = 0
    shared: int = 0
    bytes: int = 0
    entries: int = 0


@dataclass(slots=True)
class AnswerCache:
    """The last answers.

    Args:
        size: Bytes that they may take; 0 keeps none, and those who ask at once share still.

    Attributes:
        counts: What it did.
    """

    size: int
    counts: CacheCounts = field(default_factory=CacheCounts)
    _kept: OrderedDict[AnswerKey, tuple[Identification, int]] = field(default_factory=OrderedDict)
    _versions: dict[str, object] = field(default_factory=dict)
    _flights: dict[AnswerKey, _Flight] = field(default_factory=dict)

    async def answer(
        self,
        key: AnswerKey,
        ticket: Ticket,
        compute: Callable[[Ticket], Awaitable[Identification]],
        *,
        usable: Callable[[Identification], bool] = lambda answer: True,
    ) -> tuple[Identification, How]:
        """Return a picture's answer, and how it came to be.

        Whoever asks while the same is being computed waits for that; it goes on as long as one of
        them does, and until the last of them gives up.

        Args:
            key: What is asked.
            ticket: Of this question.
            compute: Answers it, by the ticket that it is given.
            usable: Says of an answer that was kept whether it still can be given.
        """
        self._forget_before(key)
        if (kept := self._kept.get(key)) is not None:
            if usable(kept[0]):
                self._kept.move_to_end(key)
                self.counts.kept += 1
                return kept[0], "kept"
            self._drop(key)
        flight = self._flights.get(key)
        if flight is not None:
            flight.ticket.due = _later(flight.ticket.due, ticket.due)
            ticket.notes["with"] = flight.ticket.id
            try:
                answer = await self._wait(key, flight)
            except UnavailableError as error:
                # Refused for the place of who asked first, or its time.
                if error.code != "busy":
                    raise
            else:
                self.counts.shared += 1
                return answer, "shared"
        answer = await self._wait(key, self._begin(key, ticket, compute))
        self.counts.computed += 1
        return answer, "computed"

    def clear(self) -> None:
        """Forget all answers."""
        for key in [*self._kept]:
            self._drop(key)

    def _begin(
        self,
        key: AnswerKey,
        ticket: Ticket,
        compute: Callable[[Ticket], Awaitable[Identification]],
    ) -> _Flight:
        async def work() -> Identification:
            try:
                answer = await compute(ticket)
                self._keep(key, answer)
                return answer
            finally:
                if self._flights.get(key) is flight:
                    del self._flights[key]

        flight = _Flight(ticket, asyncio.create_task(work(), name="marquee-answer"))
        # All who waited for it may have left.
        flight.answer.add_done_callback(look_at)
        self._flights[key] = flight
        return flight

    async def _wait(self, key: AnswerKey, flight: _Flight) -> Identification:
        flight.waiting += 1
        try:
            # Shielded: one caller's leaving must not undo what others wait for.
            return await asyncio.shield(flight.answer)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.answer.done():
                # At once, so that nobody joins what is about to end.
                if self._flights.get(key) is flight:
                    del self._flights[key]
                flight.answer.cancel()

    def _keep(self, key: AnswerKey, answer: Identification) -> None:
        if self._versions.get(key.encoder, key.version) is not key.version:
            return  # of a catalogue that was renewed meanwhile
        size = _ENTRY_BYTES + len(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        if size > self.size:
            return
        self._drop(key)
        self._kept[key] = (answer, size)
        self.counts.bytes += size
        while self.counts.bytes > self.size:
            self._drop(next(iter(self._kept)))
        self.counts.entries = len(self._kept)

    def _drop(self, key: AnswerKey) -> None:
        if (kept := self._kept.pop(key, None)) is not None:
            self.counts.bytes -= kept[1]
            self.counts.entries = len(self._kept)

    def _forget_before(self, key: AnswerKey) -> None:
        """Forget what an encoder answered by another catalogue than it has now."""
        if self._versions.get(key.encoder) is key.version:
            return
        self._versions[key.encoder] = key.version
        for old in [old for old in self._kept if old.encoder == key.encoder]:
            self._drop(old)


async def digest_of(data: bytes) -> bytes:
    """Return a picture's SHA-256."""
    if len(data) <= _QUICK_BYTES:
        return hashlib.sha256(data).digest()
    return await asyncio.to_thread(lambda: hashlib.sha256(data).digest())


def _later(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)
