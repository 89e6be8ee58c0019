"""The features of an index's pictures as files beside it, mapped and not read.

Their manifest is their own: they belong to pictures and not to an encoder. An index without them
answers by its embeddings alone.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from services.core import foreign_json
from services.vision.index.manifest import FileFacts, bad_index, file_facts
from services.vision.recognition.code_index import TABLES, CodeIndex, sort_codes
from services.vision.recognition.features import (
    Codes,
    KeptFeatures,
    LocalFeatures,
    Places,
    Poses,
    kept_size,
    projection,
)

FORMAT = 1
MANIFEST = "features.json"
CODES = "feature_codes.npy"
PLACES = "feature_places.npy"
POSES = "feature_poses.npy"
STARTS = "feature_starts.npy"
ASPECTS = "feature_aspects.npy"
# Can be worked out from the codes, and is where they are missing.
ORDER = "feature_order.npy"
BUCKETS = "feature_buckets.npy"
NAMES = (CODES, PLACES, POSES, STARTS, ASPECTS, ORDER, BUCKETS)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeaturesManifest:
    """What the features beside an index say of themselves.

    Attributes:
        format: Version of the files' layout.
        projection: `Projection.key` of the codes.
        pictures: Pictures, in the order of the index's rows.
        points: Spots of all of them together.
        files: Size and checksum of each file.
    """

    format: int
    projection: str
    pictures: int
    points: int
    files: dict[str, FileFacts]

    def to_json(self) -> str:
        """Return the manifest as indented JSON."""
        return json.dumps(dataclasses.asdict(self), indent=2) + "\n"


class CatalogueFeatures:
    """The features of n pictures.

    Args:
        codes: Of all spots, one picture's after another's, shape (m,).
        places: The same spots' places in 1/255 of their pictures, shape (m, 2).
        poses: The same spots' poses, see `LocalFeatures`, shape (m, 2).
        starts: Where each picture's spots begin, and m, shape (n + 1,).
        aspects: Each picture's width over its height, shape (n,).
        index: Finds pictures by codes.
    """

    def __init__(
        self,
        codes: Codes,
        places: NDArray[np.uint8],
        poses: Poses,
        starts: NDArray[np.unsignedinteger],
        aspects: NDArray[np.floating],
        *,
        index: CodeIndex,
    ) -> None:
        self._codes, self._places, self._poses = codes, places, poses
        self._starts, self._aspects = starts, aspects
        self.index = index

    def __len__(self) -> int:
        return len(self._aspects)

    def has(self, row: int) -> bool:
        """Return whether a picture has any."""
        return bool(self._starts[row] < self._starts[row + 1])

    def codes(self, row: int) -> Codes:
        """Return a picture's codes, shape (n,)."""
        return np.asarray(self._codes[self._spots(row)])

    def poses(self, row: int) -> Poses:
        """Return a picture's poses, shape (n, 2)."""
        return np.asarray(self._poses[self._spots(row)])

    def places(self, row: int) -> tuple[Places, tuple[float, float]]:
        """Return a picture's places, shape (n, 2), and width and height of their frame."""
        size = kept_size(float(self._aspects[row]))
        kept = self._places[self._spots(row)]
        scale = np.array(size, dtype=np.float32) / np.float32(255)
        return np.asarray(kept * scale, dtype=np.float32), size

    def of(self, row: int) -> LocalFeatures:
        """Return a picture's features, in pixels of the frame that they are kept in."""
        places, size = self.places(row)
        return LocalFeatures(places, self.codes(row), self.poses(row), size)

    def with_more(self, pictures: Sequence[KeptFeatures]) -> CatalogueFeatures:
        """Return the same in memory, with further pictures at their end."""
        codes = np.concatenate([self._codes, *(item.codes for item in pictures)])
        poses = np.concatenate([self._poses, *(item.poses for item in pictures)])
        places = np.concatenate([self._places, *(item.places for item in pictures)])
        ends = int(self._starts[-1]) + np.cumsum([len(item.codes) for item in pictures])
        starts = np.concatenate([self._starts.astype(np.int64), ends]).astype(np.uint64)
        aspects = np.append(self._aspects, [item.aspect for item in pictures]).astype(np.float32)
        index = CodeIndex(codes, poses, starts, *sort_codes(codes))
        return CatalogueFeatures(codes, places, poses, starts, aspects, index=index)

    def _spots(self, row: int) -> slice:
        return slice(int(self._starts[row]), int(self._starts[row + 1]))


class FeaturesWriter:
    """Writes features beside an index, a few pictures at a time.

    A context manager; what is not finished is left for who made the folder to remove.

    Args:
        folder: The index's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codes = _Rows(folder / CODES, "<u8", ())
        self._places = _Rows(folder / PLACES, "|u1", (2,))
        self._poses = _Rows(folder / POSES, "|u1", (2,))
        self._starts, self._aspects = [0], array("f")

    def __enter__(self) -> FeaturesWriter:
        return self

    def __exit__(self, *_: object) -> None:
        for rows in (self._codes, self._places, self._poses):
            rows.close()

    def add(self, pictures: Iterable[KeptFeatures | None]) -> None:
        """Append the features of the next rows; None where a picture has none."""
        for item in pictures:
            if item is not None:
                self._codes.add(item.codes)
                self._places.add(item.places)
                self._poses.add(item.poses)
            self._starts.append(self._codes.count)
            self._aspects.append(item.aspect if item else 1.0)

    def finish(self, *, sort: bool = True) -> FeaturesManifest:
        """Write the rest.

        Args:
            sort: Whether to write what can be worked out from the codes too.

        Raises:
            OSError: the disk refuses.
        """
        for rows in (self._codes, self._places, self._poses):
            rows.close()
        kind = np.uint32 if self._codes.count < 2**32 else np.uint64
        np.save(self._folder / STARTS, np.array(self._starts, dtype=kind))
        np.save(self._folder / ASPECTS, np.array(self._aspects, dtype=np.float32))
        if sort:
            order, buckets = sort_codes(np.load(self._folder / CODES))
            np.save(self._folder / ORDER, order)
            np.save(self._folder / BUCKETS, buckets)
        manifest = FeaturesManifest(
            FORMAT,
            projection().key,
            len(self._aspects),
            self._codes.count,
            {
                name: file_facts(self._folder / name)
                for name in NAMES
                if (self._folder / name).exists()
            },
        )
        (self._folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        return manifest


def open_features(folder: Path, rows: int) -> CatalogueFeatures | None:
    """Open the features beside an index, or return None where there are none of use.

    Args:
        folder: The index's.
        rows: Rows of the index.

    Raises:
        UnavailableError: `bad_index`, a file is not what its manifest says.
    """
    try:
        text = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise bad_index(folder, f"{MANIFEST} cannot be read") from error
    try:
        manifest = foreign_json.parse_as(FeaturesManifest, text)
    except (ValueError, KeyError, TypeError) as error:
        raise bad_index(folder, f"{MANIFEST} cannot be read") from error
    if manifest.format != FORMAT or manifest.projection != projection().key:
        _log.warning(
            "%s: its local features are of another version; `marquee catalogue build` renews them",
            folder,
        )
        return None
    if manifest.pictures != rows:
        raise bad_index(folder, f"its features are of {manifest.pictures} pictures, not {rows}")
    for name, facts in manifest.files.items():
        if name not in NAMES:
            raise bad_index(folder, f"{MANIFEST} names a file that is none of its own")
        _check(folder, name, facts)
    return _open(folder, manifest)


def extended(
    features: CatalogueFeatures | None, rows: int, more: Sequence[KeptFeatures]
) -> CatalogueFeatures:
    """Return features with those of further pictures at their end.

    Args:
        features: What an index's pictures have, or None where they have none.
        rows: How many rows the index has.
        more: The further pictures'.
    """
    return (features or _none(rows)).with_more(more)


def _none(rows: int) -> CatalogueFeatures:
    codes, pairs = np.empty(0, np.uint64), np.empty((0, 2), np.uint8)
    starts, aspects = np.zeros(rows + 1, np.uint64), np.ones(rows, np.float32)
    index = CodeIndex(codes, pairs, starts, *sort_codes(codes))
    return CatalogueFeatures(codes, pairs, pairs, starts, aspects, index=index)


def _open(folder: Path, manifest: FeaturesManifest) -> CatalogueFeatures:
    n, m = manifest.pictures, manifest.points
    codes = _mapped(folder, CODES, "u", (m,))
    starts = _mapped(folder, STARTS, "u", (n + 1,))
    if int(starts[0]) != 0 or int(starts[-1]) != m or (np.diff(starts.astype(np.int64)) < 0).any():
        raise bad_index(folder, f"{STARTS} does not rise to the number of spots")
    aspects = _mapped(folder, ASPECTS, "f", (n,))
    if not (np.isfinite(aspects) & (aspects > 0)).all():
        raise bad_index(folder, f"{ASPECTS} holds what is no shape")
    poses = _mapped(folder, POSES, "u", (m, 2))
    if ORDER in manifest.files and BUCKETS in manifest.files:
        order = _mapped(folder, ORDER, "u", (TABLES, m))
        buckets = _mapped(folder, BUCKETS, "u", (TABLES, 2**16 + 1))
        index = CodeIndex(codes, poses, starts, order, buckets)
    else:
        index = CodeIndex.sorting(codes, poses, starts)
    places = _mapped(folder, PLACES, "u", (m, 2))
    return CatalogueFeatures(codes, places, poses, starts, aspects, index=index)


def _check(folder: Path, name: str, facts: FileFacts) -> None:
    try:
        same = file_facts(folder / name) == facts
    except OSError as error:
        raise bad_index(folder, f"{name} cannot be read") from error
    if not same:
        raise bad_index(folder, f"{name} is not the file that {MANIFEST} describes")


def _mapped(folder: Path, name: str, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    try:
        # An empty file cannot be mapped.
        array = np.load(folder / name, mmap_mode="r" if 0 not in shape else None)
    except (OSError, ValueError) as error:
        raise bad_index(folder, f"{name} cannot be read") from error
    if array.shape != shape or array.dtype.kind != kind:
        raise bad_index(folder, f"{name} has another shape than its manifest says")
    return array


class _Rows:
    """Appends rows to an .npy file whose number is known only at its end."""

    def __init__(self, path: Path, kind: str, shape: tuple[int, ...]) -> None:
        self._kind, self._shape = kind, shape
        self.count = 0
        self._file: IO[bytes] = path.open("w+b")
        self._write_header()

    def add(self, rows: NDArray[Any]) -> None:
        self._file.write(np.ascontiguousarray(rows, dtype=self._kind).tobytes())
        self.count += len(rows)

    def close(self) -> None:
        if not self._file.closed:
            self._file.seek(0)
            self._write_header()
            self._file.close()

    def _write_header(self) -> None:
        # NumPy leaves room for a growing first axis, so that the header keeps its length.
        np.lib.format.write_array_header_1_0(
            self._file,
            {"descr": self._kind, "fortran_order": False, "shape": (self.count, *self._shape)},
        )
