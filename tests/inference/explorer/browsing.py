"""What tests of the explorer's page do in Chromium; without Playwright they are skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from services.samples import SAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="the dev extra is not installed")
expect = sync_api.expect

VOLTAGE = 7
WIDE, NARROW = (1280, 860), (390, 844)
Open = Callable[..., "Page"]


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2)).to_have_text(text)


def titles(page: Page) -> list[str]:
    return page.locator("#answer .card-title").all_inner_texts()


def label(number: int) -> str:
    return SAMPLES[number].film.label
