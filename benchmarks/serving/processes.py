"""Processes that are measured: started, asked what they took, ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.readiness import children, cpu_s
from tests.fuzz.service import pss_mb


@dataclass(frozen=True, slots=True)
class Served:
    """A process that serves.

    Attributes:
        pid: Its number.
        port: Where it listens, on 127.0.0.1.
    """

    pid: int
    port: int

    def family(self) -> list[int]:
        """Return its number and those of the processes that it started."""
        return [self.pid, *children(self.pid)]

    def cpu_s(self) -> float:
        """Return the processor seconds that all of them took so far."""
        return sum(map(cpu_s, self.family()))

    def memory_mb(self) -> float:
        """Return the memory of all of them, what they share counted once."""
        return pss_mb(self.family())


@contextmanager
def serving(data_dir: Path, **settings: object) -> Iterator[Served]:
    """Run `marquee serve` over a data folder, ready when it is given."""
    variables = {f"MARQUEE_{name.upper()}": str(value) for name, value in settings.items()}
    environment = _plain() | {"MARQUEE_DATA_DIR": str(data_dir), "MARQUEE_LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "marquee", "serve", "--port", "0"]
    with _listening(command, environment | variables) as served:
        yield served


@contextmanager
def reading() -> Iterator[Served]:
    """Run the handler that only reads."""
    command = [sys.executable, "-m", "benchmarks.serving.alone", "reader"]
    with _listening(command, _plain()) as served:
        yield served


@contextmanager
def _listening(command: Sequence[str], environment: dict[str, str]) -> Iterator[Served]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if "http://" not in line:
            raise SystemExit("It did not start; what it said stands above.")
        yield Served(process.pid, int(line.split("http://127.0.0.1:")[1].split(",")[0].split()[0]))
    finally:
        process.terminate()
        process.wait()


def told(module: str, *arguments: object) -> Any:
    """Run a module in a process of its own; return the JSON that it wrote last."""
    with started(module, *arguments) as outcome:
        return outcome()


@contextmanager
def started(module: str, *arguments: object) -> Iterator[Any]:
    """Start a module in a process of its own; give what waits for it and returns its JSON."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)], env=_plain(), stdout=out
        )

        def outcome() -> Any:
            if process.wait():
                raise SystemExit(f"{module} failed; what it said stands above.")
            out.seek(0)
            return json.loads(out.read().splitlines()[-1])

        try:
            yield outcome
        finally:
            process.kill()
            process.wait()


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MARQUEE_")}
