import asyncio
import hashlib
import shutil
import socket
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import discord
import pytest
import simcord
from aiohttp import ClientSession
from PIL import Image
from simcord.results import ResponseMessage
from simcord.types import HttpLogEntry

from bot import demo
from bot.app import Marquee
from bot.demo_page import bring_to_life
from bot.demo_welcome import Welcome
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.samples import SAMPLES, photo_path, save_all
from services.store import Store
from tests.bot.conftest import FakeClient
from tests.bot.layout import alts, answer, labels, refusal, text


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    save_all(folder, width=60)
    for place, sample in enumerate(SAMPLES):
        Image.new("RGB", (30, 40), (place, 80, 80)).save(photo_path(folder, sample))
    return folder


async def test_a_sample_is_matched_from_the_welcome(env, bot: Marquee, client, samples, row):
    photos = await demo._photos(samples)
    channel, (ada, ben, cleo) = await demo._furnish(env, bot, samples, photos)
    assert (ada.name, ben.name, cleo.name) == ("ada", "ben", "cleo")
    welcome = channel.last_message
    assert welcome is not None
    assert env.backend.bot_user.name == "Marquee"
    assert str(samples) in str([item.to_dict() for item in welcome.components])

    result = await ada.select(welcome, ["7"])
    assert "### Nearest posters" in text(answer(result))
    photo = photo_path(samples, SAMPLES[7]).read_bytes()
    assert client.asked == [(photo, 4)]
    assert (await row()).digest == hashlib.sha256(photo).hexdigest()

    client.error = UnavailableError("busy", "A lot of posters are waiting.")
    assert refusal(await ben.select(welcome, ["0"])) == "A lot of posters are waiting."
    client.error = RuntimeError("secret")
    assert "secret" not in refusal(await ben.select(welcome, ["0"]))
    assert [r.error_code for r in await bot.store.recent_queries(limit=2)] == ["internal", "busy"]


def seen(message: discord.Message) -> ResponseMessage:
    """A message as the helpers of these tests read it."""
    parts = [item.to_dict() for item in message.components]
    return cast(ResponseMessage, SimpleNamespace(components=parts))


@pytest.fixture
async def furnished(env, bot: Marquee, samples: Path):
    return await demo._furnish(env, bot, samples, await demo._photos(samples))


async def test_one_of_the_viewers_is_an_admin(env, furnished):
    channel, (ada, ben, cleo) = furnished
    for name in ("settings", "stats"):
        shown = await cleo.slash(channel, name)
        assert shown.response or shown.followups, name
        for other in (ada, ben):
            with pytest.raises(simcord.SetupError):
                await other.slash(channel, name)
    assert env.errors == []


async def test_a_press_starts_each_thing_that_the_welcome_names(env, bot: Marquee, furnished):
    channel, (ada, ben, _) = furnished
    welcome = channel.last_message
    said = text(seen(welcome))
    assert labels(seen(welcome)) == ["Play a game", "Plan a film night", "Show the watchlist"]
    for word in ("game", "film night", "list of films", "Cleo", "/settings", "/stats"):
        assert word in said

    begun = await ada.click(welcome, label="Play a game")
    assert [each.ephemeral for each in (begun.response, *begun.followups) if each] == [True]
    lobby = channel.last_message
    assert lobby is not None and "Players (1)" in text(seen(lobby))
    draft = await ben.click(welcome, label="Plan a film night")
    assert "Start the poll" in labels(answer(draft, private=True))
    kept = answer(await ben.click(welcome, label="Show the watchlist"))
    assert "watchlist" in text(kept).lower()
    assert env.errors == []


async def test_times_are_shown_as_they_are_when_the_page_is_drawn(env, furnished):
    """A lobby of fifteen minutes, opened half an hour after the demo began, is one of fifteen."""
    channel, members = furnished
    preview = env.preview(channel, viewers=members, layout="channel", timezone="UTC")
    bring_to_life(preview, 0)
    async with preview:
        await env.advance_time(1800)
        preview._publish(preview._python)
        assert preview._python.snapshot["profile"]["presentationTime"] == env.now().isoformat()
        origin = preview.url.partition("#")[0].rstrip("/")
        async with ClientSession() as http:
            async with http.get(f"{origin}/marquee/now") as response:
                now = (await response.json())["now"] / 1e3
            assert now == pytest.approx(env.now().timestamp())
            async with http.get(origin) as response:
                page = await response.text()
            for name in ("marquee.js", "marquee.css"):
                assert f"/{name}" in page
                async with http.get(f"{origin}/{name}") as response:
                    assert response.status == 200
                    assert len(await response.text()) > 100
            async with http.get(f"{origin}/marquee/now", headers={"Host": "e.xyz"}) as response:
                assert response.status == 403


@pytest.mark.parametrize("known", [True, False])
async def test_the_welcome_says_whether_the_films_are_known(
    env, bot: Marquee, client, samples, known: bool
):
    client.catalogue = (*client.catalogue, *(sample.film for sample in SAMPLES if known))
    channel, _ = await demo._furnish(env, bot, samples, await demo._photos(samples))
    welcome = channel.last_message
    assert welcome is not None
    said = text(seen(welcome))
    assert ("this demo's catalogue has them" in said) is known
    assert ("your catalogue does not know them" in said) is not known
    assert "Twelve photos of movie posters" in alts(seen(welcome))


async def test_photos_are_drawn_once(samples: Path, tmp_path: Path, monkeypatch):
    for sample in SAMPLES:  # as a version before has left them
        shutil.copy(samples / f"{sample.slug}.png", tmp_path)
    first = await demo._photos(tmp_path)
    assert first == [photo_path(tmp_path, sample).read_bytes() for sample in SAMPLES]
    assert len(set(first)) == len(SAMPLES)
    monkeypatch.setattr(demo, "save_photos", None)
    assert await demo._photos(tmp_path) == first


@pytest.fixture
def ready(settings: Settings, client: FakeClient, samples: Path, monkeypatch) -> Settings:
    monkeypatch.setattr(demo, "connect", lambda *_, **__: client)
    shutil.copytree(samples, settings.data_dir / "samples")
    return settings


async def test_the_demo_runs_until_it_is_cancelled(ready: Settings, client: FakeClient):
    said: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(demo._demo(ready, 0, False, said.put_nowait))
    first = await said.get()
    assert "http://127.0.0.1:" in first
    assert str((ready.data_dir / "samples").resolve()) in await said.get()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert client.closed
    store = await Store.open(ready.data_dir / "demo.db")
    assert await store.recent_queries() == []
    await store.close()
    assert not ready.database_path.exists()


async def test_a_port_that_is_taken(ready: Settings, client: FakeClient):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UnavailableError, match=f"could not bind port {port}"):
            await demo._demo(ready, port, False, print)
    assert client.closed


async def test_a_folder_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnavailableError, match="cannot be kept"):
        await demo._photos(tmp_path / "file" / "samples")


@pytest.fixture
async def steady(env: simcord.Env, monkeypatch) -> AsyncIterator[list[float]]:
    """What the machine's steady clock says, while the demo's clock runs by it."""
    seconds = [1000.0]
    monkeypatch.setattr(demo, "perf_counter", lambda: seconds[0])
    monkeypatch.setattr(demo, "_TICK_SECONDS", 0.01)
    preview = cast(simcord.Preview, None)  # the bot does nothing here that would be shown
    clock = asyncio.create_task(demo._keep_time(env, preview))
    await asyncio.sleep(0.05)
    yield seconds
    assert not clock.done()
    clock.cancel()


async def moved(env: simcord.Env, since: datetime) -> float:
    """Return how far the simulated clock went, once it has gone at all."""
    for _ in range(2000):
        if env.now() != since:
            break
        await asyncio.sleep(0.01)
    return (env.now() - since).total_seconds()


async def test_the_clock_goes_as_fast_as_the_machines_whatever_the_time_of_day(env, steady):
    since = env.now()  # months before today
    steady[0] += 90
    assert await moved(env, since) == pytest.approx(90)
    await asyncio.sleep(0.05)
    assert (env.now() - since).total_seconds() == pytest.approx(90)


async def test_the_clock_goes_on_when_something_breaks(env, steady, monkeypatch, caplog):
    since = env.now()
    advance, broken = env.advance_time, asyncio.Event()

    async def breaks_once(seconds: float) -> None:
        if not broken.is_set():
            broken.set()
            raise RuntimeError("somebody's timer")
        await advance(seconds)

    monkeypatch.setattr(env, "advance_time", breaks_once)
    monkeypatch.setattr(demo, "_is_due", lambda *_: True)
    steady[0] += 5
    assert await moved(env, since) == pytest.approx(5)
    assert broken.is_set()
    assert "the clock stumbled" in caplog.text


async def test_news_that_came_during_a_press_is_shown_after_it(env, monkeypatch):
    shown = asyncio.Event()

    class Pressed:
        tries = 0

        async def refresh(self) -> None:
            self.tries += 1
            if self.tries == 1:
                raise simcord.SetupError("operation overlaps active preview.action")
            shown.set()

    async def post_once(seconds: float) -> None:
        env.backend.advance_clock(seconds)
        monkeypatch.setattr(demo, "_is_due", lambda *_: False)
        env.http_requests.append(HttpLogEntry("GET", "/", {}, None, None))

    monkeypatch.setattr(demo, "_TICK_SECONDS", 0.01)
    monkeypatch.setattr(demo, "_is_due", lambda *_: True)
    monkeypatch.setattr(env, "advance_time", post_once)
    pressed = Pressed()
    clock = asyncio.create_task(demo._keep_time(env, cast(simcord.Preview, pressed)))
    async with asyncio.timeout(20):
        await shown.wait()
    await asyncio.sleep(0.05)
    assert pressed.tries == 2
    clock.cancel()


def test_every_sample_fits_the_menu():
    assert len(SAMPLES) <= 25
    assert all(len(sample.film.label) <= 100 for sample in SAMPLES)
    assert issubclass(Welcome, discord.ui.LayoutView)
