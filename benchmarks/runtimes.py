"""What the encoder costs by each runtime that is installed, and what each one changes.

    python -m benchmarks.runtimes [../shared] [--pictures 500]

By turns in one process: ONNX Runtime as it was served up to 0.2, any number of pictures a run and
all threads on one of them; then each runtime as `marquee serve --tune` measures it, a picture a
run. The ratio is of the processor's time a poster, preparing its pixels included.

Where the picture sets are at hand: val posters and hard distortions of them, how alike their
embeddings are, and how often something else is told of them, by the catalogue of
`MARQUEE_DATA_DIR` or what ships: another film, none, or one as sure that was a perhaps. For every
second picture its film counts as absent.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image
from rich.console import Console
from rich.table import Table

from services.core.settings import Settings, get_settings
from services.core.types import Identification
from services.samples import SAMPLES, draw
from services.training.distort import HARD, distorted
from services.vision.encoders import kept, poster_lite
from services.vision.encoders.onnx_network import OnnxNetwork
from services.vision.encoders.poster_lite import PosterLite
from services.vision.encoders.runtimes import USUAL, Runtime, available
from services.vision.encoders.tuning import measure
from services.vision.pipeline import Identifier

_WIDTH = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, help="the folder of picture sets")
    parser.add_argument("--pictures", type=int, default=500, help="val posters")
    args = parser.parse_args()
    settings = get_settings()
    console = Console()
    _costs(settings, console)
    if args.shared:
        posters, ids = _val(args.shared / "posters", args.pictures)
        _changes(settings, posters, ids, console)


def _costs(settings: Settings, console: Console) -> None:
    with kept.newest_model(settings) as model:
        before = _before(model, settings.threads)
        # `USUAL` stands for two here, so the first is measured as a runtime of its own.
        encoders = [(Runtime("onnxruntime", "bfloat16"), before)]
        encoders += [(each, PosterLite(model, settings.threads, each)) for each in available()]
    measured = measure(encoders, [draw(sample, _WIDTH) for sample in SAMPLES])
    first, table = measured[0], Table("Runtime", title=f"{settings.threads} threads")
    for column in ("one poster, ms", "processor, ms a poster", "of the first", "likeness"):
        table.add_column(column, justify="right")
    for each in measured:
        name = f"{USUAL}, as before" if each is first else str(each.runtime)
        figures = (each.wait_ms, each.processor_ms, each.processor_ms / first.processor_ms)
        table.add_row(name, *(f"{figure:.2f}" for figure in figures), f"{each.cosine:.5f}")
    console.print(table)


def _before(model: Path, threads: int) -> PosterLite:
    def together(*args: Any, **options: Any) -> OnnxNetwork:
        return OnnxNetwork(*args, **options | {"one_by_one": False})

    with patch.object(poster_lite, "OnnxNetwork", together):
        return PosterLite(model, threads)


def _changes(
    settings: Settings, posters: Sequence[Image.Image], ids: Sequence[str], console: Console
) -> None:
    hard = list(HARD)
    copies = [
        distorted(poster, hard[number % len(hard)], ids[number])
        for number, poster in enumerate(posters)
    ]
    asked = [*posters, *copies]
    absent = [[key] if number % 2 else [] for number, key in enumerate([*ids, *ids])]
    table = Table("Runtime", title=f"{len(asked)} pictures of val")
    for column in ("mean likeness", "least", "told otherwise", "another film or none"):
        table.add_column(column, justify="right")
    usual_said: list[Identification] = []
    usual = None
    for runtime in available():
        with patch.object(poster_lite, "remembered", lambda *_, chosen=runtime: chosen):
            identifier = Identifier.open(settings)
        with kept.newest_model(settings) as model:
            embeddings = PosterLite(model, settings.threads, runtime).embed(asked)
        said = [
            answer
            for start in range(0, len(asked), 16)
            for answer in identifier.identify(
                asked[start : start + 16], without=absent[start : start + 16]
            )
        ]
        if usual is None:
            usual, usual_said = embeddings, said
            continue
        alike = (usual * embeddings).sum(axis=1)
        told = sum(_told(a) != _told(b) for a, b in zip(usual_said, said, strict=True))
        named = sum(_named(a) != _named(b) for a, b in zip(usual_said, said, strict=True))
        table.add_row(
            str(runtime), f"{alike.mean():.5f}", f"{alike.min():.5f}", str(told), str(named)
        )
    console.print(table)


def _told(answer: Identification) -> tuple[str | None, str | None]:
    perhaps = answer.perhaps.film.key if answer.perhaps else None
    return _named(answer), perhaps


def _named(answer: Identification) -> str | None:
    return answer.match.film.key if answer.match else None


def _val(folder: Path, count: int) -> tuple[list[Image.Image], list[str]]:
    with (folder / "posters.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["split"] == "val"]
    rows = rows[:: max(1, len(rows) // count)][:count]
    posters = [Image.open(folder / row["file"]).convert("RGB") for row in rows]
    return posters, [row["imdb_id"] for row in rows]


if __name__ == "__main__":
    main()
