"""What an upload may take: bytes in memory, parts and lines of a form, and time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import StreamReader

from services.core.errors import RequestError, UnavailableError

# A form has a field or two; what is more is work that nobody asked for in earnest.
MOST_PARTS = 16
MOST_HEADERS = 16
MOST_LINES = 512
# What has to arrive in each window: 8 KiB a second, which a bad telephone line brings.
WINDOW_S = 5.0
LEAST_BYTES = 40 * 2**10


@dataclass(slots=True)
class UploadMemory:
    """Bytes that uploads may take in memory, so that many large ones cannot fill it."""

    free: int

    @contextmanager
    def hold(self) -> Iterator[Held]:
        """Give an upload its part of the room, which grows as its bytes arrive."""
        held = Held(self)
        try:
            yield held
        finally:
            self.free += held.size


@dataclass(slots=True)
class Held:
    """What one upload has taken of the room."""

    room: UploadMemory
    size: int = field(default=0, init=False)

    def take(self, size: int) -> None:
        """Take room for bytes that came; raises UnavailableError, `busy`, where none is left."""
        if size > self.room.free:
            raise UnavailableError(
                "busy", "A lot of posters are arriving right now, please try again in a moment."
            )
        self.room.free -= size
        self.size += size


class Pace:
    """When an upload is given up: after its whole time, or a window in which too little came.

    Args:
        now: The time.
        whole_s: Longest time in all.
    """

    def __init__(self, now: float, whole_s: float) -> None:
        self._end = now + whole_s
        self._window_end = now + WINDOW_S
        self._enough = LEAST_BYTES

    @property
    def due(self) -> float:
        """The time at which it is given up unless more comes."""
        return min(self._end, self._window_end)

    def came(self, total: int, now: float) -> None:
        """Say how many bytes have come in all."""
        if total >= self._enough:
            self._enough = total + LEAST_BYTES
            self._window_end = now + WINDOW_S


class CountedStream:
    """A body as aiohttp's reader of forms reads it, its lines counted.

    Every boundary, header and line before the first boundary passes `readline`, so that one bound
    holds them all.

    Args:
        content: The body.
        arrived: Called whenever something was read.
    """

    def __init__(self, content: StreamReader, arrived: Callable[[], None]) -> None:
        self._content = content
        self._arrived = arrived
        self.lines = 0

    async def readline(self, *, max_line_length: int | None = None) -> bytes:
        """Return the next line; raises RequestError where there are too many."""
        self.lines += 1
        if self.lines > MOST_LINES:
            raise too_many_parts()
        line = await self._content.readline(max_line_length=max_line_length)
        self._arrived()
        return line

    async def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes."""
        chunk = await self._content.read(size)
        self._arrived()
        return chunk

    def unread_data(self, data: bytes) -> None:
        """Put bytes back."""
        self._content.unread_data(data)

    def at_eof(self) -> bool:
        """Say whether all was read."""
        return self._content.at_eof()


def too_many_parts() -> RequestError:
    """Return the error for a form of too many parts, headers or lines."""
    return RequestError("bad_request", "The form has too many parts, please send the poster alone.")
