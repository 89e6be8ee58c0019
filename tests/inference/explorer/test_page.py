"""The explorer as people meet it: in Chromium, on a wide and a narrow screen, over real answers.

`MARQUEE_SCREENSHOTS=docs python -m pytest tests/inference/explorer` also keeps the
README's two pictures.
"""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from services.samples import SAMPLES
from tests.inference.explorer.browsing import (
    NARROW,
    VOLTAGE,
    WIDE,
    Open,
    expect,
    heading,
    label,
    titles,
)
from tests.inference.explorer.catalogue import DrawnCatalogue

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_chosen_poster_is_answered(visit: Open, catalogue: DrawnCatalogue) -> None:
    page = visit()
    heading(page, "Or walk in anywhere")
    page.get_by_label("Choose a picture").set_input_files(catalogue.paths[VOLTAGE])
    heading(page, f"This is {label(VOLTAGE)}")
    expect(page.get_by_alt_text("The poster you showed")).to_be_visible()
    assert len(titles(page)) == 10
    card = page.locator(".card").first
    expect(card).to_contain_text(re.compile(r"\d{4} · \w+"))
    alike = [float(text.split()[0]) for text in page.locator(".likeness").all_inner_texts()]
    assert alike == sorted(alike, reverse=True)
    era = page.get_by_role("region", name="Era")
    said = era.locator(".said").inner_text()
    found = re.search(r"The (\d{3})0s, around (\d+): most likely between (\d+) and (\d+)\.", said)
    assert found is not None, said
    decade, guess, low, high = map(int, found.groups())
    assert (low <= guess <= high, guess // 10) == (True, decade)
    band, dot = era.locator(".interval").bounding_box(), era.locator(".estimate").bounding_box()
    assert band is not None
    assert dot is not None
    middle = dot["x"] + dot["width"] / 2
    assert band["x"] - 1 <= middle <= band["x"] + band["width"] + 1
    bars = page.get_by_role("region", name="Genres").locator("ul").first.locator("li")
    expect(bars).to_have_count(6)
    widths = [bar.bounding_box() for bar in bars.locator(".bar span").all()]
    assert widths[0] is not None
    assert widths[-1] is not None
    assert widths[0]["width"] > widths[-1]["width"] > 0


def test_one_walks_on_and_the_browser_goes_back(visit: Open) -> None:
    page = visit(f"/?film=tt{9_000_000 + VOLTAGE}")
    heading(page, label(VOLTAGE))
    nearest = titles(page)[0]
    page.locator(".card").first.click()
    expect(page.get_by_role("heading", level=2)).to_contain_text(nearest)
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page).to_have_title(re.compile(re.escape(nearest)))
    address = page.url
    page.go_back()
    heading(page, label(VOLTAGE))
    page.go_forward()
    expect(page.get_by_role("heading", level=2)).to_contain_text(nearest)
    page.reload()
    expect(page.get_by_role("heading", level=2)).to_contain_text(nearest)
    assert page.url == address
    page.get_by_role("link", name="Marquee").click()
    heading(page, "Or walk in anywhere")


def test_back_to_a_poster_that_was_shown(visit: Open, catalogue: DrawnCatalogue) -> None:
    page = visit(expected="memory")
    page.get_by_label("Choose a picture").set_input_files(catalogue.paths[2])
    heading(page, f"This is {label(2)}")
    page.locator(".card").first.click()
    expect(page.get_by_alt_text("The poster you showed")).to_have_count(0)
    page.go_back()
    heading(page, f"This is {label(2)}")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("please show it to me again")


def test_a_title_by_keyboard_alone(visit: Open) -> None:
    page = visit()
    field = page.get_by_role("combobox", name="Type a film’s title")
    for _ in range(20):
        page.keyboard.press("Tab")
        if field.evaluate("element => element === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("pidgeon")
    option = page.locator("#titles [role=option]").first
    expect(option).to_contain_text("Pigeon Pigeon Pigeon")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Pigeon Pigeon Pigeon")
    expect(page.get_by_role("status")).to_contain_text("Pigeon Pigeon Pigeon")
    page.keyboard.press("Tab")  # from the heading into the answer
    for _ in range(3):
        if page.evaluate("document.activeElement.matches('.card')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).not_to_contain_text("Pigeon")


def test_words_that_name_several_films_or_none(visit: Open) -> None:
    page = visit()
    field = page.locator("#title")
    field.fill("the")
    field.press("Enter")
    heading(page, "Titles like “the”")
    assert all("The" in title for title in titles(page))
    field.fill("<b>xqzzy</b>")
    page.get_by_role("button", name="Search").click()
    heading(page, "Nothing found")
    expect(page.locator("#answer")).to_contain_text("“<b>xqzzy</b>”")


def test_what_is_typed_before_the_service_has_answered_stays(url: str, browser: Browser) -> None:
    page, held = browser.new_page(), list[Any]()
    page.route("**/v1/encoders", lambda route: held.append(route))  # noqa: PLW0108  (not a builtin)
    with page.expect_request("**/v1/encoders"):
        page.goto(url)
    field = page.locator("#title")
    field.fill("the")
    held[0].continue_()
    expect(page.locator("#encoder option")).not_to_have_count(0)
    expect(field).to_have_value("the")
    field.press("Enter")
    heading(page, "Titles like “the”")
    page.close()


def test_a_film_that_came_without_a_poster_leads_nowhere(visit: Open) -> None:
    page = visit()
    field = page.locator("#title")
    field.press_sequentially("verlorene")
    field.press("Enter")
    heading(page, "Titles like “verlorene”")
    assert titles(page) == ["The Lost Reel"]
    expect(page.locator("#answer")).to_contain_text("No poster here, so no neighbours")
    expect(page.locator("a.card")).to_have_count(0)


def test_a_space_ranked_by_distance_says_so(visit: Open) -> None:
    page = visit(f"/?film=tt{9_000_000 + VOLTAGE}")
    heading(page, label(VOLTAGE))
    expect(page.locator(".near-films")).not_to_contain_text("distance")

    # No encoder of this kind runs without torch, so the real one's facts are changed on their way.
    def euclidean(route: Any) -> None:
        body = route.fetch().json()
        body["encoders"][0]["metric"] = "euclidean"
        route.fulfill(json=body)

    page.route("**/v1/encoders", euclidean)
    page.reload()
    heading(page, label(VOLTAGE))
    expect(page.locator("#encoder-note")).to_have_text("12 films, ranked by distance")
    expect(page.locator(".near-films")).to_contain_text("Poster-lite ranks by distance")


def test_pasted_and_dropped(visit: Open, catalogue: DrawnCatalogue) -> None:
    page = visit()
    give = """([kind, numbers]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(numbers)], "p.png", {type: "image/png"}));
        const event = kind === "paste"
            ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
            : new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
        document.body.dispatchEvent(event);
    }"""
    for kind, number in (("paste", 3), ("drop", 4)):
        page.evaluate(give, [kind, list(catalogue.paths[number].read_bytes())])
        heading(page, f"This is {label(number)}")


def test_an_encoder_without_an_index_is_refused_kindly(visit: Open) -> None:
    page = visit(f"/?film=tt{9_000_000 + VOLTAGE}", expected="404")
    page.get_by_label("Seen through").select_option("vgg16")
    alert = page.get_by_role("alert")
    for place in (alert, page.locator("#encoder-note")):
        expect(place.locator("code")).to_have_text("marquee catalogue build --encoder vgg16")
    page.get_by_label("Seen through").select_option("poster-lite")
    expect(alert).to_be_hidden()
    heading(page, label(VOLTAGE))


def test_what_is_no_poster_is_refused_kindly(visit: Open, tmp_path: Path) -> None:
    page = visit(expected="415")
    (tmp_path / "notes.png").write_text("not a poster")
    page.get_by_label("Choose a picture").set_input_files(tmp_path / "notes.png")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    assert not re.search(r"Traceback|Error|undefined|\{", alert.inner_text())
    (tmp_path / "huge.png").write_bytes(b"x" * (3 * 2**20))
    page.get_by_label("Choose a picture").set_input_files(tmp_path / "huge.png")
    expect(alert).to_contain_text("larger than the 2 MB")


def test_films_without_a_picture_get_a_drawn_card(
    visit: Open, catalogue: DrawnCatalogue, url: str
) -> None:
    hidden = catalogue.paths[0].with_suffix(".away")
    catalogue.paths[0].rename(hidden)
    try:
        page = visit("/?film=tt9000000", expected="404")
        subject = page.locator(".subject .picture")
        expect(subject.locator(".drawn-title")).to_have_text(SAMPLES[0].film.title)
        expect(subject.locator("img")).to_have_count(0)
    finally:
        hidden.rename(catalogue.paths[0])


def test_on_a_phone(visit: Open) -> None:
    page = visit("/?film=tt9000007", NARROW, has_touch=True, is_mobile=True)
    heading(page, label(VOLTAGE))
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    camera = page.locator("#photo")
    assert camera.get_attribute("capture") == "environment"
    expect(page.get_by_text("Take a photo")).to_be_visible()
    page.locator("#title").fill("colossus")
    page.locator("#titles [role=option]").first.tap()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Colossus")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_and_everything_has_a_name(visit: Open, scheme: str) -> None:
    page = visit("/?film=tt9000007", color_scheme=scheme)
    heading(page, label(VOLTAGE))
    weak = page.evaluate(CONTRAST)
    assert weak == []
    for landmark in ("banner", "main", "contentinfo", "search"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    unnamed = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select')].filter(e =>
            !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label')
              || e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)"""
    )
    assert unnamed == []


def test_the_pictures_of_the_readme(visit: Open) -> None:
    folder = os.environ.get("MARQUEE_SCREENSHOTS")
    for name, size, scheme in (("wide", WIDE, "light"), ("narrow", NARROW, "dark")):
        page = visit("/?film=tt9000007", size, color_scheme=scheme)
        heading(page, label(VOLTAGE))
        page.wait_for_load_state("networkidle")
        if name == "narrow":
            page.evaluate("document.getElementById('answer').scrollIntoView()")
        shot = page.screenshot()
        picture = Image.open(BytesIO(shot))
        assert picture.size == size
        if folder:
            small = picture.convert("RGB").quantize(160, dither=Image.Dither.NONE)
            small.save(Path(folder) / f"explorer-{name}.png", optimize=True)


# WCAG's contrast of each text with the nearest background of one colour; 4.5 at least.
CONTRAST = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const light = ([r, g, b]) => {
        const part = (x) => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const weak = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim()) continue;
        if (element.closest(".drawn, noscript, option")) continue;
        let under = element;
        while (under && rgba(getComputedStyle(under).backgroundColor)[3] < 255)
            under = under.parentElement;
        if (!under || !element.checkVisibility()) continue;
        const [a, b] = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor]
            .map((colour) => light(rgba(colour))).sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) weak.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
    }
    return weak;
}"""


@pytest.mark.parametrize("read", [True, False])
def test_a_title_that_is_read_later_is_said(
    visit: Open, catalogue: DrawnCatalogue, read: bool
) -> None:
    page, asked = visit(), []
    known = page.request.get(f"{page.url}v1/films/{SAMPLES[VOLTAGE].film.key}/neighbours").json()
    nothing = {**known, "match": None}

    def titled(route: Any) -> None:
        asked.append((route.request.method, route.request.url))
        route.fulfill(json=known if read else None)

    page.route("**/v1/identify*", lambda route: route.fulfill(json={**nothing, "id": "a word/"}))
    page.route("**/v1/identifications/*/title", titled)
    with page.expect_request("**/title"):
        page.get_by_label("Choose a picture").set_input_files(catalogue.paths[VOLTAGE])
    if read:
        heading(page, f"This is {label(VOLTAGE)}")
    else:
        expect(page.get_by_role("heading", level=2)).not_to_contain_text("This is")
    ((method, address),) = asked
    assert method == "POST"
    assert address.endswith("/v1/identifications/a%20word%2F/title")


def test_a_poster_that_is_not_for_everybody_is_not_shown(visit: Open) -> None:
    page = visit()
    # The posters of the first page, which come late on a busy machine, are not those meant.
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def mark(route: Any) -> None:
        body = route.fetch().json()
        for near in body["neighbours"]:
            near["film"]["marked"] = True
        route.fulfill(json=body)

    page.route("**/neighbours*", mark)
    page.locator(".card").first.click()
    expect(page.get_by_role("heading", name="Nearest posters")).to_be_visible()
    nearest = titles(page)
    assert nearest
    expect(page.locator("#answer .card img")).to_have_count(0)
    assert sum(url.endswith("/poster") for url in asked) == 1  # of the film itself
