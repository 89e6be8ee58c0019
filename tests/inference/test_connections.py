"""Connections that rest, requests that are none, and what their answers hold."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from services.inference import connections as module
from services.inference import upload, upload_limits
from services.inference.connections import Connections, Runner
from services.inference.embedded import EmbeddedClient
from services.inference.server import AccessLogger, create_app
from tests.inference.helpers import FakePipeline, poster, settings

MARK = "echo-of-nobody"


class Clock:
    """A loop's clock that the test turns."""

    def __init__(self) -> None:
        self.now = 0.0
        self.calls: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Callable[[], None]) -> object:
        self.calls.append((when, call))
        return object()

    def turn(self, seconds: float) -> None:
        end = self.now + seconds
        while due := sorted((call for call in self.calls if call[0] <= end), key=lambda c: c[0]):
            self.calls.remove(due[0])
            self.now = due[0][0]
            due[0][1]()
        self.now = end


@dataclass(eq=False)
class Line:
    waiting: int = 0
    dropped: bool = field(default=False, init=False)

    def unsent(self) -> int:
        return self.waiting

    def drop(self) -> None:
        self.dropped = True


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watched(clock: Clock, **limits: Any) -> Connections:
    return Connections(clock, **limits)  # pyright: ignore[reportArgumentType]


def test_who_sends_half_a_head_is_dropped_in_time(clock: Clock) -> None:
    connections = watched(clock, rest_s=20.0)
    lines = [Line() for _ in range(300)]
    for line in lines:
        connections.made(line)
        clock.turn(0.01)
    clock.turn(16.5)
    assert not any(line.dropped for line in lines)
    clock.turn(6)
    assert all(line.dropped for line in lines)
    assert len(connections) == 0


def test_who_is_answered_may_rest_anew_and_who_works_does_not_rest(clock: Clock) -> None:
    connections = watched(clock, rest_s=20.0)
    busy, returning = Line(), Line()
    for line in (busy, returning):
        connections.made(line)
    connections.works(busy)
    for _ in range(5):
        clock.turn(15)
        connections.works(returning)
        connections.rests(returning)
    assert not (busy.dropped or returning.dropped)
    connections.rests(busy)
    clock.turn(21)
    assert busy.dropped
    assert returning.dropped


def test_an_answer_that_nobody_reads_is_dropped_and_one_that_moves_is_not(clock: Clock) -> None:
    connections = watched(clock, rest_s=20.0)
    stuck, slow = Line(1000), Line(1000)
    for line in (stuck, slow):
        connections.made(line)
    for _ in range(9):
        slow.waiting -= 100
        clock.turn(20)
        assert not slow.dropped
    assert stuck.dropped
    clock.turn(21)
    assert slow.dropped


def test_of_too_many_the_one_that_rested_longest_makes_room(clock: Clock) -> None:
    connections = watched(clock, most=3)
    first, second, third, fourth, fifth = (Line() for _ in range(5))
    for line in (first, second, third):
        connections.made(line)
        clock.turn(1)
    connections.works(first)
    connections.made(fourth)
    assert [line.dropped for line in (first, second, third, fourth)] == [False, True, False, False]
    for line in (third, fourth):
        connections.works(line)
    connections.made(fifth)
    assert fifth.dropped
    assert len(connections) == 3
    connections.rests(fifth)
    assert len(connections) == 3


@dataclass
class Running:
    port: int
    runner: Runner

    async def say(self, sent: bytes) -> tuple[bytes, dict[str, str], bytes]:
        """Send bytes; return the answer's first line, headers and body, the connection at its end.

        Of a connection that stays open, only what its length says is read.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent)
        async with asyncio.timeout(30):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            body = await reader.readexactly(int(headers.get("Content-Length", 0)))
        writer.close()
        return head[0].encode(), headers, body


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    from aiohttp import web

    chosen = settings(tmp_path)
    client = EmbeddedClient(chosen, open_pipeline=lambda _settings, _encoder: FakePipeline())
    await client.start()
    runner = Runner(
        create_app(chosen, client), access_log_class=AccessLogger, handler_cancellation=True
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Running(runner.addresses[0][1], runner)
    await runner.cleanup()


HOST = b"Host: 127.0.0.1\r\n"
ODD = {
    "no-http": (MARK.encode() + b" nonsense\r\n\r\n", 400),
    "tls": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + MARK.encode() + b"\r\n\r\n", 400),
    "a-long-line": (b"GET /" + MARK.encode() * 2000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a-long-header": (
        b"GET / HTTP/1.1\r\n" + HOST + b"X: " + MARK.encode() * 2000 + b"\r\n\r\n",
        400,
    ),
    "many-headers": (
        b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"\r\n",
        400,
    ),
    "a-bad-header": (b"GET / HTTP/1.1\r\n" + HOST + MARK.encode() + b"\r\n\r\n", 400),
    "a-bad-length": (
        b"POST /v1/identify HTTP/1.1\r\n" + HOST + b"Content-Length: -%b\r\n\r\n" % MARK.encode(),
        400,
    ),
    "two-lengths": (
        b"POST /v1/identify HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "an-expectation": (
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"Expect: " + MARK.encode() + b"\r\n\r\n",
        417,
    ),
    "an-expectation-that-is-no-text": (
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"Expect: \xff\xfe\r\n\r\n",
        417,
    ),
    "an-expectation-of-nothing": (
        b"GET /nowhere HTTP/1.1\r\n" + HOST + b"Expect: " + MARK.encode() + b"\r\n\r\n",
        417,
    ),
    "nowhere": (
        b"GET /%b?%b HTTP/1.1\r\n%b\r\n" % (MARK.encode(), MARK.encode(), HOST),
        404,
    ),
    "a-method": (b"DELETE /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "a-host": (b"GET /healthz HTTP/1.1\r\nHost: " + MARK.encode() + b"\r\n\r\n", 403),
    "a-field": (b"GET /v1/films?skip=" + MARK.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a-kind": (
        b"POST /v1/identify HTTP/1.1\r\n" + HOST + b"Content-Type: " + MARK.encode()
        + b"\r\nContent-Length: 1\r\n\r\nx",
        415,
    ),
    "too-large": (
        b"POST /v1/identify HTTP/1.1\r\n" + HOST
        + b"Content-Type: image/png\r\nContent-Length: 999999999\r\n\r\n" + MARK.encode(),
        413,
    ),
    "packed-and-broken": (
        b"POST /v1/identify HTTP/1.1\r\n" + HOST + b"Content-Encoding: gzip\r\n"
        + b"Content-Type: image/png\r\nContent-Length: 14\r\n\r\n" + MARK.encode(),
        400,
    ),
    "no-image": (
        b"POST /v1/identify HTTP/1.1\r\n" + HOST
        + b"Content-Type: image/png\r\nContent-Length: 14\r\n\r\n" + MARK.encode(),
        415,
    ),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
async def test_every_error_is_marquees_own_and_quotes_nothing(
    running: Running, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    sent, status = ODD[odd]
    first, headers, body = await running.say(sent)
    assert first.startswith(b"HTTP/1.%b %d " % (first[7:8], status))
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert "Server" not in headers
    error = json.loads(body)
    assert set(error) == {"error"}
    assert set(error["error"]) == {"code", "message"}
    assert error["error"]["message"].strip()
    assert MARK not in body.decode() + str(headers)
    # The path alone stands in the access log.
    said = [record for record in caplog.records if not record.name.endswith(".access")]
    assert not any(MARK in record.getMessage() or record.exc_info for record in said)
    # Whoever comes next is answered.
    first, headers, body = await running.say(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
    assert first == b"HTTP/1.1 200 OK"
    assert "Server" not in headers


async def test_answers_do_not_say_what_serves_them(running: Running) -> None:
    picture = poster()
    post = b"POST /v1/identify HTTP/1.1\r\n%bContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
    for sent in (
        b"GET / HTTP/1.1\r\n" + HOST + b"\r\n",
        b"HEAD /metrics HTTP/1.0\r\n\r\n",
        post % (HOST, len(picture)) + picture,
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(sent)
        async with asyncio.timeout(30):
            head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 OK\r\n" in head
        assert b"server:" not in head.lower()
        writer.close()


async def test_half_a_head_is_ended_by_the_service(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = running.runner.server
    assert isinstance(server, module._Server)
    monkeypatch.setattr(server.watched, "_rest_s", 0.05)
    halves = [await asyncio.open_connection("127.0.0.1", running.port) for _ in range(20)]
    for number, (_, writer) in enumerate(halves):
        writer.write([b"", b"GE", b"GET / HTTP/1.1\r\nHost: 127"][number % 3])
    # One that was answered, and begins its next request.
    halves[0][1].write(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n" + b"GET /hea")
    async with asyncio.timeout(30):
        for reader, writer in halves:
            with suppress(ConnectionResetError):
                await reader.read()
            writer.close()
    assert len(server.watched) == 0


async def test_a_break_before_any_route_is_logged_and_told(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(request: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running.runner.server, "_answer", broken)
    first, headers, body = await running.say(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
    assert first.startswith(b"HTTP/1.1 500 ")
    assert json.loads(body)["error"]["code"] == "internal"
    assert "Server" not in headers
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


async def test_who_leaves_before_the_answer_is_no_fault_of_ours(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def gone(request: object) -> None:
        raise ConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr(running.runner.server, "_answer", gone)
    await running.say(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
    assert not [record for record in caplog.records if record.exc_info]


PACKED = b"Content-Type: image/png\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"


async def test_a_packed_poster_is_read_and_of_a_bomb_no_more_than_a_poster(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = running.runner.server
    assert isinstance(server, module._Server)
    asked: list[Any] = []
    answer = server._answer

    async def noted(request: Any) -> Any:
        asked.append(request)
        return await answer(request)

    monkeypatch.setattr(server, "_answer", noted)
    statuses = []
    for packed in (gzip.compress(poster()), gzip.compress(bytes(200 * 2**20), 1)):
        sent = b"POST /v1/identify HTTP/1.1\r\n" + HOST + PACKED % len(packed) + packed
        first, _, _ = await running.say(sent)
        statuses.append(first.split(b" ")[1])
    assert statuses == [b"200", b"413"]
    await running.runner.cleanup()
    assert asked[1].content.total_bytes < 25 * 2**20


async def test_an_upload_on_its_way_when_the_service_ends_is_told_to_come_again(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(upload_limits, "WINDOW_S", 3600.0)
    begun = asyncio.Event()

    class Noted(upload_limits.Pace):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            begun.set()

    monkeypatch.setattr(upload, "Pace", Noted)
    monkeypatch.setattr(running.runner, "_shutdown_timeout", 3600.0)
    head = b"POST /v1/identify HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: 999\r\n"
    saying = asyncio.create_task(running.say(head + HOST + b"\r\nhalf of it"))
    async with asyncio.timeout(30):
        await begun.wait()
        await running.runner.cleanup()
        first, headers, body = await saying
    assert first == b"HTTP/1.1 503 Service Unavailable"
    assert headers["Retry-After"]
    assert json.loads(body)["error"]["code"] == "unavailable"
    assert not [record for record in caplog.records if record.exc_info]
