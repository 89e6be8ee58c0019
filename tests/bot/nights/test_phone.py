"""Nights on a phone, 390 pixels wide: each message one screen, its buttons inside it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.conftest import HEAT, NEAR, picture
from tests.bot.film_club import put
from tests.bot.nights.evening import DAY, START, VOTE, polls
from tests.chromium import chromium

api = pytest.importorskip("playwright.async_api", reason="the dev extra is not installed")
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTH, HEIGHT = 390, 844
# What is found of each message.
TOLD = {
    "call": "calls a movie night",
    "outcome": "wins with 1 vote",
    "reminder": "⏰",
    "stars": "How was",
    "asked": "can be read in more than one way",
    "draft": "Every Saturday at 20:00",
}


async def test_a_night_is_read_on_a_phone(env, bot, guild, channel, alice, bob, client):
    client.posters = {film.key: picture("red", (200, 300)) for film in (HEAT, *NEAR)}
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    sent = await alice.slash(channel, "night vote", **VOTE, place="The Roxy")
    await alice.click(sent.response, label="Start the poll")
    await alice.vote(polls(channel)[0], answer=1)
    await env.advance_time(DAY + 60)
    (outcome,) = [m for m in channel.history() if "wins with" in m.content]
    await bob.click(outcome, label="I can't come")
    await env.advance_time((START - timedelta(minutes=50) - env.now()).total_seconds())
    await env.advance_time(4 * 3600)
    await alice.slash(channel, "night vote", **{**VOTE, "when": "tomorrow at 8"})
    await alice.slash(
        channel, "night watchlist", when="every Saturday at 20:00", timezone="Berlin", films=3
    )
    async with api.async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
        except api.Error as error:
            pytest.skip(f"no Chromium here: {error.message.splitlines()[0]}")
        preview = env.preview(channel, viewers=[alice], layout="channel", timezone="UTC")
        async with preview:
            # So high that all are drawn: the page draws those alone that are seen.
            page = await browser.new_page(viewport={"width": WIDTH, "height": 9 * HEIGHT})
            await page.goto(preview.url)
            message = page.locator("#channel-message-list > *").first
            await api.expect(message).to_be_visible(timeout=60_000)
            # The page begins as wide as a desk's, and takes the window's width in a moment.
            await page.wait_for_function(
                "most => document.querySelector('#channel-message-list').clientWidth <= most",
                arg=WIDTH,
                timeout=60_000,
            )
            for name, text in TOLD.items():
                message = page.locator("#channel-message-list > *").filter(has_text=text).first
                await api.expect(message).to_be_visible(timeout=60_000)
                box = await message.bounding_box()
                assert box and box["height"] <= HEIGHT, (name, box)
                for button in await message.get_by_role("button").all():
                    inside = await button.bounding_box()
                    assert inside is None or inside["x"] + inside["width"] <= WIDTH, name
                if folder := os.environ.get("MARQUEE_SCREENSHOTS"):
                    await message.screenshot(path=Path(folder) / f"night-{name}.png")
        await browser.close()
