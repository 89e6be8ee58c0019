"""The same picture sent twice, through the whole client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.inference.embedded import EmbeddedClient
from tests.inference.helpers import FakePipeline, poster, settings, until
from tests.inference.test_title_reading import Reader, Unsure, client_of


class Renewable(FakePipeline):
    newer: FakePipeline | None = None

    def is_stale(self) -> bool:
        return self.newer is not None

    def renewed(self) -> FakePipeline:
        assert self.newer is not None
        return self.newer


@pytest.fixture
async def client(tmp_path: Path, pipeline: FakePipeline) -> AsyncIterator[EmbeddedClient]:
    made = EmbeddedClient(settings(tmp_path), open_pipeline=lambda _settings, _encoder: pipeline)
    yield made
    pipeline.go.set()
    await made.close()


async def test_it_is_looked_at_once(client: EmbeddedClient, pipeline: FakePipeline) -> None:
    first = await client.identify(poster(7))
    second = await client.identify(poster(7))
    assert replace(second, timings_ms={}) == replace(first, timings_ms={})
    assert set(second.timings_ms) == {"kept", "total"}
    await client.identify(poster(7), k=2)
    await client.identify(poster(8))
    assert pipeline.groups == [[7], [7], [8]]
    assert client.tallies.cache.kept == 1


async def test_those_who_ask_at_once_share(client: EmbeddedClient, pipeline: FakePipeline) -> None:
    pipeline.go.clear()
    asked = [asyncio.create_task(client.identify(poster(7))) for _ in range(20)]
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    asked[0].cancel()
    pipeline.go.set()
    answers = await asyncio.gather(*asked[1:])
    assert {answer.match.film.title for answer in answers if answer.match} == {"Film 7"}
    assert pipeline.groups == [[7]]
    assert client.tallies.cache.shared == 19
    assert client.waiting == 0


async def test_a_share_of_absent_films_that_was_learnt_counts(
    client: EmbeddedClient, pipeline: FakePipeline
) -> None:
    await client.identify(poster(7))
    pipeline.version = object()  # as `Identifier.expect_absent` does
    await client.identify(poster(7))
    assert pipeline.groups == [[7], [7]]


async def test_a_renewed_catalogue_answers_anew(tmp_path: Path) -> None:
    old, new = Renewable(encoder_name="old"), FakePipeline(encoder_name="new")
    client = EmbeddedClient(
        settings(tmp_path), open_pipeline=lambda _settings, _encoder: old, watch_s=0.001
    )
    await client.start()
    # One is on its way while the catalogue changes.
    old.go.clear()
    running = asyncio.create_task(client.identify(poster(7)))
    assert await asyncio.to_thread(old.begun.wait, 30)
    old.newer = new

    async def renewed() -> bool:
        return client.pipeline is new

    await until(renewed)
    fresh = asyncio.create_task(client.identify(poster(7)))
    old.go.set()
    assert (await running).encoder == "old"
    assert (await fresh).encoder == "new"
    assert (await client.identify(poster(7))).encoder == "new"
    assert len(new.groups) == 1
    await client.close()


async def test_each_gets_a_word_of_its_own_for_the_title(tmp_path: Path) -> None:
    pipeline = Unsure()
    async with client_of(tmp_path, pipeline, Reader()) as client:
        first, second = await client.identify(poster(7)), await client.identify(poster(7))
        assert first.id != second.id
        assert pipeline.groups == [[7]]
        for answer in (second, first):
            assert answer.id is not None
            titled = await client.read_title(answer.id)
            assert titled is not None
            assert len(titled.neighbours) <= 3
        # The picture is kept for nobody any more, so that a title could not be asked for.
        third = await client.identify(poster(7))
        assert third.id not in (None, first.id, second.id)
        assert pipeline.groups == [[7], [7]]
