"""Clients of a service, in one process, that ask one picture after another for some seconds.

They speak HTTP over sockets by hand, so that they take little of the machine; what they take is
told as well. Who is refused asks again when it was told to, or at once with `--rude`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.serving.pictures import endless

_BOUNDARY = b"marquee-bench"
_HEAD = (
    b"--" + _BOUNDARY + b'\r\nContent-Disposition: form-data; name="poster"; filename="poster"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n"
)
_TAIL = b"\r\n--" + _BOUNDARY + b"--\r\n"


class Load:
    """What the clients share.

    Args:
        port: The service's, on 127.0.0.1.
        pictures: What is sent.
        seconds: For how long.
        place: Told as `Marquee-Place`, where it is not empty.
        rude: Whether who is refused asks again at once.
    """

    def __init__(
        self, port: int, pictures: Iterator[bytes], seconds: float, place: str, rude: bool
    ) -> None:
        self._port = port
        self._pictures = pictures
        self._until = perf_counter() + seconds
        self._place = f"Marquee-Place: {place}\r\n".encode() if place else b""
        self._rude = rude
        self.last = 0.0
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.stages: dict[str, list[float]] = {}

    async def client(self) -> None:
        """Ask until the time is up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while perf_counter() < self._until:
            body = _HEAD + next(self._pictures) + _TAIL
            began = perf_counter()
            writer.write(
                b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n"
                b"Content-Type: multipart/form-data; boundary=%b\r\n%b\r\n"
                % (len(body), _BOUNDARY, self._place)
            )
            writer.write(body)
            status, wait_s, answer = await _answer(reader)
            self.statuses[status] += 1
            if status == 200:
                # Those that were asked for in time count, though they may come later.
                self.last = perf_counter()
                self.times.append((self.last - began) * 1e3)
                for stage, took_ms in (json.loads(answer).get("timings_ms") or {}).items():
                    self.stages.setdefault(stage, []).append(took_ms)
            elif not self._rude:
                # Not all of them at once, and not beyond the end.
                wait_s *= random.uniform(1.0, 1.5)
                await asyncio.sleep(min(wait_s, max(0.0, self._until - perf_counter())))
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, float, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    headers = dict(
        line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if b": " in line
    )
    body = await reader.readexactly(int(headers[b"content-length"]))
    return int(head.split(b" ", 2)[1]), float(headers.get(b"retry-after", b"1")), body


async def _run(given: argparse.Namespace) -> dict[str, object]:
    pictures = [path.read_bytes() for path in sorted(given.pictures.glob("*.jpg"))]
    stream = repeat(pictures[0]) if given.identical else endless(pictures, first=given.first)
    load = Load(given.port, stream, given.seconds, given.place, given.rude)
    began, cpu = perf_counter(), process_time()
    await asyncio.gather(*(load.client() for _ in range(given.clients)))
    return {
        "times_ms": load.times,
        "statuses": dict(load.statuses),
        "seconds": max(load.last - began, 1e-3),
        "cpu_s": process_time() - cpu,
        "stages_ms": load.stages,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--place", default="")
    parser.add_argument("--first", type=int, default=os.getpid() * 10**6)
    parser.add_argument("--identical", action="store_true")
    parser.add_argument("--rude", action="store_true")
    print(json.dumps(asyncio.run(_run(parser.parse_args()))))


if __name__ == "__main__":
    main()
