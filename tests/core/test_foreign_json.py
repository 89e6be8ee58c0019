"""A stranger's JSON is read, or is a fault that those who read it expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.catalogue.package.layout import PackageManifest
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
