"""Make what ships: heads and the starter catalogue, from the catalogue of the data folder."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.core.encoders import POSTER_LITE, EncoderSpec
from services.core.errors import RequestError, UnavailableError
from services.training.data import Labelled
from services.vision.encoders import kept
from services.vision.encoders.base import Embeddings
from services.vision.heads.heads import MANIFEST as HEADS_MANIFEST
from services.vision.index import manifest as files
from services.vision.index.calibration import match_threshold
from services.vision.index.folder import IndexEntry
from services.vision.index.manifest import Kind, Manifest
from services.vision.index.write import write_facts
from services.vision.recognition.feature_files import FeaturesWriter
from services.vision.recognition.features import KeptFeatures

MAX_BYTES = 45_000_000
# The revision of the encoder of the last release: data folders of that time were built with it, so
# that it goes on shipping beside the first other one.
RELEASED = "9c00a191"


def quantise(vectors: Embeddings) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 rows (n, d) and their scales (n,): row times scale is near the vector.

    A unit vector of 1,280 numbers keeps a cosine above 0.999 with itself.
    """
    scales = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny) / 127.0
    rows = np.round(vectors / scales[:, None]).astype(np.int8)
    return rows, scales.astype(np.float32)


def write_starter_catalogue(
    folder: Path,
    data: Labelled,
    spec: EncoderSpec,
    features: Sequence[KeptFeatures | None] = (),
) -> Manifest:
    """Write the starter catalogue: facts, embeddings and local features, and no picture.

    Only redistributable films are in it.

    The match threshold is that of all the films, chosen on val: with fewer rivals in the starter
    a false match is rarer still.

    Args:
        folder: Replaced as a whole.
        data: Every picture of the catalogue, a film's further ones after its poster.
        spec: The encoder.
        features: Of each picture; empty to write none.

    Raises:
        UnavailableError: `no_catalogue` where no film may be redistributed.
    """
    rows = np.flatnonzero(data.redistributable)
    if not len(rows):
        raise UnavailableError("no_catalogue", "No film of the catalogue may be redistributed.")
    threshold = match_threshold(
        data.embeddings, np.flatnonzero(data.splits == "val").tolist(), data.film_numbers
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    work.chmod(0o755)
    try:
        quantised, scales = quantise(data.embeddings[rows])
        np.save(work / files.VECTORS, quantised)
        np.save(work / files.SCALES, scales)
        positions = data.positions or (0,) * len(data.films)
        entries = [IndexEntry(data.films[row], position=positions[row]) for row in rows.tolist()]
        manifest = write_facts(work, spec, entries, kind=Kind.EXACT, threshold=threshold)
        if features:
            with FeaturesWriter(work) as writer:
                writer.add(features[row] for row in rows.tolist())
                writer.finish(sort=False)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    if folder.exists():
        shutil.rmtree(folder)
    os.replace(work, folder)  # noqa: PTH105
    return manifest


def write_popularity(path: Path, csv_path: Path, ids: Iterable[str]) -> int:
    """Write how many people rated each film of the starter; return of how many films that tells.

    Args:
        path: The file.
        csv_path: Columns `imdb_id` and `ratings`.
        ids: The IMDb ids of the starter's films; others are left out.

    Raises:
        RequestError: it is no such CSV.
    """
    try:
        with csv_path.open(encoding="utf-8-sig", newline="") as lines:
            counts = {row["imdb_id"]: int(row["ratings"]) for row in csv.DictReader(lines)}
    except (OSError, ValueError, KeyError) as error:
        raise RequestError(
            "bad_request", f"{csv_path} is no CSV with the columns imdb_id and ratings."
        ) from error
    told = {imdb_id: counts[imdb_id] for imdb_id in sorted({*ids} & counts.keys())}
    # A line a film, so that a change shows which.
    path.write_text(json.dumps(told, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    return len(told)


def keep_released(folder: Path) -> None:
    """Put the encoder that ships among the former ones, where it is that of the last release.

    Args:
        folder: The starter, in a checkout, before another encoder is written into it.
    """
    key = f"{POSTER_LITE.name}@{RELEASED}"
    if kept.key_told(folder / "heads" / POSTER_LITE.name / HEADS_MANIFEST) == key:
        kept.keep_former(folder, key)


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files, Python's own and the encoder of before left out."""
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc"}
        and kept.FORMER not in path.relative_to(folder).parts
    )
