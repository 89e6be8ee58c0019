"""The sign-in page as people meet it, in Chromium."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chromium import chromium

sync_api = pytest.importorskip("playwright.sync_api", reason="the dev extra is not installed")
pytestmark = pytest.mark.browser
expect = sync_api.expect

SECRET = "open-sesame-of-nobody-5f1c"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("MARQUEE_")}
    (tmp_path / "secret").write_text(SECRET)
    process = subprocess.Popen(
        [sys.executable, "-m", "marquee", "serve", "--port", "0"],
        env=env
        | {"PYTHONUNBUFFERED": "1", "MARQUEE_DATA_DIR": str(tmp_path)}
        | {"MARQUEE_SECRET_FILE": str(tmp_path / "secret")},
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


def test_the_secret_is_entered_once(url: str) -> None:
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
        except sync_api.Error as error:
            pytest.skip(f"no Chromium here: {error.message.splitlines()[0]}")
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        expect(page).to_have_url(f"{url}/sign-in")
        field = page.get_by_label("It is asked for once in this browser.")
        field.fill("a guess")
        page.get_by_role("button", name="Come in").click()
        expect(page.get_by_role("alert")).to_have_text("That is not the secret of this service.")
        field.fill(SECRET)
        field.press("Enter")
        expect(page).to_have_url(f"{url}/")
        expect(page.get_by_role("heading", level=2)).to_have_text("Or walk in anywhere")
        (cookie,) = context.cookies()
        assert cookie.get("httpOnly")
        assert cookie.get("sameSite") == "Strict"
        assert page.evaluate("document.cookie") == ""
        # A second page, and a page that was open when the cookie went.
        other = context.new_page()
        other.goto(url)
        expect(other.get_by_role("heading", level=2)).to_have_text("Or walk in anywhere")
        context.clear_cookies()
        other.get_by_role("combobox", name="Type a film").fill("heat")
        expect(other).to_have_url(f"{url}/sign-in")
        browser.close()
