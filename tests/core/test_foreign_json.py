"""A stranger's JSON is read, or is a fault that those who read it expect."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.catalogue.package.layout import FILMS, REJECTED, PackageManifest
from services.core import foreign_json
from services.core.encoders import POSTER_LITE
from services.core.errors import MarqueeError
from services.vision.heads.heads import read_manifest
from services.vision.index.folder import open_index
from services.vision.index.manifest import Manifest

DEEP = "[" * 200_000


@pytest.mark.parametrize("text", [DEEP, '{"a":' * 200_000, "", "{", b"\xff"])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        foreign_json.parse(text)


def test_what_is_json_is_read() -> None:
    assert foreign_json.parse('{"a": [1]}') == {"a": [1]}


@pytest.mark.parametrize("read", [PackageManifest.read, Manifest.read, read_manifest])
def test_a_manifest_of_brackets_gives_one_sentence(tmp_path: Path, read) -> None:
    (tmp_path / "manifest.json").write_text(DEEP, encoding="utf-8")
    with pytest.raises(MarqueeError, match="cannot be read"):
        read(tmp_path)


def test_an_index_of_brackets_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(DEEP, encoding="utf-8")
    with pytest.raises(MarqueeError, match="cannot be read"):
        open_index(tmp_path, POSTER_LITE)


@dataclass(frozen=True)
class Told:
    name: str
    sizes: tuple[int, ...]


def test_a_dataclass_has_fields_of_its_types_or_is_a_value_error() -> None:
    sound = '{"name": "a", "sizes": [1]}'
    assert foreign_json.parse_as(Told, sound) == Told("a", (1,))
    for odd in (
        '{"name": [], "sizes": []}',
        '{"name": "a", "sizes": ["1"]}',
        '{"name": "a"}',
        DEEP,
    ):
        with pytest.raises(ValueError):
            foreign_json.parse_as(Told, odd)


@pytest.mark.parametrize(
    "odd",
    [
        {"files": {"x" * 300: {"size": 1, "sha256": ""}}},
        {"encoders": {"a": {"file": ["x"], "dimension": 4, "count": 1}}},
        {"encoders": {"a": {"file": "x", "dimension": None, "count": 1}}},
        {"films": "many"},
    ],
)
def test_a_manifest_of_other_types_gives_one_sentence(tmp_path: Path, odd: dict) -> None:
    facts = {"size": 0, "sha256": ""}
    sound = {"format": 1, "created_at": "", "files": {FILMS: facts, REJECTED: facts}}
    told = sound | odd | {"files": sound["files"] | odd.get("files", {})}
    (tmp_path / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / FILMS).touch()
    with pytest.raises(MarqueeError):
        PackageManifest.read(tmp_path).check(tmp_path)
