"""Index folders: written beside the old one, swapped in whole, checked before they are opened.

A root holds one folder a build and `current`, a one-line file that names the build in use; it is
the only thing ever replaced, so a reader sees the old index or the new one and nothing between.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.encoders.base import Embeddings, EncoderSpec
from services.errors import UnavailableError
from services.index import manifest as files
from services.index.calibration import match_threshold
from services.index.manifest import FileFacts, Kind, Manifest, bad_index, file_facts
from services.index.search import (
    AnnoyIndex,
    ExactIndex,
    VectorIndex,
    build_annoy,
    principal_axes,
)
from services.types import Film

CURRENT = "current"
# Below this many films brute force is as quick as the trees and needs no second file.
EXACT_BELOW = 6_000
TREES = 24

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One row's film.

    Attributes:
        film: The film's facts as they were when the index was built.
        digest: SHA-256 of the poster's file, where it is known.
        poster_path: The poster's file on this machine, where there is one.
    """

    film: Film
    digest: str | None = None
    poster_path: str | None = None


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that is ready to be searched: row i of `vectors` belongs to `entries[i]`."""

    manifest: Manifest
    entries: tuple[IndexEntry, ...]
    vectors: VectorIndex


def write_index(
    root: Path,
    spec: EncoderSpec,
    entries: Sequence[IndexEntry],
    vectors: Embeddings,
    *,
    kind: Kind | None = None,
    trees: int = TREES,
    calibration_rows: Sequence[int] | None = None,
) -> Manifest:
    """Write a new index below `root` and make it the current one.

    Args:
        root: The encoder's folder of indexes; made where it is missing.
        spec: The encoder.
        entries: One a row.
        vectors: Embeddings, shape (n, d).
        kind: Annoy or exact; by default what suits the size.
        trees: Annoy's trees.
        calibration_rows: Rows that the match threshold is chosen on; see `calibration`.

    Returns:
        The new index's manifest.

    Raises:
        UnavailableError: code `no_catalogue` where there is nothing to index.
        ValueError: the shapes do not fit.
    """
    if not entries:
        raise UnavailableError("no_catalogue", "There are no posters to index yet.")
    if vectors.shape != (len(entries), spec.dimension):
        raise ValueError(f"{vectors.shape} is not ({len(entries)}, {spec.dimension})")
    kind = kind or (Kind.EXACT if len(entries) < EXACT_BELOW else Kind.ANNOY)
    build = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    work = root / f".{build}"
    work.mkdir(parents=True)
    try:
        stored = vectors.astype(np.float16)
        np.save(work / files.VECTORS, stored)
        annoy_dimension = 0
        if kind is Kind.ANNOY:
            axes = principal_axes(vectors)
            annoy_dimension = axes.shape[1]
            np.save(work / files.AXES, axes)
            build_annoy(work / files.ANNOY, vectors @ axes, spec.metric, trees=trees)
        manifest = write_facts(
            work,
            spec,
            entries,
            kind=kind,
            trees=trees if kind is Kind.ANNOY else 0,
            annoy_dimension=annoy_dimension,
            threshold=match_threshold(vectors, calibration_rows),
        )
        work.rename(root / build)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    try:
        previous = _current(root)
    except UnavailableError as error:
        # This build is what mends it.
        _log.warning("%s", error.message)
        previous = None
    _point(root, build)
    _sweep(root, keep={build, previous})
    return manifest


def write_facts(
    folder: Path,
    spec: EncoderSpec,
    entries: Sequence[IndexEntry],
    *,
    kind: Kind,
    threshold: float,
    trees: int = 0,
    annoy_dimension: int = 0,
) -> Manifest:
    """Write films and manifest beside the vectors that `folder` already holds."""
    with (folder / files.FILMS).open("w", encoding="utf-8") as out:
        for entry in entries:
            facts = entry.film.to_json()
            if entry.digest:
                facts["digest"] = entry.digest
            if entry.poster_path:
                facts["poster_path"] = entry.poster_path
            out.write(json.dumps(facts, ensure_ascii=False) + "\n")
    present = (files.FILMS, files.VECTORS, files.SCALES, files.AXES, files.ANNOY)
    listed: dict[str, FileFacts] = {
        name: file_facts(folder / name) for name in present if (folder / name).exists()
    }
    manifest = Manifest(
        format=files.FORMAT,
        encoder=spec.name,
        revision=spec.revision,
        dimension=spec.dimension,
        metric=spec.metric,
        items=len(entries),
        kind=kind,
        trees=trees,
        annoy_dimension=annoy_dimension,
        match_threshold=threshold,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files=listed,
    )
    (folder / files.MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def open_index(root: Path, spec: EncoderSpec) -> OpenIndex:
    """Open the current index below `root`, or the one that `root` itself is.

    Raises:
        UnavailableError: `no_catalogue` where there is none, `bad_index` where it must not be used.
    """
    while True:
        build = _current(root)
        try:
            return _open_build(root / build if build else root, spec)
        except UnavailableError:
            # Two builds may have been finished, and this one swept, while it was being opened.
            if _current(root) == build:
                raise


def current_build(root: Path) -> Path | None:
    """Return the folder of the index in use below `root`, or None where there is none.

    Raises:
        UnavailableError: `bad_index`, the pointer is damaged.
    """
    name = _current(root)
    folder = root / name if name else root
    return folder if name or (folder / files.MANIFEST).is_file() else None


def _open_build(folder: Path, spec: EncoderSpec) -> OpenIndex:
    manifest = Manifest.read(folder)
    manifest.check(folder, spec)
    entries = tuple(_read_entries(folder))
    stored = _read_vectors(folder)
    if len(entries) != manifest.items or stored.shape != (manifest.items, manifest.dimension):
        raise bad_index(folder, f"it does not hold the {manifest.items} films it claims")
    vectors: VectorIndex
    if manifest.kind is Kind.ANNOY:
        axes = _read_array(folder, files.AXES)
        if axes.shape != (manifest.dimension, manifest.annoy_dimension):
            raise bad_index(folder, f"{files.AXES} has another shape than its manifest says")
        try:
            vectors = AnnoyIndex(folder / files.ANNOY, stored, axes, manifest.metric)
        except (OSError, ValueError) as error:
            raise bad_index(folder, f"{files.ANNOY} is not what its manifest says") from error
    else:
        vectors = ExactIndex(stored, manifest.metric)
    return OpenIndex(manifest, entries, vectors)


def _read_entries(folder: Path) -> list[IndexEntry]:
    try:
        with (folder / files.FILMS).open(encoding="utf-8") as lines:
            raw = [json.loads(line) for line in lines]
        return [
            IndexEntry(Film.from_json(item), item.get("digest"), item.get("poster_path"))
            for item in raw
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise bad_index(folder, f"{files.FILMS} cannot be read") from error


def _read_vectors(folder: Path) -> NDArray[np.floating]:
    stored = _read_array(folder, files.VECTORS)
    if stored.dtype != np.int8:
        return stored
    scales = _read_array(folder, files.SCALES)
    if scales.shape != stored.shape[:1]:
        raise bad_index(folder, f"{files.SCALES} has another shape than {files.VECTORS}")
    return stored.astype(np.float32) * scales[:, None]


def _read_array(folder: Path, name: str) -> NDArray[Any]:
    try:
        array = np.lib.format.open_memmap(folder / name, mode="r")
    except (OSError, ValueError) as error:
        raise bad_index(folder, f"{name} cannot be read") from error
    if array.dtype.kind not in "fi":
        raise bad_index(folder, f"{name} does not hold numbers")
    return array


def _current(root: Path) -> str | None:
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise bad_index(root, f"`{CURRENT}` cannot be read") from error
    if not name or name.startswith(".") or Path(name).name != name:
        raise bad_index(root, f"`{CURRENT}` does not name a build")
    return name


def _point(root: Path, build: str) -> None:
    temporary = root / f".{CURRENT}-{build}"
    try:
        temporary.write_text(build + "\n", encoding="utf-8")
        os.replace(temporary, root / CURRENT)  # noqa: PTH105  (says that it replaces)
    except OSError:
        temporary.unlink(missing_ok=True)
        shutil.rmtree(root / build, ignore_errors=True)
        raise


def _sweep(root: Path, keep: set[str | None]) -> None:
    """Remove older builds. The previous one stays: a service may be opening it right now."""
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in keep and not folder.name.startswith("."):
            shutil.rmtree(folder, ignore_errors=True)
            _log.info("removed the old index %s", folder.name)
