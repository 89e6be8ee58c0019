"""Resident memory, latency and throughput of `marquee serve` over 1,000 requests.

    python benchmarks/service_memory.py [--requests 1000] [--at-once 8] [--data-dir DIR]

Starts the service in a process of its own on a free loopback port, over the starter or over
`--data-dir`, and sends it the sample posters in four sizes and three formats: half of the requests
one after another, half `--at-once` at a time. Exits with 1 where the service ends above 400 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import numpy as np
from aiohttp import ClientSession, ClientTimeout, FormData
from rich.console import Console
from rich.table import Table

from services.samples import SAMPLES, draw

GOAL_MB = 400
_WIDTHS = (182, 400, 800, 1200)
_FORMATS = ("JPEG", "PNG", "WEBP")
_START_S = 60
_RUN_S = 600
_STATED = ("aiohttp", "onnxruntime", "annoy", "numpy", "pillow")


def _posters() -> list[bytes]:
    pictures = []
    for number, sample in enumerate(SAMPLES):
        for width in _WIDTHS:
            out = BytesIO()
            draw(sample, width).save(out, _FORMATS[(number + width) % len(_FORMATS)])
            pictures.append(out.getvalue())
    return pictures


@asynccontextmanager
async def service(data_dir: Path | None) -> AsyncIterator[tuple[int, str, str]]:
    """Yield the service's process id, its URL and the line it greeted with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MARQUEE_")}
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "marquee", "serve", "--port", "0"),
            env={
                **kept,
                "MARQUEE_DATA_DIR": str(data_dir or folder),
                "MARQUEE_LOG_LEVEL": "WARNING",
            },
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(_START_S):
                line = (await process.stdout.readline()).decode().strip()
            if not line:
                raise SystemExit("The service did not start; what it said stands above.")
            yield process.pid, line.split()[3].rstrip(","), line
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def _resident_mb(pid: int) -> float:
    """Return VmRSS in MB (10^6 bytes)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit("This system does not tell a process's resident memory.")


async def send(session: ClientSession, posters: list[bytes], at_once: int) -> tuple[list, float]:
    """Return each request's milliseconds, and requests a second."""
    waiting, times = iter(posters), []

    async def sender() -> None:
        for poster in waiting:
            form = FormData()
            form.add_field("poster", poster, filename="poster")
            start = perf_counter()
            async with session.post("/v1/identify", data=form) as response:
                body = await response.json()
            if response.status != 200:
                raise SystemExit(f"The service answered {response.status}: {body}")
            times.append((perf_counter() - start) * 1e3)

    start = perf_counter()
    await asyncio.gather(*(sender() for _ in range(at_once)))
    return times, len(times) / (perf_counter() - start)


async def _measure(requests: int, at_once: int, data_dir: Path | None) -> int:
    console = Console()
    posters = _posters()
    async with (
        service(data_dir) as (pid, url, greeting),
        ClientSession(url, timeout=ClientTimeout(total=60)) as session,
        asyncio.timeout(_RUN_S),
    ):
        console.print(greeting)
        before = _resident_mb(pid)
        stream = islice(cycle(posters), requests)
        halves = [(1, list(islice(stream, requests // 2))), (at_once, list(stream))]
        table = Table("At once", title=f"{requests:,} requests, {len(posters)} posters in turn")
        for name in ("requests", "p50 ms", "p95 ms", "a second", "of one", "resident MB"):
            table.add_column(name, justify="right")
        alone = 0.0
        for width, share in halves:
            times, rate = await send(session, share, width)
            alone = alone or rate
            p50, p95 = np.percentile(times, [50, 95])
            table.add_row(
                str(width),
                f"{len(times):,}",
                f"{p50:.1f}",
                f"{p95:.1f}",
                f"{rate:.1f}",
                f"{rate / alone:.2f}",
                f"{_resident_mb(pid):.0f}",
            )
        after = _resident_mb(pid)
    console.print(table)
    console.print(
        f"Resident memory: {before:.0f} MB before, {after:.0f} MB after (goal {GOAL_MB})."
    )
    parts = ", ".join(f"{name} {version(name)}" for name in _STATED)
    console.print(
        f"Python {platform.python_version()}, {parts}; {os.cpu_count()} {platform.machine()} cores"
    )
    return 0 if after < GOAL_MB else 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--data-dir", type=Path, help="an imported catalogue; default: the starter")
    args = parser.parse_args()
    if args.requests < 2 or args.at_once < 1:
        parser.error("at least two requests, at least one at once")
    sys.exit(asyncio.run(_measure(args.requests, args.at_once, args.data_dir)))


if __name__ == "__main__":
    main()
