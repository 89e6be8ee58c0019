"""`marquee demo` as a newcomer meets it: in a real browser, with a poster from disk."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.inference.connect import connect
from services.samples import SAMPLES, photo_path
from services.store import QueryRecord, Store
from tests.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

sync_api = pytest.importorskip("playwright.sync_api", reason="the dev extra is not installed")
pytestmark = pytest.mark.browser

T = TypeVar("T")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP: "ViewportSize" = {"width": 900, "height": 1000}
PHONE: "ViewportSize" = {"width": 390, "height": 844}
SAMPLE = SAMPLES[7]


@dataclass
class Demo:
    url: str
    data_dir: Path
    process: subprocess.Popen[str]

    def rows(self) -> list[QueryRecord]:
        async def read() -> list[QueryRecord]:
            async with await Store.open(self.data_dir / "demo.db") as store:
                return await store.recent_queries()

        return _run(read())


def _run(read: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread: Playwright keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, read).result()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with _started(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@contextmanager
def _started(folder: Path) -> Iterator[Demo]:
    _need_the_starter(folder)
    env = {k: v for k, v in os.environ.items() if not k.startswith("MARQUEE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "marquee", "demo", "--no-open"],
        cwd=folder,
        env=env | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:  # ends where the process does
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/#\S+", said):
                break
        else:
            pytest.fail(f"the demo ended: {said!r}, exit status {process.wait()}")
        yield Demo(found.group(), folder / "data", process)
    finally:
        process.terminate()
        process.communicate()


def _need_the_starter(folder: Path) -> None:
    async def start() -> None:
        client = connect(Settings(_env_file=None, data_dir=folder / "none"))  # pyright: ignore[reportCallIssue]
        try:
            await client.start()
        finally:
            await client.close()

    try:
        _run(start())
    except UnavailableError as error:
        pytest.skip(f"the starter is not built: {error}")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    installed = chromium()
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        except sync_api.Error as error:
            pytest.skip(f"no Chromium here: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


def test_a_photo_of_a_poster_is_recognised_and_outlined(demo: Demo, browser: "Browser") -> None:
    before = len(demo.rows())
    page = browser.new_page(viewport=DESKTOP, device_scale_factor=1.5)
    page.goto(demo.url)
    welcome = page.get_by_text("What film is this?").last
    sync_api.expect(welcome).to_be_visible(timeout=60_000)
    photos = page.get_by_alt_text("Twelve photos of movie posters")
    sync_api.expect(photos).to_be_visible(timeout=60_000)
    _match(page, photo_path(demo.data_dir / "samples", SAMPLE))

    reply = page.locator("#channel-message-list > *").last
    sync_api.expect(reply).to_contain_text(f"This is {SAMPLE.film.label}", timeout=60_000)
    said = reply.inner_text()
    for part in (r"1\. .+\(\d{4}\)", r"3\. .+"):
        assert re.search(part, said), said
    outlined = reply.get_by_alt_text(re.compile("with a line around the poster"))
    sync_api.expect(outlined).to_be_visible()
    look = reply.get_by_alt_text(re.compile(r"\d{4}s, most likely \d{4}"))
    sync_api.expect(look).to_be_visible()
    links = reply.get_by_role("link")
    assert "https://www.imdb.com/title/tt" in (links.first.get_attribute("href") or "")
    row, *older = demo.rows()
    assert (len(older), row.outcome, len(row.neighbour_keys)) == (before, "matched", 3)
    if wanted := os.environ.get("MARQUEE_SCREENSHOT"):
        page.locator("#messages-toggle").click()  # the list of messages is not Discord's
        page.wait_for_function("[...document.images].every(image => image.complete)")
        reply.evaluate("element => element.scrollIntoView({block: 'start'})")
        page.screenshot(path=wanted)
    reply.get_by_role("button", name=re.compile("More$")).click()
    sync_api.expect(reply).to_contain_text(re.compile(r"0\.\d\d alike"), timeout=60_000)
    page.close()


def test_a_file_that_is_no_poster_is_refused_to_its_sender_only(
    demo: Demo, browser: "Browser", tmp_path: Path
) -> None:
    before = len(demo.rows())
    wrong = tmp_path / "notes.txt"
    wrong.write_text("not a poster")
    page = browser.new_page(viewport=PHONE)
    page.goto(demo.url)
    _match(page, wrong)

    reply = page.locator("#channel-message-list > *").last
    sync_api.expect(reply).to_contain_text("That is a text file", timeout=60_000)
    sync_api.expect(reply).to_contain_text("Only you can see this")
    assert "Traceback" not in page.content()
    rows = demo.rows()
    assert (len(rows) - before, rows[0].error_code) == (1, "not_an_image")
    page.close()


def _match(page: "Page", poster: Path) -> None:
    page.locator("#channel-composer-input").click()
    page.keyboard.type("/match")
    page.locator(".command-entry").filter(has_text=re.compile("^/match")).click()
    page.get_by_role("option", name=re.compile("^poster")).click()
    page.locator(".command-file-input").set_input_files(poster)
    page.locator("#send-message").click()


def test_the_admin_sees_settings_and_a_picture_on_its_way_is_not_torn(
    demo: Demo, browser: "Browser"
) -> None:
    page = browser.new_page(viewport=PHONE)
    # Pictures never come.
    page.route("**/api/assets/*", lambda _: None)
    page.goto(demo.url)
    sync_api.expect(page.get_by_text("What film is this?").last).to_be_visible(timeout=60_000)
    assert page.evaluate(TORN) == 0
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    page.get_by_label("Viewing as").select_option(label="Cleo")
    sync_api.expect(page.locator("#action-status")).to_have_text(
        re.compile("^(Viewport updated|Action completed)$"), timeout=60_000
    )
    page.locator("#channel-composer-input").click()
    page.keyboard.type("/settings")
    page.locator(".command-entry").filter(has_text=re.compile("^/settings")).click()
    page.locator("#send-message").click()
    said = page.locator("#channel-message-list > *").last
    sync_api.expect(said).to_contain_text("Marquee on this server", timeout=60_000)
    page.close()


# Pictures that are seen though nothing is there to be seen.
TORN = """() => [...document.images].filter(image =>
  !image.naturalWidth && getComputedStyle(image).visibility !== 'hidden').length"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_it_quietly_and_its_page_says_so(tmp_path: Path, browser: "Browser") -> None:
    with _started(tmp_path) as demo:  # of its own: the others need theirs alive
        page = browser.new_page(viewport=PHONE)
        page.goto(demo.url)
        sync_api.expect(page.get_by_text("What film is this?").last).to_be_visible(timeout=60_000)
        page.get_by_role("button", name=re.compile("Play a game$")).click()
        waits = page.locator("time.discord-timestamp").filter(has_text=re.compile("^in 1[45] min"))
        sync_api.expect(waits.last).to_be_visible(timeout=60_000)
        _goes_on(page)
        ended = page.get_by_role("alert")
        assert ended.count() == 0
        demo.process.send_signal(signal.SIGINT)
        said, _ = demo.process.communicate(timeout=60)
        sync_api.expect(ended).to_contain_text("The demo was stopped", timeout=60_000)
        page.close()
    assert demo.process.returncode == 0
    assert "Traceback" not in said
    assert "The demo has ended." in said


def _goes_on(page: "Page") -> None:
    """A countdown follows the clock of the simulation, not the instant at which it was drawn."""
    page.route(
        "**/marquee/now",
        lambda route: route.fulfill(json={"now": (time.time() + 14 * 60 + 20) * 1e3}),
    )
    seconds = page.locator("time.discord-timestamp").filter(
        has_text=re.compile(r"^in \d+ seconds?$")
    )
    sync_api.expect(seconds.last).to_be_visible(timeout=60_000)
    page.unroute_all(behavior="ignoreErrors")
