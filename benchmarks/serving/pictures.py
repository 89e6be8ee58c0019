"""The catalogue that is asked, and the pictures that are sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

from PIL import Image

from services.samples import SAMPLES, draw
from services.vision.index import current_build

SIZE = (300, 450)
_MOST = 64
_START = b"\xff\xd8"


def drawn_catalogue(folder: Path) -> Path:
    """Make a catalogue of the drawn samples in a folder, and return its data folder."""
    posters, data = folder / "posters", folder / "data"
    posters.mkdir()
    for sample in SAMPLES:
        title = f"{sample.film.title} ({sample.film.year})".replace("/", " ")
        draw(sample, 400).save(posters / f"{title}.png")
    environment = os.environ | {"MARQUEE_DATA_DIR": str(data)}
    for command in (("import-folder", str(posters)), ("build",)):
        subprocess.run(
            [sys.executable, "-m", "marquee", "catalogue", *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return data


def prepared(data_dir: Path, folder: Path) -> int:
    """Write JPEGs of posters of a catalogue into a folder; return how many."""
    written = 0
    for path in _posters(data_dir):
        if written == _MOST:
            break
        with Image.open(path) as image:
            out = image.convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)
        out.save(folder / f"{written:03}.jpg", quality=88)
        written += 1
    if not written:
        raise SystemExit(f"No poster of the catalogue in {data_dir} is on this machine.")
    return written


def _posters(data_dir: Path) -> Iterator[Path]:
    build = current_build(data_dir / "indexes" / "poster-lite")
    if build is None:
        raise SystemExit(f"There is no index of poster-lite in {data_dir}.")
    lines = (build / "films.jsonl").read_text(encoding="utf-8").splitlines()
    # From all over the catalogue.
    for line in lines[:: max(1, len(lines) // (2 * _MOST))]:
        path = json.loads(line).get("poster_path")
        if path and Path(path).is_file():
            yield Path(path)


def endless(pictures: list[bytes], *, first: int = 0) -> Iterator[bytes]:
    """Yield the pictures over and over, no two files alike: a comment has their number."""
    for number in count(first):
        picture = pictures[number % len(pictures)]
        said = f"{number}".encode()
        length = (len(said) + 2).to_bytes(2, "big")
        yield _START + b"\xff\xfe" + length + said + picture.removeprefix(_START)


def encoded(image: Image.Image) -> bytes:
    """Return an image as a JPEG of the size that is sent."""
    out = BytesIO()
    image.convert("RGB").resize(SIZE).save(out, "JPEG", quality=88)
    return out.getvalue()
