"""What an operator sees: metrics, a dashboard of them, readiness, the log as JSON."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import BaseTestServer, TestServer
from prometheus_client.parser import text_string_to_metric_families

from services.core.asking import Asking, asked
from services.core.errors import UnavailableError
from services.core.json_log import JsonFormatter, fields, formatter
from services.inference.batcher import REASONS
from services.inference.embedded import EmbeddedClient
from services.inference.server import AccessLogger, create_app
from services.pictures.pool import DecodePool
from tests.inference.conftest import Serve
from tests.inference.helpers import FakePipeline, poster, settings

DASHBOARD = Path(__file__).parents[2] / "docs" / "grafana.json"
_NAME = re.compile(r"\b(?:marquee|process)_[a-z_]+")


async def sample_of(http: ClientSession, server: BaseTestServer) -> dict[tuple[str, str], float]:
    """Returns every sample by its name and the value of its first label."""
    async with http.get(server.make_url("/metrics")) as response:
        families = text_string_to_metric_families(await response.text())
        return {
            (sample.name, next(iter(sample.labels.values()), "")): sample.value
            for family in families
            for sample in family.samples
        }


async def test_stages_the_cache_and_refusals_are_counted(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    url = server.make_url("/v1/identify")
    for number in (7, 7, 8):
        await (await http.post(url, data=poster(number))).read()
    seen = await sample_of(http, server)
    for stage in ("queue", "decode", "embed", "search", "heads"):
        assert seen["marquee_stage_seconds_count", stage] == 2
    assert seen["marquee_answers_total", "computed"] == 2
    assert seen["marquee_answers_total", "kept"] == 1
    assert seen["marquee_answers_total", "shared"] == 0
    assert seen["marquee_cache_entries", ""] == 2
    assert seen["marquee_cache_bytes", ""] > 1000
    assert seen["marquee_ready", ""] == 1
    assert {reason for name, reason in seen if name == "marquee_refusals_total"} == {*REASONS}
    assert {why for name, why in seen if name == "marquee_decoder_kills_total"} == {
        "too_long",
        "ended",
    }


async def test_the_dashboard_asks_for_what_there_is(serve: Serve, http: ClientSession) -> None:
    server = await serve()
    await (await http.post(server.make_url("/v1/identify"), data=poster(7))).read()
    there = {name for name, _ in await sample_of(http, server)}
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    asked_for = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in _NAME.findall(target["expr"])
    }
    assert asked_for <= there
    own = {name for name in there if name.startswith("marquee_") and not name.endswith("_created")}
    # Each of ours is on it, a histogram by any of its parts.
    families = {re.sub("_(bucket|sum|count)$", "", name) for name in own}
    assert families - {re.sub("_(bucket|sum|count)$", "", name) for name in asked_for} == {
        "marquee_cache_entries"
    }
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)


class Unable(DecodePool):
    """Cannot start a worker until a test lets it."""

    able_now = False

    @property
    def able(self) -> bool:
        return self.able_now

    def start(self) -> None:
        if not self.able_now:
            raise UnavailableError("unavailable", "no process can be started")


async def ready(http: ClientSession, server: BaseTestServer) -> tuple[int, str]:
    async with http.get(server.make_url("/readyz")) as response:
        body = await response.json()
    return response.status, body.get("error", {}).get("message", body.get("status"))


async def test_it_is_not_ready_where_no_picture_can_be_opened_and_is_again(
    tmp_path: Path, http: ClientSession, pipeline: FakePipeline
) -> None:
    chosen = settings(tmp_path)
    pool = Unable(chosen)
    client = EmbeddedClient(chosen, open_pipeline=lambda _s, _e: pipeline, pool=pool)
    with pytest.raises(UnavailableError):
        await client.start()
    await client.film("any")  # which opens what the start may have left half open
    async with TestServer(create_app(chosen, client)) as server:
        status, told = await ready(http, server)
        assert status == 503
        assert "cannot open pictures" in told
        assert (await sample_of(http, server))["marquee_ready", ""] == 0
        pool.able_now = True
        assert await ready(http, server) == (200, "ready")


async def test_it_is_not_ready_where_the_model_hangs(
    serve: Serve, http: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = await serve()
    assert (await ready(http, server))[0] == 200
    monkeypatch.setattr("services.inference.batcher.Batcher.running_s", 31.0)
    status, told = await ready(http, server)
    assert status == 503
    assert "too long" in told


async def test_it_is_not_ready_while_it_closes(
    tmp_path: Path, http: ClientSession, pipeline: FakePipeline
) -> None:
    chosen = settings(tmp_path)
    client = EmbeddedClient(chosen, open_pipeline=lambda _s, _e: pipeline)
    await client.start()
    async with TestServer(create_app(chosen, client)) as server:
        client.hasten()
        status, told = await ready(http, server)
        assert status == 503
        assert "closing" in told


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.DEBUG, "services")
    handler = Lines()
    logging.getLogger("services").addHandler(handler)
    yield handler.lines
    logging.getLogger("services").removeHandler(handler)


async def test_the_access_log_tells_a_request_whole(
    tmp_path: Path, http: ClientSession, pipeline: FakePipeline, lines: list[dict[str, Any]]
) -> None:
    chosen = settings(tmp_path)
    client = EmbeddedClient(chosen, open_pipeline=lambda _s, _e: pipeline)
    await client.start()
    server = TestServer(create_app(chosen, client))
    await server.start_server(access_log_class=AccessLogger, access_log=logging.getLogger("any"))
    headers = {"X-Request-Id": "1122334455", "Marquee-Place": "abc"}
    for _ in range(2):
        url = server.make_url("/v1/identify?k=2")
        await (await http.post(url, data=poster(7), headers=headers)).read()
    await server.close()
    computed, kept = [line for line in lines if line["logger"].endswith("access")]
    expected = {
        "level": "INFO", "method": "POST", "path": "/v1/identify", "status": 200,
        "request": "1122334455", "place": "abc", "outcome": "ok",
    }  # fmt: skip
    assert expected.items() <= computed.items()
    assert expected.items() <= kept.items()
    assert (computed["answer"], kept["answer"]) == ("computed", "kept")
    assert (computed["batch"], computed["batch_size"]) == (1, 1)
    assert {"queue", "decode", "embed"} <= set(computed["stages_ms"])
    assert "batch" not in kept
    (batch,) = [line for line in lines if line["logger"].endswith("batcher")]
    assert (batch["requests"], batch["batch"]) == (["1122334455"], 1)


def line_of(message: str, *args: object, **extra: Any) -> dict[str, Any]:
    record = logging.LogRecord("bot.app", logging.WARNING, __file__, 1, message, args, None)
    for name, value in extra.items():
        setattr(record, name, value)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_line_is_one_object_whatever_is_in_it() -> None:
    told = line_of('two\nlines, "quotes" and %s', "ünïcode")
    assert told["message"] == 'two\nlines, "quotes" and ünïcode'
    assert (told["level"], told["logger"]) == ("WARNING", "bot.app")
    assert told["time"].endswith("+00:00")
    assert "request" not in told
    with asked(Asking("42")):
        assert line_of("a")["request"] == "42"
    assert line_of("a", **fields(path=Path("x")))["path"] == "x"


def test_an_error_comes_with_where_it_was() -> None:
    with pytest.raises(ZeroDivisionError) as failure:
        _ = 1 // 0
    error = failure.value
    told = line_of("failed", exc_info=(type(error), error, error.__traceback__))
    assert "ZeroDivisionError" in told["error"]


def test_text_stays_as_it_was() -> None:
    assert formatter("text") is None
    assert isinstance(formatter("json"), JsonFormatter)
