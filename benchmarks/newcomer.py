"""A newcomer's `marquee setup`, from an empty folder to the first answer: each line with its time.

    python -m benchmarks.newcomer --films 40

Discord and TMDB are stand-ins on this machine, so that the seconds are Marquee's own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.catalogue.sources.stand_in import TOKEN as KEY
from tests.catalogue.sources.stand_in import StandIn, make_films
from tests.marquee.discord_stand_in import TOKEN, DiscordStandIn, in_a_thread

ROOT = Path(__file__).parents[1]
# The address of Discord is no setting.
_MARQUEE = """
import sys
from discord.http import Route
Route.BASE = sys.argv.pop(1)
from marquee.__main__ import main
main()
"""


def main() -> None:
    """Print the log, the doctor's after it, and how long both took."""
    parser = argparse.ArgumentParser(description="A newcomer's log.")
    parser.add_argument("--films", type=int, default=40, help="how many come from the stand-in")
    films = parser.parse_args().films
    with (
        tempfile.TemporaryDirectory() as folder,
        in_a_thread(DiscordStandIn()) as discord,
        in_a_thread(StandIn(make_films(films))) as tmdb,
    ):
        home = Path(folder)
        given = {name: value for name, value in os.environ.items() if "MARQUEE" not in name}
        addresses = tmdb.environment
        del addresses["MARQUEE_TMDB_TOKEN"]
        environment = {**given, **addresses, "PYTHONPATH": str(ROOT), "HOME": folder}
        flags = ["--token-file", "-", "--tmdb-key-file", "-", "--films", str(films)]
        words = ["setup", *flags, "--service", "systemd"]
        run(discord.base, words, home, environment, f"{TOKEN}\n{KEY}\n")
        run(discord.base, ["doctor"], home, environment, "")


def run(base: str, words: list[str], folder: Path, environment: dict[str, str], stdin: str) -> None:
    """Run a command in the folder; print what it says, and when."""
    print(f"$ marquee {' '.join(words)}")
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _MARQUEE, base, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the bars
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(stdin)
        process.stdin.close()
        for line in process.stdout:
            print(f"{time.perf_counter() - began:6.1f} s  {line}", end="")
    print(f"{time.perf_counter() - began:6.1f} s  exit status {process.returncode}\n")


if __name__ == "__main__":
    main()
