"""Who asks: it goes along from an interaction or a request to the model's batch and the log.

It is a context variable, so that what lies between need not hand it on; tasks take it over, and so
does `asyncio.to_thread`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

# Headers between the bot and the service.
ID_HEADER = "X-Request-Id"
PLACE_HEADER = "Marquee-Place"
DEADLINE_HEADER = "Marquee-Deadline-Ms"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# Nobody waits for longer, so that more is no deadline but a slip.
_LONGEST_MS = 3_600_000
# Made anew by each process: the numbers of servers are public, and a plain hash could be turned
# back by trying them all.
_SALT = secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question.

    Attributes:
        id: What it is called in the logs of bot and service; empty where nobody asked.
        place: The server that it comes from, hashed, or else the caller's address. Places take
            turns where many ask.
        due: Until when somebody can receive the answer, by `time.monotonic`; None: always.
        notes: What the log is to tell of it, gathered on the way.
    """

    id: str = ""
    place: str = ""
    due: float | None = None
    notes: dict[str, Any] = field(default_factory=dict)


_current: ContextVar[Asking | None] = ContextVar("marquee_asking", default=None)


def asking() -> Asking:
    """Return the question that is being answered here."""
    return _current.get() or Asking()


def begin_asking(question: Asking) -> None:
    """Say what the current task answers from now on, to its end."""
    _current.set(question)


@contextmanager
def asked(question: Asking) -> Iterator[None]:
    """Say what is answered inside."""
    token = _current.set(question)
    try:
        yield
    finally:
        _current.reset(token)


def hashed(kind: str, number: int) -> str:
    """Return what a server or a member is called for others: the same as long as this process."""
    return hashlib.blake2b(f"{kind} {number}".encode(), digest_size=8, key=_SALT).hexdigest()


def word(given: str | None) -> str | None:
    """Return an id or a place that another process sent, None where it is none."""
    return given if given is not None and _WORD.fullmatch(given) else None


def new_id() -> str:
    """Return an id for a question that came without."""
    return secrets.token_hex(8)


def seconds(given: str | None) -> float | None:
    """Return the seconds of a deadline's header, None where there is none that can be read."""
    if given is None or not (given.isascii() and given.isdigit() and len(given) <= 9):
        return None
    return int(given) / 1e3 if int(given) <= _LONGEST_MS else None
