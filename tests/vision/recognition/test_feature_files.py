"""The features beside an index: opened only where they are whole and of this version."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from services.core.errors import UnavailableError
from services.vision.recognition import feature_files
from services.vision.recognition.feature_files import FeaturesWriter, extended, open_features
from services.vision.recognition.features import KeptFeatures, LocalFeatures
from tests.vision.recognition.helpers import drawn, kept, written


def _query(item: KeptFeatures) -> LocalFeatures:
    return LocalFeatures(item.places.astype(np.float32), item.codes, item.poses, (255.0, 255.0))


def test_a_folder_without_features_has_none(tmp_path: Path) -> None:
    assert open_features(tmp_path, 3) is None


def test_features_come_back_by_row(tmp_path: Path) -> None:
    posters = drawn()[:3]
    features = written(tmp_path, posters)
    assert len(features) == 3
    for row, item in enumerate(kept(posters)):
        assert (features.codes(row) == item.codes).all()
        assert (features.poses(row) == item.poses).all()
        places, size = features.places(row)
        assert size[0] / size[1] == pytest.approx(item.aspect, rel=1e-6)
        assert np.allclose(places / np.array(size) * 255, item.places, atol=1e-3)


def test_a_picture_without_features_has_an_empty_row(tmp_path: Path) -> None:
    first, last = kept(drawn()[:2])
    with FeaturesWriter(tmp_path) as writer:
        writer.add([first, None])
        writer.add([last])
        writer.finish()
    features = open_features(tmp_path, 3)
    assert features is not None
    assert [len(features.codes(row)) for row in range(3)] == [len(first.codes), 0, len(last.codes)]
    assert features.index.search(_query(last), 3)[0] == 2


@pytest.mark.parametrize("had", [True, False])
def test_features_are_extended_in_memory(tmp_path: Path, had: bool) -> None:
    posters = drawn()[:4]
    before = written(tmp_path, posters[:2]) if had else None
    more = extended(before, 2, kept(posters[2:]))
    assert len(more) == 4
    assert [more.has(row) for row in range(4)] == [had, had, True, True]
    for row, item in enumerate(kept(posters)):
        if more.has(row):
            assert (more.codes(row) == item.codes).all()
            assert (more.poses(row) == item.poses).all()
            assert more.places(row)[1][0] == pytest.approx(255 * item.aspect**0.5, rel=1e-6)
            assert more.index.search(_query(item), 3)[0] == row


def test_a_catalogue_of_pictures_without_features(tmp_path: Path) -> None:
    with FeaturesWriter(tmp_path) as writer:
        writer.add([None, None])
        writer.finish()
    features = open_features(tmp_path, 2)
    assert features is not None
    assert features.index.search(_query(kept(drawn()[:1])[0]), 3) == []


def test_tables_that_were_not_written_are_worked_out(tmp_path: Path) -> None:
    posters = drawn()
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    full = written(tmp_path / "with", posters)
    lean = written(tmp_path / "without", posters, sort=False)
    assert not (tmp_path / "without" / feature_files.ORDER).exists()
    for query in kept(posters):
        assert full.index.search(_query(query), 5) == lean.index.search(_query(query), 5)


@pytest.mark.parametrize("name", feature_files.NAMES)
@pytest.mark.parametrize("how", ["changed", "cut", "gone"])
def test_damage_is_told(tmp_path: Path, name: str, how: str) -> None:
    written(tmp_path, drawn()[:2])
    path = tmp_path / name
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if how == "cut" else data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(UnavailableError) as told:
        open_features(tmp_path, 2)
    assert told.value.code == "bad_index"


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"../../etc/passwd": {"size": 1, "sha256": ""}}},
        {"pictures": "2"},
        {"points": 7},
        {"more": 1},
    ],
)
def test_a_manifest_that_says_something_else_is_told(
    tmp_path: Path, change: dict[str, object]
) -> None:
    written(tmp_path, drawn()[:2])
    path = tmp_path / feature_files.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UnavailableError) as told:
        open_features(tmp_path, 2)
    assert told.value.code == "bad_index"


def test_features_of_another_index_are_told(tmp_path: Path) -> None:
    written(tmp_path, drawn()[:2])
    with pytest.raises(UnavailableError, match="2 pictures, not 3"):
        open_features(tmp_path, 3)


@pytest.mark.parametrize("change", [{"projection": "00000000"}, {"format": 99}])
def test_features_of_another_version_are_passed_over(
    tmp_path: Path, change: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    written(tmp_path, drawn()[:2])
    path = tmp_path / feature_files.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert open_features(tmp_path, 2) is None
    assert "marquee catalogue build" in caplog.text
