"""A full game of each kind in the browser's Discord, on a screen as narrow as a phone."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.bot.test_demo_browser import Demo, browser, demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Response, ViewportSize

sync_api = pytest.importorskip("playwright.sync_api", reason="the dev extra is not installed")
pytestmark = pytest.mark.browser

__all__ = ["browser", "demo"]  # fixtures

# A phone is as narrow; higher, so that a message is seen whole.
PHONE: "ViewportSize" = {"width": 390, "height": 1280}
SLOW = 60_000  # milliseconds
MOMENT = SLOW / 12
TRIES = 6
ROUNDS = 2
# All in one step: the page draws itself anew whenever something happens, and a menu that is open
# loses the focus then, and closes. What is clicked is drawn anew as well, so it is looked up.
CHOOSE = """
(menu, values) => {
  const now = within => document.querySelector(
    `.preview-select[data-control-key="${key}"] ${within}`
  );
  const key = menu.dataset.controlKey;
  menu.click();
  for (const value of values) now(`.select-option[data-value="${value}"]`).click();
  now(".select-apply").click();
}
"""


# On a busy machine the simulated Discord's page may leave the menu of genres shut, whatever is
# clicked; so that game is played where somebody looks. tests/bot/games plays it without a browser.
WATCHED = pytest.mark.skipif(
    "MARQUEE_SCREENSHOTS" not in os.environ, reason="the simulated page may leave its menu shut"
)


@pytest.mark.parametrize(
    "kind", ["film", "year", pytest.param("genres", marks=WATCHED), "odd", "decade", "connect"]
)
def test_a_game(demo: Demo, browser: "Browser", kind: str) -> None:
    page = browser.new_page(viewport=PHONE, device_scale_factor=2)
    page.goto(demo.url)
    sync_api.expect(page.get_by_text("Viewport updated")).to_be_visible(timeout=SLOW)
    # Of a dozen drawn films four may share a thing but once.
    rounds = 1 if kind == "connect" else ROUNDS
    # The longest that there is: a slow machine shall not be too late to answer.
    run(page, "game start", kind=LABELS[kind], rounds=str(rounds), seconds="180")
    sync_api.expect(newest(page)).to_contain_text("Players (1)", timeout=SLOW)
    view_as(page, "Ben")
    until(page, lambda: press(page, "Join"), lambda: told(page, "Players (2)"))
    view_as(page, "Ada")
    until(page, lambda: press(page, "Start"), lambda: told(page, f"Round 1 of {rounds}"))
    for number in range(1, rounds + 1):
        sync_api.expect(newest(page)).to_contain_text(f"Round {number} of {rounds}", timeout=SLOW)
        asked = question(demo)
        pictures = [shoot(page, newest(page))]
        view_as(page, "Ben")  # first: a right answer may end the round
        answer(page, demo, asked, right=False)
        view_as(page, "Ada")
        answer(page, demo, asked, right=True)
        result = page.locator("#channel-message-list > *").filter(has_text="Scores").last
        sync_api.expect(result).to_contain_text(f"Round {number} of {rounds}", timeout=SLOW)
        sync_api.expect(result).to_contain_text(asked["film"]["title"])
        if number == rounds:
            keep([*pictures, shoot(page, result)], kind)
    sync_api.expect(newest(page)).to_contain_text("Ada wins!", timeout=SLOW)
    shown = dict(re.findall(r"(?:🥇|🥈|2\.)\s*(\w+)\s*·\s*(\d+)", newest(page).inner_text()))
    assert shown == {"Ada": str(points(demo, "Ada")), "Ben": str(points(demo, "Ben"))}
    assert int(shown["Ada"]) > int(shown["Ben"])
    page.close()


def test_a_daily_poster(demo: Demo, browser: "Browser") -> None:
    """By oneself, to its end, and shared with the channel."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=2)
    page.goto(demo.url)
    sync_api.expect(page.get_by_text("Viewport updated")).to_be_visible(timeout=SLOW)
    run(page, "daily")
    mine = page.locator("#channel-message-list > *").filter(has_text="Daily poster")
    sync_api.expect(mine.last).to_contain_text("Picture 1 of 6", timeout=SLOW)
    pictures = [shoot(page, mine.last)]

    def tried() -> int:
        return rows(demo, "SELECT count(*) FROM daily_tries")[0][0]

    for label in ["Show more"] * 5 + ["Give up"]:
        button = mine.last.get_by_role("button", name=label)
        until(page, partial(button.click, timeout=MOMENT), tried)
    sync_api.expect(mine.last).to_contain_text("🟦🟦🟦🟦🟦🟦", timeout=SLOW)
    keep([*pictures, shoot(page, mine.last)], "daily")
    until(page, lambda: press_in(mine.last, "Share"), lambda: told(page, "–/6"))
    page.close()


def press_in(message: "Locator", label: str) -> None:
    message.get_by_role("button", name=label).click(timeout=MOMENT)


LABELS = {
    "film": "Guess the film",
    "year": "Guess the year",
    "genres": "Guess the genres",
    "odd": "Odd one out",
    "decade": "Guess the decade",
    "connect": "Connect",
}


def run(page: "Page", command: str, **options: str) -> None:
    """Type a slash command, fill its options, send it."""
    composer = page.locator("#channel-composer-input")
    composer.click()
    composer.press_sequentially(f"/{command}")
    page.locator(".command-entry").first.click()
    for place, (name, value) in enumerate(options.items()):
        if place:
            page.locator(".command-ghost").click()
        page.locator(f'.command-suggestion[data-value="{name}"]').click()
        page.keyboard.type(value)
        choice = page.locator(".command-suggestion", has_text=value)
        if name == "kind":
            choice.first.click()
    page.locator("#send-message").click()


def newest(page: "Page") -> "Locator":
    """The game's newest message, not what one member alone was told."""
    said = page.locator("#channel-message-list > *")
    return said.filter(has_text=re.compile(r"Players \(|Round \d of|wins!")).last


def view_as(page: "Page", name: str) -> None:
    """Become another member, and wait for what they alone were told."""
    for _ in range(TRIES):
        try:
            with page.expect_response(_is_switch, timeout=SLOW / 4):
                page.locator("select").first.select_option(label=name)
        except sync_api.TimeoutError:  # the page was busy and heard nothing
            continue
        if done(page) != "Action was not completed.":
            return
    pytest.fail(f"the page is not {name}'s")


def viewer(page: "Page") -> str:
    return page.locator("select").first.locator("option:checked").inner_text()


def _is_switch(answer: "Response") -> bool:
    return '"viewer"' in (answer.request.post_data or "")


def done(page: "Page") -> str:
    """Return what the page says of the last action, once it is done."""
    status = page.locator("#action-status")
    sync_api.expect(status).not_to_have_text(re.compile("…$"), timeout=SLOW)
    return status.inner_text()


def press(page: "Page", label: str) -> None:
    name = re.compile(rf"(^|\s){re.escape(label)}$")
    newest(page).get_by_role("button", name=name).click(timeout=MOMENT)


def until(page: "Page", act: Callable[[], None], count: Callable[[], int]) -> None:
    """Act until one more is counted: a press upon a page that is just changing is refused.

    Counted is what a page that is loaded anew still shows, or what is kept: what an attempt that
    was cut short left on the page, half a choice or a menu that is open and not seen, goes with it.
    """
    before = count()
    for attempt in range(TRIES):
        if attempt:
            load_anew(page)
        wait_for_pictures(page)
        with suppress(sync_api.Error):
            act()
        done(page)
        for _ in range(12):
            if count() > before:
                return
            page.wait_for_timeout(SLOW / 240)
    pytest.fail(f"not done in {TRIES} attempts")


def wait_for_pictures(page: "Page") -> None:
    """Wait for them, since the page leaves a message as it is, menus too, until they are there.

    Another member's view has to load them anew.
    """
    for _ in range(240):
        if page.evaluate("[...document.images].every(image => image.naturalWidth)"):
            return
        page.wait_for_timeout(SLOW / 240)


def load_anew(page: "Page") -> None:
    name = viewer(page)
    page.reload()
    sync_api.expect(page.get_by_text("Viewport updated")).to_be_visible(timeout=SLOW)
    if viewer(page) != name:
        view_as(page, name)


def told(page: "Page", text: str) -> int:
    """Return how often the channel says it."""
    return page.locator("#channel-message-list").inner_text().count(text)


def answer(page: "Page", demo: Demo, asked: dict[str, Any], *, right: bool) -> None:
    """Answer in the way that the question wants."""
    if asked["kind"] in {"film", "odd", "decade", "connect"}:
        labels = {
            "film": ["{title} ({year})".format(**film) for film in asked["choices"]],
            "odd": [str(place + 1) for place in range(len(asked["choices"]))],
            "decade": [f"{decade}s" for decade in asked["decades"]],
            "connect": [
                f"{value}s" if way == "decade" else value
                for way, _, value in (link.partition(":") for link in asked["links"])
            ],
        }[asked["kind"]]
        label = labels[(asked["answer"] + (0 if right else 1)) % len(labels)]
        reply = "right!" if right else "Not this time"
        act = partial(press, page, label)
    else:
        reply = "Your guess is in"
        guess = guess_year if asked["kind"] == "year" else guess_genres
        act = partial(guess, page, asked, right=right)
    until(page, act, lambda: rows(demo, "SELECT count(*) FROM game_guesses")[0][0])
    sync_api.expect(page.locator("#channel-message-list")).to_contain_text(reply, timeout=SLOW)


def guess_year(page: "Page", asked: dict[str, Any], *, right: bool) -> None:
    press(page, "Guess the year")
    dialog = page.locator("#modal-root")
    year = str(asked["film"]["year"] + (0 if right else 12))
    dialog.get_by_role("textbox").fill(year, timeout=MOMENT)
    dialog.get_by_role("button", name="Submit").click(timeout=MOMENT)


def guess_genres(page: "Page", asked: dict[str, Any], *, right: bool) -> None:
    its = asked["film"]["genres"]
    wrong = [name for name in asked["genres"] if name not in its]
    newest(page).get_by_role("combobox").evaluate(CHOOSE, its if right else wrong[:1])


def rows(demo: Demo, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(demo.data_dir / "demo.db") as database:
        return database.execute(sql).fetchall()


def question(demo: Demo) -> dict[str, Any]:
    ((data,),) = rows(demo, "SELECT question FROM game_rounds WHERE state = 'open'")
    return json.loads(data)


def points(demo: Demo, name: str) -> int:
    ((total,),) = rows(
        demo,
        "SELECT sum(points) FROM game_points JOIN game_rounds ON id = round_id "
        "JOIN game_players USING (game_id, user_id) "
        f"WHERE name = '{name}' AND game_id = (SELECT max(id) FROM games)",
    )
    return total


def shoot(page: "Page", message: "Locator") -> Image.Image:
    """Return the message as a phone shows it, its pictures loaded."""
    page.mouse.move(1, 1)
    message.scroll_into_view_if_needed()
    message.locator("figure img").last.evaluate(
        "image => image.complete && image.naturalWidth || new Promise(r => image.onload = r)"
    )
    return Image.open(BytesIO(message.screenshot()))


def keep(pictures: list[Image.Image], kind: str) -> None:
    """Save the pictures beside each other, where a folder is named."""
    if folder := os.environ.get("MARQUEE_SCREENSHOTS"):
        size = sum(picture.width for picture in pictures), max(p.height for p in pictures)
        sheet = Image.new("RGB", size, pictures[0].getpixel((0, 0)))
        for place, picture in enumerate(pictures):
            sheet.paste(picture, (sum(p.width for p in pictures[:place]), 0))
        sheet.save(Path(folder) / f"game-{kind}.png", optimize=True)
