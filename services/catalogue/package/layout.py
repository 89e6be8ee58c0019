"""A catalogue as a folder that can be carried away: Parquet, pictures, and a manifest.

manifest.json            counts, encoders, and size and checksum of each Parquet file
films.parquet            facts and keys, and what the posters are
editions.parquet         further pictures of the films; versions of before pass it by
rejected.parquet         pictures that are no posters
embeddings/N.parquet     digest and float16 vector, one file an encoder
pictures/ab/DIGEST.jpg   where they were asked for; named by their checksums
"""

from __future__ import annotations

import dataclasses
import glob
import hashlib
import json
import logging
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from services.catalogue.sources.rows import SUFFIXES
from services.core import foreign_json
from services.core.errors import RequestError, UnavailableError
from services.vision.index.manifest import FileFacts, file_facts

FORMAT = 1
MANIFEST = "manifest.json"
FILMS = "films.parquet"
EDITIONS = "editions.parquet"
REJECTED = "rejected.parquet"
PICTURES = "pictures"
_DAY_S = 86_400
_log = logging.getLogger(__name__)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EncoderPart:
    """One encoder's embeddings: file, length of a vector, how many."""

    file: str
    dimension: int
    count: int


@dataclass(slots=True)
class PackageManifest:
    """What a package says of itself.

    Attributes:
        films, posters, pictures, rejected: How many; `pictures` counts the files that came along.
        encoders: The embeddings, by `EncoderSpec.key`.
        files: Size and checksum of each Parquet file, by its path in the folder.
        created_at: ISO 8601, UTC.
        format: Version of the layout.
    """

    created_at: str
    films: int = 0
    posters: int = 0
    pictures: int = 0
    rejected: int = 0
    encoders: dict[str, EncoderPart] = field(default_factory=dict)
    files: dict[str, FileFacts] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Measure the Parquet files of `folder` and write the manifest beside them."""
        for path in sorted(folder.rglob("*.parquet")):
            self.files[path.relative_to(folder).as_posix()] = file_facts(path)
        text = json.dumps(dataclasses.asdict(self), indent=2) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> PackageManifest:
        """Read a folder's manifest. Raises RequestError, `bad_package`."""
        try:
            text = (folder / MANIFEST).read_bytes()
            layout = foreign_json.parse(text)["format"]
            if layout != FORMAT:
                raise bad_package(folder, f"its layout is version {layout}, not {FORMAT}")
            manifest = foreign_json.parse_as(cls, text)
        except FileNotFoundError as error:
            if not folder.exists():
                raise bad_package(folder, "there is no such folder") from error
            raise bad_package(folder, f"there is no {MANIFEST} in it") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise bad_package(folder, f"its {MANIFEST} cannot be read") from error
        needed = {FILMS, REJECTED, *(part.file for part in manifest.encoders.values())}
        for name in sorted(needed | manifest.files.keys()):
            parts = PurePosixPath(name)
            if name not in manifest.files or parts.is_absolute() or ".." in parts.parts:
                raise bad_package(folder, f"its {MANIFEST} names a file wrongly, {name!r}")
        return manifest

    def check(self, folder: Path) -> None:
        """Compare every Parquet file with the manifest. Raises RequestError, `bad_package`."""
        for name, facts in self.files.items():
            path = folder / name
            try:
                there = file_facts(path) if path.is_file() else None
            except OSError as error:
                raise bad_package(folder, f"{name[:100]} cannot be read") from error
            if there is None:
                raise bad_package(folder, f"{name} is missing")
            if there != facts:
                raise bad_package(folder, f"{name} has another size or checksum than was written")


def bad_package(folder: Path, reason: str) -> RequestError:
    """Return the error for a folder that must not be imported."""
    return RequestError("bad_package", f"{folder} is no usable export of a catalogue: {reason}.")


def require_pyarrow() -> None:
    """Raise UnavailableError, `no_pyarrow`, where the `parquet` extra is missing."""
    if find_spec("pyarrow") is None:
        raise UnavailableError(
            "no_pyarrow", "Moving a catalogue needs pyarrow: pip install 'marquee-bot[parquet]'."
        )


def picture_name(digest: str, path: str) -> PurePosixPath:
    """Return where a picture stands below a folder of pictures: "ab/<digest>.jpg"."""
    suffix = PurePosixPath(path.replace("\\", "/")).suffix.lower()
    return PurePosixPath(digest[:2]) / (digest + (suffix if suffix in SUFFIXES else ""))


def is_digest(text: object) -> bool:
    """Return whether this is a SHA-256 in hex, and so safe as a file's name."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def is_picture(path: Path, digest: str, size: int) -> bool:
    """Return whether the file is there and is that picture: by size first, then by checksum."""
    try:
        if not path.is_file() or path.stat().st_size != size:
            return False
        return file_facts(path).sha256 == digest
    except OSError:
        _log.debug("%s cannot be read", path, exc_info=True)
        return False


def copy_picture(source: Path, digest: str, target: Path) -> bool:
    """Copy a picture whole, unless it is there; return whether `source` could be read and is it.

    Raises OSError where the target's disk refuses.
    """
    if target.is_file():
        return True
    try:
        data = source.read_bytes()
    except OSError:
        _log.debug("%s cannot be read", source, exc_info=True)
        return False
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}-{uuid.uuid4().hex[:8]}")
    try:
        beside.write_bytes(data)
        os.replace(beside, target)  # noqa: PTH105  (says that it replaces)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return True


@contextmanager
def written_beside(target: Path, *, replace: bool) -> Iterator[Path]:
    """Give a hidden folder beside `target` that takes its place once the block is through.

    Raises:
        RequestError: `bad_request`, `target` is there and is not to be replaced, or is no export.
    """
    # "." has a name only where it lies.
    told, target = target, target.resolve()
    if not target.name:
        raise RequestError("bad_request", f"{told} is no place for an export.")
    _recover(target)
    if target.exists() and not replace:
        raise RequestError(
            "bad_request", f"{told} exists already; please name another folder, or --replace it."
        )
    if target.exists() and not (target / MANIFEST).is_file():
        raise RequestError("bad_request", f"{told} is no export, so it is not replaced.")
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    work = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.partial")
    work.mkdir()
    try:
        yield work
        _put_in_place(work, target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _recover(target: Path) -> None:
    """Put back the older export where a replacement was killed between its two renames."""
    old = sorted(target.parent.glob(f".{glob.escape(target.name)}.*.old"))
    if old and not target.exists():
        old[-1].rename(target)


def _sweep(target: Path) -> None:
    """Remove what killed exports left behind; what is younger than a day may be at work."""
    for kind in ("partial", "old"):
        for folder in target.parent.glob(f".{glob.escape(target.name)}.*.{kind}"):
            if time.time() - folder.stat().st_mtime > _DAY_S:
                shutil.rmtree(folder, ignore_errors=True)
                _log.info("removed the unfinished export %s", folder)


def _put_in_place(work: Path, target: Path) -> None:
    if not target.exists():
        work.rename(target)
        return
    old = work.with_suffix(".old")
    target.rename(old)
    try:
        work.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
