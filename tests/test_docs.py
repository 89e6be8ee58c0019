"""The pages are true: what they name exists, what they take from the code is what the code says."""

from __future__ import annotations

import ast
import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from packaging.version import Version
from typer.main import get_command

from docs import refresh
from marquee.__main__ import app
from requirements import pins
from services.core.settings import Settings, get_settings
from services.core.settings_files import is_secret
from services.samples import SAMPLES, draw

ROOT = refresh.ROOT
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")})
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
# What of the repository a page may name by a path or a dotted name.
ROOMS = (*refresh.FOLDERS, "tests")
DOTTED = re.compile(rf"(?<![\w./-])(?:{'|'.join(ROOMS)})(?:\.\w+)+")


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """Return a page without its blocks of code."""
    return FENCE.sub("", read(name))


def spans(name: str) -> list[str]:
    return [" ".join(span.split()) for span in SPAN.findall(prose(name))]


def blocks(name: str, *languages: str) -> list[str]:
    return [text for language, text in FENCE.findall(read(name)) if language in languages]


def test_the_pages() -> None:
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} < set(NAMES)
    assert set(refresh.PAGES) < set(NAMES)


@pytest.mark.parametrize("name", refresh.PAGES)
def test_what_is_taken_from_the_code_is_what_it_says(name: str) -> None:
    if "commands" in name:
        (locked,) = (pin.version for pin in pins.read_all() if pin.name == "typer")
        if Version(version("typer")) != locked:
            pytest.skip("another typer than the locked one may lay out a help otherwise")
    fresh = refresh.refreshed(read(name), refresh.PAGES[name]())
    assert fresh == read(name), f"`make docs` writes {name} anew"


def test_a_part_that_went_stale_is_written_anew() -> None:
    page = f"before\n{refresh.BEGIN}old\n{refresh.END}after\n"
    written = refresh.refreshed(page, "new")
    assert written == f"before\n{refresh.BEGIN}\nnew\n{refresh.END}after\n"
    assert refresh.refreshed(written, "new") == written
    with pytest.raises(ValueError, match="no marked part"):
        refresh.refreshed("before\nafter\n", "new")


def test_every_command_is_on_the_page() -> None:
    titles = re.findall(r"^##+ (marquee.*)$", read("docs/commands.md"), re.MULTILINE)
    assert titles == [" ".join(("marquee", *path)) for path, _ in commands()]
    assert len(titles) > 20


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Return every command of `marquee` by its path, groups before what is in them."""

    def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        yield path, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*path, name))

    return walk(get_command(app), ())


@pytest.mark.parametrize("name", NAMES)
def test_the_commands_that_a_page_types(name: str) -> None:
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    known = dict(commands())
    for typed in (*lines, *spans(name)):
        for one in re.split(r"&&|#", typed):
            words = shlex.split(one, posix=False)
            if not words or words[0].rpartition("/")[2] != "marquee":
                continue
            path: tuple[str, ...] = ()
            while len(words) > len(path) + 1 and (*path, words[len(path) + 1]) in known:
                path = (*path, words[len(path) + 1])
            command = known[path]
            rest = words[len(path) + 1 :]
            options = {option for it in command.params for option in it.opts} | {"--help"}
            assert {word for word in rest if word.startswith("-")} <= options, typed
            # "COMMAND" stands for any of a group's.
            alone = rest in ([], ["--help"]) or rest[0] == "COMMAND"
            assert alone or not hasattr(command, "commands"), typed


@pytest.mark.parametrize("name", NAMES)
def test_where_its_links_lead(name: str) -> None:
    for found in LINK.findall(prose(name)):
        target, _, anchor = unquote("".join(found)).partition("#")
        if ":" in target:
            continue
        path = (ROOT / name).parent / target if target else ROOT / name
        assert path.exists(), target
        if anchor:
            assert anchor in anchors(path), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Return the names that GitHub gives a page's headings."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", NAMES)
def test_the_paths_that_it_names(name: str) -> None:
    inside = re.compile(rf"(?:{'|'.join(ROOMS)})/[\w./*-]*|[\w.-]+\.(?:md|toml|yaml)|Makefile")
    for path in inside.findall(" ".join(spans(name))):
        below = [] if "/" in path else [ROOT / room for room in ROOMS]
        assert any(ROOT.glob(path)) or any(any(room.rglob(path)) for room in below), path


@pytest.mark.parametrize("name", NAMES)
def test_the_dotted_names_that_it_names(name: str) -> None:
    for dotted in DOTTED.findall(read(name)):
        assert exists(dotted) or dotted.endswith(".py"), dotted


def test_what_exists() -> None:
    assert exists("services.core.text_folding")
    assert exists("services.core.types.Film.label")
    assert exists("marquee.open")
    assert exists("services.vision.encoders.open_encoder")
    assert not exists("services.core.text_unfolding")
    assert not exists("services.core.types.Movie")
    assert not exists("services.core.types.Film.sequel")


def exists(dotted: str) -> bool:
    """Whether a dotted name is a module, or something in one; nothing is imported for it."""
    at, names = ROOT, dotted.split(".")
    while names and (at / names[0]).is_dir():
        at, names = at / names[0], names[1:]
    if names and (at / f"{names[0]}.py").is_file():
        module, names = at / f"{names[0]}.py", names[1:]
    else:
        module = at / "__init__.py"
    if not module.is_file():
        return False
    body = ast.parse(module.read_text(encoding="utf-8")).body
    for name in names:
        found = next((node for node in body if name in defined(node)), None)
        if found is None:
            return False
        body = getattr(found, "body", [])
    return True


def defined(node: ast.stmt) -> set[str]:
    """Return the names that a statement defines or brings in."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {alias.asname or alias.name for alias in names}
        case ast.Assign() | ast.AnnAssign():
            return {it.id for it in ast.walk(node) if isinstance(it, ast.Name)}
        case ast.If(body=body):
            return set().union(*map(defined, body))
    return set()


@pytest.mark.parametrize(
    "package", refresh.packages(), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_folders_docstring_names_its_files(package: Path) -> None:
    named = [
        item.rstrip("/")
        for line in re.findall(r"^- ([^:]+):", refresh.docstring(package), re.MULTILINE)
        for item in line.split(", ")
    ]
    files = {
        path.name
        for path in package.iterdir()
        if path.name not in ("__init__.py", "__pycache__", "py.typed")
    }
    lost = {item for item in named if not any(fnmatch(file, item) for file in files)}
    assert not lost, "not there"
    untold = {file for file in files if not any(fnmatch(file, item) for item in named)}
    assert not untold, "not named"


def test_the_table_of_folders_has_every_package() -> None:
    table = re.findall(r"^\| (`.*?) \|", prose("ARCHITECTURE.md"), re.MULTILINE)
    told = [path for row in table for path in SPAN.findall(row)]
    assert len(told) == len(set(told))
    assert set(told) - {"tests"} == {
        package.relative_to(ROOT).as_posix() for package in refresh.packages()
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_settings_that_it_names(name: str) -> None:
    known = {f"MARQUEE_{field.upper()}" for field in Settings.model_fields}
    known |= {
        f"MARQUEE_{field.upper()}_FILE"
        for field, about in Settings.model_fields.items()
        if is_secret(about)
    }
    assert set(re.findall(r"\bMARQUEE_[A-Z_]+\b", read(name))) <= known


def test_every_setting_is_in_the_example() -> None:
    settings = set(re.findall(r"^(MARQUEE_\w+)=", read(".env.example"), re.MULTILINE))
    assert settings == {f"MARQUEE_{field.upper()}" for field in Settings.model_fields}


@pytest.mark.parametrize("name", NAMES)
def test_the_targets_of_make_that_it_names(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    text = "\n".join((*spans(name), *blocks(name, "sh")))
    assert set(re.findall(r"\bmake ([a-z]+)", text)) <= targets


def test_the_table_of_targets_is_whole() -> None:
    helped = set(re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE))
    told = set(re.findall(r"^\| `make (\w+)` \|", read("CONTRIBUTING.md"), re.MULTILINE))
    assert helped - told <= {"help", "lint", "clean"}


def test_the_table_of_markers_is_whole() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    markers = {
        line.partition(":")[0] for line in project["tool"]["pytest"]["ini_options"]["markers"]
    }
    assert markers == set(re.findall(r"^\| `(\w+)` \|", read("CONTRIBUTING.md"), re.MULTILINE))


def test_the_table_of_extras_is_whole() -> None:
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", read("docs/install.md"), re.MULTILINE)
    assert {extra for row in rows for extra in SPAN.findall(row)} == set(extras)


def test_the_routes_of_the_service_are_on_its_page() -> None:
    from services.inference.openapi import describe

    told = set(re.findall(r"(/[\w./{}-]+)\??", " ".join(spans("docs/service.md"))))
    # Of the explorer's own, people open the first and its page asks for the others.
    assert set(describe(get_settings())["paths"]) - {"/", "/static/{name}"} <= told


def test_the_version_is_the_changelogs_first() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    found = re.findall(r"^## \[([\d.]+)\] - (\d{4}-\d\d-\d\d)$", read("CHANGELOG.md"), re.MULTILINE)
    assert found[0][0] == project["version"]
    assert [*found] == sorted(found, key=lambda it: (Version(it[0]), it[1]), reverse=True)


@pytest.fixture
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give a test an empty working folder, and none of this machine's settings."""
    for name in os.environ:
        if name.startswith("MARQUEE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.usefixtures("_no_settings")
def test_readmes_lines_of_python(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks("README.md", "python")
    draw(SAMPLES[0], 200).save("poster.jpg")
    exec(block, {})
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 7
    assert told[0].startswith("None ")
    assert all(re.fullmatch(r"0\.\d\d  .+ \(\d{4}\)", line) for line in told[1:6])
    assert told[6] == "https://www.imdb.com/title/tt0034583/"
