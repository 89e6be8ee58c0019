"""`python -m benchmarks.serving`, or `make bench`: the service as a whole, in one run.

Throughput and latency at 1, 8, 32 and 128 clients, of distinct and of identical pictures (JPEGs of
300 x 450), a crowd beside another server's questions, processor seconds an answer, memory, the
start, the size of an install; beside it the encoder alone, the Python API, the published way, and a
handler that only reads. Over a catalogue of the drawn samples, or over `--data-dir`. The figures go
to `benchmarks/results/serving.json`; ratios of one run are what counts, for machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, sleep

from packaging.requirements import Requirement
from rich.console import Console

from benchmarks.readiness import start
from benchmarks.serving.figures import Figures, load_figures, ratios, show
from benchmarks.serving.pictures import drawn_catalogue, prepared
from benchmarks.serving.processes import Served, reading, serving, started, told
from services.vision.index import Manifest, current_build

RESULTS = Path(__file__).parents[1] / "results"
_STATED = ("onnxruntime", "aiohttp", "annoy", "numpy", "opencv-python-headless", "pillow")
_CLIENTS = (1, 8, 32, 128)
_CROWD = 32
# A service is idle that takes less of a second of processor time in one, or after so many.
_IDLE_S, _PATIENCE = 0.05, 20


class Bench:
    """One run.

    Args:
        data_dir: The catalogue.
        pictures: The folder of what is sent.
        seconds: For each load.
        console: Where it says what it is at.
    """

    def __init__(self, data_dir: Path, pictures: Path, seconds: float, console: Console) -> None:
        self._data_dir = data_dir
        self._pictures = pictures
        self._seconds = seconds
        self._say = console.print

    def run(self) -> Figures:
        """Measure all of it, what is compared close together."""
        figures: Figures = {"machine": machine(), "films": self._films()}
        figures["others"] = {
            name: "not installed here"
            for name, module in (("clip-retrieval", "clip_retrieval"), ("immich", "immich_ml"))
            if find_spec(module) is None
        }
        figures["install_mb"] = install_mb()
        figures["start"] = self._start()
        self._say("what it is compared with")
        alone = "benchmarks.serving.alone"
        given = ("--data-dir", self._data_dir, "--pictures", self._pictures)
        given += ("--seconds", self._seconds, "--rows", figures["films"])
        figures["published"] = told(alone, "published", *given)
        figures["embedded"] = told(alone, "embedded", *given)
        figures["encoder"] = told(alone, "encoder", *given)
        figures["loads"], figures["reader"] = self._loads()
        figures["crowd"] = self._crowd()
        return figures

    def _films(self) -> int:
        build = current_build(self._data_dir / "indexes" / "poster-lite")
        assert build is not None
        return Manifest.read(build).items

    def _start(self) -> Figures:
        self._say("the start")
        one = min((start(self._data_dir) for _ in range(3)), key=lambda one: one.ready_s)
        with serving(self._data_dir) as served:
            return {"ready_s": one.ready_s, "memory_mb": served.memory_mb()}

    def _loads(self) -> tuple[Figures, Figures]:
        """Return the figures of each load, and of the handler that only reads."""
        loads: Figures = {}
        with serving(self._data_dir) as served:
            self._warm(served)
            for clients in _CLIENTS:
                loads[f"{clients} distinct"] = self._load(served, clients)
            name = "128 distinct, asking again at once"
            loads[name] = self._load(served, 128, "--rude")
            for clients in _CLIENTS:
                loads[f"{clients} identical"] = self._load(served, clients, "--identical")
            with reading() as reader:
                reads = [self._load(reader, _CROWD, "--identical") for _ in range(2)]
            again = self._load(served, _CROWD, "--identical")
        # What else the machine does comes and goes: the better of two each.
        one = f"{_CROWD} identical"
        loads[one] = max(loads[one], again, key=_rate)
        return loads, max(reads, key=_rate)

    def _load(self, served: Served, clients: int, *options: str) -> Figures:
        self._say(f"{clients} clients {' '.join(options)}")
        before = served.cpu_s()
        outcome = told("benchmarks.serving.load", *self._given(served, clients), *options)
        return load_figures(outcome, served.cpu_s() - before, served.memory_mb())

    def _warm(self, served: Served) -> None:
        """Wait for what a service does behind its start, and let each of its parts work once."""
        told("benchmarks.serving.load", *self._given(served, 8))
        before = served.cpu_s()
        for _ in range(_PATIENCE):
            sleep(1.0)
            now = served.cpu_s()
            if now - before < _IDLE_S:
                return
            before = now

    def _crowd(self) -> Figures:
        """Measure one server's questions, one after another, alone and beside a crowd's."""
        self._say("a crowd")
        load = "benchmarks.serving.load"
        with serving(self._data_dir) as served, ExitStack() as stack:
            self._warm(served)
            one = (*self._given(served, 1), "--place", "other")
            alone = told(load, *one)
            crowd = stack.enter_context(
                started(load, *self._given(served, _CROWD, more_s=3), "--place", "crowd")
            )
            beside = told(load, *one)
            crowded = crowd()
        return {
            name: load_figures(outcome, 0.0, 0.0)
            for name, outcome in (("alone", alone), ("other", beside), ("crowd", crowded))
        }

    def _given(self, served: Served, clients: int, *, more_s: float = 0) -> tuple[object, ...]:
        seconds = self._seconds + more_s
        return (served.port, self._pictures, "--clients", clients, "--seconds", seconds)


def _rate(load: Figures) -> float:
    return load["a_second"]


def machine() -> Figures:
    """Return what it ran on."""
    return {
        "cores": os.cpu_count() or 1,
        "kind": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in _STATED},
        "load_before": os.getloadavg()[0],
    }


def install_mb() -> float:
    """Return what Marquee and what it needs, without extras, take on disk, by their own lists."""
    wanted, seen = ["marquee-bot"], set()
    size = 0
    while wanted:
        name = wanted.pop()
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if found.metadata["Name"].lower() in seen:
            continue
        seen.add(found.metadata["Name"].lower())
        for file in found.files or ():
            path = Path(str(found.locate_file(file)))
            size += path.stat().st_size if path.is_file() else 0
        for text in found.requires or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                wanted.append(needed.name)
    return size / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, help="a catalogue whose posters are here")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each load")
    parser.add_argument("--out", type=Path, default=RESULTS / "serving.json")
    given = parser.parse_args()
    console, began = Console(), perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder) / "pictures"
        pictures.mkdir()
        data_dir = given.data_dir or drawn_catalogue(Path(folder))
        prepared(data_dir, pictures)
        figures = Bench(data_dir, pictures, given.seconds, console).run()
    show(figures, console)
    figures["ratios"] = {name: value for name, (value, _) in ratios(figures).items()}
    figures["measured"] = datetime.now(UTC).isoformat(timespec="seconds")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    console.print(f"{perf_counter() - began:.0f} s in all; the figures are in {given.out}.")


if __name__ == "__main__":
    main()
