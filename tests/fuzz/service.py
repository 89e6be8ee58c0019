"""`marquee serve` over the starter in a process of its own: asked, measured, its log read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

START_S = 60.0
_RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?P<level>[A-Z]+) (?P<name>[\w.]+): ")
# Files on which Pillow stumbles are told of in full, and are no fault.
_EXPECTED = "refused a file on which Pillow stumbled"


@dataclass(frozen=True, slots=True)
class Record:
    """What the service logged at once.

    Attributes:
        level: DEBUG to CRITICAL; empty for what no logger said.
        text: All of it, a traceback included.
    """

    level: str
    text: str

    @property
    def wrong(self) -> str | None:
        """Say what is wrong where this tells of a fault, the same for those that look alike."""
        if self.level in {"ERROR", "CRITICAL"}:
            return f"an error in the log: {self._last}"
        if not self.level:
            return "lines in the log that no logger wrote"
        if "Traceback (most recent call last)" in self.text and _EXPECTED not in self.text:
            return f"a traceback in the log: {self._last}"
        if "a decoder ended" in self.text:
            return "a decoder ended by itself"
        return None

    @property
    def _last(self) -> str:
        line = self.text.rstrip().splitlines()[-1]
        return re.sub(r"0x[0-9a-f]+|\d+", "N", _RECORD.sub("", line))[:120]


class Service:
    """The service, started when it is entered.

    Args:
        folder: For its data and its log.
        settings: `MARQUEE_*` variables without that beginning.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "service.log"
        self._read = 0
        self.host, self.port = "127.0.0.1", 0

    def __enter__(self) -> Service:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self.alive:
            self.process.kill()
        self.process.wait()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process that was started last."""
        assert self._process is not None
        return self._process

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def start(self, port: int = 0) -> None:
        """Start it, on any free port or a certain one, and wait until it is ready."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("MARQUEE_")}
        given = {f"MARQUEE_{name.upper()}": text for name, text in self._settings.items()}
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "marquee", "serve", "--port", str(port)],
                env={**kept, "MARQUEE_DATA_DIR": str(self._folder / "data"), **given},
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        late = threading.Timer(START_S, self._process.kill)
        late.start()
        line = self._process.stdout.readline().decode()
        late.cancel()
        found = re.search(r"http://[\d.]+:(\d+)", line)
        if found is None:
            raise SystemExit(f"The service did not start: {self._log.read_text()[-2000:]}")
        self.port = int(found[1])

    def stop(self) -> float:
        """Send SIGTERM; return how many seconds it took to end, at most a minute."""
        began = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - began

    def pids(self) -> list[int]:
        """Return the numbers of its process and of its workers'."""
        pid = self.process.pid
        found = [pid]
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, path.read_text().split())
        return found

    def pss_mb(self) -> float:
        """Return the memory of all its processes, in MB, what they share counted once."""
        return pss_mb(self.pids())

    def said(self) -> list[Record]:
        """Return what was logged since the last call; an unfinished record waits for its end."""
        with self._log.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        self._read += len(data)
        return list(records(data.decode("utf-8", "replace")))


def pss_mb(pids: list[int]) -> float:
    """Return the memory of processes, in MB, what they share counted once."""
    total = 0
    for pid in pids:
        with suppress(OSError, IndexError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            total += int(text.split("\nPss:", 1)[1].split()[0])
    return total / 1024


def records(text: str) -> list[Record]:
    """Take a log apart: each record with the lines of its traceback; other lines for themselves."""
    found: list[Record] = []
    in_traceback = False
    for line in text.splitlines(keepends=True):
        if begins := _RECORD.match(line):
            found.append(Record(begins["level"], line))
            in_traceback = False
            continue
        in_traceback = in_traceback or line.startswith("Traceback (most recent call last)")
        if in_traceback and found:
            found[-1] = Record(found[-1].level, found[-1].text + line)
        elif line.strip():
            found.append(Record("", line))
    return found
