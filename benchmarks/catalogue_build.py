"""Time and memory of import, clean and build, beside the encoder's own throughput in the same run.

    python -m benchmarks.catalogue_build FOLDER [--films N] [--sample 640] [--beyond 300000]

Runs the three commands as an admin would, each in a process of its own, on a new catalogue of the
posters in FOLDER (its `posters.csv` names them). The encoder's own throughput is that of batches
of decoded posters, nothing else done, in processes before and after them; the two are averaged,
since a machine's clock drifts. Memory is the highest resident set that the system saw.

`--beyond` then adds films without files, with random embeddings, and builds again: memory must not
follow the catalogue's size.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from services.catalogue.sources.records import Record
from services.catalogue.sources.rows import read_csv
from services.core.settings import get_settings
from services.pictures.images import decode
from services.store import Store
from services.store.models import EmbeddingRow, FilmRow, PosterRow
from services.vision.encoders import open_encoder

_BATCH = 32
GOAL_MB, GOAL_SHARE = 600, 0.8


@dataclass(frozen=True, slots=True)
class Run:
    """A process's wall time in seconds, and its highest resident set in MB (10^6 bytes)."""

    seconds: float
    memory: float
    output: str = ""


def _run(*command: str, data_dir: Path) -> Run:
    began = perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=os.environ | {"MARQUEE_DATA_DIR": str(data_dir)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode(errors="replace")
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{text}")
    return Run(perf_counter() - began, usage.ru_maxrss * 1024 / 1e6, text)


def _encoder_alone(folder: Path, sample: int) -> None:
    """Print the milliseconds that the encoder needs for a poster, in batches."""
    settings = get_settings()
    encoder = open_encoder(settings.encoder, settings)
    images = []
    for item in read_csv(folder / "posters.csv", folder):
        if not isinstance(item, Record) or not item.path.is_file():
            continue
        data = item.path.read_bytes()
        images.append(decode(data, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels))
        if len(images) == sample:
            break
    encoder.embed(images[:_BATCH])
    began = perf_counter()
    for start in range(0, len(images), _BATCH):
        encoder.embed(images[start : start + _BATCH])
    print((perf_counter() - began) / len(images) * 1e3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, help="Only the first rows of the CSV.")
    parser.add_argument("--sample", type=int, default=640)
    parser.add_argument("--beyond", type=int, default=0)
    parser.add_argument("--encoder-alone", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.encoder_alone:
        _encoder_alone(args.folder, args.sample)
        return
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        csv = args.folder / "posters.csv"
        if args.films:
            rows = csv.read_text(encoding="utf-8").splitlines(keepends=True)
            csv = data / "films.csv"
            csv.write_text("".join(rows[: args.films + 1]), encoding="utf-8")
        alone = ("benchmarks.catalogue_build", str(args.folder), "--encoder-alone")
        alone += ("--sample", str(args.sample))

        def encoder_ms() -> float:
            return float(_run(*alone, data_dir=data).output.split()[-1])

        before = encoder_ms()
        runs = {
            "import-folder": _run(
                *("marquee", "catalogue", "import-folder", str(args.folder), "--csv", str(csv)),
                data_dir=data,
            ),
            "clean": _run("marquee", "catalogue", "clean", data_dir=data),
            "build": _run("marquee", "catalogue", "build", data_dir=data),
        }
        after = encoder_ms()
        films = _count(data)
        if args.beyond:
            asyncio.run(_add_films(data / "marquee.db", args.beyond))
            larger = _run("marquee", "catalogue", "build", data_dir=data)
            total = _count(data)
            print(f"build with {total:,} films: {larger.seconds:.0f} s, {larger.memory:.0f} MB")
    own = (before + after) / 2
    table = Table("Step", title=f"{films:,} films; the encoder alone: {own:.2f} ms a poster")
    for column in ("seconds", "ms a film", "of the encoder's throughput", "peak MB"):
        table.add_column(column, justify="right")
    runs["all three"] = Run(
        sum(run.seconds for run in runs.values()), max(run.memory for run in runs.values())
    )
    for step, run in runs.items():
        each = run.seconds / films * 1e3
        share = f"{own / each:.2f}" if step in ("build", "all three") else ""
        table.add_row(step, f"{run.seconds:.1f}", f"{each:.2f}", share, f"{run.memory:.0f}")
    Console(width=100).print(table)
    print(f"encoder alone before and after: {before:.2f} and {after:.2f} ms a poster")
    print(f"aimed at: build at {GOAL_SHARE:.0%} of the encoder's throughput, {GOAL_MB} MB at most")


async def _add_films(database: Path, count: int) -> None:
    settings = get_settings()
    spec = open_encoder(settings.encoder, settings).spec
    rng = np.random.default_rng(0)
    async with await Store.open(database) as store:
        for start in range(0, count, 10_000):
            names = [f"{number:064x}" for number in range(start, min(count, start + 10_000))]
            vectors = rng.normal(size=(len(names), spec.dimension)).astype("<f2")
            async with store.session() as session:
                rows = [
                    FilmRow(title=f"Film {name[-8:]}", genres=["Drama"], redistributable=False)
                    for name in names
                ]
                for row, name in zip(rows, names, strict=True):
                    row.source = "made up"
                    row.poster = PosterRow(
                        path=name, digest=name, width=182, height=268, size=1, mtime_ns=1
                    )
                session.add_all(rows)
                session.add_all(
                    EmbeddingRow(digest=name, encoder=spec.key, vector=vector.tobytes())
                    for name, vector in zip(names, vectors, strict=True)
                )
                await session.commit()


def _count(data: Path) -> int:
    root = data / "indexes" / get_settings().encoder
    build = (root / "current").read_text(encoding="utf-8").strip()
    with (root / build / "films.jsonl").open(encoding="utf-8") as lines:
        return sum(1 for _ in lines)


if __name__ == "__main__":
    main()
