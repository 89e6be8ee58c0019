"""Writing an index a row at a time, and making it the current one when it is whole."""

from __future__ import annotations

import json
import logging
import os
import shutil
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.vision.index import manifest as files
from services.vision.index.calibration import match_threshold
from services.vision.index.folder import CURRENT, IndexEntry, current_name
from services.vision.index.manifest import FileFacts, Kind, Manifest, file_facts
from services.vision.index.rows import BLOCK, StoredRows
from services.vision.index.search import build_annoy, principal_axes

# Below this many films brute force is as quick as the trees and needs no second file.
EXACT_BELOW = 6_000
TREES = 48
# Halves the file; the cosine of two embeddings moves by less than 1e-4.
_STORED = np.dtype("<f2")

_log = logging.getLogger(__name__)


class IndexWriter:
    """Writes one index below a root. What it holds in memory does not grow with the rows.

    A context manager: whatever ends it before `finish`, nothing of it stays behind.

    Args:
        root: The encoder's folder of indexes; made with the first row where it is missing.
        spec: The encoder.
    """

    def __init__(self, root: Path, spec: EncoderSpec) -> None:
        self._root = root
        self._spec = spec
        self._build = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
        self._work = root / f".{self._build}"
        self._films: IO[str] | None = None
        self._rows: IO[bytes] | None = None
        self._count = 0
        self._last_key = ""
        # Rows that show the film of the row before.
        self._again: list[int] = []

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        shutil.rmtree(self._work, ignore_errors=True)

    def __len__(self) -> int:
        return self._count

    @property
    def folder(self) -> Path:
        """Where the index is being written, once it has a row; what else is put there stays."""
        return self._work

    def add(self, entries: Sequence[IndexEntry], vectors: NDArray[np.floating]) -> None:
        """Append rows.

        Args:
            entries: One a row, the pictures of a film one after another, its poster first.
            vectors: Their embeddings, shape (len(entries), d).

        Raises:
            ValueError: the shapes do not fit.
            OSError: the disk refuses.
        """
        if vectors.shape != (len(entries), self._spec.dimension):
            raise ValueError(f"{vectors.shape} is not ({len(entries)}, {self._spec.dimension})")
        if self._films is None or self._rows is None:
            self._work.mkdir(parents=True)
            self._films = (self._work / files.FILMS).open("w", encoding="utf-8")
            self._rows = (self._work / _UNFINISHED).open("wb")
        _write_films(self._films, entries)
        self._rows.write(vectors.astype(_STORED).tobytes())
        for row, entry in enumerate(entries, self._count):
            key = entry.film.key
            if key == self._last_key:
                self._again.append(row)
            self._last_key = key
        self._count += len(entries)

    def finish(
        self,
        *,
        kind: Kind | None = None,
        trees: int = TREES,
        calibration_rows: Sequence[int] | None = None,
    ) -> Manifest:
        """Index the rows and make this index the current one.

        Args:
            kind: Annoy or exact; by default what suits the size.
            trees: Annoy's trees.
            calibration_rows: Rows that the match threshold is chosen on; see `calibration`.

        Returns:
            The new index's manifest.

        Raises:
            UnavailableError: code `no_catalogue` where there is nothing to index.
            OSError: the disk refuses.
        """
        if not self._count:
            raise UnavailableError("no_catalogue", "There are no posters to index yet.")
        self._close()
        kind = kind or (Kind.EXACT if self._count < EXACT_BELOW else Kind.ANNOY)
        vectors = self._finish_vectors()
        annoy_dimension = 0
        if kind is Kind.ANNOY:
            axes = principal_axes(vectors)
            annoy_dimension = axes.shape[1]
            np.save(self._work / files.AXES, axes)
            build_annoy(
                self._work / files.ANNOY,
                (row for block in vectors.blocks() for row in block @ axes),
                annoy_dimension,
                self._spec.metric,
                trees=trees,
            )
        manifest = write_manifest(
            self._work,
            self._spec,
            self._count,
            kind=kind,
            trees=trees if kind is Kind.ANNOY else 0,
            annoy_dimension=annoy_dimension,
            threshold=match_threshold(vectors, calibration_rows, self._films_of_rows()),
            films=self._count - len(self._again),
        )
        self._work.rename(self._root / self._build)
        self._make_current()
        return manifest

    def _close(self) -> None:
        for file in (self._films, self._rows):
            if file is not None:
                file.close()

    def _films_of_rows(self) -> NDArray[np.int64]:
        first = np.ones(self._count, dtype=np.int64)
        first[self._again] = 0
        return first.cumsum()

    def _finish_vectors(self) -> StoredRows:
        # A .npy file begins with the number of its rows, which is only known now.
        shape = (self._count, self._spec.dimension)
        path, raw = self._work / files.VECTORS, self._work / _UNFINISHED
        header: dict[str, Any] = {"descr": _STORED.str, "fortran_order": False, "shape": shape}
        with path.open("wb") as out, raw.open("rb") as rows:
            np.lib.format.write_array_header_1_0(out, header)
            shutil.copyfileobj(rows, out, 2**20)
        raw.unlink()
        return StoredRows(path)

    def _make_current(self) -> None:
        try:
            previous = current_name(self._root)
        except UnavailableError as error:
            # This build is what mends it.
            _log.warning("%s", error.message)
            previous = None
        _point(self._root, self._build)
        _sweep(self._root, keep={self._build, previous})


def write_index(
    root: Path,
    spec: EncoderSpec,
    entries: Sequence[IndexEntry],
    vectors: NDArray[np.floating],
    *,
    kind: Kind | None = None,
    trees: int = TREES,
    calibration_rows: Sequence[int] | None = None,
) -> Manifest:
    """Write a new index of rows that are all at hand; see `IndexWriter`.

    Args:
        root: The encoder's folder of indexes.
        spec: The encoder.
        entries: One a row.
        vectors: Embeddings, shape (n, d).
        kind: See `IndexWriter.finish`.
        trees: The same.
        calibration_rows: The same.

    Raises:
        UnavailableError: code `no_catalogue` where there is nothing to index.
        ValueError: the shapes do not fit.
    """
    with IndexWriter(root, spec) as writer:
        if entries:
            if vectors.shape != (len(entries), spec.dimension):
                raise ValueError(f"{vectors.shape} is not ({len(entries)}, {spec.dimension})")
            for start in range(0, len(entries), BLOCK):
                stop = start + BLOCK
                writer.add(entries[start:stop], vectors[start:stop])
        return writer.finish(kind=kind, trees=trees, calibration_rows=calibration_rows)


def write_facts(
    folder: Path,
    spec: EncoderSpec,
    entries: Sequence[IndexEntry],
    *,
    kind: Kind,
    threshold: float,
) -> Manifest:
    """Write films and manifest beside the vectors that `folder` already holds."""
    with (folder / files.FILMS).open("w", encoding="utf-8") as out:
        _write_films(out, entries)
    films = len({entry.film.key for entry in entries})
    return write_manifest(folder, spec, len(entries), kind=kind, threshold=threshold, films=films)


def write_manifest(
    folder: Path,
    spec: EncoderSpec,
    items: int,
    *,
    kind: Kind,
    threshold: float,
    trees: int = 0,
    annoy_dimension: int = 0,
    films: int | None = None,
) -> Manifest:
    """Write the manifest of the files that lie in `folder`."""
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
        items=items,
        kind=kind,
        trees=trees,
        annoy_dimension=annoy_dimension,
        match_threshold=threshold,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files=listed,
        films=None if films == items else films,
    )
    (folder / files.MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


_UNFINISHED = "rows"


def _write_films(out: IO[str], entries: Iterable[IndexEntry]) -> None:
    for entry in entries:
        facts = entry.film.to_json()
        if entry.digest:
            facts["digest"] = entry.digest
        if entry.poster_path:
            facts["poster_path"] = entry.poster_path
        if entry.position:
            facts["position"] = entry.position
        out.write(json.dumps(facts, ensure_ascii=False) + "\n")


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
