"""A service that is up takes new indexes, and nobody who asks meanwhile notices."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer

from services.inference.embedded import EmbeddedClient
from services.inference.server import create_app
from services.samples import SAMPLES
from services.vision.heads import open_heads
from tests.inference.explorer.catalogue import DrawnCatalogue, settings_for
from tests.inference.helpers import until

pytestmark = pytest.mark.slow

SWAPS = 20


@pytest.fixture
def catalogue(tmp_path: Path) -> DrawnCatalogue:
    return DrawnCatalogue(tmp_path, width=160)


@pytest.fixture
async def service(catalogue: DrawnCatalogue) -> AsyncIterator[TestServer]:
    write_build(catalogue, 0)
    client = EmbeddedClient(catalogue.settings, watch_s=0.01)
    await client.start()
    server = TestServer(create_app(catalogue.settings, client))
    async with server:
        yield server


def write_build(catalogue: DrawnCatalogue, build: int) -> None:
    """Write build n: its films say so, there are 8 to 12 of them, each time in another order."""
    numbers = list(range(8 + build % 5))
    random.Random(build).shuffle(numbers)
    catalogue.build(numbers, prefix=f"Build {build}: ")


def check(catalogue: DrawnCatalogue, number: int, answer: dict[str, Any]) -> int:
    """Assert that an answer about sample n is one build's, whole and true; return which."""
    films = [answer["match"]["film"], *(item["film"] for item in answer["neighbours"])]
    (build,) = {int(film["title"].split(":")[0].removeprefix("Build ")) for film in films}
    # With films of one build and vectors of another, the poster would have another's title.
    assert films[0]["title"] == f"Build {build}: {SAMPLES[number].film.title}"
    assert answer["match"]["similarity"] > 0.999
    # All that this build holds, each once, nearest first.
    assert len(films) == 8 + build % 5
    titles = {f"Build {build}: {SAMPLES[i].film.title}" for i in range(len(films))}
    assert {film["title"] for film in films} == titles
    near = {SAMPLES[i].film.title: i for i in range(len(SAMPLES))}
    vectors = catalogue.embeddings
    for item in answer["neighbours"]:
        other = near[item["film"]["title"].split(": ")[1]]
        assert abs(item["similarity"] - float(vectors[number] @ vectors[other])) < 0.01
    return build


async def test_twenty_swaps_under_load(catalogue: DrawnCatalogue, service: TestServer) -> None:
    posters = [path.read_bytes() for path in catalogue.paths[:8]]
    seen: list[int] = []
    done = asyncio.Event()

    async def get(http: ClientSession, path: str) -> dict[str, Any]:
        async with http.get(service.make_url(path)) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def show(http: ClientSession, number: int) -> dict[str, Any]:
        form = FormData()
        form.add_field("poster", posters[number], filename="poster.png")
        url = service.make_url("/v1/identify").with_query(k=11 if number % 2 else 12)
        async with http.post(url, data=form) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def ask(worker: int) -> None:
        number = worker
        async with ClientSession() as http:
            while not done.is_set():
                number = (number + 1) % 8
                if worker % 2:
                    answer = await show(http, number)
                else:
                    film = f"tt{9_000_000 + number}"
                    answer = await get(http, f"/v1/films/{film}/neighbours?k=12")
                seen.append(check(catalogue, number, answer))
                found = await get(http, f"/v1/search?q={SAMPLES[number].slug}&by=title")
                assert SAMPLES[number].film.title in found["films"][0]["film"]["title"]
                assert (await get(http, "/readyz"))["films"] >= 8

    async def swap() -> None:
        try:
            for build in range(1, SWAPS + 1):
                await asyncio.to_thread(write_build, catalogue, build)
                if build % 4 == 0:  # else the next swap may come while this one is being opened

                    async def arrived(build: int = build) -> bool:
                        return bool(seen) and seen[-1] == build

                    await until(arrived)
        finally:
            done.set()

    async with asyncio.TaskGroup() as group:
        for worker in range(4):
            group.create_task(ask(worker))
        group.create_task(swap())
    assert {4, 8, 12, 16, 20} <= set(seen)
    assert len(seen) > SWAPS


async def test_a_damaged_index_is_not_taken_and_a_good_one_after_it_is(
    catalogue: DrawnCatalogue, service: TestServer, caplog: pytest.LogCaptureFixture
) -> None:
    root = catalogue.settings.indexes_dir / "poster-lite"

    async def current_build(http: ClientSession) -> int:
        async with http.get(service.make_url("/v1/films/tt9000000/neighbours?k=12")) as response:
            assert response.status == 200
            return check(catalogue, 0, await response.json())

    async with ClientSession() as http:
        current = (root / "current").read_text(encoding="utf-8").strip()
        shutil.copytree(root / current, root / "damaged")
        (root / "damaged" / "vectors.npy").write_bytes(b"nothing")
        (root / "current").write_text("damaged\n", encoding="utf-8")

        async def refused() -> bool:
            return "the old one goes on" in caplog.text

        await until(refused)
        assert await current_build(http) == 0
        await asyncio.to_thread(write_build, catalogue, 3)

        async def taken() -> bool:
            return await current_build(http) == 3

        await until(taken)
    # Told once, not with every look at the disk.
    assert caplog.text.count("the old one goes on") == 1


def shouting(catalogue: DrawnCatalogue, genre: str) -> None:
    """Write heads like the starter's that are sure of one genre, in place of those there."""
    nothing = settings_for(catalogue.settings.data_dir / "nothing")
    heads = open_heads(nothing, catalogue.encoder.spec)
    assert heads is not None
    bias = np.full_like(heads.genre_bias, -9.0)
    bias[heads.genre_names.index(genre)] = 9.0
    changed = replace(heads, genre_bias=bias, genre_weight=np.zeros_like(heads.genre_weight))
    changed.write(catalogue.settings.heads_dir / "poster-lite", splits={}, metrics={})


async def test_newly_trained_heads_are_taken(
    catalogue: DrawnCatalogue, service: TestServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with ClientSession() as http:

        async def surest() -> str:
            async with http.get(service.make_url("/v1/films/tt9000000/neighbours")) as response:
                assert response.status == 200
                return (await response.json())["genres"][0]["name"]

        for genre in ("Western", "Musical"):
            await asyncio.to_thread(shouting, catalogue, genre)

            async def taken(genre: str = genre) -> bool:
                return await surest() == genre

            await until(taken)
        manifest = catalogue.settings.heads_dir / "poster-lite" / "manifest.json"
        manifest.write_text("{}", encoding="utf-8")

        async def refused() -> bool:
            return "the old one goes on" in caplog.text

        await until(refused)
        assert await surest() == "Musical"


async def test_the_first_index_of_ones_own_takes_over_from_the_starter(
    tmp_path: Path, catalogue: DrawnCatalogue
) -> None:
    client = EmbeddedClient(catalogue.settings, watch_s=0.01)
    await client.start()
    try:
        assert client.pipeline is not None
        assert client.pipeline.size > 1000
        # A first build that is under way: the folder is there, an index is not.
        (catalogue.settings.indexes_dir / "poster-lite" / ".unfinished").mkdir(parents=True)
        assert not client.pipeline.is_stale()
        await asyncio.to_thread(catalogue.build)

        async def taken() -> bool:
            return client.pipeline is not None and client.pipeline.size == len(SAMPLES)

        await until(taken)
    finally:
        await client.close()
