"""What the pool and a worker say to each other: a header of fixed length, then bytes.

A worker is not trusted: its decoders read strangers' bytes. So what it says of its answer's size
is held against the bounds before anything of that size is read.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, Any

# Said by a worker once, when it has loaded what it needs.
READY = b"\1"
# As `services.pictures.images.MAX_RESULT`, which would bring Pillow; a test holds them alike.
MAX_RESULT = 2**22
_MAX_TOLD = 2**20
_QUESTION = struct.Struct("<QQQd")
_ANSWER = struct.Struct("<III")


class BrokenAnswerError(Exception):
    """A worker said what no worker of ours says."""


class EndedError(BrokenAnswerError):
    """A worker ended before its answer was whole."""


@dataclass(frozen=True, slots=True)
class Question:
    """A picture to decode.

    Attributes:
        data: The file's bytes.
        max_bytes: As in `services.pictures.images.decode`.
        max_pixels: The same.
        cpu_s: Seconds of processor time allowed.
    """

    data: bytes
    max_bytes: int
    max_pixels: int
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A picture, or why there is none.

    Attributes:
        size: Width and height; (0, 0) without a picture.
        pixels: Its RGB bytes, row by row.
        refusal: Code and sentence of the error, if there is one.
        log: Level, logger's name and text of what was logged on the way.
    """

    size: tuple[int, int] = (0, 0)
    pixels: bytes | bytearray = b""
    refusal: tuple[str, str] | None = None
    log: tuple[tuple[int, str, str], ...] = ()


def ask(pipe: IO[bytes], question: Question) -> None:
    """Write a question."""
    data = question.data
    header = _QUESTION.pack(len(data), question.max_bytes, question.max_pixels, question.cpu_s)
    for part in (header, data):
        _write(pipe, part)


def asked(pipe: IO[bytes]) -> Question | None:
    """Read a question; None where there will be no more."""
    header = pipe.read(_QUESTION.size)
    if len(header) < _QUESTION.size:
        return None
    length, max_bytes, max_pixels, cpu_s = _QUESTION.unpack(header)
    data = pipe.read(length)
    return Question(data, max_bytes, max_pixels, cpu_s) if len(data) == length else None


def answer(pipe: IO[bytes], given: Answer) -> None:
    """Write an answer."""
    told = b""
    if given.refusal or given.log:
        told = json.dumps({"refusal": given.refusal, "log": given.log}).encode()
    if len(told) > _MAX_TOLD:
        told = json.dumps({"refusal": given.refusal, "log": ()}).encode()
    for part in (_ANSWER.pack(*given.size, len(told)), told, given.pixels):
        _write(pipe, part)


def answered(pipe: IO[bytes]) -> Answer:
    """Read an answer.

    Raises:
        EndedError: the worker ended.
        BrokenAnswerError: its answer is out of bounds.
    """
    width, height, told = _ANSWER.unpack(_exactly(pipe, _ANSWER.size))
    # Sides are rounded up when a picture is shrunk.
    if width * height > MAX_RESULT + width + height or told > _MAX_TOLD:
        raise BrokenAnswerError(f"an answer of {width} x {height} pixels and {told} bytes")
    words = _told(_exactly(pipe, told)) if told else Answer()
    pixels = _exactly(pipe, width * height * 3)
    return Answer((width, height), pixels, words.refusal, words.log)


def _write(pipe: IO[bytes], data: bytes | bytearray) -> None:
    # The pipes have no buffers, which would keep what could not be written; so each write may
    # take a part of it, and each read give one.
    rest = memoryview(data)
    while rest:
        rest = rest[pipe.write(rest) or 0 :]


def _exactly(pipe: IO[bytes], length: int) -> bytearray:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        got: int = pipe.readinto(rest)  # pyright: ignore[reportAttributeAccessIssue]
        if not got:
            raise EndedError("the worker ended")
        rest = rest[got:]
    return data


def _told(data: bytearray) -> Answer:
    try:
        words: Any = json.loads(data)
        refusal = words["refusal"]
        return Answer(
            refusal=None if refusal is None else (str(refusal[0]), str(refusal[1])),
            log=tuple((int(level), str(name), str(text)) for level, name, text in words["log"]),
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise BrokenAnswerError("an answer that cannot be read") from error
