"""What tells posters from other pictures: written, read, and left alone where it does not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.samples import SAMPLES, draw
from services.vision.heads import PosterHead, open_poster_head
from services.vision.heads.poster_head import MANIFEST, WEIGHTS, features, folder_of
from services.vision.heads.statistics import COUNT, statistics
from tests.training.data import SPEC

WIDTH, INSIDE = 3, 2


@pytest.fixture
def head() -> PosterHead:
    rng = np.random.default_rng(0)
    return PosterHead(
        SPEC.name,
        SPEC.revision,
        SPEC.dimension,
        0.25,
        rng.normal(size=(SPEC.dimension + INSIDE + COUNT, WIDTH)).astype(np.float32),
        rng.normal(size=WIDTH).astype(np.float32),
        rng.normal(size=WIDTH).astype(np.float32),
        np.float32(0.1).reshape(()),  # pyright: ignore[reportArgumentType]
    )


@pytest.fixture
def folder(head: PosterHead, tmp_path: Path) -> Path:
    head.write(tmp_path / "toy", pictures={"train posters": 1}, metrics={})
    return tmp_path / "toy"


def test_what_was_written_is_read(head: PosterHead, folder: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(20, SPEC.dimension)).astype(np.float32)
    again = PosterHead.read(folder, SPEC)
    assert again is not None
    assert again.threshold == 0.25
    images = [draw(SAMPLES[0], 120)] * 20
    inside = np.ones((20, INSIDE), np.float32)
    chances = again.is_poster(np.hstack([vectors, inside]), images)
    assert chances.shape == (20,)
    # The length of an embedding says nothing.
    longer = again.is_poster(np.hstack([vectors * 7, inside]), images)
    assert np.allclose(chances, longer, atol=1e-4)
    seen = features(vectors, inside, np.zeros((20, COUNT), np.float32))
    assert np.allclose(again.chances(seen), head.chances(seen), atol=5e-3)
    assert [path.name for path in folder.parent.iterdir()] == ["toy"]


@pytest.mark.parametrize(
    "change", [{"encoder": "other"}, {"revision": "2"}, {"dimension": 23}, {"format": 9}]
)
def test_one_for_other_weights_is_as_good_as_none(folder: Path, change: dict) -> None:
    raw = json.loads((folder / MANIFEST).read_text()) | change
    (folder / MANIFEST).write_text(json.dumps(raw))
    assert PosterHead.read(folder, SPEC) is None


def test_measures_tell_a_white_sheet_from_a_poster() -> None:
    sheet, poster = Image.new("RGB", (200, 100), "white"), draw(SAMPLES[0], 240)
    assert statistics([]).shape == (0, COUNT)
    white, busy = statistics([sheet, poster])
    assert np.isfinite([white, busy]).all()
    assert white[0] == pytest.approx(np.log(2))
    assert (white[5], white[7]) == (1, 0)
    assert busy[7] > 0.01


def test_there_is_none_where_there_is_no_folder(tmp_path: Path) -> None:
    assert PosterHead.read(tmp_path / "nothing", SPEC) is None


@pytest.mark.parametrize("damaged", [MANIFEST, WEIGHTS])
def test_a_damaged_one_is_refused(folder: Path, damaged: str) -> None:
    (folder / damaged).write_bytes((folder / damaged).read_bytes()[:-9])
    with pytest.raises(UnavailableError) as caught:
        PosterHead.read(folder, SPEC)
    assert caught.value.code == "bad_heads"


def test_the_own_one_comes_first_and_other_encoders_have_none(
    head: PosterHead, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path)  # pyright: ignore[reportCallIssue]
    assert open_poster_head(settings, SPEC) is None
    head.write(folder_of(settings, SPEC.name), pictures={}, metrics={})
    own = open_poster_head(settings, SPEC)
    assert own is not None
    assert own.threshold == 0.25
