"""The report's page on a made-up catalogue: whole, self-contained, and safe with any title."""

from __future__ import annotations

import csv
import dataclasses
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("matplotlib", reason="needs the `train` extra")

from services.report.build import build_report
from services.report.page import Picture, Section, Table, page
from services.report.pictures import CELL, GAP, grid
from services.training.data import Labelled
from services.training.heads import train_heads
from services.vision.heads import Heads
from tests.training.data import SPEC, catalogue

EVIL = '<script>alert("x")</script>'


class Reader(HTMLParser):
    """Counts elements, and notes what the page would fetch and what is left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.alts: list[str] = []
        self.headings: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in {"img", "meta", "link", "br"}:
            self.open.append(tag)
        for name, value in attrs:
            if name in {"src", "href"} and value and not value.startswith(("data:", "#")):
                self.fetched.append(value)
            if tag == "img" and name == "alt":
                self.alts.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "h2":
            self.headings.append(data)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Labelled:
    """A catalogue with pictures, one of them gone, and a film with an evil title."""
    folder = tmp_path_factory.mktemp("posters")
    made = catalogue(films=900)
    rng = np.random.default_rng(0)
    paths = []
    for number in range(len(made.films)):
        path = folder / f"{number % 40}.png"
        if number < 40:
            pixels = rng.integers(0, 255, (9, 6, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(path)
        paths.append(str(path))
    paths[1::40] = [str(folder / "gone.png")] * len(paths[1::40])
    films = tuple(dataclasses.replace(film, title=f"{EVIL} {film.title}") for film in made.films)
    return dataclasses.replace(made, films=films, paths=tuple(paths))


@pytest.fixture(scope="module")
def heads(data: Labelled) -> Heads:
    return train_heads(data, SPEC)[0]


def write_curves(folder: Path) -> None:
    names = ["epoch", "height", "width", "seconds"]
    names += [f"train_{loss}" for loss in ("genre", "year", "copies", "kin")]
    names += [f"val_{name}" for name in ("genre", "year", "six_auc", "auc", "mae", "hard")]
    with (folder / "curves.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([[epoch, *range(2, len(names) + 1)] for epoch in (1, 2, 3)])


@pytest.mark.slow
def test_the_page_is_whole_and_fetches_nothing(
    data: Labelled, heads: Heads, tmp_path: Path
) -> None:
    write_curves(tmp_path)
    told: list[tuple[int, int]] = []
    path = build_report(
        data,
        heads,
        SPEC,
        tmp_path / "report",
        run=tmp_path,
        on_progress=lambda done, total: told.append((done, total)),
    )
    text = path.read_text(encoding="utf-8")
    read = Reader(text)
    assert read.open == []
    assert read.fetched == []
    assert "http" not in text.replace("http-equiv", "")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert read.headings[:6] == [
        "The catalogue",
        "Films per year",
        "Training",
        "Genres",
        "Calibration",
        "Era",
    ]
    pngs = sorted(path.parent.glob("*.png"))
    assert len(pngs) == read.tags["img"] == len([alt for alt in read.alts if alt])
    assert {"curves.png", "roc.png", "map.png", "montage.png", "decades.png"} <= {
        png.name for png in pngs
    }
    for png in pngs:
        with Image.open(png) as image:
            image.verify()
    assert "could not be read and are grey" in text
    assert "3 epochs" in text
    assert told[-1][0] == told[-1][1] == len(read.headings)


@pytest.mark.slow
def test_without_a_run_the_page_says_so(data: Labelled, heads: Heads, tmp_path: Path) -> None:
    text = build_report(data, heads, SPEC, tmp_path, montage="Western").read_text()
    assert "No training run was given" in text
    assert "Most probably Western" in text
    assert not (tmp_path / "curves.png").exists()


@pytest.mark.slow
def test_a_run_without_an_epoch_has_no_curves(data: Labelled, heads: Heads, tmp_path: Path) -> None:
    (tmp_path / "curves.csv").write_text("epoch,height,width,seconds\n")
    text = build_report(data, heads, SPEC, tmp_path / "report", run=tmp_path).read_text()
    assert "not finished an epoch" in text


def test_a_page_escapes_everything() -> None:
    section = Section(EVIL, [EVIL, Table(EVIL, (EVIL,), ((EVIL, EVIL),)), Picture("a", b"", EVIL)])
    text = page(EVIL, EVIL, [section])
    assert "<script" not in text
    assert Reader(text).open == []


def test_a_grid_keeps_its_places(tmp_path: Path) -> None:
    Image.new("RGBA", (10, 10), "red").save(tmp_path / "red.png")
    paths = [str(tmp_path / "red.png"), str(tmp_path / "none.png"), str(tmp_path / "red.png")]
    sheet, missing = grid(paths, 2)
    assert missing == 1
    assert sheet.size == (2 * (CELL[0] + GAP) + GAP, 2 * (CELL[1] + GAP) + GAP)
    middle = (GAP + CELL[0] // 2, GAP + CELL[1] // 2)
    assert sheet.getpixel(middle) == (255, 0, 0)
    assert sheet.getpixel((middle[0] + CELL[0] + GAP, middle[1])) == (128, 128, 128)
