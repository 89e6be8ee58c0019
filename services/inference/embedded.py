"""The pipeline inside this process: decoding and model work in threads, never on the loop."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from services.errors import RequestError
from services.inference.batcher import Batcher
from services.settings import Settings
from services.types import Film, Identification

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

_ENCODER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# On CPU cores a larger group costs as much an image as one alone (14 to 15 ms from 1 to 8 images,
# poster-lite, two cores), and the runtime keeps 23 MB more for each image of the largest group.
_GROUP = 2


class Pipeline(Protocol):
    """What the client asks of `services.identify.Identifier`."""

    @property
    def encoder_name(self) -> str:
        """The encoder's name."""
        ...

    @property
    def size(self) -> int:
        """Films in the catalogue."""
        ...

    def identify(self, images: Sequence[Image], *, k: int = 3) -> list[Identification]:
        """Answer n RGB images."""
        ...

    def film(self, key: str) -> Film | None:
        """Return the catalogue's film of that key, or None."""
        ...

    def poster_path(self, film: Film) -> Path | None:
        """Return where the film's own picture lies, or None."""
        ...


class EmbeddedClient:
    """`InferenceClient` that runs the pipeline in this process.

    Args:
        settings: The settings; `threads` pictures are decoded at a time, `queue_size` requests
            are let in.
        open_pipeline: Opens the pipeline of an encoder (None: the default one), called in a
            thread; raises UnavailableError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        open_pipeline: Callable[[Settings, str | None], Pipeline] | None = None,
    ) -> None:
        self._settings = settings
        self._open_pipeline = open_pipeline or _open_identifier
        self._opening: dict[str, asyncio.Task[Pipeline]] = {}
        self._decoders = ThreadPoolExecutor(settings.threads, thread_name_prefix="marquee-decode")
        self._batcher: Batcher[_Picture, Identification] = Batcher(
            _answer, size=_GROUP, places=settings.queue_size
        )

    @property
    def pipeline(self) -> Pipeline | None:
        """The default pipeline once it is open, else None."""
        opening = self._opening.get(self._settings.encoder)
        if opening is None or not opening.done() or opening.cancelled() or opening.exception():
            return None
        return opening.result()

    @property
    def waiting(self) -> int:
        """Requests let in and not yet answered."""
        return self._batcher.depth

    async def start(self) -> None:
        """Open the default pipeline; raises UnavailableError where it cannot be."""
        await self._opened(None)

    async def close(self) -> None:
        """Finish the requests let in, then let go of the threads. Safe to call twice."""
        await self._batcher.close()
        await asyncio.to_thread(self._decoders.shutdown)

    def check(self, k: int, encoder: str | None) -> None:
        """Raise RequestError where k or the encoder's name cannot be right."""
        if not 1 <= k <= self._settings.max_k:
            raise RequestError(
                "bad_request",
                f"The number of neighbours has to be from 1 to {self._settings.max_k}.",
            )
        if encoder is not None and not _ENCODER_NAME.fullmatch(encoder):
            raise RequestError("bad_request", "That is not the name of an encoder.")

    async def identify(
        self, poster: bytes, *, k: int = 3, encoder: str | None = None
    ) -> Identification:
        """Answer one poster; see `InferenceClient.identify`.

        `timings_ms` gains `decode`, `queue` (waiting for the model) and `total`.
        """
        self.check(k, encoder)
        began = time.perf_counter()

        async def prepare() -> _Picture:
            pipeline = await self._opened(encoder)
            return await asyncio.get_running_loop().run_in_executor(
                self._decoders, _decode, pipeline, poster, k, self._settings
            )

        answer = await self._batcher.submit(prepare)
        total = (time.perf_counter() - began) * 1e3
        return replace(answer, timings_ms={**answer.timings_ms, "total": total})

    async def poster(self, film: Film) -> bytes | None:
        """Return the film's picture file where the catalogue has it, else None."""
        pipeline = await self._opened(None)

        def read() -> bytes | None:
            path = pipeline.poster_path(film)
            if path is None:
                return None
            try:
                return path.read_bytes()
            except FileNotFoundError:
                log.info("the picture of %s is gone from disk", film.key)
            except OSError:
                log.warning("the picture of %s cannot be read", film.key, exc_info=True)
            return None

        return await asyncio.to_thread(read)

    async def film(self, key: str) -> Film | None:
        """Return the default catalogue's film of that key, or None."""
        pipeline = await self._opened(None)
        return await asyncio.to_thread(pipeline.film, key)

    async def _opened(self, encoder: str | None) -> Pipeline:
        name = encoder or self._settings.encoder
        opening = self._opening.get(name)
        if opening is None:
            opening = asyncio.create_task(
                asyncio.to_thread(self._open_pipeline, self._settings, encoder),
                name=f"marquee-open-{name}",
            )
            self._opening[name] = opening
        try:
            # Shielded: one caller's leaving must not undo the opening that others wait for.
            return await asyncio.shield(opening)
        except Exception:
            # Forgotten, so that the next request tries again once the operator has mended it.
            if self._opening.get(name) is opening:
                del self._opening[name]
            raise


@dataclass(frozen=True, slots=True)
class _Picture:
    pipeline: Pipeline
    image: Image
    k: int
    decode_ms: float
    ready: float


def _decode(pipeline: Pipeline, poster: bytes, k: int, settings: Settings) -> _Picture:
    from services.images import decode  # noqa: PLC0415 (the bot imports this room without Pillow)

    began = time.perf_counter()
    image = decode(poster, max_bytes=settings.max_bytes, max_pixels=settings.max_pixels)
    ready = time.perf_counter()
    return _Picture(pipeline, image, k, (ready - began) * 1e3, ready)


def _answer(pictures: Sequence[_Picture]) -> list[Identification]:
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


def _finished(answer: Identification, picture: _Picture, queue_ms: float) -> Identification:
    return replace(
        answer,
        neighbours=answer.neighbours[: picture.k],
        timings_ms={"decode": picture.decode_ms, "queue": queue_ms, **answer.timings_ms},
    )


def _open_identifier(settings: Settings, encoder: str | None) -> Pipeline:
    # Imported here, in the opening thread: the bot's rooms must not load the model's libraries.
    from services.identify import Identifier  # noqa: PLC0415

    return Identifier.open(settings, encoder)
