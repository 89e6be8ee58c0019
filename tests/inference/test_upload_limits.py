"""What an upload may take: counted parts, lines and bytes, and a clock that the tests turn."""

from __future__ import annotations

import asyncio
import sys
from subprocess import run
from typing import Any

import pytest
from aiohttp import BodyPartReader, ClientSession, MultipartReader
from aiohttp.test_utils import TestServer

from services.core.errors import UnavailableError
from services.inference import upload, upload_limits
from services.inference.upload_limits import (
    LEAST_BYTES,
    MOST_HEADERS,
    MOST_LINES,
    MOST_PARTS,
    WINDOW_S,
    CountedStream,
    Pace,
    UploadMemory,
)
from tests.inference.conftest import Serve
from tests.inference.helpers import FakePipeline, poster

KIND = "multipart/form-data; boundary=x"


def part(number: int, headers: int = 0) -> bytes:
    beside = b"".join(b"X-%d: y\r\n" % line for line in range(headers))
    head = b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n%b\r\n\r\n'
    return head % (number, beside)


def wanted() -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="poster"\r\n\r\n'
    return head + poster(4) + b"\r\n--x--\r\n"


async def posted(http: ClientSession, server: TestServer, body: bytes) -> tuple[int, Any]:
    url = server.make_url("/v1/identify")
    async with http.post(url, data=body, headers={"Content-Type": KIND}) as response:
        return response.status, await response.json()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[CountedStream]:
    made: list[CountedStream] = []

    class Noted(CountedStream):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(upload, "CountedStream", Noted)
    return made


async def test_of_twenty_thousand_fields_a_few_are_read(
    serve: Serve,
    http: ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[CountedStream],
) -> None:
    seen: list[object] = []
    turns = 0

    class Noted(MultipartReader):
        async def next(self) -> MultipartReader | BodyPartReader | None:
            found = await super().next()
            seen.append(found)
            return found

    sleep = asyncio.sleep

    async def turn(seconds: float) -> None:
        nonlocal turns
        turns += 1
        await sleep(seconds)

    monkeypatch.setattr(upload, "MultipartReader", Noted)
    monkeypatch.setattr(upload.asyncio, "sleep", turn)
    body = b"".join(part(number) for number in range(20_000)) + wanted()
    status, answer = await posted(http, await serve(), body)
    assert (status, answer["error"]["code"]) == (400, "bad_request")
    assert len(seen) == MOST_PARTS + 1
    assert turns >= MOST_PARTS
    assert lines[0].lines <= 4 * len(seen)


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n" * 100_000 + wanted(),
        b"nothing\r\n" * 10_000 + wanted(),
        part(1, headers=MOST_HEADERS + 1) + wanted(),
        part(1, headers=100) + wanted(),
    ],
    ids=["empty-lines", "preamble", "a-header-more", "headers"],
)
async def test_lines_are_bounded_wherever_they_stand(
    serve: Serve, http: ClientSession, lines: list[CountedStream], body: bytes
) -> None:
    status, answer = await posted(http, await serve(), body)
    assert (status, answer["error"]["code"]) == (400, "bad_request")
    assert lines[0].lines <= MOST_LINES + 1


async def test_a_form_as_large_as_is_allowed_is_read(serve: Serve, http: ClientSession) -> None:
    body = b"a preamble\r\n" + b"".join(part(n, MOST_HEADERS - 3) for n in range(MOST_PARTS - 1))
    status, answer = await posted(http, await serve(), body + wanted())
    assert (status, answer.get("match", answer)["film"]["title"]) == (200, "Film 4")


async def test_who_declares_and_sends_nothing_takes_no_room(
    serve: Serve, http: ClientSession
) -> None:
    server = await serve(max_bytes=100_000)
    idle = []
    for _ in range(20):
        _, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(
            b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
            b"Content-Length: 100000\r\n\r\n\x89PNG"
        )
        await writer.drain()
        idle.append(writer)
    status, _ = await posted(http, server, wanted())
    assert status == 200
    for writer in idle:
        writer.close()


def test_room_is_taken_as_bytes_arrive_and_given_back() -> None:
    room = UploadMemory(100)
    with room.hold() as first, room.hold() as second:
        assert room.free == 100
        first.take(60)
        with pytest.raises(UnavailableError) as refused:
            second.take(41)
        assert refused.value.code == "busy"
        second.take(40)
        assert room.free == 0
    assert room.free == 100
    with pytest.raises(ZeroDivisionError), room.hold() as third:
        third.take(10)
        raise ZeroDivisionError
    assert room.free == 100


async def test_room_is_given_back_by_who_leaves(
    serve: Serve, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms: list[UploadMemory] = []
    taken = asyncio.Event()

    class Noted(UploadMemory):
        def __init__(self, free: int) -> None:
            super().__init__(free)
            rooms.append(self)

    take = upload_limits.Held.take

    def noting(self: upload_limits.Held, size: int) -> None:
        take(self, size)
        taken.set()

    monkeypatch.setattr("services.inference.server.UploadMemory", Noted)
    monkeypatch.setattr(upload_limits.Held, "take", noting)
    server = await serve()
    before = rooms[0].free
    _, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
        b"Content-Length: 5000\r\n\r\nonly the start"
    )
    async with asyncio.timeout(30):
        await taken.wait()
        assert rooms[0].free == before - len(b"only the start")
        writer.close()
        while rooms[0].free != before:  # noqa: ASYNC110 (nobody there could set an event)
            await asyncio.sleep(0)


def test_an_upload_is_given_up_when_too_little_came() -> None:
    pace = Pace(100.0, 20.0)
    assert pace.due == 100.0 + WINDOW_S
    pace.came(LEAST_BYTES - 1, 104.0)
    assert pace.due == 100.0 + WINDOW_S  # a trickle does not keep it open
    pace.came(LEAST_BYTES, 104.5)
    assert pace.due == 104.5 + WINDOW_S
    pace.came(LEAST_BYTES + 5, 108.0)
    assert pace.due == 104.5 + WINDOW_S
    pace.came(2 * LEAST_BYTES, 109.0)
    assert pace.due == 109.0 + WINDOW_S


def test_an_upload_is_given_up_after_its_whole_time_however_fast() -> None:
    pace = Pace(0.0, 20.0)
    for second in range(20):
        pace.came(2**20 * second, float(second))
        assert pace.due <= 20.0
    assert Pace(0.0, 2.0).due == 2.0


async def test_a_trickle_is_told_that_it_took_too_long(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_limits, "WINDOW_S", 0.05)
    server = await serve(timeout_s=600)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
        b"Content-Length: 1000\r\n\r\nonly the start"
    )
    async with asyncio.timeout(30):
        head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    writer.close()


def test_what_is_wrong_with_a_part_is_not_quoted_on_the_error_output() -> None:
    # In a process of its own: pytest has its own ways with warnings.
    code = (
        "import services.inference.upload; from aiohttp.multipart import parse_content_disposition "
        "as parse; parse('=x'); parse('form-data; =x'); parse('form-data; a*=x; a; b')"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
