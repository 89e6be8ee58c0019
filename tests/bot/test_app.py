import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import discord
import pytest
import typer
from discord.http import Route
from pydantic import SecretStr
from typer.testing import CliRunner

import bot.app
import marquee.bot
from bot.app import BAD_TOKEN, NO_TOKEN, REFUSED, UNREACHABLE, run, supervise, until_signal
from services.core.errors import UnavailableError
from services.core.settings import Settings
from tests.bot.conftest import FakeClient


@pytest.mark.slow
@pytest.mark.parametrize("module", ["bot", "marquee"])
def test_without_a_token_one_sentence_says_what_to_do(tmp_path: Path, module: str):
    command = [sys.executable, "-m", module, *(["bot"] if module == "marquee" else [])]
    env = {k: v for k, v in os.environ.items() if not k.startswith("MARQUEE_")}
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.strip() == NO_TOKEN
    assert "MARQUEE_DISCORD_TOKEN" in NO_TOKEN


@pytest.fixture
def with_token(settings: Settings, client: FakeClient, monkeypatch) -> Settings:
    monkeypatch.setattr(bot.app, "connect", lambda _: client)
    # Its handler would outlive the test, on a stream that pytest closes.
    monkeypatch.setattr("discord.utils.setup_logging", lambda **_: None)
    return settings.model_copy(update={"discord_token": SecretStr("not.a.token")})


class _Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"message": "401: Unauthorized", "code": 0}'
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def refusing_discord(monkeypatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{server.server_port}/api")
    yield
    server.shutdown()
    server.server_close()


def test_a_wrong_token(with_token, client: FakeClient, refusing_discord, caplog):
    assert run(with_token) == BAD_TOKEN
    assert client.closed
    assert "not.a.token" not in caplog.text


def test_its_own_sentence_comes_first(
    with_token: Settings, refusing_discord: None, migrated: None, caplog: pytest.LogCaptureFixture
):
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = True
    with caplog.at_level("INFO"):
        run(with_token)
    first = caplog.records[0]
    assert first.name == "bot.app"
    assert first.message.startswith("Marquee ")
    assert f"starts, with {with_token.data_dir}" in first.message
    assert not any(record.name.startswith("alembic") for record in caplog.records)
    assert "voice" not in caplog.text


def test_no_network(with_token, client: FakeClient, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    server.server_close()  # now nobody listens on its port
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{server.server_port}/api")
    assert (run(with_token) or "").startswith(UNREACHABLE)
    assert client.closed


def test_no_model(with_token, client: FakeClient, monkeypatch):
    async def fail() -> None:
        raise UnavailableError("no_catalogue", "There is no catalogue yet.")

    monkeypatch.setattr(client, "start", fail)
    assert run(with_token) == "There is no catalogue yet."
    assert client.closed


class _Answer:
    """As much of aiohttp's answer as discord.py's errors look at."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "Bad Request"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (discord.HTTPException(_Answer(400), {"code": 50035, "message": "Invalid"}), REFUSED),  # pyright: ignore[reportArgumentType]
        (discord.HTTPException(_Answer(503), "down"), UNREACHABLE),  # pyright: ignore[reportArgumentType]
    ],
)
def test_what_discord_refused_is_told_as_what_it_is(
    with_token: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    async def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(bot.app, "serve", fail)
    told = run(with_token) or ""
    assert told.startswith(said)
    assert str(error) in told


class Work:
    """Ends of one thing after the other."""

    def __init__(self, *ends: Exception | None) -> None:
        self.ends = list(ends)
        self.rests: list[float] = []
        self.now = 0.0

    async def run(self) -> None:
        end = self.ends.pop(0)
        if end is not None:
            raise end

    async def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


async def test_an_event_that_cannot_be_read_ends_no_bot() -> None:
    work = Work(*(KeyError("guild_id") for _ in range(12)), None)
    await supervise(work.run, rest=work.rest, clock=work.clock)
    assert not work.ends
    assert work.rests[:4] == [2, 4, 8, 16]
    assert max(work.rests) == 300


@pytest.mark.parametrize(
    "error",
    [
        discord.LoginFailure("no"),
        discord.PrivilegedIntentsRequired(None),
        UnavailableError("no_catalogue", "There is none."),
        OSError("no network"),
    ],
)
async def test_what_an_operator_can_mend_is_not_tried_again(error: Exception) -> None:
    work = Work(error)
    with pytest.raises(type(error)):
        await supervise(work.run, rest=work.rest, clock=work.clock)
    assert work.rests == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_work_in_good_order(number: signal.Signals):
    order: list[str] = []

    async def work() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            order.append("closed")

    asyncio.run(until_signal(work()))
    assert order == ["closed"]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_the_works_own_cancellation_is_not_swallowed():
    async def work() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(until_signal(work()))


def test_the_demo_says_what_it_lacks(monkeypatch):
    monkeypatch.setattr(marquee.bot, "find_spec", lambda name: None)
    app = typer.Typer()
    app.command()(marquee.bot.demo)
    result = CliRunner().invoke(app)
    assert result.exit_code == 1
    assert result.stderr.strip().endswith("pip install 'marquee-bot[demo]'")
