"""The catalogues that are asked: imported and built once, and kept."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from services.core.settings import Settings, read_settings
from services.pictures.images import decode
from services.vision.encoders import open_encoder

STAMP = "imported.json"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a known film.

    Attributes:
        path: Its file.
        imdb_id: Its film's.
        split: `train`, `val` or `test`.
        kind: `poster`, or in `more` `film` or `edition`.
        title: Its film's.
    """

    path: Path
    imdb_id: str
    split: str
    kind: str
    title: str


def pictures(folder: Path) -> list[Picture]:
    """Read `posters.csv` or `more.csv` of a folder."""
    with (folder / f"{folder.name}.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Picture(
                folder / row["file"],
                row["imdb_id"],
                row["split"],
                row.get("kind", "poster"),
                f"{row['title']} ({row['year']})",
            )
            for row in csv.DictReader(lines)
        ]


def opened(path: Path) -> Image.Image:
    """Return a picture as a service decodes it."""
    return decode(path.read_bytes(), max_bytes=2**26, max_pixels=50_000_000)


def catalogue(cache: Path, folders: list[Path], *, encoder: str | None, again: bool) -> Settings:
    """Return the settings of a catalogue of folders' pictures, imported and built where it is not.

    Args:
        cache: Where catalogues are kept.
        folders: Each with a CSV of its name.
        encoder: Whose index is wanted; None: the usual one.
        again: Whether to build the index again, though nothing has changed in the folders.
    """
    data = cache / "-".join(folder.name for folder in folders)
    data.mkdir(parents=True, exist_ok=True)
    settings = read_settings().model_copy(update={"data_dir": data})
    if encoder:
        settings = settings.model_copy(update={"encoder": encoder})
    stamp = data / STAMP
    now = _state(folders, open_encoder(settings.encoder, settings).spec.key)
    was = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    if was.get("folders") != now["folders"]:
        for folder in folders:
            table = folder / f"{folder.name}.csv"
            _marquee(data, "catalogue", "import-folder", str(folder), "--csv", str(table))
    if was != now or again:
        _marquee(data, "catalogue", "build", "--encoder", settings.encoder)
        stamp.write_text(json.dumps(now), encoding="utf-8")
    return settings


def _state(folders: list[Path], encoder: str) -> dict[str, object]:
    tables = [folder / f"{folder.name}.csv" for folder in folders]
    sizes: Mapping[str, int] = {str(table.resolve()): table.stat().st_size for table in tables}
    return {"folders": sizes, "encoder": encoder}


def _marquee(data: Path, *command: str) -> None:
    environment = os.environ | {"MARQUEE_DATA_DIR": str(data)}
    subprocess.run([sys.executable, "-m", "marquee", *command], env=environment, check=True)
