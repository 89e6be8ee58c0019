"""What bot and service say to each other of who asks, until when, and when to come again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import unused_port

from services.core.asking import Asking, asked, asking, hashed, seconds, word
from services.core.errors import UnavailableError
from services.inference.breaker import FAILURES, Breaker
from services.inference.embedded import EmbeddedClient
from services.inference.wire import identification_to_json
from tests.inference.conftest import Serve
from tests.inference.helpers import FakePipeline, poster, settings
from tests.inference.test_http_client import Connect, Stub, client, says, unreachable

__all__ = ["client"]

ANSWER = identification_to_json(FakePipeline().answer(7, 3))


async def answers(_: web.Request) -> web.Response:
    return web.json_response(ANSWER)


async def test_who_asks_and_until_when_goes_along(client: Connect) -> None:
    async with Stub(answers) as stub:
        remote = client(stub.server, timeout_s=20.0)
        with asked(Asking("1234567890", hashed("guild", 42))):
            await remote.identify(poster())
        await remote.identify(poster())
    told, untold = (request.headers for request in stub.requests)
    assert told["X-Request-Id"] == "1234567890"
    assert told["Marquee-Place"] == hashed("guild", 42) != hashed("guild", 43)
    assert "42" not in told["Marquee-Place"].split()
    assert 0 < int(told["Marquee-Deadline-Ms"]) <= 20_000
    assert "X-Request-Id" not in untold
    assert "Marquee-Place" not in untold


@pytest.mark.parametrize(
    ("given", "read"),
    [(None, None), ("1500", 1.5), ("0", 0.0), ("-1", None), ("1.5", None), ("9" * 9, None)],
)
def test_deadlines_that_cannot_be_read_are_none(given: str | None, read: float | None) -> None:
    assert seconds(given) == read


@pytest.mark.parametrize("given", [None, "", "a b", "x" * 65, "\r\n", "ü", "-a", '{"a": 1}'])
def test_words_that_cannot_be_read_are_none(given: str | None) -> None:
    assert word(given) is None
    assert word("1297.a-B_c") == "1297.a-B_c"


@pytest.mark.parametrize(("sent", "own"), [("abc-123", True), ("no id!", False), (None, False)])
async def test_every_answer_tells_its_id(
    serve: Serve, http: ClientSession, sent: str | None, own: bool
) -> None:
    server = await serve()
    headers = {"X-Request-Id": sent} if sent else {}
    ids = []
    for path in ("/healthz", "/nowhere"):
        async with http.get(server.make_url(path), headers=headers) as response:
            ids.append(response.headers["X-Request-Id"])
    assert [given == sent for given in ids] == [own] * 2
    assert (ids[0] == ids[1]) == own
    assert asking().id == ""


async def test_a_full_queue_refuses_before_it_reads_and_says_when_to_come_again(
    serve: Serve, pipeline: FakePipeline, http: ClientSession
) -> None:
    server = await serve(queue_size=1)
    pipeline.go.clear()
    url = server.make_url("/v1/identify")
    running = asyncio.create_task(http.post(url, data=poster(1)))
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    # Of the picture nothing is ever sent.
    writer.write(
        b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
        b"Content-Length: 100000\r\n\r\n"
    )
    async with asyncio.timeout(30):
        head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 1\r\n" in head
    writer.close()
    pipeline.go.set()
    await running


async def test_a_place_that_becomes_free_in_a_moment_is_taken(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    async def meanwhile(seconds: float) -> None:
        pipeline.go.set()
        await running

    made = EmbeddedClient(
        settings(tmp_path, queue_size=1), open_pipeline=lambda _s, _e: pipeline, rest=meanwhile
    )
    pipeline.go.clear()
    running = asyncio.create_task(made.identify(poster(1)))
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    with pytest.raises(UnavailableError):
        await made.identify(poster(2))
    await made.check_room()
    assert (await made.identify(poster(2))).match is not None
    await made.close()


async def test_what_nobody_waits_for_is_not_answered_and_is_counted(
    serve: Serve, pipeline: FakePipeline, http: ClientSession
) -> None:
    server = await serve()
    late = {"Marquee-Deadline-Ms": "0", "Content-Type": "image/png"}
    url = server.make_url("/v1/identify")
    async with http.post(url, data=poster(2), headers=late) as response:
        assert response.status == 503
        assert (await response.json())["error"]["code"] == "busy"
    assert pipeline.groups == []
    async with http.get(server.make_url("/metrics")) as response:
        page = await response.text()
    assert 'marquee_refusals_total{reason="late"} 1.0' in page


async def test_it_comes_again_when_it_was_told_to(client: Connect) -> None:
    rests: list[float] = []

    async def rest(wait_s: float) -> None:
        rests.append(wait_s)

    busy = {"error": {"code": "busy", "message": "Too many."}}
    left = [2]

    async def handler(_: web.Request) -> web.Response:
        if left[0]:
            left[0] -= 1
            return web.json_response(busy, status=503, headers={"Retry-After": "7"})
        return web.json_response(ANSWER)

    async with Stub(handler) as stub:
        await client(stub.server, rest=rest, timeout_s=600.0).identify(poster())
        assert len(rests) == 2
        assert min(rests) >= 7
        # Where there is no time for that, the bad news come at once.
        left[0] = 1
        with pytest.raises(UnavailableError) as refusal:
            await client(stub.server, rest=rest, timeout_s=6.0).identify(poster())
    assert (refusal.value.code, refusal.value.retry_after_s) == ("busy", 7)
    assert len(rests) == 2


async def test_a_service_that_keeps_failing_is_left_alone_and_then_tried_by_one(
    client: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    now = [1000.0]
    port = unused_port()
    remote = client(f"http://127.0.0.1:{port}", breaker=Breaker(lambda: now[0]))
    for _ in range(FAILURES):
        with pytest.raises(UnavailableError):
            await remote.identify(poster())
    caplog.clear()
    with pytest.raises(UnavailableError) as refusal:
        await remote.identify(poster())
    assert unreachable(refusal.value)
    assert refusal.value.retry_after_s == 2.0
    assert "could not be asked" not in caplog.text  # it was not tried
    now[0] += 2.0
    with pytest.raises(UnavailableError):
        await remote.identify(poster())
    assert "could not be asked" in caplog.text


async def test_a_service_that_refuses_is_not_one_that_fails(client: Connect) -> None:
    busy = json.dumps({"error": {"code": "busy", "message": "Too many."}})

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=503, text=busy, headers={"Retry-After": "1"})

    async with Stub(handler) as stub:
        remote = client(stub.server)
        for _ in range(2 * FAILURES):
            with pytest.raises(UnavailableError) as refusal:
                await remote.identify(poster())
            assert refusal.value.code == "busy"
    assert len(stub.requests) == 3 * 2 * FAILURES


async def test_a_gateway_without_a_service_is_one_that_fails(client: Connect) -> None:
    async with Stub(says(502, "<html>Bad gateway</html>", "text/html")) as stub:
        remote = client(stub.server)
        for _ in range(FAILURES + 3):
            with pytest.raises(UnavailableError):
                await remote.identify(poster())
    assert len(stub.requests) == 3 * FAILURES
