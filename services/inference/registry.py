"""Encoders side by side: each opened when first asked for, renewed as its index or heads change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from services.core.encoders import SPECS
from services.core.errors import MarqueeError, UnavailableError
from services.core.settings import Settings
from services.core.types import (
    Comparison,
    EncoderStatus,
    Film,
    Identification,
    Neighbour,
    Outdated,
)

if TYPE_CHECKING:
    from PIL.Image import Image

    from services.vision.index.standing import Standing

log = logging.getLogger(__name__)


class Pipeline(Protocol):
    """What the client asks of `services.vision.pipeline.Identifier`."""

    @property
    def encoder_name(self) -> str:
        """The encoder's name."""
        ...

    @property
    def size(self) -> int:
        """Films in the catalogue."""
        ...

    @property
    def outdated(self) -> Outdated | None:
        """Where the index was built with other weights than the next build takes: which."""
        ...

    @property
    def films(self) -> Sequence[Film]:
        """Every film of the catalogue."""
        ...

    @property
    def version(self) -> object:
        """Stands for all that an answer hangs on beside the picture; another one after a change."""
        ...

    def identify(self, images: Sequence[Image], *, k: int = 3) -> list[Identification]:
        """Answer n RGB images."""
        ...

    def neighbours(self, key: str, *, k: int = 3, skip: int = 0) -> Identification | None:
        """Answer a film of the catalogue, its `skip` nearest left out; None for another key."""
        ...

    def compare(self, first: Image, second: Image) -> Comparison:
        """Say how alike two RGB images are, and answer each."""
        ...

    def search_words(self, words: str, *, k: int = 3) -> list[Neighbour]:
        """Return the films whose posters are nearest to a description."""
        ...

    def film(self, key: str) -> Film | None:
        """Return the catalogue's film of that key, or None."""
        ...

    def picture_count(self, film: Film) -> int:
        """Return how many pictures of a film the catalogue holds."""
        ...

    def poster_path(self, film: Film, picture: int = 1) -> Path | None:
        """Return where one of the film's pictures lies, or None; 1 is its poster."""
        ...

    def standing(self, image: Image) -> Standing:
        """See `Identifier.standing`."""
        ...

    def expect_absent(self, share: float) -> None:
        """See `Identifier.expect_absent`."""
        ...

    def is_stale(self) -> bool:
        """Return whether another index or other heads have taken these ones' place on disk."""
        ...

    def renewed(self) -> Pipeline:
        """Return the same encoder over the index and the heads that are current now."""
        ...


OpenPipeline = Callable[[Settings, str | None], Pipeline]


class PipelineRegistry:
    """The pipelines of one process by encoder, each opened once and swapped whole.

    Whoever holds a pipeline goes on with the index that it was opened with; the next caller gets
    the new one. A new index that cannot be opened is logged, and the old one goes on answering.

    Args:
        settings: The settings; `encoder` names the default.
        open_pipeline: Opens an encoder's pipeline, called in a thread; raises UnavailableError.
        watch_s: Seconds between two looks at what is on disk; None never looks again.
    """

    def __init__(
        self, settings: Settings, open_pipeline: OpenPipeline, *, watch_s: float | None = 1.0
    ) -> None:
        self._settings = settings
        self._open_pipeline = open_pipeline
        self._watch_s = watch_s
        self._opening: dict[str, asyncio.Task[Pipeline]] = {}
        self._open: dict[str, Pipeline] = {}
        self._refused: dict[str, str] = {}
        self._watcher: asyncio.Task[None] | None = None

    @property
    def default(self) -> Pipeline | None:
        """The default pipeline once it is open, else None."""
        return self._open.get(self._settings.encoder)

    def outdated(self) -> dict[str, Outdated]:
        """Return the open encoders that go on with the weights that their index was built with."""
        told = {name: pipeline.outdated for name, pipeline in self._open.items()}
        return {name: outdated for name, outdated in told.items() if outdated is not None}

    def ready(self) -> dict[str, Pipeline]:
        """Return the pipelines that are open, the default one first."""
        return dict(sorted(self._open.items(), key=lambda item: item[0] != self._settings.encoder))

    async def get(self, encoder: str | None = None) -> Pipeline:
        """Return an encoder's pipeline, opening it where nobody has; None: the default one.

        Raises:
            UnavailableError: it cannot be opened; the message names the command that mends it.
        """
        name = encoder or self._settings.encoder
        if (pipeline := self._open.get(name)) is not None:
            return pipeline
        opening = self._opening.get(name)
        if opening is None:
            opening = asyncio.create_task(self._first(name, encoder), name=f"marquee-open-{name}")
            opening.add_done_callback(look_at)
            self._opening[name] = opening
        # Shielded: one caller's leaving must not undo the opening that others wait for.
        return await asyncio.shield(opening)

    async def close(self) -> None:
        """Stop watching. Safe to call twice."""
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher

    async def statuses(self) -> list[EncoderStatus]:
        """Return what there is to choose from: every encoder, the missing ones too."""
        return await asyncio.to_thread(encoder_statuses, self._settings, self.ready())

    async def _first(self, name: str, encoder: str | None) -> Pipeline:
        try:
            pipeline = await asyncio.to_thread(self._open_pipeline, self._settings, encoder)
            self._open[name] = pipeline
        finally:
            # Forgotten where it failed, so that the next request tries again once it is mended.
            self._opening.pop(name, None)
        if self._watcher is None and self._watch_s is not None:
            self._watcher = asyncio.create_task(
                self._watch(self._watch_s), name="marquee-index-watcher"
            )
        return pipeline

    async def _watch(self, every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            for name, pipeline in list(self._open.items()):
                try:
                    if (newer := await asyncio.to_thread(_renewed, pipeline)) is not None:
                        self._open[name] = newer
                        log.info("%s: %d films from now on", name, newer.size)
                    self._refused.pop(name, None)
                except MarqueeError as error:
                    self._refuse(name, error.message)
                except Exception as error:
                    self._refuse(name, repr(error))

    def _refuse(self, name: str, why: str) -> None:
        if self._refused.get(name) != why:
            self._refused[name] = why
            log.warning("%s: what is new on disk is not taken, the old one goes on: %s", name, why)


def look_at(task: asyncio.Task[Any]) -> None:
    """Take note of how a shielded task ended, for all who waited for it may have left."""
    if not task.cancelled():
        task.exception()


def _renewed(pipeline: Pipeline) -> Pipeline | None:
    return pipeline.renewed() if pipeline.is_stale() else None


def encoder_statuses(settings: Settings, ready: dict[str, Pipeline]) -> list[EncoderStatus]:
    """Return every encoder's status, the default first; reads manifests, loads no model."""
    # Imported here: the bot's process must not load the model's libraries.
    from services.vision.index import Manifest, current_build  # noqa: PLC0415
    from services.vision.pipeline import build_command, index_root  # noqa: PLC0415

    def films(name: str) -> int:
        if (pipeline := ready.get(name)) is not None:
            return pipeline.size
        try:
            with index_root(settings, name) as root:
                build = current_build(root) if root is not None else None
                return Manifest.read(build).film_count if build is not None else 0
        except UnavailableError as error:
            log.info("%s", error.message)
            return 0

    found = []
    for name, spec in SPECS.items():
        count = films(name)
        if not count and spec.baseline:
            continue
        found.append(
            EncoderStatus(
                name=name,
                state="open" if name in ready else "built" if count else "missing",
                films=count,
                metric=str(spec.metric),
                words=spec.words,
                default=name == settings.encoder,
                build=build_command(name),
            )
        )
    return sorted(found, key=lambda encoder: not encoder.default)
