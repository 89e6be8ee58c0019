"""The command line as a person types it: answers, errors of one sentence, exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marquee.__main__ import app
from marquee.console import json_text, parsed_size
from services.core.errors import RequestError
from services.core.settings import get_settings
from services.samples import SAMPLES, save_all

COMMANDS = [
    [],
    ["identify"],
    ["serve"],
    ["bot"],
    ["demo"],
    ["setup"],
    ["doctor"],
    ["catalogue"],
    ["catalogue", "import-folder"],
    ["catalogue", "build"],
    ["catalogue", "stats"],
    ["train"],
    ["train", "encoder"],
    ["train", "export"],
    ["train", "heads"],
    ["evaluate"],
    ["study"],
    ["report"],
    ["watchlist"],
    ["watchlist", "import"],
    ["watchlist", "export"],
    ["catalogue", "rebalance"],
    ["starter"],
    ["starter", "build"],
    ["starter", "export"],
]


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give each test a data folder of its own, and no token."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("MARQUEE_DISCORD_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return [str(path) for path in save_all(tmp_path_factory.mktemp("samples"), 200)]


def run(*words: str):
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(words: list[str]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
    assert len(result.stdout.splitlines()) > 5


def test_identify_json_has_the_designs_shape(samples: list[str]) -> None:
    result = run("identify", "--json", "--k", "4", *samples[:2])
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["file"] for line in lines] == samples[:2]
    for line in lines:
        assert list(line) == [
            "file", "encoder", "id", "match", "perhaps", "is_poster", "posters",
            "neighbours", "year", "film_year", "genres", "timings_ms",
        ]  # fmt: skip
        assert line["encoder"] == "poster-lite"
        assert line["match"] is None
        assert len(line["neighbours"]) == 4
        film = line["neighbours"][0]["film"]
        assert set(film) == {"key", "imdb_id", "tmdb_id", "title", "year", "genres", "poster_url"}
        assert set(line["year"]) == {"estimate", "low", "high", "era"}
        assert set(line["genres"][0]) == {"name", "probability", "predicted"}
        assert set(line["timings_ms"]) == {"decode", "embed", "search", "geometry", "heads"}


def test_identify_for_people(samples: list[str]) -> None:
    result = run("identify", samples[0])
    assert result.exit_code == 0
    text = result.stdout
    assert samples[0] in text
    assert "  3. " in text
    assert "Era: " in text
    assert "Genres: " in text


def test_a_bad_file_gets_its_line_and_the_others_go_on(samples: list[str], tmp_path: Path) -> None:
    bad, missing = tmp_path / "bad.png", tmp_path / "missing.png"
    bad.write_bytes(b"no picture")
    result = run("identify", "--json", str(bad), samples[0], str(missing))
    assert result.exit_code == 1
    first, second, third = (json.loads(line) for line in result.stdout.splitlines())
    assert first["error"]["code"] == "not_an_image"
    assert second["neighbours"]
    assert third["error"]["code"] == "unreadable"
    assert list(first) == ["file", "error"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(50 * 2**20)
    result = run("identify", "--json", str(huge))
    assert result.exit_code == 1
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "too_large"
    assert "50.0 MB" in error["message"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["identify", "--encoder", "dall-e", "x.png"], "There is no encoder called 'dall-e'"),
        (["bot"], "MARQUEE_DISCORD_TOKEN"),
        (["catalogue", "build"], "marquee catalogue import-folder"),
        (["train", "heads"], "marquee catalogue build"),
        (["evaluate"], "marquee catalogue build"),
        (["report"], "marquee catalogue build"),
        (["study"], "marquee catalogue build"),
        (["catalogue", "rebalance"], "marquee catalogue import-folder"),
        pytest.param(
            ["train", "encoder"], "marquee catalogue import-folder", marks=pytest.mark.models
        ),
        pytest.param(
            ["train", "export", "nowhere"],
            "nowhere holds no trained encoder",
            marks=pytest.mark.models,
        ),
        pytest.param(
            ["starter", "export", "--run", "nowhere"],
            "nowhere holds no trained encoder",
            marks=pytest.mark.models,
        ),
        (["catalogue", "import-folder", "nowhere"], "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_one_sentence(words: list[str], sentence: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("text", ["", "278", "x", "278x", "axb", "278x185x3", "4x4", "9999x20"])
def test_a_size_that_is_none(text: str) -> None:
    with pytest.raises(RequestError, match="278x185"):
        parsed_size(text)


def test_a_size() -> None:
    assert parsed_size("278x185") == (278, 185)
    assert parsed_size("224X152") == (224, 152)
    assert parsed_size(None) is None


def test_version() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("marquee 0.")


def test_import_build_and_identify_by_oneself(samples: list[str], tmp_path: Path) -> None:
    folder = Path(samples[0]).parent
    rows = [
        f"{Path(path).name},{sample.film.title}"
        for path, sample in zip(samples, SAMPLES, strict=True)
    ]
    (tmp_path / "films.csv").write_text("\n".join(["file,title", *rows]), encoding="utf-8")
    imported = run("catalogue", "import-folder", str(folder), "--csv", str(tmp_path / "films.csv"))
    assert imported.exit_code == 0, imported.output
    assert run("catalogue", "build").exit_code == 0
    assert "12" in run("catalogue", "stats").stdout
    result = run("identify", "--json", *samples)
    for line, sample in zip(result.stdout.splitlines(), SAMPLES, strict=True):
        assert json.loads(line)["match"]["film"]["title"] == sample.film.title


def test_a_figure_that_does_not_exist_is_null() -> None:
    text = json_text({"auc": float("nan"), "curve": [(0.5, float("inf"))], "films": 3})
    assert json.loads(text) == {"auc": None, "curve": [[0.5, None]], "films": 3}
