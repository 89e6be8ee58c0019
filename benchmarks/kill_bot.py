"""SIGKILL the bot again and again while members ask: who is answered, who is told, who is lost.

    python -m benchmarks.kill_bot [--kills 20] [--members 8] [--seed 1]

Starts the bot with the starter in a process of its own, over HTTP and a WebSocket to a stand-in for
Discord that outlives it. Members send posters, search, keep films, look through lists and press
buttons, each the next thing as soon as the last one is answered. At a moment by chance the bot is
killed, its database checked, and the bot started anew after a tenth of a second, which is what
Docker's `restart: unless-stopped` waits at first.

Exits with 1 where somebody who was acknowledged was neither answered nor told, was told twice or
lost an answer to it, where the database is damaged, or where a token is in the log or left on disk.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.kit.promise_file import Promise, PromiseFile
from services.samples import SAMPLES, draw
from tests.discord_api.server import Discord, Interaction

_BOT = """
import sys
from discord.http import Route
Route.BASE = sys.argv[1]
from bot.app import run
from services.core.settings import get_settings
sys.exit(run(get_settings()))
"""
_RESTART_S = 0.1
_START_S = 120
_END_S = 60
# Between a good answer after a start and the next kill.
_SHORTEST_S, _LONGEST_S = 0.3, 3.0
_SAID_SO_S = 3.0  # Discord itself tells a member that nothing came
_WIDTH = 400
_NOTES = 20_000


class Bench:
    """The members, the bot, and what is known of both."""

    def __init__(self, discord: Discord, folder: Path, chance: random.Random) -> None:
        self.discord = discord
        self.folder = folder
        self.chance = chance
        self.recoveries: list[float] = []
        self.damage: list[str] = []
        self._posters = _posters()
        self._killed_at: float | None = None
        self._good = asyncio.Event()
        self._dead = asyncio.Event()
        self._log = folder / "log.txt"

    async def run(self, kills: int, members: int) -> None:
        """Kill so many times; let the bot come to its end at last."""
        process = await self._start()
        loads = [asyncio.create_task(self._member()) for _ in range(members)]
        try:
            for _ in range(kills):
                await self._until_good()
                await asyncio.sleep(self.chance.uniform(_SHORTEST_S, _LONGEST_S))
                process.send_signal(signal.SIGKILL)
                await process.wait()
                self._killed_at = time.monotonic()
                self._good.clear()
                self._dead.set()
                await asyncio.sleep(_RESTART_S)
                self._check_database()
                process = await self._start()
            await self._until_good()
            for load in loads:
                load.cancel()
            await asyncio.wait(loads)
            await self._let_settle()
        finally:
            for load in loads:
                load.cancel()
            if process.returncode is None:
                process.terminate()
            await process.wait()
        self._check_database()

    def tokens_found(self) -> list[str]:
        """Return the names of files that hold a token: the log, or anything left on disk."""
        tokens = [token.encode() for token in self.discord.interactions]
        found = []
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                if any(token in data for token in tokens):
                    found.append(path.name)
        return found

    async def _start(self) -> asyncio.subprocess.Process:
        self._dead.clear()
        kept = {n: v for n, v in os.environ.items() if not n.startswith("MARQUEE_")}
        data = self.folder / "data"
        settings = {"DATA_DIR": str(data), "DISCORD_TOKEN": "a.b.c", "LOG_LEVEL": "DEBUG"}
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _BOT, self.discord.url),
                env=kept | {f"MARQUEE_{name}": value for name, value in settings.items()},
                stdout=log,
                stderr=log,
            )

    async def _until_good(self) -> None:
        try:
            async with asyncio.timeout(_START_S):
                await self._good.wait()
        except TimeoutError:
            tail = self._log.read_text(errors="replace")[-3000:]
            raise SystemExit(f"The bot gave no answer for {_START_S} s:\n{tail}") from None

    async def _member(self) -> None:
        acts = self._acts()
        while True:
            await self.discord.connected.wait()
            asked_at = time.monotonic()
            sent = await self.chance.choice(acts)()
            dead = asyncio.create_task(self._dead.wait())
            settled = asyncio.create_task(sent.settled.wait())
            unheard = asyncio.create_task(self._unacknowledged(sent))
            waits = (dead, settled, unheard)
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
            if sent.answered and (self._killed_at is None or asked_at > self._killed_at):
                if self._killed_at is not None and not self._good.is_set():
                    self.recoveries.append(time.monotonic() - self._killed_at)
                self._good.set()
            if self._dead.is_set():
                await asyncio.sleep(_RESTART_S)

    async def _unacknowledged(self, sent: Interaction) -> None:
        await asyncio.sleep(_SAID_SO_S)
        if sent.kind is not None:
            await asyncio.Event().wait()

    def _acts(self) -> list[Callable[[], Awaitable[Interaction]]]:
        discord, chance = self.discord, self.chance
        return [
            lambda: discord.command("match", poster=chance.choice(self._posters)),
            lambda: discord.command("match", poster=chance.choice(self._posters)),
            lambda: discord.command("search", words=chance.choice(("the kid", "war", "love"))),
            lambda: discord.command("watchlist add", title="The Kid"),
            lambda: discord.command("watchlist show"),
            lambda: discord.press("marquee:list:all:0:OWNER"),
            lambda: discord.press(f"marquee:verdict:right:{chance.randint(1, 20)}"),
        ]

    async def _let_settle(self) -> None:
        await asyncio.sleep(_SAID_SO_S)  # what is not acknowledged by now is not any more
        owed = [sent for sent in self.discord.interactions.values() if sent.kind is not None]
        waits = [asyncio.create_task(sent.settled.wait()) for sent in owed]
        _, late = await asyncio.wait(waits, timeout=_END_S)
        for wait in late:
            wait.cancel()

    def _check_database(self) -> None:
        with sqlite3.connect(self.folder / "data" / "marquee.db") as database:
            for check in ("integrity_check", "foreign_key_check"):
                rows = [row for row in database.execute(f"PRAGMA {check}") if row != ("ok",)]
                self.damage += [f"{check}: {row}" for row in rows]


def _posters() -> list[bytes]:
    pictures = []
    for sample in SAMPLES:
        out = BytesIO()
        draw(sample, _WIDTH).save(out, "PNG")
        pictures.append(out.getvalue())
    return pictures


def _notes(folder: Path) -> list[float]:
    """Return the microseconds that it takes to note a promise and to overwrite it, sorted."""
    file = PromiseFile.create(folder / "notes.db")
    promise = Promise(1, 2, "t" * 240, time.time(), "pt-BR", thinking=True)
    taken = []
    for _ in range(_NOTES):
        began = time.perf_counter()
        file.wipe(file.write(promise))
        taken.append((time.perf_counter() - began) * 1e6)
    file.close()
    return sorted(taken)


def _report(bench: Bench, kills: int, members: int, seconds: float) -> int:
    everyone = list(bench.discord.interactions.values())
    acknowledged = [sent for sent in everyone if sent.kind is not None]
    told = [sent for sent in acknowledged if sent.told]
    lost = [sent for sent in acknowledged if not sent.settled.is_set()]
    twice = [sent for sent in told if sent.told > 1]
    overwritten = [sent for sent in told if sent.overwritten]
    tokens = bench.tokens_found()
    table = Table("What became of them", title=f"{kills} kills, {members} members at once")
    table.add_column("interactions", justify="right")
    for name, count in (
        ("answered, refusals included", sum(s.answered for s in acknowledged)),
        ("told at the next start", sum(not s.answered for s in told)),
        ("of a press: told, though it was answered", sum(s.answered for s in told)),
        ("not acknowledged: Discord says so", len(everyone) - len(acknowledged)),
        ("acknowledged and lost", len(lost)),
        ("told twice", len(twice)),
        ("told in the place of an answer", len(overwritten)),
        ("all", len(everyone)),
    ):
        table.add_row(name, f"{count:,}")
    console = Console()
    console.print(table)
    kinds = Counter(s.payload["data"].get("name") or "a press" for s in told)
    console.print(f"Told: {', '.join(f'{name} {n}' for name, n in kinds.most_common())}.")
    times = bench.recoveries
    console.print(
        f"From the kill to the next good answer: median {statistics.median(times):.2f} s, "
        f"longest {max(times):.2f} s ({len(times)} kills)."
    )
    console.print(
        f"integrity_check and foreign_key_check, {kills + 1} times: {bench.damage or 'ok'}. "
        f"Files with a token in them, of the log at DEBUG and the data folder: {tokens or 'none'}."
    )
    notes = _notes(bench.folder)
    console.print(
        f"To note one and to overwrite it: median {statistics.median(notes):.0f} µs, "
        f"99 % {notes[int(len(notes) * 0.99)]:.0f} µs, longest {notes[-1]:.0f} µs of {_NOTES:,}."
    )
    parts = ", ".join(f"{name} {version(name)}" for name in ("discord.py", "aiohttp"))
    console.print(
        f"{len(everyone) / seconds:.1f} interactions a second over {seconds:.0f} s; Python "
        f"{platform.python_version()}, {parts}; {os.cpu_count()} {platform.machine()} cores"
    )
    return 1 if lost or twice or overwritten or bench.damage or tokens else 0


async def _measure(kills: int, members: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with Discord().serving() as discord:
            bench = Bench(discord, Path(folder), random.Random(seed))
            began = time.monotonic()
            await bench.run(kills, members)
            return _report(bench, kills, members, time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--members", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.kills < 1 or args.members < 1:
        parser.error("at least one kill, at least one member")
    sys.exit(asyncio.run(_measure(args.kills, args.members, args.seed)))


if __name__ == "__main__":
    main()
