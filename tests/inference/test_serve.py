"""`marquee serve`: listening, closing down, and what it says."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession
from aiohttp.test_utils import unused_port
from typer.testing import CliRunner

from marquee import serve as command
from marquee.__main__ import app
from services.core.errors import UnavailableError
from services.core.settings import get_settings
from services.inference.http import HttpClient
from tests.inference.helpers import FakePipeline, poster, settings, until


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, pipeline: FakePipeline) -> Iterator[FakePipeline]:
    monkeypatch.setattr(
        "services.inference.embedded._open_identifier", lambda _settings, _encoder: pipeline
    )
    yield pipeline
    pipeline.go.set()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


async def _until_ready(http: ClientSession, url: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with http.get(f"{url}/readyz") as response:
                    if response.status == 200:
                        return
            except ClientConnectorError:
                await asyncio.sleep(0.01)


async def test_sigterm_finishes_what_runs_and_refuses_the_rest(
    tmp_path: Path,
    http: ClientSession,
    fake: FakePipeline,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    serving = asyncio.create_task(command._serve(settings(tmp_path, port=port)))
    await _until_ready(http, url)
    fake.go.clear()

    async def ask() -> tuple[int, dict]:
        async with http.post(
            f"{url}/v1/identify?k=2&encoder=poster-lite",
            data=poster(7),
            headers={"Content-Type": "image/png"},
        ) as response:
            return response.status, await response.json()

    running = asyncio.create_task(ask())
    assert await asyncio.to_thread(fake.begun.wait, 30)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                await asyncio.sleep(0.01)
            except ConnectionRefusedError:
                break
    assert not serving.done()
    fake.go.set()
    status, body = await running
    assert (status, body["match"]["film"]["title"]) == (200, "Film 7")
    async with asyncio.timeout(30):
        await serving
    said = capsys.readouterr().out
    assert said == f"Marquee listens on {url}, with poster-lite over 1,234 films.\n"
    lines = [r.getMessage() for r in caplog.records if r.name == "services.inference.access"]
    assert len(lines) == 1
    # No query: what people put there is theirs.
    assert re.fullmatch(r"127.0.0.1 POST /v1/identify 200 \d+ B [\d.]+ ms [0-9a-f]{16}", lines[0])


async def test_a_caller_who_leaves_is_not_worked_for(
    tmp_path: Path, http: ClientSession, fake: FakePipeline
) -> None:
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    serving = asyncio.create_task(command._serve(settings(tmp_path, port=port, threads=1)))
    await _until_ready(http, url)
    fake.go.clear()

    async def ask(number: int) -> int:
        async with http.post(
            f"{url}/v1/identify", data=poster(number), headers={"Content-Type": "image/png"}
        ) as response:
            return response.status

    async def depth() -> float:
        async with http.get(f"{url}/metrics") as response:
            lines = (await response.text()).splitlines()
        return next(float(x.split()[1]) for x in lines if x.startswith("marquee_queue_depth "))

    async def two() -> bool:
        return await depth() == 2

    async def one() -> bool:
        return await depth() == 1

    staying = asyncio.create_task(ask(1))
    assert await asyncio.to_thread(fake.begun.wait, 30)
    leaving = asyncio.create_task(ask(2))
    await until(two)
    leaving.cancel()
    await until(one)
    fake.go.set()
    assert await staying == 200
    assert fake.groups == [[1]]
    os.kill(os.getpid(), signal.SIGTERM)
    await serving


def test_a_taken_port_is_told_in_one_sentence(environment: None, fake: FakePipeline) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert done.exit_code == 1
    assert done.stderr == (
        f"Something else already listens on 127.0.0.1:{port}. Choose another port with --port.\n"
    )
    assert done.stdout == ""


def test_a_host_that_is_none_is_told_in_one_sentence(
    environment: None, fake: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARQUEE_SECRET", "a secret of nobody's")
    done = CliRunner().invoke(app, ["serve", "--host", "192.0.2.1", "--port", "0"])
    assert done.exit_code == 1
    assert done.stderr.startswith("Marquee cannot listen on 192.0.2.1:0: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="a system without Unix sockets")
async def test_it_listens_on_a_unix_socket_that_only_this_user_may_open(
    tmp_path: Path, fake: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "socket"
    serving = asyncio.create_task(command._serve(settings(tmp_path, host="0.0.0.0", socket=path)))

    async def listens() -> bool:
        return path.exists()

    client = HttpClient(settings(tmp_path, inference_url=f"unix:{path}"))
    await until(listens)
    assert path.stat().st_mode & 0o777 == 0o600

    async def answers() -> bool:
        try:
            answer = await client.identify(poster(7))
        except UnavailableError:
            return False
        return answer.match is not None and answer.match.film.title == "Film 7"

    await until(answers)
    await client.close()
    os.kill(os.getpid(), signal.SIGTERM)
    await serving
    assert not path.exists()
    assert capsys.readouterr().out.startswith(f"Marquee listens on unix:{path}, with ")


def test_what_is_no_socket_is_not_taken_for_one(
    environment: None, fake: FakePipeline, tmp_path: Path
) -> None:
    file = tmp_path / "notes"
    file.write_text("mine")
    done = CliRunner().invoke(app, ["serve", "--socket", str(file)])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert file.read_text() == "mine"


def test_listening_wider_without_a_secret_is_refused(
    environment: None, fake: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECRET", "SECRET_FILE"):
        monkeypatch.delenv(f"MARQUEE_{name}", raising=False)
    done = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--port", "0"])
    assert done.exit_code == 1
    assert "MARQUEE_SECRET_FILE" in done.stderr
    assert "secrets.token_urlsafe(32)" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_pipeline_that_cannot_open_is_told_in_one_sentence(
    environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_settings: object, _encoder: object) -> None:
        raise UnavailableError("no_catalogue", "There is no index yet.")

    monkeypatch.setattr("services.inference.embedded._open_identifier", missing)
    done = CliRunner().invoke(app, ["serve", "--port", "0"])
    assert done.exit_code == 1
    assert done.stderr == "There is no index yet.\n"
