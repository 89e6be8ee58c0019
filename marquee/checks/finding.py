"""What one check found: how it stands, in a sentence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        check: What was looked at, a word or two; the same in every release.
        state: How it stands.
        said: What was found, one sentence.
        to_do: What to do about it; empty where there is nothing to do.
    """

    check: str
    state: State
    said: str
    to_do: str = ""


def ok(check: str, said: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(check, State.OK, said)


def warning(check: str, said: str, to_do: str) -> Finding:
    """Return that something may trouble people."""
    return Finding(check, State.WARNING, said, to_do)


def wrong(check: str, said: str, to_do: str) -> Finding:
    """Return that something does not work."""
    return Finding(check, State.WRONG, said, to_do)


def skipped(check: str, said: str, to_do: str = "") -> Finding:
    """Return that something was not looked at, and why."""
    return Finding(check, State.SKIPPED, said, to_do)
