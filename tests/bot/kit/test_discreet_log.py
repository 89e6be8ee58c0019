"""The log has no tokens in it, whoever writes them there."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import discord
import pytest
from aiohttp import ConnectionTimeoutError

import bot.app
from bot.app import run
from bot.kit.discreet_log import Discreet

TOKEN = "aW50ZXJhY3Rpb246MTIz-secret_x"
URL = f"https://discord.com/api/v10/interactions/123/{TOKEN}/callback"
HOOK = f"https://discord.com/api/v10/webhooks/7/{TOKEN}/messages/@original?x=1"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Discreet(logging.Formatter("%(levelname)s %(message)s")))
    log = logging.getLogger("a library")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield out
    log.removeHandler(handler)


@pytest.mark.parametrize(
    "said",
    [
        f"Webhook ID 7 with PATCH {HOOK} has returned status code 200",
        f"POST {URL} has returned 404",
        f"For Shard ID 0: WebSocket Event: {{'d': {{'token': '{TOKEN}', 'type': 2}}}}",
        f'{{"op": 2, "d": {{"token": "{TOKEN}", "intents": 1}}}}',
    ],
)
def test_a_line(written: io.StringIO, said: str):
    logging.getLogger("a library").debug(said)
    assert TOKEN not in written.getvalue()
    assert "…" in written.getvalue()
    assert written.getvalue().startswith("DEBUG " + said[:10])


def test_a_traceback(written: io.StringIO):
    error = ConnectionTimeoutError(f"Connection timeout to host {URL}")
    logging.getLogger("a library").error("failed", exc_info=error)
    assert "Connection timeout to host" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_the_bot_logs_so(settings, client, monkeypatch: pytest.MonkeyPatch):
    set_up: list[logging.Handler] = []

    def note(*, handler: logging.Handler, **_: object) -> None:
        set_up.append(handler)

    async def stop(_: object) -> None:
        return None

    monkeypatch.setattr(discord.utils, "setup_logging", note)
    monkeypatch.setattr(bot.app, "supervise", stop)
    assert run(settings.model_copy(update={"discord_token": _Secret()})) is None
    assert [type(handler.formatter) for handler in set_up] == [Discreet]


class _Secret:
    def get_secret_value(self) -> str:
        return "a token"
