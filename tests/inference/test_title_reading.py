"""Titles that are asked for after the answer: what is kept, who waits, and what comes back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from PIL import Image

from services.core.errors import UnavailableError
from services.core.types import Film, Identification, Match, Neighbour, SeenPoster
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.inference.server import create_app
from services.inference.title_reading import (
    SOUGHT,
    KeptPictures,
    TitleQueue,
    reduced,
    with_title,
)
from services.vision.lettering.decision import Verdict
from tests.inference.helpers import HEAT, FakePipeline, poster, settings

RONIN = Film("Ronin", 1998, (), "tt0122690")
NEAR = (Neighbour(RONIN, 0.8), Neighbour(HEAT, 0.7))
ANSWER = Identification("poster-lite", None, NEAR, None, ())


class Unsure(FakePipeline):
    """Recognises nothing."""

    def identify(self, images: Any, *, k: int = 3) -> list[Identification]:
        self.asked_k = k
        return [replace(answer, match=None) for answer in super().identify(images, k=k)]


@dataclass
class Reader:
    """Reads the same title in every picture, when it may."""

    title: Verdict | None = field(default_factory=lambda: Verdict(HEAT, 0.97, True))
    asked: list[tuple[Image.Image, list[str]]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go.set()

    def read(
        self, image: Image.Image, titles: Any, neighbours: Any, era: Any, standing: Any
    ) -> Verdict | None:
        assert standing("tt0113277") == 0.5
        self.asked.append((image, list(neighbours)))
        self.begun.set()
        assert self.go.wait(30)
        return self.title


def queue_of(reader: Any, kept: KeptPictures | None = None) -> TitleQueue:
    return TitleQueue(lambda: reader, kept)


def test_a_picture_is_kept_for_a_while_and_given_once() -> None:
    now = [0.0]
    kept = KeptPictures(seconds=60, clock=lambda: now[0])
    first, second = (kept.keep(Image.new("RGB", (2, 3)), ANSWER, NEAR) for _ in range(2))
    assert first != second
    found = kept.take(first)
    assert found is not None
    assert found.neighbours == NEAR
    assert kept.take(first) is None
    now[0] = 61
    assert kept.take(second) is None
    assert len(kept) == 0


def test_no_more_pictures_and_bytes_than_there_is_room_for() -> None:
    kept = KeptPictures(pictures=3, size=10_000)
    words = [kept.keep(Image.new("RGB", (10, 10)), ANSWER, NEAR) for _ in range(5)]
    assert len(kept) == 3
    assert kept.take(words[1]) is None
    kept.keep(Image.new("RGB", (55, 60)), ANSWER, NEAR)
    assert len(kept) == 1
    assert kept.size <= 10_000
    kept.keep(Image.new("RGB", (100, 100)), ANSWER, NEAR)
    assert len(kept) == 0


@pytest.mark.parametrize("size", [(4000, 1000), (24, 36), (1281, 1)])
def test_a_kept_picture_is_small_and_a_copy(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size)
    small = reduced(image)
    assert small is not image
    assert max(small.size) <= 1280


def test_a_sure_title_names_its_film_and_leaves_the_neighbours() -> None:
    answer = with_title(ANSWER, Verdict(HEAT, 0.97, True), NEAR, 12.0)
    assert answer is not None
    assert answer.match == Match(HEAT, 0.7, 0.97, "title")
    assert answer.perhaps is None
    assert answer.neighbours == NEAR[:1]
    assert answer.posters == (SeenPoster(None, answer.match),)
    assert answer.timings_ms["title"] == 12.0
    far = with_title(ANSWER, Verdict(Film("Far", 1999), 0.97, True), NEAR, 1.0)
    assert far is not None
    assert far.match is not None
    assert far.match.similarity == 0


def test_an_unsure_title_is_a_perhaps_where_there_is_none() -> None:
    answer = with_title(ANSWER, Verdict(HEAT, 0.6, False), NEAR, 1.0)
    assert answer is not None
    assert answer.match is None
    assert answer.perhaps == Match(HEAT, 0.7, 0.6, "title")
    assert answer.neighbours == NEAR
    other = replace(ANSWER, perhaps=Match(RONIN, 0.8, 0.7, "geometry"))
    assert with_title(other, Verdict(HEAT, 0.6, False), NEAR, 1.0) is None


def test_two_doubts_about_one_film_make_it_sure() -> None:
    doubt = replace(ANSWER, perhaps=Match(HEAT, 0.7, 0.8, "geometry"))
    answer = with_title(doubt, Verdict(HEAT, 0.85, False), NEAR, 1.0)
    assert answer is not None
    assert answer.match is not None
    assert answer.match.confidence == pytest.approx(0.68 / 0.71)
    assert with_title(doubt, Verdict(HEAT, 0.6, False), NEAR, 1.0) is None


@asynccontextmanager
async def client_of(
    folder: Path, pipeline: FakePipeline, reader: Any, kept: KeptPictures | None = None
) -> AsyncIterator[EmbeddedClient]:
    client = EmbeddedClient(
        settings(folder),
        open_pipeline=lambda _settings, _encoder: pipeline,
        titles=queue_of(reader, kept),
    )
    await client.start()
    yield client
    await client.close()


async def test_the_answer_comes_first_and_the_title_after_it(tmp_path: Path) -> None:
    reader, pipeline = Reader(), Unsure()
    async with client_of(tmp_path, pipeline, reader) as client:
        answer = await client.identify(poster(7), k=2)
        assert answer.id is not None
        assert reader.asked == []
        assert len(answer.neighbours) == 2
        assert pipeline.asked_k == SOUGHT
        titled = await client.read_title(answer.id)
        assert titled is not None
        assert titled.match is not None
        assert (titled.match.film, titled.match.by, titled.id) == (HEAT, "title", None)
        (image, neighbours), *more = reader.asked
        assert image.size == (24, 36)
        assert len(neighbours) > 2
        assert more == []
        assert await client.read_title(answer.id) is None
        assert await client.read_title("never given") is None


async def test_what_was_recognised_is_not_read(tmp_path: Path) -> None:
    async with client_of(tmp_path, FakePipeline(), Reader()) as client:
        assert (await client.identify(poster(7))).id is None


async def test_without_the_extra_or_the_wish_nothing_is_kept(tmp_path: Path) -> None:
    chosen = settings(tmp_path, read_titles=False)
    assert TitleQueue.installed(chosen) is None
    client = EmbeddedClient(chosen, open_pipeline=lambda _settings, _encoder: Unsure())
    await client.start()
    assert (await client.identify(poster(7))).id is None
    assert await client.read_title("a word") is None
    await client.close()


async def test_titles_are_read_one_at_a_time_and_few_may_wait(tmp_path: Path) -> None:
    reader = Reader()
    reader.go.clear()
    async with client_of(tmp_path, Unsure(), reader) as client:
        words = [(await client.identify(poster(number))).id for number in range(6)]
        waiting = [asyncio.create_task(client.read_title(word or "")) for word in words[:4]]
        await asyncio.to_thread(reader.begun.wait, 30)
        with pytest.raises(UnavailableError) as refused:
            await client.read_title(words[4] or "")
        assert refused.value.code == "busy"
        assert len(reader.asked) == 1
        # Posters are answered meanwhile.
        assert (await client.identify(poster(9))).id is not None
        reader.go.set()
        assert all(await asyncio.gather(*waiting))
        # Who was refused may ask again.
        assert await client.read_title(words[4] or "") is not None


async def test_a_reader_that_fails_fails_one_title_alone(tmp_path: Path) -> None:
    class Broken(Reader):
        def read(self, image: Any, titles: Any, neighbours: Any, era: Any, standing: Any) -> None:
            raise ZeroDivisionError("a slip of ours")

    async with client_of(tmp_path, Unsure(), Broken()) as client:
        answer = await client.identify(poster(7))
        with pytest.raises(ZeroDivisionError):
            await client.read_title(answer.id or "")
        assert (await client.identify(poster(8))).id is not None


@pytest.mark.parametrize("title", [Verdict(HEAT, 0.97, True), None])
async def test_it_is_asked_for_over_http(tmp_path: Path, title: Verdict | None) -> None:
    make: Callable[..., Any] = create_app
    async with (
        client_of(tmp_path, Unsure(), Reader(title)) as client,
        TestServer(make(settings(tmp_path), client)) as server,
    ):
        remote = HttpClient(settings(tmp_path, inference_url=str(server.make_url("/"))))
        await remote.start()
        answer = await remote.identify(poster(7))
        assert answer.id is not None
        titled = await remote.read_title(answer.id)
        assert (titled and titled.match and titled.match.film) == (HEAT if title else None)
        assert await remote.read_title("no/such word?") is None
        await remote.close()
