"""Pictures from the web: fetched once, checked, stored whole; servers are treated politely."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

from services.catalogue.sources import fetch
from services.catalogue.sources.download import Posters, poster_path
from services.catalogue.sources.fetch import Fetched, Fetcher, FetchError, Patience, retry_after
from services.core.settings import Settings
from services.store import Store
from tests.catalogue.sources.helpers import QUICK
from tests.catalogue.sources.stand_in import StandIn, StandInFilm, make_films, picture


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.model_validate({"data_dir": tmp_path, "max_bytes": 100_000})


@asynccontextmanager
async def posters(settings: Settings, *, refresh: bool = False) -> AsyncIterator[Posters]:
    async with (
        await Store.open(settings.database_path) as store,
        Fetcher(patience=QUICK) as fetcher,
    ):
        opened = Posters(store, fetcher, settings, refresh=refresh)
        yield opened
        await opened.remember()


async def test_a_picture_is_fetched_once_however_many_want_it(
    server: StandIn, settings: Settings
) -> None:
    url = f"{server.url}/t/p/w500/p{server.films[0].id}.jpg"
    async with posters(settings) as first:
        paths = await asyncio.gather(*(first.fetch(url) for _ in range(20)))
    async with posters(settings) as second:
        await second.recall([url])
        paths.append(await second.fetch(url))
    assert len(set(paths)) == 1
    assert paths[0].read_bytes() == picture(server.films[0].id)
    assert sum(server.asked.values()) == 1


async def test_a_picture_stored_but_not_written_down_is_taken(
    server: StandIn, settings: Settings
) -> None:
    url = f"{server.url}/t/p/w500/p{server.films[0].id}.jpg"
    path = poster_path(settings.posters_dir.resolve(), url)
    path.parent.mkdir(parents=True)
    path.write_bytes(picture(server.films[0].id))
    async with posters(settings) as opened:
        assert await opened.fetch(url) == path
    assert not server.asked


@pytest.mark.parametrize("written_down", [True, False])
async def test_a_file_that_was_cut_is_fetched_anew(
    server: StandIn, settings: Settings, written_down: bool
) -> None:
    url = f"{server.url}/t/p/w500/p{server.films[0].id}.jpg"
    path = poster_path(settings.posters_dir.resolve(), url)
    if written_down:
        async with posters(settings) as opened:
            await opened.fetch(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture(server.films[0].id)[:200])
    server.asked.clear()
    async with posters(settings) as opened:
        await opened.recall([url])
        await opened.fetch(url)
    assert path.read_bytes() == picture(server.films[0].id)
    assert sum(server.asked.values()) == 1


async def test_refresh_sends_the_etag_and_takes_another_picture(settings: Settings) -> None:
    body, etag = picture(1), '"one"'
    seen: list[tuple[str | None, int]] = []

    async def answer(request: web.Request) -> web.Response:
        asked = request.headers.get("If-None-Match")
        status = 304 if asked == etag else 200
        seen.append((asked, status))
        return web.Response(
            status=status, body=None if status == 304 else body, headers={"ETag": etag}
        )

    async with _serving(answer) as url:
        path = poster_path(settings.posters_dir.resolve(), url)
        for refresh in (False, False, True):
            async with posters(settings, refresh=refresh) as opened:
                await opened.recall([url])
                await opened.fetch(url)
        assert seen == [(None, 200), ('"one"', 304)]
        body, etag = picture(2), '"two"'
        async with posters(settings, refresh=True) as opened:
            await opened.recall([url])
            await opened.fetch(url)
        assert path.read_bytes() == picture(2)
        async with posters(settings, refresh=True) as opened:
            await opened.recall([url])
            await opened.fetch(url)
    assert seen[2:] == [('"one"', 200), ('"two"', 304)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty file"),
        (b"<html>not here", "not an image"),
        (picture(1)[:200], "truncated or damaged image"),
        (b"\xff\xd8\xff" + b"0" * 100_000, "file too large"),
    ],
)
async def test_what_is_no_picture_is_not_stored(
    settings: Settings, body: bytes, reason: str
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, content_type="image/jpeg")

    async with _serving(answer) as url, posters(settings) as opened:
        with pytest.raises(FetchError, match=reason):
            await opened.fetch(url)
    assert [path for path in settings.posters_dir.rglob("*") if path.is_file()] == []


async def test_a_picture_replaced_by_rubbish_stays(settings: Settings) -> None:
    body = picture(1)

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body)

    async with _serving(answer) as url:
        async with posters(settings) as opened:
            path = await opened.fetch(url)
        body = b"<html>"
        async with posters(settings, refresh=True) as opened:
            await opened.recall([url])
            with pytest.raises(FetchError, match="not an image"):
                await opened.fetch(url)
    assert path.read_bytes() == picture(1)


async def test_half_written_files_of_a_killed_import_are_swept(settings: Settings) -> None:
    partial = settings.posters_dir / ".partial"
    partial.mkdir(parents=True)
    (partial / "1-old.jpg").write_bytes(b"half")
    (partial / "2-new.jpg").write_bytes(b"half")
    os.utime(partial / "1-old.jpg", (1, 1))
    async with posters(settings):
        assert [path.name for path in partial.iterdir()] == ["2-new.jpg"]


@pytest.mark.parametrize(
    "url", ["", "poster.jpg", "ftp://x/p.jpg", "http://[", "file:///etc/passwd", "http://"]
)
async def test_bad_addresses(settings: Settings, url: str) -> None:
    async with posters(settings) as opened:
        with pytest.raises(FetchError, match="bad address"):
            await opened.fetch(url)


@pytest.mark.parametrize("url", ["http://x/../../../etc/passwd", "http://x/" + "a" * 5000, "x\0y"])
def test_a_picture_lies_below_its_folder(tmp_path: Path, url: str) -> None:
    path = poster_path(tmp_path, url)
    assert path.resolve().is_relative_to(tmp_path)
    assert len(path.name) < 60


async def test_nobody_is_asked_before_the_time_that_a_429_names() -> None:
    films = [StandInFilm(1, "One", 1990, None, (), "jpeg", 1.0)]
    async with StandIn(films) as server, Fetcher(concurrency=1, patience=QUICK) as fetcher:
        server._burst = 1

        async def accept(answer: Fetched) -> int:
            return len(answer.body)

        url = f"{server.url}/t/p/w500/p1.jpg"
        sizes = await asyncio.gather(
            *(fetcher.get(url, accept, max_bytes=10_000) for _ in range(4))
        )
        assert server.faults == {"429": 1}
        assert server.too_early == 0
    assert sizes == [len(picture(1))] * 4


async def test_a_wait_beyond_patience_is_a_refusal() -> None:
    async with StandIn(make_films(1), retry_after=3600) as server, Fetcher() as fetcher:
        server._burst = 1

        async def accept(answer: Fetched) -> None:
            pytest.fail("answered")

        with pytest.raises(FetchError, match="HTTP 429, to be asked again in 3600 s"):
            await fetcher.get(f"{server.url}/t/p/w500/p1.jpg", accept, max_bytes=9)
        assert sum(server.asked.values()) == 1


async def test_a_server_that_is_never_there_is_not_asked_for_every_picture() -> None:
    async def accept(answer: Fetched) -> None:
        pytest.fail("answered")

    reasons: list[str] = []
    async with Fetcher(concurrency=1, patience=Patience(1)) as fetcher:
        for number in range(fetch._DEAD_AFTER + 3):
            with pytest.raises(FetchError) as caught:
                await fetcher.get(f"http://127.0.0.1:9/{number}", accept, max_bytes=9)
            reasons.append(caught.value.reason)
    assert set(reasons[:-3]) == {"no connection"}
    assert set(reasons[-3:]) == {"its server cannot be reached"}


def test_retry_after_is_a_number_or_a_date() -> None:
    assert retry_after("7") == 7.0
    assert retry_after(None) is None
    assert retry_after("soon") is None
    assert retry_after("-3") is None
    assert retry_after(format_datetime(datetime.now(UTC) - timedelta(hours=1))) == 0.0
    ahead = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert ahead is not None
    assert 3000 < ahead <= 3600


@asynccontextmanager
async def _serving(answer: object) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/poster.jpg", answer)  # pyright: ignore[reportArgumentType]
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/poster.jpg"
    await runner.cleanup()
