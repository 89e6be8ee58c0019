"""A cosine and a Euclidean space of the same films: each ranks by its own, both tell the cosine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services.core.encoders import SPECS, EncoderSpec, Metric
from services.core.types import Film
from services.inference.embedded import EmbeddedClient
from services.vision.encoders.base import Embeddings, normalise
from services.vision.index import IndexEntry, Kind, open_index, write_index
from services.vision.pipeline import Identifier
from tests.inference.helpers import settings

# Of the query (100, 100): "Far" lies in its direction, "Near" beside it, "Away" in neither.
COLOURS = {"Far": (240, 240, 0), "Near": (100, 60, 0), "Away": (0, 200, 0)}
QUERY = (100, 100, 0)


class Colours:
    """An encoder of an image's red and green, with lengths where its metric sees them."""

    def __init__(self, spec: EncoderSpec) -> None:
        self.spec = spec

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        means = [np.asarray(image, np.float32).mean(axis=(0, 1))[:2] for image in images]
        found = np.stack(means)
        return normalise(found) if self.spec.metric is Metric.COSINE else found


def filled(colour: tuple[int, int, int]) -> Image.Image:
    return Image.new("RGB", (40, 60), colour)


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    return float(np.dot(a[:2], b[:2]) / (np.linalg.norm(a[:2]) * np.linalg.norm(b[:2])))


@pytest.fixture(params=[Kind.EXACT, Kind.ANNOY])
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EmbeddedClient]:
    encoders = {
        name: Colours(replace(SPECS[name], dimension=2)) for name in ("poster-lite", "vgg16")
    }
    entries = [IndexEntry(Film(name, 1990)) for name in COLOURS]
    for name, encoder in encoders.items():
        vectors = encoder.embed([filled(colour) for colour in COLOURS.values()])
        write_index(tmp_path / name, encoder.spec, entries, vectors, kind=request.param)

    def opened(_: object, encoder: str | None) -> Identifier:
        name = encoder or "poster-lite"
        return Identifier(encoders[name], open_index(tmp_path / name, encoders[name].spec), None)

    client = EmbeddedClient(settings(tmp_path), open_pipeline=opened)
    await client.start()
    yield client
    await client.close()


def png(colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    filled(colour).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoder", "order"),
    [("poster-lite", ["Far", "Near", "Away"]), ("vgg16", ["Near", "Away", "Far"])],
)
async def test_each_ranks_by_its_own_and_both_tell_the_cosine(
    client: EmbeddedClient, encoder: str, order: list[str]
) -> None:
    answer = await client.identify(png(QUERY), encoder=encoder)
    shown = [*([answer.match] if answer.match else []), *answer.neighbours]
    assert [item.film.title for item in shown] == order
    for item in shown:
        expected = cosine(QUERY, COLOURS[item.film.title])
        assert item.similarity == pytest.approx(expected, abs=2e-3)
    assert answer.encoder == encoder


@pytest.mark.parametrize("encoder", ["poster-lite", "vgg16"])
async def test_a_films_own_poster_is_found_and_left_out(
    client: EmbeddedClient, encoder: str
) -> None:
    stored = await client.neighbours("Near (1990)", encoder=encoder)
    shown = await client.identify(png(COLOURS["Near"]), encoder=encoder)
    assert stored is not None and stored.match is not None and shown.match is not None
    assert stored.match.film == shown.match.film
    assert shown.match.similarity == pytest.approx(1.0, abs=1e-3)
    names = [[item.film.title for item in answer.neighbours] for answer in (stored, shown)]
    assert names[0] == names[1]
    assert set(names[0]) == {"Far", "Away"}


@pytest.mark.parametrize("encoder", ["poster-lite", "vgg16"])
async def test_two_posters_are_compared_by_angle_in_every_space(
    client: EmbeddedClient, encoder: str
) -> None:
    comparison = await client.compare(png(QUERY), png(COLOURS["Near"]), encoder=encoder)
    assert comparison.similarity == pytest.approx(cosine(QUERY, COLOURS["Near"]), abs=2e-3)
