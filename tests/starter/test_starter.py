"""What ships: small, free of pictures, only redistributable facts, and as good as its card says."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from services.core.settings import Settings
from services.training.starter import MAX_BYTES, quantise, size_of, write_starter_catalogue
from services.vision.encoders import open_encoder
from services.vision.heads.heads import read_manifest
from services.vision.index import open_index
from services.vision.recognition.feature_files import open_features
from tests.shared import POSTERS, STARTER, needs_shared, rows
from tests.training.data import SPEC, catalogue

ROOT = STARTER.parents[1]
MORE = POSTERS.parent / "more" / "more.csv"
MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")


def test_no_larger_than_may_ship() -> None:
    assert 5_000_000 < size_of(STARTER) <= MAX_BYTES


def test_parts_fit_each_other(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)  # pyright: ignore[reportCallIssue]
    spec = open_encoder("poster-lite", settings).spec
    index = open_index(STARTER / "catalogue" / "poster-lite", spec)
    assert index.manifest.items == len(index.entries) == 9931
    assert index.manifest.film_count == 7862
    features = open_features(index.folder, len(index.entries))
    assert features is not None
    assert all(0 < len(features.codes(row)) <= 270 for row in range(len(features)))
    assert read_manifest(STARTER / "heads" / "poster-lite").revision == spec.revision
    assert not any(entry.poster_path or entry.digest for entry in index.entries)
    card = (STARTER / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert spec.revision in card
    assert f"{index.manifest.match_threshold:.3f}" in card


def test_no_picture_is_committed_but_the_readmes() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and not name.startswith("docs/"):
            with path.open("rb") as file:
                assert not file.read(8).startswith(MAGIC), f"{name} is a picture"


@pytest.mark.shared
@needs_shared
@pytest.mark.skipif(not MORE.is_file(), reason="../shared/more is not here")
def test_only_redistributable_films_are_shipped() -> None:
    both = [*rows(), *csv.DictReader(MORE.open(encoding="utf-8", newline=""))]
    allowed = {row["imdb_id"] for row in both if row["redistributable"] == "1"}
    films = (STARTER / "catalogue" / "poster-lite" / "films.jsonl").read_text(encoding="utf-8")
    shipped = {json.loads(line)["imdb_id"] for line in films.splitlines()}
    assert shipped == allowed


@pytest.mark.shared
@needs_shared
def test_real_posters_are_named_from_the_starter(tmp_path: Path) -> None:
    from PIL import Image

    from services.vision.pipeline import Identifier

    identifier = Identifier.open(Settings(data_dir=tmp_path))  # pyright: ignore[reportCallIssue]
    some = [row for row in rows() if row["redistributable"] == "1"][::100]
    images = [Image.open(POSTERS / row["file"]).convert("RGB") for row in some]
    named = [answer.match and answer.match.film.imdb_id for answer in identifier.identify(images)]
    right = sum(name == row["imdb_id"] for name, row in zip(named, some, strict=True))
    assert right >= 0.99 * len(some)


def test_quantised_vectors_keep_their_direction() -> None:
    vectors = catalogue(200).embeddings
    stored, scales = quantise(vectors)
    again = stored * scales[:, None]
    cosines = (again * vectors).sum(axis=1) / np.linalg.norm(again, axis=1)
    assert stored.dtype == np.int8
    assert cosines.min() > 0.999


def test_the_catalogue_holds_the_redistributable_films_alone(tmp_path: Path) -> None:
    data = catalogue(300)
    for _ in range(2):  # the second time over what is there
        write_starter_catalogue(tmp_path / "starter", data, SPEC)
    index = open_index(tmp_path / "starter", SPEC)
    expected = [film for film, may in zip(data.films, data.redistributable, strict=True) if may]
    assert [entry.film for entry in index.entries] == expected
    (hits,) = index.vectors.search(data.embeddings[data.redistributable][:1], 1)
    assert hits[0].row == 0
    assert [path.name for path in tmp_path.iterdir()] == ["starter"]
