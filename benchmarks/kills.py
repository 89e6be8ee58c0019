"""`python -m benchmarks.kills`: SIGKILL for the service, and for its decoders, under load.

`marquee serve` over the starter, in a process of its own, is killed at random moments, 20 times,
and started anew at once, as Docker's `restart:` or systemd would; then its decoders are, one at a
time. The callers are what the bot has, `services.inference.client` over HTTP, and note each answer
in the database that lies beside. Each call has to be answered or refused in a sentence, within
`MARQUEE_TIMEOUT_S`; exits with 1 where one is not, or the database is damaged.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from statistics import median

from PIL import Image

from services.core.errors import PosterError, UnavailableError
from services.core.settings import Settings
from services.inference.http import HttpClient
from services.samples import SAMPLES, draw
from services.store import Store
from services.store.query_log import QueryRecord
from tests.fuzz.service import Service
from tests.pictures.pictures import encoded

_CALLERS = 4
# A call that takes longer than the client's own patience, and this, hangs.
_LATE_S = 3.0
_PAUSE_S = 0.02


class Load:
    """Callers that ask without a pause, and what came of their calls.

    Args:
        settings: Of the client.
        store: Where each call is noted, as the bot does.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._client = HttpClient(settings)
        self._store = store
        self._patience_s = settings.timeout_s + _LATE_S
        self._posters = [encoded(draw(sample, 300), "JPEG") for sample in SAMPLES[:6]]
        # It keeps a worker busy, so that a kill meets one that decodes.
        self._heavy = encoded(Image.new("RGBA", (4_000, 3_000), (9, 9, 9, 90)), "PNG")
        self._tasks: list[asyncio.Task[None]] = []
        self.outcomes: Counter[str] = Counter()
        self.longest_s = 0.0
        # When each good answer came.
        self.answered: list[float] = []

    async def __aenter__(self) -> Load:
        await self._client.start()
        self._tasks = [asyncio.create_task(self._call(number)) for number in range(_CALLERS)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    async def until_answered_after(self, moment: float) -> float:
        """Wait for the first good answer whose call ended after that moment; return when."""
        async with asyncio.timeout(120):
            while True:
                if self.answered and self.answered[-1] > moment:
                    return next(end for end in self.answered if end > moment)
                await asyncio.sleep(0.01)

    async def _call(self, number: int) -> None:
        turn = number
        while True:
            began = time.perf_counter()
            outcome = "answered"
            try:
                async with asyncio.timeout(self._patience_s):
                    if number == 0:
                        await self._client.identify(self._heavy)
                    elif number == 1 and turn % 3 == 0:
                        await self._client.titles("heat")
                    else:
                        await self._client.identify(self._posters[turn % len(self._posters)])
                self.answered.append(time.perf_counter())
            except UnavailableError as error:
                outcome = f"refused: {error.code}"
            except PosterError as error:
                outcome = f"A GOOD POSTER REFUSED: {error.code}"
            except TimeoutError:
                outcome = "HUNG"
            except Exception as error:
                outcome = f"ANOTHER ERROR: {error!r}"
            self.longest_s = max(self.longest_s, time.perf_counter() - began)
            self.outcomes[outcome] += 1
            kind = "answered" if outcome == "answered" else "failed"
            await self._store.log_query(QueryRecord(1, 2, 3, "poster-lite", None, kind))
            turn += 1
            await asyncio.sleep(_PAUSE_S)


async def kill_service(
    service: Service, load: Load, rng: random.Random
) -> tuple[float, float, int]:
    """Kill the service, and start it anew.

    Returns:
        Seconds until it was started, seconds until the next good answer, and how many of its
        workers were still there then.
    """
    await load.until_answered_after(time.perf_counter())
    await asyncio.sleep(rng.uniform(0, 1.5))
    workers = service.pids()[1:]
    killed = time.perf_counter()
    service.process.kill()
    await asyncio.to_thread(service.process.wait)
    await asyncio.to_thread(service.start, service.port)
    started = time.perf_counter()
    answered = await load.until_answered_after(started)
    return started - killed, answered - killed, still_there(workers)


def still_there(pids: list[int]) -> int:
    """Return how many of these processes run; those that ended may wait for init to say so."""
    states = []
    for pid in pids:
        with suppress(OSError):
            states.append(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
    return sum(state != "Z" for state in states)


async def kill_decoder(service: Service, load: Load, rng: random.Random) -> float:
    """Kill one of the service's workers; return seconds until the next good answer."""
    await load.until_answered_after(time.perf_counter())
    await asyncio.sleep(rng.uniform(0, 0.7))
    workers = service.pids()[1:]
    killed = time.perf_counter()
    if workers:
        with suppress(ProcessLookupError):
            os.kill(rng.choice(workers), signal.SIGKILL)
    return await load.until_answered_after(killed) - killed


def sound(path: Path) -> bool:
    with sqlite3.connect(path) as database:
        (said,) = database.execute("PRAGMA integrity_check").fetchone()
        (rows,) = database.execute("SELECT count(*) FROM queries").fetchone()
    print(f"  integrity_check: {said}, with {rows:,} calls noted")
    return said == "ok"


def tell(name: str, load: Load, times: list[float]) -> bool:
    listed = ", ".join(f"{what} {count:,}" for what, count in load.outcomes.most_common())
    print(f"{name}: {load.outcomes.total():,} calls: {listed}")
    print(
        f"  until the next good answer: median {median(times):.2f} s, most {max(times):.2f} s; "
        f"longest call {load.longest_s:.2f} s",
        flush=True,
    )
    return all(what == "answered" or what.startswith("refused") for what in load.outcomes)


async def measure(kills: int, seed: int, folder: Path) -> bool:
    rng, good = random.Random(seed), True
    with Service(folder) as service:
        given = {"data_dir": folder / "data", "inference_url": service.url}
        settings = Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]
        async with await Store.open(settings.database_path) as store:
            async with Load(settings, store) as load:
                times = [await kill_service(service, load, rng) for _ in range(kills)]
            good = tell(f"{kills} kills of the service", load, [whole for _, whole, _ in times])
            left = sum(left for _, _, left in times)
            print(f"  of which its start: median {median(start for start, _, _ in times):.2f} s")
            print(f"  workers left behind: {left}")
            good = good and not left
            async with Load(settings, store) as load:
                times = [await kill_decoder(service, load, rng) for _ in range(kills)]
            good = tell(f"{kills} kills of a decoder", load, times) and good
            faults = Counter(record.wrong for record in service.said() if record.wrong)
            # The service says of each worker that ended; nothing else may stand there.
            killed = faults.pop("a decoder ended by itself", 0)
            print(f"  in the log: {killed} times that a decoder ended {dict(faults) or ''}")
            good = good and not faults
        seconds = service.stop()
        print(f"  SIGTERM at the end: {seconds:.2f} s")
    return sound(settings.database_path) and good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    logging.disable()  # the client would tell of each lost connection
    with tempfile.TemporaryDirectory() as folder:
        good = asyncio.run(measure(given.kills, given.seed, Path(folder)))
    print("Each call was answered or refused." if good else "NOT KEPT, see above.")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
