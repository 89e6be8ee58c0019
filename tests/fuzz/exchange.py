"""Bytes over a socket, whatever they are, and what came back taken apart."""

from __future__ import annotations

import http.client
import io
import socket
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

# What waits for the service's own limits, of 20 seconds, waits a little longer.
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the service.

    Attributes:
        status: Its number.
        headers: By their names in lower case.
        body: What follows.
    """

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back.

    Attributes:
        replies: The answers that were whole.
        rest: What came after them.
        closed: Whether the service ended the connection.
        seconds: How long all of it took.
    """

    replies: list[Reply]
    rest: bytes
    closed: bool
    seconds: float


class _Canned:
    """A socket for `http.client` that gives what was received."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    def makefile(self, mode: str) -> io.BytesIO:
        return self._file


class _Unclosed(io.BytesIO):
    """`http.client` closes the file behind an answer; the next one is read from it too."""

    def close(self) -> None:
        pass


def take_apart(data: bytes, methods: Sequence[str]) -> tuple[list[Reply], bytes]:
    """Return the whole answers in what was received, and the rest.

    Args:
        data: What was received.
        methods: Of the requests, in turn; those of which nothing is known count as GET.
    """
    file, replies, good = _Unclosed(data), [], 0
    while good < len(data):
        method = methods[len(replies)] if len(replies) < len(methods) else "GET"
        response = http.client.HTTPResponse(_Canned(file), method=method)  # pyright: ignore[reportArgumentType]
        try:
            response.begin()
            body = response.read()
        except (http.client.HTTPException, ValueError, OSError):
            break
        headers = {name.lower(): text for name, text in response.getheaders()}
        replies.append(Reply(response.status, headers, body))
        good = file.tell()
    return replies, data[good:]


def exchange(
    address: tuple[str, int],
    pieces: Sequence[bytes],
    *,
    methods: Sequence[str] = (),
    answers: int = 1,
    patience_s: float = PATIENCE_S,
    end: str = "close",
) -> Exchange:
    """Send pieces one after another, and read until so many answers came or the end.

    Args:
        address: Where the service listens.
        pieces: What is sent, in so many writes.
        methods: As of `take_apart`.
        answers: How many to wait for.
        patience_s: How long to wait for them.
        end: How the connection is left: `close`; `reset`, at once and rudely; `half`: the side
            that sends is closed before anything is read.
    """
    began, received, closed = time.monotonic(), bytearray(), False
    with socket.create_connection(address, timeout=PATIENCE_S) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError):  # it may answer and close before all is sent
            for piece in pieces:
                connection.sendall(piece)
            if end == "half":
                connection.shutdown(socket.SHUT_WR)
        replies: list[Reply] = []
        rest = b""
        while len(replies) < answers and not closed:
            connection.settimeout(max(0.001, began + patience_s - time.monotonic()))
            try:
                chunk = connection.recv(2**18)
            except TimeoutError:
                break
            except OSError:
                chunk = b""
            closed = not chunk
            received += chunk
            replies, rest = take_apart(bytes(received), methods)
        if end == "reset":
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    return Exchange(replies, rest, closed, time.monotonic() - began)
