"""What `marquee identify` says in words: this is, perhaps, I do not know, no poster at all."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, ClassVar

import pytest
from typer.testing import CliRunner

from marquee import identify as command
from marquee.__main__ import app
from services.core.errors import PosterError
from services.core.types import Identification, Match, SeenPoster
from tests.fake_client import HEAT, NEAR, identification, perhaps

ERA = "  Era: 1990s, around 1994 (80 %: 1987-2001)"
GENRES = "  Genres: Crime 71%, Thriller 55%"


class FakeCatalogue:
    """A catalogue that gives one answer to everything."""

    answer: Identification
    looked_at: ClassVar[list[Path | bytes]] = []

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> FakeCatalogue:
        return self

    def __exit__(self, *_: object) -> None: ...

    def identify(
        self, image: Path | IO[bytes], k: int, *, read_title: bool = False
    ) -> Identification:
        self.looked_at.append(image if isinstance(image, Path) else image.read())
        if isinstance(image, Path) and image.stem == "bad":
            raise PosterError("unreadable", "The file cannot be read.")
        return self.answer


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "Catalogue", FakeCatalogue)
    FakeCatalogue.answer = identification(match=True)
    FakeCatalogue.looked_at.clear()


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


def ran(*words: str, stdin: bytes | None = None) -> Any:
    return CliRunner().invoke(app, ["identify", *words], input=stdin)


def test_a_folder_with_all_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.png", "a/poster.jpg", "a/film.mkv", "a/.hidden.jpg", "@eaDir/thumb.jpg"):
        path = Path("films", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    result = ran("films", "c.png")
    assert result.exit_code == 0
    names = [Path("films/a/poster.jpg"), Path("films/b.png"), Path("c.png")]
    assert FakeCatalogue.looked_at == names
    assert [line for line in result.stdout.splitlines() if not line.startswith(" ")] == [
        str(name) for name in names
    ]


def test_a_folder_without_pictures(tmp_path: Path) -> None:
    result = ran(str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path}: The folder holds no pictures.\n"
    assert result.stdout == ""


def test_standard_input() -> None:
    result = ran("-", stdin=b"a picture")
    assert result.exit_code == 0
    assert result.stdout.startswith("-\n  This is Heat (1995).")
    assert FakeCatalogue.looked_at == [b"a picture"]
    again = ran("-", "-", "--json", stdin=b"a picture")
    assert again.exit_code == 1
    first, second = map(json.loads, again.stdout.splitlines())
    assert first["file"] == second["file"] == "-"
    assert second["error"]["message"] == "Standard input holds one picture."


@pytest.mark.parametrize("address", ["https://example.org/a.jpg", "HTTP://a/b", "www.a.org/b.png"])
def test_an_address_is_refused_with_a_hint(address: str) -> None:
    result = ran(address)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{address}: Addresses are not opened here")
    assert "| marquee identify -" in result.stderr
    assert FakeCatalogue.looked_at == []
    body = json.loads(ran("--json", address).stdout)
    assert body["file"] == address
    assert body["error"]["code"] == "bad_request"


def test_errors_are_on_standard_error_and_answers_go_on() -> None:
    result = ran("a.png", "bad.png", "b.png")
    assert result.exit_code == 1
    assert result.stderr == "bad.png: The file cannot be read.\n"
    assert "bad.png" not in result.stdout
    assert "b.png" in result.stdout


def test_an_answer_appears_before_the_next_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(command.typer, "echo", lambda text, **_: order.append(text.split()[0]))
    look = FakeCatalogue.identify

    def noted(self: FakeCatalogue, image: Path, *rest: Any, **more: Any) -> Identification:
        order.append("looked")
        return look(self, image, *rest, **more)

    monkeypatch.setattr(FakeCatalogue, "identify", noted)
    ran("a.png", "b.png")
    assert order == ["looked", "a.png", "looked", "b.png"]


@pytest.mark.parametrize(
    ("count", "terminals", "shown"),
    [
        (command.MANY, ("stderr",), True),
        (command.MANY - 1, ("stderr",), False),
        (command.MANY, ("stdout", "stderr"), False),
        (command.MANY, (), False),
    ],
)
def test_a_bar_where_answers_go_elsewhere(
    count: int, terminals: tuple[str, ...], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars: list[str] = []

    class Stream:
        def __init__(self, name: str) -> None:
            self.isatty = lambda: name in terminals

    @contextmanager
    def bar(what: str) -> Iterator[Any]:
        bars.append(what)
        yield lambda _done, _total: None

    monkeypatch.setattr(command, "progress", bar)
    monkeypatch.setattr(
        command, "sys", SimpleNamespace(stdout=Stream("stdout"), stderr=Stream("stderr"))
    )
    assert ran(*["a.png"] * count).exit_code == 0
    assert bool(bars) is shown


def test_a_reader_that_leaves_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(command.typer, "echo", gone)
    result = ran("a.png", "b.png")
    assert result.exit_code == 1
    assert "disk" not in result.output
    assert FakeCatalogue.looked_at == [Path("a.png")]
