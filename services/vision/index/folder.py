"""Index folders, checked before they are opened; `services.vision.index.write` swaps them in whole.

A root holds one folder a build and `current`, a one-line file that names the build in use; it is
the only thing ever replaced, so a reader sees the old index or the new one and nothing between.
"""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.core import foreign_json
from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.core.film_keys import file_key
from services.core.types import Film
from services.vision.index import manifest as files
from services.vision.index.manifest import Kind, Manifest, bad_index
from services.vision.index.search import AnnoyIndex, ExactIndex, VectorIndex

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One row: a film, and the picture of it whose embedding the row is.

    Attributes:
        film: The film's facts as they were when the index was built.
        digest: SHA-256 of the picture's file, where it is known.
        poster_path: The picture's file on this machine, where there is one.
        position: 0 for the film's poster, more for its other pictures, which follow it.
    """

    film: Film
    digest: str | None = None
    poster_path: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that is ready to be searched: row i of `vectors` belongs to `entries[i]`.

    `folder` is where it lies.
    """

    manifest: Manifest
    entries: tuple[IndexEntry, ...]
    vectors: VectorIndex
    folder: Path


def open_index(root: Path, spec: EncoderSpec) -> OpenIndex:
    """Open the current index below `root`, or the one that `root` itself is.

    Raises:
        UnavailableError: `no_catalogue` where there is none, `bad_index` where it must not be used.
    """
    while True:
        build = current_name(root)
        try:
            return _open_build(root / build if build else root, spec)
        except UnavailableError:
            # Two builds may have been finished, and this one swept, while it was being opened.
            if current_name(root) == build:
                raise


def current_build(root: Path) -> Path | None:
    """Return the folder of the index in use below `root`, or None where there is none.

    Raises:
        UnavailableError: `bad_index`, the pointer is damaged.
    """
    name = current_name(root)
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
    return OpenIndex(manifest, entries, vectors, folder)


def _read_entries(folder: Path) -> list[IndexEntry]:
    try:
        with (folder / files.FILMS).open(encoding="utf-8") as lines, _without_collecting():
            raw = [foreign_json.parse(line) for line in lines]
        known: set[str] = set()
        with _without_collecting():
            return [_entry(item, known) for item in raw]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise bad_index(folder, f"{files.FILMS} cannot be read") from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage inside: all that is made stays, and looking takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _entry(item: Mapping[str, Any], known: set[str]) -> IndexEntry:
    film, path = Film.from_json(item).checked(), item.get("poster_path")
    if "key" not in item and film.key in known and path:
        # Written before keys were stored, when two films could share a title and so a key: named
        # as `services.store.film_keys` names them in the database.
        film = dataclasses.replace(film, stored_key=file_key(path))
    known.add(film.key)
    return IndexEntry(film, item.get("digest"), path, item.get("position", 0))


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


def current_name(root: Path) -> str | None:
    """Return the name of the build in use below `root`; None where there is none, or one folder.

    Raises:
        UnavailableError: `bad_index`, the pointer is damaged.
    """
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise bad_index(root, f"`{CURRENT}` cannot be read") from error
    if not name or name.startswith(".") or Path(name).name != name:
        raise bad_index(root, f"`{CURRENT}` does not name a build")
    return name
