"""The key reaches TMDB's API and nothing else: no log, error, traceback, or other server."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.catalogue.sources.fetch import Patience
from services.catalogue.sources.tmdb_import import open_tmdb
from services.core.errors import MarqueeError, RequestError, UnavailableError
from services.core.settings import Settings
from services.store import Store
from tests.catalogue.sources.helpers import QUICK, settings_for, start
from tests.catalogue.sources.stand_in import TOKEN, StandIn, make_films

OLD_KEY = "feedfacecafebeef" * 2


@asynccontextmanager
async def failing(
    settings: Settings, patience: Patience = QUICK
) -> AsyncIterator[list[MarqueeError]]:
    """Import the popular list and give the error that it ends with."""
    errors: list[MarqueeError] = []
    async with (
        await Store.open(settings.database_path) as store,
        open_tmdb(store, settings, patience=patience) as tmdb,
    ):
        try:
            await tmdb.popular()
        except MarqueeError as error:
            errors.append(error)
        yield errors


def told(error: BaseException) -> str:
    """Return all that a handler could print of an error, its causes included."""
    text = "".join(traceback.format_exception(error))
    seen: BaseException | None = error
    while seen is not None:
        text += repr(seen) + repr(seen.args)
        seen = seen.__cause__ or seen.__context__
    return text


@pytest.mark.parametrize("key", [TOKEN, OLD_KEY])
async def test_nothing_logged_holds_the_key(
    key: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with StandIn(make_films(60), faulty=0.3, retry_after=0, token=key) as server:
        settings = settings_for(server, tmp_path, key)
        async with failing(settings) as errors:
            assert errors == []
        assert server.leaks == []
        assert sum(server.faults.values()) > 10
    assert "gave up" in caplog.text  # logged at all
    assert "asked 1 times" in caplog.text
    assert key not in caplog.text
    assert "api_key" not in caplog.text


@pytest.mark.parametrize("key", [TOKEN, OLD_KEY])
async def test_a_refused_key_is_told_without_it(
    key: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        StandIn(make_films(5), token="another") as server,
        failing(settings_for(server, tmp_path, key)) as (error,),
    ):
        assert isinstance(error, RequestError)
        assert "refused the key" in error.message
        assert key not in told(error) + caplog.text
        assert sum(server.asked.values()) == 1  # a wrong key does not become right


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1:9/3", "http://[::1/3", "http://no-such.invalid/3", "gopher://x/3"]
)
async def test_an_api_that_is_not_there_is_told_without_the_key(
    where: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with StandIn([]) as server:
        settings = settings_for(server, tmp_path, OLD_KEY).model_copy(update={"tmdb_url": where})
        async with failing(settings, Patience(2, 0.01, 0.01)) as (error,):
            assert isinstance(error, UnavailableError)
            assert OLD_KEY not in told(error)
    assert OLD_KEY not in caplog.text


def test_settings_do_not_show_it() -> None:
    settings = Settings.model_validate({"tmdb_token": TOKEN})
    assert TOKEN not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


@pytest.mark.slow
@pytest.mark.parametrize("token", ["wrong-but-well-formed", "not well-formed"])
async def test_the_command_tells_it_in_one_sentence(tmp_path: Path, token: str) -> None:
    async with StandIn(make_films(5)) as server:
        process = await start(server, tmp_path, "import-tmdb", MARQUEE_TMDB_TOKEN=token)
        out, errors = await process.communicate()
    assert process.returncode == 1
    assert len(errors.strip().splitlines()) == 1
    assert b"MARQUEE_TMDB_TOKEN" in errors
    assert token.encode() not in out + errors
