"""Answers that were promised to Discord, on disk: what a bot that was killed leaves to the next.

One file a running bot, beside the database, for its owner's eyes only. It is no table: a database
that another process holds would cost the promise, and what was deleted from it is still to be read
in the file. A promise is a block, and is overwritten with zeros when it was kept. Writing one is
one write to the system's own memory, which outlives the process but not a power cut, so it costs
less than a line of the log and is done before Discord is told.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from io import FileIO
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows; two bots over one database would tell each other's members there
    fcntl = None

# A promise has some 400 bytes, most of them the token.
_BLOCK = 1024
_SUFFIX = ".promises"


@dataclass(frozen=True, slots=True)
class Promise:
    """An interaction that was deferred, and what it takes to tell the member about it.

    No member and no place is named.

    Attributes:
        application_id: Of the bot.
        interaction_id: Of what the member did.
        token: With which it can be answered for a quarter of an hour. Never shown.
        made_at: Seconds since 1970.
        locale: Discord's name of the language of the answer.
        thinking: Whether a message waits to be filled; else a button was pressed.
        interim: Whether that message has some words already that are no answer.
    """

    application_id: int
    interaction_id: int
    token: str = field(repr=False)
    made_at: float
    locale: str
    thinking: bool
    interim: bool = False


class PromiseFile:
    """A file of promises, locked until it is closed: that is how others know whose bot is dead."""

    def __init__(self, path: Path, file: FileIO, promises: dict[int, Promise]) -> None:
        self.path = path
        self._file = file
        self._promises = promises

    @classmethod
    def create(cls, database: Path) -> PromiseFile:
        """Begin a file beside the database. Raises OSError."""
        while True:
            path = database.with_name(f"{database.name}.{secrets.token_hex(4)}{_SUFFIX}")
            file = FileIO(os.fspath(path), "x+", opener=_for_the_owner)
            # One that starts beside us may have taken it for a dead one's before it was locked.
            if _lock(file) and path.exists():
                return cls(path, file, {})
            file.close()

    @classmethod
    def left_behind(cls, database: Path) -> Sequence[PromiseFile]:
        """Return the files of bots that are no more, now in our hands. Raises OSError."""
        found: list[PromiseFile] = []
        for path in sorted(database.parent.glob(f"{database.name}.*{_SUFFIX}")):
            try:
                file = FileIO(os.fspath(path), "r+")
            except OSError:  # another one was faster, or it is not ours to read
                continue
            if _lock(file):
                found.append(cls(path, file, _read(file)))
            else:
                file.close()
        return found

    def promises(self) -> dict[int, Promise]:
        """Return what was not kept yet, by block."""
        return dict(self._promises)

    def write(self, promise: Promise, block: int | None = None) -> int:
        """Write a promise, or write it in the place of what a block said; return the block.

        Raises:
            OSError: the disk does not take it.
        """
        if block is None:
            block = next(i for i in range(len(self._promises) + 1) if i not in self._promises)
        data = json.dumps(asdict(promise)).encode()
        if len(data) > _BLOCK:
            raise OSError("a promise is too long for its block")
        self._put(block, data.ljust(_BLOCK, b"\0"))
        self._promises[block] = promise
        return block

    def wipe(self, block: int) -> None:
        """Overwrite a promise, for it was kept. Raises OSError."""
        self._promises.pop(block, None)
        self._put(block, bytes(_BLOCK))

    def close(self) -> None:
        """Let go of the file, and remove it where nothing is in it. Safe to call twice."""
        # While it is locked, where the system can: nobody else shall have it meanwhile.
        self._remove()
        self._file.close()
        self._remove()

    def _remove(self) -> None:
        if not self._promises:
            with suppress(OSError):
                self.path.unlink()

    def _put(self, block: int, data: bytes) -> None:
        if self._file.closed:
            raise OSError("the file of promises is closed")
        self._file.seek(block * _BLOCK)
        if self._file.write(data) != len(data):
            raise OSError("the disk is full")


def _read(file: FileIO) -> dict[int, Promise]:
    data = file.readall() or b""
    found: dict[int, Promise] = {}
    for block in range(len(data) // _BLOCK):
        text = data[block * _BLOCK : (block + 1) * _BLOCK].rstrip(b"\0")
        # What an older or newer version wrote, or a disk that was full.
        with suppress(ValueError, TypeError):
            if text:
                found[block] = Promise(**json.loads(text))
    return found


def _lock(file: FileIO) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
