"""The service over the drawn posters, and Chromium that opens its page."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import chromium
from tests.inference.explorer.catalogue import DrawnCatalogue

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> DrawnCatalogue:
    catalogue = DrawnCatalogue(tmp_path_factory.mktemp("page"))
    catalogue.build()
    # In a thread of its own: Playwright's loop may be running in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, catalogue.remember()).result()
    return catalogue


@pytest.fixture(scope="module")
def url(catalogue: DrawnCatalogue) -> Iterator[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("MARQUEE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "marquee", "serve", "--port", "0"],
        env=env
        | {"PYTHONUNBUFFERED": "1", "MARQUEE_DATA_DIR": str(catalogue.settings.data_dir)}
        | {"MARQUEE_MAX_BYTES": str(2 * 2**20)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    if found is None:
        process.kill()
        pytest.fail(f"the service said {line!r}")
    yield found.group()
    process.terminate()
    process.communicate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="the dev extra is not installed")
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        except sync_api.Error as error:
            pytest.skip(f"no Chromium here: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def visit(url: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page; at the end nothing may have gone wrong in it, nor come from elsewhere."""
    from tests.inference.explorer.browsing import WIDE, expect

    contexts, wrong = [], []

    def start(
        path: str = "/", size: tuple[int, int] = WIDE, *, expected: str = "", **options: Any
    ) -> Page:
        viewport: ViewportSize = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()

        def heard(kind: str, text: str) -> None:
            if not (expected and expected in text):
                wrong.append(f"{kind}: {text}")

        page.on("pageerror", lambda error: heard("error", str(error)))
        page.on(
            "console",
            lambda m: heard("console", m.text) if m.type in ("error", "warning") else None,
        )
        page.on(
            "request",
            lambda r: None if r.url.startswith((url, "blob:")) else heard("elsewhere", r.url),
        )
        page.goto(url + path)
        expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")
        return page

    yield start
    for context in contexts:
        context.close()
    assert wrong == []
