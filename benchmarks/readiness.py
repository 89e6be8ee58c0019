"""`python -m benchmarks.readiness`: from the start of `marquee serve` until it is ready.

Whole processes are timed: the service in one of its own, asked at `/readyz` until it says ready,
over the starter and over `--data-dir`. Beside it the processor seconds until then, of the service
and of its decoders, which do not follow what else the machine does; and a Python that imports what
the service is made of and does nothing with it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

_PATIENCE_S = 60.0
_IMPORTS = "import aiohttp.web, numpy, onnxruntime, cv2, annoy, pydantic_settings, typer"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until `/healthz` and `/readyz`, and processor seconds until then."""

    alive_s: float
    ready_s: float
    own_cpu_s: float
    beside_cpu_s: float


def cpu_s(pid: int) -> float:
    """Return the processor seconds of a process so far; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += (task / "children").read_text(encoding="ascii").split()
    return [int(child) for child in found]


def start(data_dir: Path, command: Sequence[str] = ("-m", "marquee")) -> Start:
    """Start a service over a data folder, wait until it is ready, and end it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MARQUEE_")}
    with tempfile.TemporaryDirectory() as folder:
        socket = f"{folder}/ready.sock"
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command, "serve", "--socket", socket],
            env={**kept, "MARQUEE_DATA_DIR": str(data_dir), "MARQUEE_LOG_LEVEL": "WARNING"},
            stdout=subprocess.DEVNULL,
        )
        alive_s = 0.0
        try:
            while time.perf_counter() - began < _PATIENCE_S:
                status = asked(socket)
                now = time.perf_counter() - began
                alive_s = alive_s or (now if status else 0.0)
                if status == 200:
                    beside = sum(map(cpu_s, children(process.pid)))
                    return Start(alive_s, now, cpu_s(process.pid), beside)
                time.sleep(0.005)
        finally:
            process.terminate()
            process.wait()
    raise SystemExit("The service was not ready in time.")


class _Socket(HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=5)
        self._path = path

    def connect(self) -> None:
        import socket  # noqa: PLC0415

        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)


def asked(path: str) -> int:
    """Return the status of `/readyz`; 0 where nobody listens yet."""
    connection = _Socket(path)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def imports_s() -> tuple[float, float]:
    """Return seconds, and processor seconds, of a Python that only imports."""
    before = os.times()
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _IMPORTS], check=True)
    took = time.perf_counter() - began
    after = os.times()
    return took, sum(after[2:4]) - sum(before[2:4])


def measured(data_dir: Path | None, rounds: int) -> dict[str, list[Start]]:
    """Return starts over the starter, and over the data folder where one is given, by turns."""
    starts: dict[str, list[Start]] = {}
    with tempfile.TemporaryDirectory() as empty:
        folders = {"the starter": Path(empty)}
        if data_dir is not None:
            folders[str(data_dir.name)] = data_dir
        for _ in range(rounds):
            for name, folder in folders.items():
                starts.setdefault(name, []).append(start(folder))
    return starts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, help="a catalogue beside the starter")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    table = Table("over", title=f"`marquee serve` until it is ready, the middle of {given.rounds}")
    for name in ("alive s", "ready s", "the fastest", "processor s", "and of decoders"):
        table.add_column(name, justify="right")
    imports = [imports_s() for _ in range(given.rounds)]
    for name, starts in measured(given.data_dir, given.rounds).items():
        table.add_row(
            name,
            f"{median(one.alive_s for one in starts):.2f}",
            f"{median(one.ready_s for one in starts):.2f}",
            f"{min(one.ready_s for one in starts):.2f}",
            f"{median(one.own_cpu_s for one in starts):.2f}",
            f"{median(one.beside_cpu_s for one in starts):.2f}",
        )
    walls, processors = zip(*imports, strict=True)
    table.add_row(
        "imports alone",
        "",
        f"{median(walls):.2f}",
        f"{min(walls):.2f}",
        f"{median(processors):.2f}",
        "",
    )
    Console().print(table)


if __name__ == "__main__":
    main()
