"""The command in a process of its own, and what a catalogue holds apart from where it lies."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.catalogue.sources.download import poster_path
from services.catalogue.sources.fetch import Patience
from services.core.settings import Settings
from services.store import Store
from services.store.models import FilmRow, PosterRow
from tests.catalogue.sources.stand_in import TOKEN, StandIn

QUICK = Patience(attempts=6, first_s=0.01, longest_s=0.05)


def settings_for(server: StandIn, data: Path, token: str | None = TOKEN) -> Settings:
    """Return settings that point at the stand-in."""
    return Settings.model_validate(
        {
            "data_dir": data,
            "tmdb_token": token,
            "tmdb_url": f"{server.url}/3",
            "tmdb_image_url": f"{server.url}/t/p",
            "tmdb_rate": 1000.0,
        }
    )


async def start(
    server: StandIn, data: Path, *arguments: str, **variables: str
) -> asyncio.subprocess.Process:
    """Start `marquee catalogue ...` in a process of its own."""
    environment = os.environ | server.environment | {"MARQUEE_DATA_DIR": str(data)} | variables
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "marquee",
        "catalogue",
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def watch_store(server: StandIn, data: Path) -> None:
    """Let the stand-in note each question for a poster that is stored already."""
    folder = (data / "posters").resolve()
    server.stored = lambda path: poster_path(folder, server.url + path).exists()


async def catalogue(data: Path) -> list[tuple[Any, ...]]:
    """Return every film and its picture, in the order of import, without ids, hosts and folders."""
    question = (
        select(FilmRow, PosterRow)
        .outerjoin(PosterRow, PosterRow.film_id == FilmRow.id)
        .order_by(FilmRow.id)
    )
    async with await Store.open(data / "marquee.db") as store, store.session() as session:
        return [
            (
                film.imdb_id,
                film.tmdb_id,
                film.title,
                film.year,
                tuple(film.genres),
                film.split,
                film.redistributable,
                film.source,
                film.popularity,
                tuple(film.aliases),
                film.poster_url and film.poster_url.partition("/t/p")[2],
                poster and (poster.digest, poster.width, poster.height, poster.size),
            )
            for film, poster in await session.execute(question)
        ]


async def kill_and_restart(
    server: StandIn, data: Path, kill_at: Sequence[int], *arguments: str
) -> tuple[str, int]:
    """Import; SIGKILL the process soon after these numbers of posters asked for; let it end then.

    Returns:
        What the last process printed, and how many were killed.
    """
    loop = asyncio.get_running_loop()
    moments = list(kill_at)
    # Not at the question itself: a kill is to meet files and rows half written, too.
    delay = random.Random(len(arguments) + sum(kill_at))
    asked = killed = 0
    running: asyncio.subprocess.Process | None = None

    def kill(process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            process.kill()

    def on_poster() -> None:
        nonlocal asked
        asked += 1
        if moments and asked >= moments[0] and running is not None:
            moments.pop(0)
            loop.call_later(delay.random() * 0.3, kill, running)

    server.on_poster = on_poster
    while True:
        running = await start(server, data, *arguments)
        out, errors = await running.communicate()
        if running.returncode != -signal.SIGKILL:
            assert running.returncode == 0, errors.decode()
            return out.decode() + errors.decode(), killed
        killed += 1
