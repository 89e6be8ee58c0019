"""Heads on disk: what was written is read, what does not fit is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from services.core.encoders import POSTER_LITE
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.training.heads import train_heads
from services.vision.heads import Heads, open_heads
from services.vision.heads.heads import MANIFEST, WEIGHTS, sigmoid, softmax, year_quantiles
from tests.training.data import GENRES, SPEC, catalogue


@pytest.fixture(scope="module")
def heads() -> Heads:
    return train_heads(catalogue(600), SPEC)[0]


@pytest.fixture
def folder(heads: Heads, tmp_path: Path) -> Path:
    heads.write(tmp_path / "toy", splits={"train": 1}, metrics={})
    return tmp_path / "toy"


def test_what_was_written_is_read(heads: Heads, folder: Path) -> None:
    again = Heads.read(folder, SPEC)
    vectors = catalogue(50, seed=3).embeddings
    assert np.allclose(
        heads.genre_probabilities(vectors), again.genre_probabilities(vectors), atol=2e-3
    )
    for one, two in zip(heads.years(vectors), again.years(vectors), strict=True):
        assert one.estimate == pytest.approx(two.estimate, abs=0.3)
    assert [path.name for path in folder.parent.iterdir()] == ["toy"]


def test_writing_again_replaces_the_old_ones(heads: Heads, folder: Path) -> None:
    heads.write(folder, splits={"train": 2}, metrics={})
    assert json.loads((folder / MANIFEST).read_text())["splits"] == {"train": 2}
    assert [path.name for path in folder.parent.iterdir()] == ["toy"]


def test_genres_come_most_probable_first_with_their_own_thresholds(heads: Heads) -> None:
    for scores in heads.genres(catalogue(30, seed=4).embeddings):
        assert sorted(item.name for item in scores) == sorted(GENRES)
        chances = [item.probability for item in scores]
        assert chances == sorted(chances, reverse=True)
        for item in scores:
            threshold = heads.genre_thresholds[heads.genre_names.index(item.name)]
            assert item.predicted == (np.float32(item.probability) >= threshold)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"encoder": "other"}, "not for toy@1"),
        ({"revision": "2"}, "not for toy@1"),
        ({"dimension": 23}, "not for toy@1"),
        ({"format": 9}, "version 9"),
        ({"genres": None}, "cannot be read"),
    ],
)
def test_a_manifest_that_does_not_fit(folder: Path, change: dict, reason: str) -> None:
    raw = json.loads((folder / MANIFEST).read_text()) | change
    (folder / MANIFEST).write_text(json.dumps(raw))
    with pytest.raises(UnavailableError, match=reason) as caught:
        Heads.read(folder, SPEC)
    assert caught.value.code == "bad_heads"


def test_changed_weights_are_refused(folder: Path) -> None:
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(data)
    with pytest.raises(UnavailableError, match="not the file that was written"):
        Heads.read(folder, SPEC)


def test_missing_weights_are_refused(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    with pytest.raises(UnavailableError, match=WEIGHTS):
        Heads.read(folder, SPEC)


def test_own_heads_come_before_the_starters(heads: Heads, folder: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)  # pyright: ignore[reportCallIssue]
    assert open_heads(settings, SPEC) is None
    settings.heads_dir.mkdir()
    shutil.move(folder, settings.heads_dir / "toy")
    own = open_heads(settings, SPEC)
    assert own is not None
    assert own.encoder == "toy"


def test_a_stock_encoder_has_no_heads_until_they_are_trained(tmp_path: Path) -> None:
    from services.core.encoders import RESNET50

    settings = Settings(data_dir=tmp_path)  # pyright: ignore[reportCallIssue]
    assert open_heads(settings, RESNET50) is None
    assert POSTER_LITE.name != RESNET50.name


def test_quantiles_lie_even_within_a_bin() -> None:
    edges = np.array([1900.0, 1950.0, 2000.0])
    distribution = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    years = year_quantiles(distribution, edges, np.array([0.1, 0.5, 0.9]))
    assert years[0] == pytest.approx([1905, 1925, 1945])
    assert years[1] == pytest.approx([1910, 1950, 1990])
    assert years[2] == pytest.approx([1955, 1975, 1995])


def test_sigmoid_and_softmax_do_not_overflow() -> None:
    with np.errstate(over="raise"):
        assert sigmoid(np.array([[-1e4, 0.0, 1e4]])).tolist() == [[0.0, 0.5, 1.0]]
        assert softmax(np.array([[1e4, 0.0]])).tolist() == [[1.0, 0.0]]
