from __future__ import annotations

import asyncio
import json
import struct
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer
from PIL import Image

from tests.inference.conftest import Serve
from tests.inference.helpers import FACE_OFF, HEAT, POISON, FakePipeline, poster, until

MB = 2**20


def form(data: bytes, name: str = "poster") -> FormData:
    fields = FormData()
    fields.add_field(name, data, filename="a.png", content_type="application/octet-stream")
    return fields


def beside(size: int) -> FormData:
    fields = FormData()
    fields.add_field("comment", b"x" * size, filename="comment.txt")
    fields.add_field("poster", poster(5), filename="a.png")
    return fields


async def ask(
    http: ClientSession, server: TestServer, data: Any, **query: str
) -> tuple[int, dict[str, Any]]:
    url = server.make_url("/v1/identify").with_query(query)
    async with http.post(url, data=data) as response:
        assert response.content_type == "application/json"
        return response.status, await response.json()


def code_of(body: dict[str, Any]) -> str:
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"].strip()
    assert "Traceback" not in body["error"]["message"]
    return body["error"]["code"]


def bomb() -> bytes:
    """A whole PNG of 20,000 x 20,000 pixels, 50 kB long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    side = 20_000
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side // 8)) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animation() -> bytes:
    frames = [Image.new("RGB", (24, 36), colour) for colour in ((9, 0, 0), (200, 0, 0))]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


async def test_a_poster_is_answered(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    status, body = await ask(http, server, form(poster(7)), k="2")
    assert status == 200
    assert set(body) == {
        *("encoder", "id", "match", "perhaps", "is_poster", "posters", "neighbours"),
        *("year", "film_year", "genres", "timings_ms"),
    }
    assert body["match"]["film"]["title"] == "Film 7"
    assert [item["film"]["title"] for item in body["neighbours"]] == ["Film 7.0", "Film 7.1"]
    assert {"decode", "embed", "search", "heads"} <= set(body["timings_ms"])


async def test_three_neighbours_unless_asked_otherwise(serve: Serve, http: ClientSession) -> None:
    status, body = await ask(http, await serve(), form(poster(7)))
    assert (status, len(body["neighbours"])) == (200, 3)


async def test_a_raw_image_body_is_answered(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    for kind in ("image/png", "application/octet-stream"):
        async with http.post(
            server.make_url("/v1/identify"), data=poster(8), headers={"Content-Type": kind}
        ) as response:
            assert response.status == 200
            assert (await response.json())["match"]["film"]["title"] == "Film 8"


async def test_a_body_of_no_stated_kind_is_not_guessed_at(
    serve: Serve, http: ClientSession
) -> None:
    server = await serve()
    async with http.post(
        server.make_url("/v1/identify"), data=poster(), skip_auto_headers=["Content-Type"]
    ) as response:
        assert response.status == 400
        assert code_of(await response.json()) == "bad_request"


async def test_small_fields_beside_the_poster_are_passed_over(
    serve: Serve, http: ClientSession
) -> None:
    status, body = await ask(http, await serve(), beside(200))
    assert (status, body["match"]["film"]["title"]) == (200, "Film 5")


async def test_of_an_animation_the_first_frame_counts(serve: Serve, http: ClientSession) -> None:
    status, body = await ask(http, await serve(), form(animation()))
    assert (status, body["match"]["film"]["title"]) == (200, "Film 9")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (form(b""), 422, "empty"),
        (form(b"these are words and no picture"), 415, "not_an_image"),
        (form(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), 415, "not_an_image"),
        (form(poster(1, (300, 400), "JPEG")[:-600]), 422, "truncated"),
        (form(bomb()), 422, "too_many_pixels"),
        (form(poster(), name="image"), 400, "bad_request"),
        (FormData({"comment": "no poster here"}), 400, "bad_request"),
        (b"some bytes of no stated kind", 415, "not_an_image"),
        ("plain text", 400, "bad_request"),
        (beside(200_000), 400, "bad_request"),
        (None, 422, "empty"),
    ],
    ids=[
        "empty",
        "words",
        "svg",
        "truncated",
        "20000x20000",
        "other-field",
        "no-field",
        "octets",
        "text",
        "much-beside",
        "no-body",
    ],
)
async def test_bad_bodies(
    serve: Serve, http: ClientSession, pipeline: FakePipeline, data: Any, status: int, code: str
) -> None:
    server = await serve()
    given, body = await ask(http, server, data)
    assert (given, code_of(body)) == (status, code)
    assert pipeline.groups == []
    # The service is none the worse for it.
    assert (await ask(http, server, form(poster(3))))[0] == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary was named"),
        ("multipart/form-data; boundary=x", b"the boundary never comes"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=poste"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: " + b"z" * 20_000),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno name\r\n--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n"
            b"--y\r\n\r\na\r\n--y--\r\n--x--",
        ),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\n" + b"X: y\r\n" * 500 + b"\r\na\r\n--x--\r\n",
        ),
        (f"multipart/form-data; boundary={'x' * 80}", b"a boundary too long"),
    ],
)
async def test_broken_multipart(serve: Serve, http: ClientSession, kind: str, body: bytes) -> None:
    server = await serve()
    async with http.post(
        server.make_url("/v1/identify"), data=body, headers={"Content-Type": kind}
    ) as response:
        assert response.status == 400
        assert code_of(await response.json()) == "bad_request"


@pytest.mark.parametrize(
    "query",
    [
        *({"k": k} for k in ("0", "11", "999", "abc", "-1", "1.5", "", "٣", "9" * 5000)),
        *({"encoder": name} for name in ("", "../../etc/passwd", "a b")),
    ],
    ids=str,
)
async def test_a_wrong_question_is_refused(
    serve: Serve, http: ClientSession, pipeline: FakePipeline, query: dict[str, str]
) -> None:
    status, body = await ask(http, await serve(max_k=10), form(poster()), **query)
    assert (status, code_of(body)) == (400, "bad_request")
    assert pipeline.groups == []


async def test_an_unknown_encoder_is_refused(tmp_path: Path, http: ClientSession) -> None:
    from services.inference.embedded import EmbeddedClient, _open_identifier
    from services.inference.server import create_app
    from tests.inference.helpers import settings

    chosen = settings(tmp_path)
    client = EmbeddedClient(
        chosen,
        open_pipeline=lambda s, name: FakePipeline() if name is None else _open_identifier(s, name),
    )
    await client.start()
    server = TestServer(create_app(chosen, client))
    async with server:
        status, body = await ask(http, server, form(poster()), encoder="clip-vit-z-99")
        assert (status, code_of(body)) == (400, "unknown_encoder")
        status, body = await ask(http, server, form(poster()), encoder="vgg16")
        assert (status, code_of(body)) == (404, "no_catalogue")
        assert "marquee catalogue build --encoder vgg16" in body["error"]["message"]


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "chunked"])
async def test_fifty_megabytes_are_refused_early(
    serve: Serve, pipeline: FakePipeline, declared: bool
) -> None:
    server = await serve(max_bytes=MB)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    length = f"Content-Length: {50 * MB}" if declared else "Transfer-Encoding: chunked"
    writer.write(
        b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n%b\r\n\r\n"
        % length.encode()
    )
    # Of fifty megabytes this sends a hundredth, or one and a bit where no length was declared.
    piece = bytes(MB // 2)
    for _ in range(1 if declared else 3):
        writer.write(piece if declared else b"%x\r\n%b\r\n" % (len(piece), piece))
    await writer.drain()
    async with asyncio.timeout(30):
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split()[0]))
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"Connection: close" in head
    assert code_of(json.loads(body)) == "too_large"
    assert pipeline.groups == []
    writer.close()


async def test_a_whole_fifty_megabyte_upload_still_reads_its_refusal(
    serve: Serve, http: ClientSession
) -> None:
    server = await serve(max_bytes=MB)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield bytes(MB)

    status, body = await ask(http, server, pieces())
    assert (status, code_of(body)) == (413, "too_large")
    status, body = await ask(http, server, form(bytes(50 * MB)))
    assert (status, code_of(body)) == (413, "too_large")


async def test_a_gzip_bomb_is_refused(serve: Serve, http: ClientSession) -> None:
    server = await serve(max_bytes=MB)
    packed = zlib.compress(bytes(60 * MB), wbits=31)
    assert len(packed) < MB
    async with http.post(
        server.make_url("/v1/identify"),
        data=packed,
        headers={"Content-Type": "image/png", "Content-Encoding": "gzip"},
    ) as response:
        assert response.status == 413
        assert code_of(await response.json()) == "too_large"


async def test_an_upload_that_never_ends_is_given_up(serve: Serve) -> None:
    server = await serve(timeout_s=0.2)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
        b"Content-Length: 1000\r\n\r\nonly the start"
    )
    async with asyncio.timeout(30):
        head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    writer.close()


async def test_large_uploads_share_a_bounded_room(
    serve: Serve, http: ClientSession, pipeline: FakePipeline
) -> None:
    server = await serve(max_bytes=100_000)
    pipeline.go.clear()
    # Uncompressed, so that eight of them fill the room for eight of the largest.
    larges = [poster(number, (180, 180), "BMP") for number in range(10)]
    large = larges.pop()
    assert 90_000 < len(large) < 100_000
    running = [asyncio.create_task(ask(http, server, form(larges[n]))) for n in range(8)]
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    await _until_depth(http, server, 8)
    status, body = await ask(http, server, form(large))
    assert (status, code_of(body)) == (503, "busy")
    pipeline.go.set()
    assert [status for status, _ in await asyncio.gather(*running)] == [200] * 8
    assert (await ask(http, server, form(large)))[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/v1/identify", 405, "method_not_allowed"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
    ],
)
async def test_wrong_addresses(
    serve: Serve, http: ClientSession, method: str, path: str, status: int, code: str
) -> None:
    server = await serve()
    async with http.request(method, server.make_url(path)) as response:
        assert response.status == status
        assert code_of(await response.json()) == code
        assert ("Allow" in response.headers) == (status == 405)


async def test_fifty_at_once_each_get_their_own_answer(
    serve: Serve, http: ClientSession, pipeline: FakePipeline
) -> None:
    server = await serve()
    answers = await asyncio.gather(*(ask(http, server, form(poster(n))) for n in range(50)))
    for number, (status, body) in enumerate(answers):
        assert status == 200
        assert body["match"]["film"]["title"] == f"Film {number}"
    assert sorted(n for group in pipeline.groups for n in group) == list(range(50))
    assert len(pipeline.threads) <= 2


async def _depth(http: ClientSession, server: TestServer) -> float:
    async with http.get(server.make_url("/metrics")) as response:
        lines = (await response.text()).splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("marquee_queue_depth "))


async def _until_depth(http: ClientSession, server: TestServer, depth: int) -> None:
    async def reached() -> bool:
        return await _depth(http, server) == depth

    await until(reached)


async def test_a_full_queue_is_busy(
    serve: Serve, http: ClientSession, pipeline: FakePipeline
) -> None:
    server = await serve(queue_size=2)
    pipeline.go.clear()
    running = [asyncio.create_task(ask(http, server, form(poster(n)))) for n in (1, 2)]
    await _until_depth(http, server, 2)
    async with http.post(server.make_url("/v1/identify"), data=form(poster(3))) as response:
        assert response.status == 503
        assert int(response.headers["Retry-After"]) >= 1
        assert code_of(await response.json()) == "busy"
    pipeline.go.set()
    assert [status for status, _ in await asyncio.gather(*running)] == [200, 200]
    assert await _depth(http, server) == 0


async def test_a_caller_who_leaves_gives_the_place_back(
    serve: Serve, http: ClientSession, pipeline: FakePipeline
) -> None:
    server = await serve(queue_size=2, threads=1)
    pipeline.go.clear()
    staying = asyncio.create_task(ask(http, server, form(poster(1))))
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    leaving = asyncio.create_task(ask(http, server, form(poster(2))))
    await _until_depth(http, server, 2)
    leaving.cancel()
    await _until_depth(http, server, 1)
    pipeline.go.set()
    assert (await staying)[0] == 200
    assert pipeline.groups == [[1]]


async def test_a_slip_of_ours_shows_no_traceback(
    serve: Serve, http: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    server = await serve()
    status, body = await ask(http, server, form(poster(POISON)))
    assert (status, code_of(body)) == (500, "internal")
    assert "chokes" not in json.dumps(body)
    assert "ZeroDivisionError: a picture that the model chokes on" in caplog.text


async def test_alive_before_it_is_ready(serve: Serve, http: ClientSession) -> None:
    server = await serve(opened=False)
    for path, status in (("/healthz", 200), ("/readyz", 503), ("/v1/films/x/poster", 503)):
        async with http.get(server.make_url(path)) as response:
            assert response.status == status
    status, body = await ask(http, server, form(poster()))
    assert (status, code_of(body)) == (503, "unavailable")


async def test_ready_says_what_is_served(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    async with http.get(server.make_url("/readyz")) as response:
        assert response.status == 200
        assert await response.json() == {
            "status": "ready",
            "encoder": "poster-lite",
            "films": 1234,
            "outdated": None,
        }


async def test_metrics_count_by_route_and_outcome(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    await ask(http, server, form(poster(1)))
    await ask(http, server, form(b"no picture at all"))
    async with http.get(server.make_url("/v1/films/../../../etc/passwd")) as response:
        assert response.status == 404
    async with http.get(server.make_url("/metrics")) as response:
        assert response.content_type == "text/plain"
        page = await response.text()
    for line in (
        'marquee_requests_total{outcome="ok",route="/v1/identify"} 1.0',
        'marquee_requests_total{outcome="not_an_image",route="/v1/identify"} 1.0',
        'marquee_requests_total{outcome="not_found",route="unknown"} 1.0',
        'marquee_request_seconds_count{route="/v1/identify"} 2.0',
        'marquee_stage_seconds_count{stage="embed"} 1.0',
        "marquee_queue_depth 0.0",
        'marquee_catalogue_films{encoder="poster-lite"} 1234.0',
    ):
        assert line in page


async def test_a_films_picture_is_found_by_its_key_alone(
    serve: Serve, http: ClientSession, pipeline: FakePipeline, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(poster(3))
    pipeline.pictures = {HEAT.key: picture, FACE_OFF.key: picture}
    server = await serve()
    for film in (HEAT, FACE_OFF):
        url = f"http://{server.host}:{server.port}/v1/films/{quote(film.key, safe='')}/poster"
        async with http.get(_encoded(url)) as response:
            assert response.status == 200
            assert response.content_type == "image/png"
            assert await response.read() == poster(3)
    for key in ("tt9999999", "%2e%2e%2f" * 6 + "etc%2fpasswd", quote(str(picture), safe=""), "%00"):
        url = f"http://{server.host}:{server.port}/v1/films/{key}/poster"
        async with http.get(_encoded(url)) as response:
            assert response.status == 404
            assert code_of(await response.json()) == "not_found"


def _encoded(url: str) -> Any:
    from yarl import URL

    return URL(url, encoded=True)
