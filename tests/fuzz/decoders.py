"""The part `decoders`: broken pictures through a worker process, its work and memory measured."""

from __future__ import annotations

import logging
import os
import random
import time
from pathlib import Path

from services.core.errors import PosterError
from services.core.settings import Settings
from services.pictures.frames import MAX_RESULT
from services.pictures.pool import CPU_S, LIFETIME, WALL_S, DecodePool
from tests.fuzz.findings import Report
from tests.fuzz.kinds import broken

# One picture more than the worker had before, where the issue allows 200 for service and worker.
MOST_MB = 200
# Processor time is counted in whole seconds by the system that ends a worker at its limit.
MOST_CPU_S = CPU_S + 2
# A machine that is busy may be late with the end.
MOST_WALL_S = WALL_S + 4
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class _Ended(logging.Handler):
    """Notes when the pool says that a worker ended by itself."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def fuzz(report: Report, seed: int) -> None:
    """Decode broken pictures until the time is up."""
    rng, settings = random.Random(seed), Settings(_env_file=None, threads=1)  # pyright: ignore[reportCallIssue]
    ended = _Ended()
    logging.getLogger("services.pictures.pool").addHandler(ended)
    # Each refusal would say so.
    logging.getLogger("services.pictures").addHandler(logging.NullHandler())
    logging.getLogger("services.pictures").propagate = False
    pool = DecodePool(settings)
    pool.start()
    try:
        for number in range(10**9):
            if report.is_over:
                break
            sort, data = broken(rng)
            # One that has served its time is replaced, and the new one has another past.
            if number % (LIFETIME - 10) == 0:
                pool.close()
                pool = DecodePool(settings)
                pool.start()
            decode(pool, settings, sort, data, report, ended)
    finally:
        pool.close()
        logging.getLogger("services.pictures.pool").removeHandler(ended)


def decode(
    pool: DecodePool, settings: Settings, sort: str, data: bytes, report: Report, ended: _Ended
) -> None:
    """Decode a picture and hold what it took against the bounds."""
    (pid,) = [worker.pid for worker in pool.workers]
    before, cpu, began = _forget_peak(pid), _cpu_s(pid), time.monotonic()
    facts: dict[str, object] = {"sort": sort, "bytes": len(data)}
    outcome, size = "read", (0, 0)
    try:
        size = pool.decode(data, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels).size
    except PosterError as error:
        outcome = error.code
        facts["refused"] = error.code
        if not error.message.endswith("."):
            report.find("a refusal that is no sentence", data, message=error.message, **facts)
    except Exception as error:
        outcome = "another error"
        report.find(f"{type(error).__name__} from the pool", data, error=error, **facts)
    wall = time.monotonic() - began
    if [worker.pid for worker in pool.workers] == [pid]:
        used, peak = _cpu_s(pid) - cpu, (_peak_mb(pid) - before)
        report.most("most processor seconds of a picture", used)
        report.most("most MB of a picture, in its worker", peak)
        if used > MOST_CPU_S:
            report.find("processor time beyond its bound", data, seconds=used, **facts)
        if peak > MOST_MB:
            report.find("memory beyond its bound", data, megabytes=peak, **facts)
    report.most("most seconds of a picture", wall)
    if wall > MOST_WALL_S:
        report.find("seconds beyond their bound", data, seconds=wall, **facts)
    # Sides are rounded up when a picture is shrunk.
    if size[0] * size[1] > MAX_RESULT + sum(size):
        report.find("a result of too many pixels", data, size=size, **facts)
    for line in ended.said:
        if "took too long" in line:
            outcome = "ended by its limits"
        else:
            report.find("a decoder ended by itself", data, line=line, **facts)
    ended.said.clear()
    report.came(sort, outcome)


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _forget_peak(pid: int) -> float:
    """Let the system count the worker's peak anew; return what it has now, in MB."""
    try:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    except OSError:
        return float("inf")  # elsewhere the limits hold unseen
    return _status_mb(pid, "VmRSS")


def _peak_mb(pid: int) -> float:
    return _status_mb(pid, "VmHWM")


def _status_mb(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(x.split()[1]) / 1024 for x in lines if x.startswith(f"{name}:")), 0.0)
