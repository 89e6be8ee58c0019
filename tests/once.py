"""What many tests need and no test changes, made once: painted samples and an empty database."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import PIL
from PIL import Image

from services import samples
from services.samples import Sample
from services.samples.canvas import Canvas
from services.store.database import migrate

Painter = Callable[[Sample, int], Canvas]


def fingerprint() -> str:
    """Return what changes when a sample's poster may: the code that paints, and Pillow."""
    sums = hashlib.sha256(PIL.__version__.encode())
    for path in sorted(Path(samples.__file__).parent.rglob("*.py")):
        sums.update(path.read_bytes())
    return sums.hexdigest()[:12]


def kept(paint: Painter, folder: Path) -> Painter:
    """Return a painter that keeps its sheets in a folder and paints none twice.

    A sheet is the same for every width up to its own: printing is what makes it small.
    """

    def painter(sample: Sample, width: int) -> Canvas:
        sheet = Canvas(width)
        path = folder / f"{sample.slug}-{sheet.size[0]}.ppm"
        try:
            with Image.open(path) as image:
                image.load()
        except FileNotFoundError:
            sheet = paint(sample, width)
            part = path.with_suffix(f".{os.getpid()}")
            sheet.image.save(part, "PPM")
            # Another worker may have painted it meanwhile: the same picture.
            part.replace(path)
        else:
            sheet.image = image
        return sheet

    return painter


def copied(empty: Path) -> Callable[[Path], None]:
    """Return what brings a database up to date as `migrate` does, a new one by copying `empty`."""

    def bring_up_to_date(path: Path) -> None:
        if path.exists():
            migrate(path)
        else:
            shutil.copyfile(empty, path)

    return bring_up_to_date
