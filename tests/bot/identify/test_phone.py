"""Answers on a phone, 390 pixels wide: one screen, and posters that are large enough to see."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.core.film_details import FilmDetails
from services.core.types import Identification, Match, SeenPoster
from tests.bot.conftest import HEAT, NEAR, FakeClient, identification, perhaps, picture
from tests.bot.identify.test_film import DETAILS
from tests.chromium import chromium

api = pytest.importorskip("playwright.async_api", reason="the dev extra is not installed")
pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 390, 844
# Of the neighbours' posters, three of which stand side by side in one picture.
LEAST = 80
SMALL = ((20, 30), (60, 30), (60, 90), (20, 90))
SURE = Match(HEAT, 0.9, 0.99, "geometry")
ANSWERS: dict[str, Identification] = {
    "match": replace(identification(), match=SURE, is_poster=True),
    "outlined": replace(
        identification(), match=SURE, is_poster=True, posters=(SeenPoster(SMALL, SURE),)
    ),
    "perhaps": perhaps(),
    "unknown": replace(identification(), is_poster=True),
    "no poster": replace(identification(), is_poster=False),
}


async def test_an_answer_is_one_screen_of_a_phone(
    env: simcord.Env,
    bot: Marquee,
    guild: GuildHandle,
    channel: ChannelHandle,
    alice: MemberActor,
    client: FakeClient,
) -> None:
    await bot.access.change(guild.id, cooldown_rate=100, server_rate=100)
    client.posters = {film.key: picture("red", (200, 300)) for film in (HEAT, *NEAR)}
    client.details = {HEAT.key: told(DETAILS)}
    for found in ANSWERS.values():
        client.answer = found
        await alice.slash(channel, "match", poster=("heat.png", picture(size=(120, 180))))
    await alice.slash(channel, "film", title=HEAT.key)
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
            answers = page.locator("#channel-message-list > *").filter(has_text="used /")
            names = [*ANSWERS, "film"]
            await api.expect(answers).to_have_count(len(names), timeout=60_000)
            # The page begins as wide as a desk's, and takes the window's width in a moment.
            await page.wait_for_function(
                "most => document.querySelector('#channel-message-list').clientWidth <= most",
                arg=WIDTH,
                timeout=60_000,
            )
            for name, answer in zip(names, await answers.all(), strict=True):
                if name != "no poster":
                    strip = answer.get_by_alt_text("Posters side by side")
                    await api.expect(strip).to_be_visible(timeout=60_000)
                    box = await strip.bounding_box()
                    assert box and box["width"] * 280 / 880 >= LEAST, (name, box)
                box = await answer.bounding_box()
                assert box and box["height"] <= HEIGHT, (name, box)
                if folder := os.environ.get("MARQUEE_SCREENSHOTS"):
                    await answer.screenshot(path=Path(folder) / f"answer-{name}.png")
        await browser.close()


def told(details: FilmDetails) -> FilmDetails:
    """The details of a film of that id."""
    return replace(details, imdb_id=HEAT.imdb_id)
