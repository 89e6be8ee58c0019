"""`python -m benchmarks.hostile`: a service under attack, and good posters sent beside it.

`marquee serve` in a process of its own, over the starter, gets 10,000 hostile pictures and 1,000
requests that are odd or none; how it answers, how good posters fare meanwhile, what memory it
takes, how connections that rest are dropped, and how soon SIGTERM ends it. Exits with 1 where a
bound is not kept. The pictures and requests are those of `tests/fuzz`, from a seed.
"""

from __future__ import annotations

import argparse
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from benchmarks.decoding import bombs
from services.samples import SAMPLES, draw
from tests.fuzz.exchange import PATIENCE_S, exchange
from tests.fuzz.kinds import broken
from tests.fuzz.oddities import odd
from tests.fuzz.oddity import Oddity, posted
from tests.fuzz.service import Service, pss_mb
from tests.pictures.pictures import encoded

# Bounds, from what was asked for.
TIMES_P99, OR_S = 2.0, 5.0
ONE_MB, TWELVE_MB = 200, 450
TERM_S = 20.0
_SENDERS = 4
_PIECE = 400
_REST_S = 0.03
_HALF = 300
_IDLE = 8


class Bench:
    """The service, its bounds, and what was not kept."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.broken: list[str] = []
        self._posters = [
            posted("/v1/identify", encoded(draw(sample, 400), "JPEG"), b"image/jpeg")
            for sample in SAMPLES[:6]
        ]

    def bound(self, holds: bool, what: str) -> None:
        """Say whether a bound holds, and remember where not."""
        print(f"  {'kept' if holds else 'NOT KEPT'}: {what}", flush=True)
        if not holds:
            self.broken.append(what)

    def say(self, oddity: Oddity) -> str:
        """Send something; return the status of its last answer, or what came instead."""
        address = (self.service.host, self.service.port)
        try:
            came = exchange(
                address,
                oddity.pieces,
                methods=[oddity.method] * oddity.answers,
                answers=oddity.answers,
                patience_s=PATIENCE_S if oddity.whole else 0.05,
                end=oddity.end,
            )
        except OSError as error:
            return type(error).__name__
        if came.replies:
            code = ""
            if came.replies[-1].status >= 500:
                code = " " + came.replies[-1].body.decode("utf-8", "replace")[:40]
            return f"{came.replies[-1].status}{code}"
        return "closed" if came.closed else "left waiting" if not oddity.whole else "NO ANSWER"

    def good(self, number: int) -> tuple[float, str]:
        """Send a good poster; return its seconds and what came."""
        poster = self._posters[number % len(self._posters)]
        began = time.perf_counter()
        said = self.say(Oddity("", [poster], "POST"))
        return time.perf_counter() - began, said

    @contextmanager
    def good_beside(self) -> Iterator[tuple[list[float], Counter[str]]]:
        """Send good posters one after another as long as the block lasts."""
        times: list[float] = []
        statuses: Counter[str] = Counter()
        done = threading.Event()

        def send() -> None:
            number = 0
            while not done.wait(_REST_S):
                seconds, said = self.good(number)
                times.append(seconds)
                statuses[said] += 1
                number += 1

        thread = threading.Thread(target=send)
        thread.start()
        try:
            yield times, statuses
        finally:
            done.set()
            thread.join()

    @contextmanager
    def peak(self) -> Iterator[list[float]]:
        """Give the highest PSS in MB that was seen inside, as the only element of a list."""
        seen, done = [self.service.pss_mb()], threading.Event()

        def watch() -> None:
            while not done.wait(0.01):
                seen[0] = max(seen[0], self.service.pss_mb())

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield seen
        finally:
            done.set()
            thread.join()


def told(times: Sequence[float]) -> str:
    return (
        f"p50 {median(times) * 1e3:.0f} ms, p99 {p99(times) * 1e3:.0f} ms, max {max(times):.2f} s"
    )


def p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]


def alone(bench: Bench, count: int = 400) -> float:
    """Send good posters alone; return their p99."""
    times = []
    for number in range(count):
        seconds, said = bench.good(number)
        if said != "200":
            raise SystemExit(f"a good poster alone was answered {said}")
        times.append(seconds)
        time.sleep(_REST_S)
    print(f"Good posters alone, {count:,}: {told(times)}")
    return p99(times)


def attack(
    bench: Bench, name: str, oddities: Iterator[tuple[str, Oddity]], usual_p99: float
) -> None:
    """Send all of it, a few at a time, with good posters beside."""
    counted: Counter[str] = Counter()
    odd_ones: Counter[str] = Counter()
    times: list[float] = []
    statuses: Counter[str] = Counter()
    idle, top, seconds, size = bench.service.pss_mb(), 0.0, 0.0, 0
    with ThreadPoolExecutor(_SENDERS) as senders:
        # Made in pieces, and not while anything is measured.
        while piece := list(islice(oddities, _PIECE)):
            size += sum(sum(map(len, oddity.pieces)) for _, oddity in piece)
            began = time.perf_counter()
            with bench.peak() as peak, bench.good_beside() as (some, said):
                for (sort, _), came in zip(
                    piece, senders.map(bench.say, [oddity for _, oddity in piece]), strict=True
                ):
                    counted[came] += 1
                    if came[:1] == "5" or not came[:1].isdigit():
                        odd_ones[f"{sort}: {came}"] += 1
            seconds += time.perf_counter() - began
            top = max(top, peak[0])
            times += some
            statuses += said
    print(
        f"{name}: {counted.total():,} in {seconds:.0f} s ({size / 1e6:,.0f} MB, {_SENDERS} at a "
        f"time), answered {listed(counted)}"
    )
    if odd_ones:
        print(f"  without a plain answer: {listed(odd_ones)}")
    print(f"  good posters beside, {len(times):,}: {told(times)}, answered {listed(statuses)}")
    print(f"  p99 beside / alone: {p99(times) / usual_p99:.2f}")
    after = " + ".join(f"{pss_mb([pid]):.0f}" for pid in bench.service.pids())
    print(
        f"  peak PSS {top:.0f} MB, {top - idle:.0f} above idle; after it {after} (with the workers)"
    )
    wrong = [
        came
        for came in counted
        if came[0] == "5" and not came.startswith('503 {"error": {"code": "busy"')
    ]
    bench.bound(not wrong, "no 5xx but 503 busy")
    bench.bound(counted["NO ANSWER"] == 0, "each answered, closed, or half of a request")
    bench.bound(set(statuses) == {"200"}, "all good posters answered")
    most = max(TIMES_P99 * usual_p99, OR_S)
    bench.bound(p99(times) <= most, f"good posters' p99 within twice the usual or {OR_S:.0f} s")
    faults = [record.wrong for record in bench.service.said() if record.wrong]
    bench.bound(not faults, f"nothing wrong in the log {Counter(faults) or ''}")
    bench.bound(bench.service.alive, "the service runs")


def listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted.most_common(14))


def memory(bench: Bench) -> None:
    """Upload each bomb, alone and twelve at once."""
    print("Memory above idle, service and workers together (PSS):")
    worst = {1: 0.0, 12: 0.0}
    for name, data in bombs():
        oddity = Oddity("", [posted("/v1/identify", data, b"image/*")], "POST")
        parts = []
        for count in (1, 12):
            idle = bench.service.pss_mb()
            began = time.perf_counter()
            with bench.peak() as peak, ThreadPoolExecutor(count) as senders:
                came = Counter(senders.map(bench.say, [oddity] * count))
            took = time.perf_counter() - began
            above = peak[0] - idle
            worst[count] = max(worst[count], above)
            parts.append(f"{above:.0f} MB in {took:.2f} s ({listed(came)})")
        print(f"  {name}, {len(data) / 1e3:,.0f} kB: one {parts[0]}; twelve {parts[1]}")
    bench.bound(worst[1] <= ONE_MB, f"one picture {worst[1]:.0f} MB, at most {ONE_MB}")
    bench.bound(worst[12] <= TWELVE_MB, f"twelve at once {worst[12]:.0f} MB, at most {TWELVE_MB}")


def resting(bench: Bench, usual_p99: float) -> None:
    """Open connections that rest, and see how a good poster fares and when they are dropped."""
    address = (bench.service.host, bench.service.port)
    half = b"GET /v1/films HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y"
    idle = (
        b"POST /v1/identify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
        b"Content-Length: 20971520\r\n\r\n\x89PNG"
    )
    open_ones = {
        f"{_HALF} half-sent requests": [half] * _HALF,
        f"{_IDLE} idle declarations of 20 MB": [idle] * _IDLE,
    }
    for name, sent in open_ones.items():
        began = time.perf_counter()
        connections = [socket.create_connection(address) for _ in sent]
        for connection, data in zip(connections, sent, strict=True):
            connection.sendall(data)
        dropped: list[float] = []

        def wait(connection: socket.socket, began: float, dropped: list[float]) -> None:
            connection.settimeout(60)
            with suppress(OSError):
                while connection.recv(2**16):
                    pass
                dropped.append(time.perf_counter() - began)

        with bench.good_beside() as (times, statuses):
            threads = [
                threading.Thread(target=wait, args=(connection, began, dropped))
                for connection in connections
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for connection in connections:
            connection.close()
        print(
            f"{name}: dropped after {min(dropped, default=0):.1f} to {max(dropped, default=0):.1f} "
            f"s; good posters beside, {len(times):,}: {told(times)}, answered {listed(statuses)}"
        )
        print(f"  p99 beside / alone: {p99(times) / usual_p99:.2f}")
        bench.bound(len(dropped) == len(sent), "all of them dropped within a minute")
        bench.bound(set(statuses) == {"200"}, "all good posters answered")
        bench.bound(p99(times) <= max(TIMES_P99 * usual_p99, OR_S), "in their usual time or 5 s")


def terminations(bench: Bench) -> None:
    """Send SIGTERM while each kind of heavy picture is being decoded."""
    print("SIGTERM while the heaviest pictures are being decoded, twelve of each:")
    worst = 0.0
    kinds = [(name, data) for name, data in bombs() if "3,000" not in name]
    slow = posted("/v1/identify", bytes(99_999), b"image/png")[:400]
    sent = [(name, posted("/v1/identify", data, b"image/*")) for name, data in kinds]
    for name, data in [*sent, ("uploads that stopped half-way", slow)]:
        if not bench.service.alive:
            bench.service.start()
        oddity = Oddity("", [data], "POST")
        with ThreadPoolExecutor(12) as senders:
            asked = [senders.submit(bench.say, oddity) for _ in range(12)]
            time.sleep(0.25)
            seconds = bench.service.stop()
            came = Counter(one.result() for one in asked)
        code = bench.service.process.returncode
        worst = max(worst, seconds)
        print(f"  {name}: {seconds:.2f} s, ended with {code}; answered {listed(came)}")
    bench.service.start()
    bench.bound(worst <= TERM_S, f"ended within {worst:.1f} s, at most {TERM_S:.0f}")


def hostile_files(rng: random.Random, count: int) -> Iterator[tuple[str, Oddity]]:
    for _ in range(count):
        sort, data = broken(rng)
        yield sort, Oddity("", [posted("/v1/identify", data, b"image/*")], "POST")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--oddities", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["files", "oddities", "memory", "resting", "sigterm"])
    given = parser.parse_args()

    def wanted(part: str) -> bool:
        return given.only in {None, part}

    with tempfile.TemporaryDirectory() as folder, Service(Path(folder)) as service:
        bench = Bench(service)
        usual = alone(bench)
        if wanted("memory"):
            memory(bench)
        if wanted("files"):
            attack(
                bench,
                "Hostile pictures",
                hostile_files(random.Random(given.seed), given.files),
                usual,
            )
        if wanted("oddities"):
            rng = random.Random(given.seed)
            made = ((made.sort, made) for made in (odd(rng) for _ in range(given.oddities)))
            attack(bench, "Odd requests", made, usual)
        if wanted("resting"):
            resting(bench, usual)
        if wanted("sigterm"):
            terminations(bench)
    print("All bounds are kept." if not bench.broken else f"Not kept: {'; '.join(bench.broken)}")
    sys.exit(1 if bench.broken else 0)


if __name__ == "__main__":
    main()
