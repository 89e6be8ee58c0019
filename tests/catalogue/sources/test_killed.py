"""An import that is killed or interrupted, in a process of its own, ends where it would have."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.catalogue.sources.helpers import catalogue, kill_and_restart, start, watch_store
from tests.catalogue.sources.stand_in import StandIn, make_films

pytestmark = pytest.mark.slow

FILMS = 220


async def test_killed_three_times_it_ends_with_the_same_catalogue(tmp_path: Path) -> None:
    films = make_films(FILMS)
    async with StandIn(films) as calm:
        await kill_and_restart(calm, tmp_path / "calm", (), "import-tmdb")
    async with StandIn(films, faulty=0.04, seed=2) as server:
        watch_store(server, tmp_path / "killed")
        printed, killed = await kill_and_restart(
            server, tmp_path / "killed", (20, 90, 160), "import-tmdb"
        )
    expected = await catalogue(tmp_path / "calm")
    assert len(expected) > FILMS * 0.8
    assert await catalogue(tmp_path / "killed") == expected
    assert killed >= 1
    assert server.faults
    assert server.fetched_again == []
    assert server.leaks == []
    assert "not endorsed or certified by TMDB" in printed
    assert server.token not in printed


async def test_ctrl_c_keeps_what_came_and_the_next_run_goes_on(tmp_path: Path) -> None:
    films = make_films(FILMS)
    async with StandIn(films) as server:
        watch_store(server, tmp_path)
        process = await start(server, tmp_path, "import-tmdb")

        def interrupt() -> None:
            # While it waits for this poster: afterwards it may be through before anybody looks.
            if len(server.sent) > 120:
                server.on_poster = lambda: None
                process.send_signal(signal.SIGINT)

        server.on_poster = interrupt
        out, errors = await process.communicate()
        assert process.returncode == 130, errors.decode()
        assert b"goes on from there" in errors
        assert b"Traceback" not in errors + out
        process = await start(server, tmp_path, "import-tmdb")
        out, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
        assert server.fetched_again == []
        expected = sum(film.poster in {"jpeg", "png"} and not film.adult for film in films)
        twice = sum(place % 40 == 11 and not film.adult for place, film in enumerate(films))
        assert len(await catalogue(tmp_path)) >= expected - twice
