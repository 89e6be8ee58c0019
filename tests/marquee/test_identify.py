"""What `marquee identify` says in words: this is, perhaps, I do not know, no poster at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marquee import identify as command
from marquee.__main__ import app
from services.core.types import Identification, Match, SeenPoster
from tests.fake_client import HEAT, NEAR, identification, perhaps

ERA = "  Era: 1990s, around 1994 (80 %: 1987-2001)"
GENRES = "  Genres: Crime 71%, Thriller 55%"


class FakeCatalogue:
    """A catalogue that gives one answer to everything."""

    answer: Identification

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> FakeCatalogue:
        return self

    def __exit__(self, *_: object) -> None: ...

    def identify(self, image: Path, k: int, *, read_title: bool = False) -> Identification:
        return self.answer


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "Catalogue", FakeCatalogue)


def said(answer: Identification, *options: str) -> list[str]:
    FakeCatalogue.answer = answer
    result = CliRunner().invoke(app, ["identify", *options, "a.png"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_a_match() -> None:
    lines = said(replace(identification(match=True), is_poster=True))
    assert lines[:2] == ["a.png", "  This is Heat (1995)."]
    assert lines[-2:] == [ERA, GENRES]


def test_perhaps_is_not_listed_again() -> None:
    lines = said(perhaps())
    assert lines[1] == "  Perhaps Heat (1995), 64% sure."
    assert lines[2].startswith("  1. Ronin (1998)")
    assert lines[-2:] == [ERA, GENRES]
    assert said(perhaps(confidence=None))[1] == "  Perhaps Heat (1995)."
    assert said(perhaps(confidence=0.999))[1] == "  Perhaps Heat (1995), 99% sure."


def test_nothing_recognised() -> None:
    lines = said(replace(identification(), is_poster=True))
    assert lines[1] == "  I do not know this poster; it resembles:"
    assert lines[2].startswith("  1. Ronin (1998)")
    alone = replace(identification(), is_poster=True, neighbours=())
    assert said(alone) == ["a.png", "  I do not know this poster.", ERA, GENRES]


def test_a_service_of_before_claims_nothing() -> None:
    assert said(identification())[1].startswith("  1. Ronin (1998)")


def test_no_poster() -> None:
    lines = said(replace(identification(), is_poster=False))
    assert lines == ["a.png", "  This does not look like a movie poster."]


def test_several_posters_from_left_to_right() -> None:
    sure, unsure = Match(HEAT, 0.9, 0.99, "geometry"), Match(NEAR[1], 0.6, 0.7)
    found = replace(
        identification(),
        match=sure,
        is_poster=True,
        posters=(
            SeenPoster(((50, 0), (90, 0), (90, 60), (50, 60)), sure),
            SeenPoster(None),
            SeenPoster(((0, 0), (40, 0), (40, 60), (0, 60)), None, unsure),
        ),
    )
    assert said(found)[1:6] == [
        "  3 posters in this picture, from left to right:",
        "  1) Perhaps Thief (1981), 70% sure.",
        "  2) This is Heat (1995).",
        "  3) A poster that I do not know.",
        "  Nearest to 2):",
    ]
    (line,) = said(found, "--json")
    body = json.loads(line)
    assert [poster["corners"] for poster in body["posters"]][1] is None
    assert body["match"]["confidence"] == 0.99
    assert body["match"]["by"] == "geometry"
    assert body["is_poster"] is True
