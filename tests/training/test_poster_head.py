"""Posters told from other things: examples made of small folders, a head fitted on them."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services.core.errors import RequestError, UnavailableError
from services.core.types import Film
from services.samples import SAMPLES, draw
from services.training.data import Labels
from services.training.not_posters import AS_IT_IS, SOURCES, SPLITS, Counts, Examples, gather
from services.training.other_things import KINDS, captioned, drawn
from services.training.poster_head import MISTAKEN, fit_poster_head
from services.vision.heads.statistics import COUNT
from tests.training.data import SPEC


class _Colours:
    """An encoder that sees a picture's mean colours in a grid."""

    spec = dataclasses.replace(SPEC, dimension=27)

    def embed(self, images: Sequence[Image.Image]) -> np.ndarray:
        small = [np.asarray(image.resize((3, 3)), np.float32).ravel() for image in images]
        return np.stack(small) / 255 + 0.01


@pytest.fixture
def posters(tmp_path: Path) -> Labels:
    films = [Film(f"Film {number}", imdb_id=f"tt000000{number}") for number in range(6)]
    for number in range(6):
        draw(SAMPLES[number], 120).save(tmp_path / f"{number}.png")
    return Labels(
        films=tuple(films),
        years=np.full(6, np.nan),
        splits=np.array(["train", "train", "val", "val", "test", "test"]),
        redistributable=np.ones(6, dtype=bool),
        paths=tuple(str(tmp_path / f"{number}.png") for number in range(6)),
    )


@pytest.fixture
def others(tmp_path: Path) -> Path:
    folder = tmp_path / "others"
    with_parts = {"photos": "train", "charts": "val", "maps": "test"}
    for name in with_parts:
        (folder / name).mkdir(parents=True)
        drawn("gradient", len(name)).save(folder / name / "0000.jpg")
    with (folder / SOURCES).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("folder", "part"), *with_parts.items()])
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawn_picture_is_the_same_each_time(kind: str) -> None:
    once, again, other = drawn(kind, 3), drawn(kind, 3), drawn(kind, 4)
    assert once.mode == "RGB"
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != other.tobytes()


def test_a_meme_has_its_words_on_the_picture() -> None:
    photo = drawn("gradient", 1)
    meme = captioned(photo, np.random.default_rng(0))
    assert meme.size[0] == photo.size[0]
    assert meme.tobytes() != photo.tobytes()


def test_examples_keep_splits_and_sources_apart(posters: Labels, others: Path) -> None:
    counts = {split: Counts(posters=2, drawn=1, rounds=2) for split in SPLITS}
    seen: list[int] = []
    examples = gather(
        _Colours(), posters, others, counts=counts, on_progress=lambda done, _: seen.append(done)
    )
    assert len(examples.embeddings) == seen[-1] == 3 * (2 + len(KINDS) + 2)
    for split, source in zip(SPLITS, ("photos", "charts", "maps"), strict=True):
        real = examples.rows(split, posters=True)
        assert set(examples.sources[real]) == {"posters"}
        assert AS_IT_IS in examples.forms[real]
        told = examples.rows(split, posters=False)
        assert set(examples.sources[told]) == {*KINDS, source}


def test_a_folder_without_its_table_is_refused(posters: Labels, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=SOURCES):
        gather(_Colours(), posters, tmp_path)


def _examples(size: int) -> Examples:
    rng = np.random.default_rng(0)
    real = rng.random(size) < 0.5
    vectors = rng.normal(size=(size, SPEC.dimension)).astype(np.float32)
    vectors[:, 0] += np.where(real, 3, -3)
    return Examples(
        vectors,
        rng.normal(size=(size, 2)).astype(np.float32),
        rng.normal(size=(size, COUNT)).astype(np.float32),
        real,
        np.array(SPLITS)[np.arange(size) % 3],
        np.where(real, "posters", "noise"),
        np.full(size, AS_IT_IS),
    )


@pytest.mark.slow
def test_the_threshold_spares_the_posters_of_val() -> None:
    examples = _examples(1500)
    head, report = fit_poster_head(examples, SPEC)
    assert report.posters["val"][0].share <= MISTAKEN
    assert report.others["val"][0].share == max(report.tried.values()) > 0.9
    assert report.others["test"][0].share > 0.9
    assert report.metrics()["choice"] in report.tried
    again = head.chances(examples.seen[examples.rows("test", posters=False)])
    assert float((again < head.threshold).mean()) == report.others["test"][0].share


def test_a_split_without_other_things_is_refused() -> None:
    examples = _examples(60)
    only = dataclasses.replace(examples, posters=np.ones(60, dtype=bool))
    with pytest.raises(UnavailableError, match="no other things"):
        fit_poster_head(only, SPEC)
