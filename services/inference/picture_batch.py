"""What the threads of the embedded client do: pictures decoded, and answered by the batch."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.core.errors import PosterError
from services.core.settings import Settings
from services.core.types import Comparison, Identification
from services.inference.registry import Pipeline
from services.pictures.pool import DecodePool

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is ready to be answered.

    Attributes:
        pipeline: What answers it.
        image: The picture, decoded.
        k: Neighbours wanted.
        decode_ms: What decoding took.
        waited_ms: How long it waited for that.
        ready: When that was done, by `time.perf_counter`.
        shrunk: How much wider and higher it was sent.
    """

    pipeline: Pipeline
    image: Image
    k: int
    decode_ms: float
    waited_ms: float
    ready: float
    shrunk: tuple[float, float] = (1.0, 1.0)


def decode_poster(
    pipeline: Pipeline, poster: bytes, k: int, settings: Settings, pool: DecodePool, *, asked: float
) -> Picture:
    """Have a poster decoded; raises PosterError where it is none that can be looked at.

    Args:
        pipeline: What is to answer it.
        poster: The file's bytes.
        k: Neighbours wanted.
        settings: The limits.
        pool: What decodes it.
        asked: Since when it waits for that, by `time.perf_counter`.
    """
    # It brings Pillow, which whoever only imports the client need not load.
    from services.pictures.images import shrunk_by  # noqa: PLC0415

    began = time.perf_counter()
    image = pool.decode(poster, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels)
    ready = time.perf_counter()
    shrunk = shrunk_by(poster, image.size)
    waited_ms, decode_ms = (began - asked) * 1e3, (ready - began) * 1e3
    return Picture(pipeline, image, k, decode_ms, waited_ms, ready, shrunk)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures to be compared by one pipeline."""

    pipeline: Pipeline
    first: Image
    second: Image


def decode_pair(
    pipeline: Pipeline, first: bytes, second: bytes, settings: Settings, pool: DecodePool
) -> Pair:
    """Have two posters decoded; raises PosterError, which says which of them is none."""
    images: list[Image] = []
    for which, poster in (("first", first), ("second", second)):
        try:
            images.append(
                pool.decode(poster, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels)
            )
        except PosterError as error:
            raise PosterError(error.code, f"The {which} poster: {error.message}") from error
    return Pair(pipeline, *images)


def compare_all(pairs: Sequence[Pair]) -> list[Comparison]:
    """Compare each pair."""
    return [pair.pipeline.compare(pair.first, pair.second) for pair in pairs]


def answer_all(pictures: Sequence[Picture]) -> list[Identification]:
    """Answer pictures, those of one pipeline in one call; timings gain `decode` and `queue`."""
    began = time.perf_counter()
    answers: dict[int, Identification] = {}
    for pipeline in {id(picture.pipeline): picture.pipeline for picture in pictures}.values():
        places = [i for i, picture in enumerate(pictures) if picture.pipeline is pipeline]
        found = pipeline.identify(
            [pictures[i].image for i in places],
            # Neighbours come nearest first, so the longest wish holds the shorter ones.
            k=max(pictures[i].k for i in places),
        )
        answers.update(zip(places, found, strict=True))
    return [
        _finished(answers[i], picture, (began - picture.ready) * 1e3)
        for i, picture in enumerate(pictures)
    ]


def _finished(answer: Identification, picture: Picture, queue_ms: float) -> Identification:
    return replace(
        answer.drawn_out(*picture.shrunk),
        neighbours=answer.neighbours[: picture.k],
        timings_ms={
            "decode": picture.decode_ms,
            "queue": picture.waited_ms + queue_ms,
            **answer.timings_ms,
        },
    )
