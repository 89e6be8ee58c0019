"""Makes the recordings anew: `python -m tests.recorded.make`, in a checkout of version 0.1.0.

They are what that version did; a later one is held to them, and makes none.
"""

from __future__ import annotations

import asyncio
import csv
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from aiohttp import ClientSession

from services.samples import SAMPLES, save_all
from tests.recorded.bodies import READS, REQUESTS, asked, client_of, read, served
from tests.recorded.scenario import Scenario, continued, group_of, presses
from tests.recorded.store import DATA, copy_database, load, save
from tests.recorded.world import Json, opened, pressable

# The database and the index name the posters' files, so they are made at a place that says nothing.
WORKSHOP = Path("/tmp/marquee-0.1.0")
_POSTER_WIDTH = 160


def make_catalogue() -> None:
    """Draw the sample films, import them and build their index, by the commands."""
    shutil.rmtree(WORKSHOP, ignore_errors=True)
    posters = WORKSHOP / "posters"
    save_all(posters, _POSTER_WIDTH)
    with (WORKSHOP / "films.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "title", "year", "genres"])
        for sample in SAMPLES:
            film = sample.film
            rows.writerow([f"{sample.slug}.png", film.title, film.year, "|".join(film.genres)])
    _marquee("catalogue", "import-folder", str(posters), "--csv", str(WORKSHOP / "films.csv"))
    _marquee("catalogue", "build", "--encoder", "poster-lite")


async def make_messages() -> None:
    """Play the evening over that data folder, and keep it as it is then."""
    async with opened(WORKSHOP / "data") as world:
        scenario = Scenario(world)
        await scenario.play()
        elapsed = world.backend.clock.elapsed + 1
    save("messages", [{"elapsed": elapsed}, *scenario.messages.values()])
    shutil.rmtree(DATA, ignore_errors=True)
    shutil.copytree(WORKSHOP / "data", DATA)
    with sqlite3.connect(DATA / "marquee.db") as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("VACUUM")
        kinds = (
            "SELECT DISTINCT json_extract(question, '$.kind') FROM game_rounds WHERE game_id = 1"
        )
        assert len(list(database.execute(kinds))) == 4
        said = "SELECT DISTINCT what FROM game_guesses"
        assert {what for (what,) in database.execute(said)} == {"answer", "hint", "skip"}
    database.close()


async def make_answers() -> None:
    """Press everything, then go on with the evening; each group begins with a fresh copy."""
    head, *messages = load("messages")
    groups: dict[str, list[Json]] = {}
    for message in filter(pressable, messages):
        groups.setdefault(group_of(message), []).extend(presses(message))
    told: list[Json] = []
    for group, steps in groups.items():
        done = await _done(steps, head["elapsed"], messages)
        told += [{"group": group, **each} for each in done]
    save("presses", told)
    steps = continued({message["name"]: message for message in messages})
    save("continued", await _done(steps, head["elapsed"], messages))


async def make_bodies() -> None:
    """Ask the service everything, and let the client read what it answered."""
    bodies: dict[str, Json] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with served(Path(folder)) as servers, ClientSession() as http:
            for name, request in REQUESTS.items():
                bodies[name] = await asked(http, servers, request)
    for name, call in READS.items():
        async with client_of(bodies[name]) as client:
            bodies[name]["read"] = await read(call(client))
    save("bodies", bodies)


async def _done(steps: list[Json], elapsed: float, messages: list[Json]) -> list[Json]:
    done = []
    with tempfile.TemporaryDirectory() as folder:
        copy_database(Path(folder))
        async with opened(Path(folder), elapsed=elapsed, messages=tuple(messages)) as world:
            for step in steps:
                done.append({"step": step, "answer": await world.do(step)})
    return done


def _marquee(*arguments: str) -> None:
    environment = {**os.environ, "MARQUEE_DATA_DIR": str(WORKSHOP / "data")}
    subprocess.run([sys.executable, "-m", "marquee", *arguments], check=True, env=environment)


async def _main() -> None:
    await make_messages()
    await make_answers()
    await make_bodies()


if __name__ == "__main__":
    make_catalogue()
    asyncio.run(_main())
