"""What the explorer says of a picture: this is, perhaps, I do not know, no poster; and where."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from services.core.types import Film, Match, Neighbour
from services.inference.wire import identification_to_json
from services.samples import SAMPLES
from tests.fake_client import identification
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
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Json = dict[str, Any]
Change = Callable[[Json], None]


@pytest.fixture
def wall(tmp_path: Path, catalogue: DrawnCatalogue) -> Path:
    """A photo of two posters on a wall, 1200 x 900."""
    picture = Image.new("RGB", (1200, 900), (150, 140, 120))
    for number, place in ((VOLTAGE, (150, 200)), (2, (700, 250))):
        picture.paste(catalogue.posters[number], place)
    picture.save(tmp_path / "wall.png")
    return tmp_path / "wall.png"


LEFT = [[150, 200], [450, 200], [450, 640], [150, 640]]
RIGHT = [[700, 250], [1000, 250], [1000, 690], [700, 690]]


def usual() -> Json:
    """Return an answer that is as sure as a service of before tells."""
    others = [stored(number) for number in range(len(SAMPLES)) if number != VOLTAGE]
    near = tuple(Neighbour(film, 0.7 - place / 50) for place, film in enumerate(others[:10]))
    answer = replace(
        identification(), match=Match(stored(VOLTAGE), 0.97), neighbours=near, is_poster=True
    )
    return identification_to_json(answer)


def stored(number: int) -> Film:
    """Return a drawn film as the catalogue of these tests has it."""
    return replace(SAMPLES[number].film, imdb_id=f"tt{9_000_000 + number}")


def shown(visit: Open, file: Path, change: Change, size: tuple[int, int] = WIDE) -> Page:
    """Show a picture to the page, which gets the usual answer, changed."""
    page = visit("/", size)

    def answered(route: Any) -> None:
        # Chromium hands the picture's bytes to nobody who might pass the question on.
        body = usual()
        change(body)
        route.fulfill(json=body)

    page.route("**/v1/identify*", answered)
    page.get_by_label("Choose a picture").set_input_files(file)
    expect(page.locator("#answer h2")).not_to_have_text("Or walk in anywhere")
    if folder := os.environ.get("MARQUEE_SCREENSHOTS_OF_DOUBT"):
        name = os.environ["PYTEST_CURRENT_TEST"].split("::")[1].split(" ")[0]
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    return page


def doubt(body: Json) -> None:
    """Take the answer's match for a film that it perhaps is, nearest among the neighbours too."""
    match = {**body["match"], "confidence": 0.64, "by": "title"}
    near = [{"film": match["film"], "similarity": 0.79}, *body["neighbours"]]
    body.update(match=None, perhaps=match, is_poster=True, neighbours=near)


def test_a_sure_answer_says_how_sure_and_by_what(visit: Open, catalogue: DrawnCatalogue) -> None:
    def change(body: Json) -> None:
        body["match"] |= {"confidence": 0.9981, "by": "geometry"}
        body["is_poster"] = True
        corners = [[0, 0], [300, 0], [300, 440], [0, 440]]
        body["posters"] = [{"corners": corners, "match": body["match"], "perhaps": None}]

    page = shown(visit, catalogue.paths[VOLTAGE], change)
    heading(page, f"This is {label(VOLTAGE)}")
    expect(page.locator(".subject")).to_contain_text(
        "More than 99 % sure, by details that lie as on its poster."
    )
    expect(page.get_by_alt_text("The poster you showed")).to_be_visible()
    expect(page.locator(".outlined")).to_have_count(0)  # it fills the picture


def test_perhaps_is_not_stated(visit: Open, catalogue: DrawnCatalogue) -> None:
    page = shown(visit, catalogue.paths[VOLTAGE], doubt)
    heading(page, f"Perhaps this is {label(VOLTAGE)}")
    expect(page.locator(".subject")).to_contain_text(
        "About 64 % sure, by the title that stands on it."
    )
    assert len(titles(page)) == 10
    assert label(VOLTAGE).rpartition(" (")[0] not in titles(page)
    expect(page.locator(".truth")).to_have_count(0)  # its year would be a statement
    expect(page.locator("#answer")).not_to_contain_text("not in this catalogue")


def test_what_is_not_known_resembles_others(visit: Open, catalogue: DrawnCatalogue) -> None:
    def change(body: Json) -> None:
        body.update(match=None, is_poster=True)

    page = shown(visit, catalogue.paths[VOLTAGE], change)
    heading(page, "I do not know this poster")
    expect(page.locator(".subject")).to_contain_text(
        f"It resembles the poster of {titles(page)[0]}"
    )
    expect(page.get_by_role("region", name="It resembles")).to_be_visible()
    expect(page.get_by_role("region", name="Era")).to_be_visible()


def test_a_service_of_before_is_understood(visit: Open, catalogue: DrawnCatalogue) -> None:
    def change(body: Json) -> None:
        for name in ("perhaps", "is_poster", "posters", "film_year", "id"):
            body.pop(name, None)
        body["match"].pop("confidence", None)
        body["match"].pop("by", None)

    page = shown(visit, catalogue.paths[VOLTAGE], change)
    heading(page, f"This is {label(VOLTAGE)}")
    expect(page.locator(".subject")).not_to_contain_text("sure")


def test_no_poster_has_no_era_no_genres_and_no_neighbours(
    visit: Open, catalogue: DrawnCatalogue
) -> None:
    def change(body: Json) -> None:
        body.update(match=None, is_poster=False)

    page = shown(visit, catalogue.paths[VOLTAGE], change)
    heading(page, "This does not look like a movie poster")
    expect(page.get_by_alt_text("The picture you showed")).to_be_visible()
    for name in ("Era", "Genres", "Nearest posters", "It resembles"):
        expect(page.get_by_role("region", name=name)).to_have_count(0)
    expect(page.locator(".card")).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_poster_on_a_wall_is_outlined(visit: Open, wall: Path, size: tuple[int, int]) -> None:
    def change(body: Json) -> None:
        named = {"film": body["neighbours"][0]["film"], "similarity": 0.8}
        named |= {"confidence": 0.97, "by": "picture"}
        poster = {"corners": LEFT, "match": named, "perhaps": None}
        body.update(match=named, is_poster=True, posters=[poster])

    page = shown(visit, wall, change, size)
    drawing = page.get_by_role("img", name="A line around the poster in the picture")
    expect(drawing).to_be_visible()
    expect(drawing.locator("text")).to_have_count(0)
    picture, line = drawing.bounding_box(), drawing.locator(".line.light").bounding_box()
    assert picture is not None
    assert line is not None
    # A quarter of the picture wide, an eighth from its left edge, whatever size it is shown in.
    assert picture["width"] / picture["height"] == pytest.approx(4 / 3, abs=0.02)
    assert line["width"] / picture["width"] == pytest.approx(0.25, abs=0.02)
    left = (line["x"] - picture["x"]) / picture["width"]
    assert left == pytest.approx(0.125, abs=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    stroke = "all => all.map(each => getComputedStyle(each).stroke)"
    strokes = drawing.locator(".line").evaluate_all(stroke)
    assert strokes == ["rgb(17, 18, 20)", "rgb(255, 255, 255)"]


def test_several_posters_are_numbered_from_the_left(visit: Open, wall: Path) -> None:
    named: list[str] = []

    def change(body: Json) -> None:
        first, second = (near["film"] for near in body["neighbours"][:2])
        named.extend(film["title"] for film in (first, second))
        sure = {"film": first, "similarity": 0.8, "confidence": 0.97, "by": "picture"}
        unsure = {"film": second, "similarity": 0.6, "confidence": 0.7, "by": None}
        right = {"corners": RIGHT, "match": sure, "perhaps": None}
        left = {"corners": LEFT, "match": None, "perhaps": unsure}
        body.update(match=sure, is_poster=True, posters=[right, left])

    page = shown(visit, wall, change)
    heading(page, "2 posters in this picture")
    lines = page.locator(".posters li")
    expect(lines.nth(0)).to_contain_text(f"Perhaps this is {named[1]}")
    expect(lines.nth(0)).to_contain_text("About 70 % sure.")
    expect(lines.nth(1)).to_contain_text(f"This is {named[0]}")
    drawing = page.get_by_role("img", name=f"1: Perhaps this is {named[1]}")
    expect(drawing.locator("text")).to_have_text(["1", "2"])
    assert not set(named) & set(titles(page))
    expect(page.get_by_role("region", name="Nearest to poster 2")).to_be_visible()
    expect(page.get_by_role("region", name="Era")).to_have_count(0)
