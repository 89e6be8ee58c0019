"""The encoder that ships: EfficientNet-Lite0 as ONNX, served without torch."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import POSTER_LITE, EncoderSpec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders import kept
from services.vision.encoders.base import Embeddings, normalise
from services.vision.encoders.onnx_network import OnnxNetwork
from services.vision.encoders.runtimes import USUAL, Runtime
from services.vision.encoders.tuning import remembered

MODEL_FILE = kept.MODEL_FILE
_log = logging.getLogger(__name__)
# The ends of three stages, by the names that the exporter gives them.
_INSIDE = (
    "/backbone/blocks/blocks.3/blocks.3.2/Add_output_0",
    "/backbone/blocks/blocks.4/blocks.4.2/Add_output_0",
    "/backbone/blocks/blocks.5/blocks.5.3/Add_output_0",
)


class PosterLite:
    """`Encoder` over an ONNX file: `pixels` (n, 3, h, w) in, `embedding` (n, d) out."""

    def __init__(self, model: Path, threads: int = 2, runtime: Runtime = USUAL) -> None:
        """Open a model file.

        Args:
            model: The ONNX file.
            threads: Pictures that are looked at side by side.
            runtime: What runs it.

        Raises:
            UnavailableError: `no_weights` where the file is missing or no such model.
        """
        revision = _revision(model)
        self._network = OnnxNetwork(
            model,
            threads,
            name=POSTER_LITE.name,
            inside=_INSIDE,
            runtime=runtime,
            one_by_one=True,
        )
        # The sizes are the model's own: someone's may have others.
        height, width, dimension = self._network.sizes()
        self.spec: EncoderSpec = dataclasses.replace(
            POSTER_LITE,
            revision=revision,
            dimension=dimension,
            preprocessing=dataclasses.replace(
                POSTER_LITE.preprocessing, height=height, width=width
            ),
        )

    @classmethod
    def open(cls, settings: Settings, revision: str = "") -> PosterLite:
        """Open a model.

        Args:
            settings: Where models are looked for.
            revision: Which; the user's own in `<data>/weights/`, else the one that ships, where
                none is asked for or that one is gone.
        """
        if revision:
            with kept.model_of(settings, f"{POSTER_LITE.name}@{revision}") as model:
                if model is not None:
                    return cls._opened(model, settings)
        with kept.newest_model(settings) as model:
            return cls._opened(model, settings)

    @classmethod
    def _opened(cls, model: Path, settings: Settings) -> PosterLite:
        key = f"{POSTER_LITE.name}@{_revision(model)}"
        runtime = remembered(settings, key)
        try:
            return cls(model, settings.threads, runtime)
        except UnavailableError:
            if runtime == USUAL:
                raise
            _log.exception("%s cannot open %s here: it is opened as usual", runtime, key)
            return cls(model, settings.threads)

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        """See `Encoder.embed`."""
        if not images:
            return np.empty((0, self.spec.dimension), dtype=np.float32)
        return normalise(self._network.embed(images, self.spec.preprocessing))

    def look(self, images: Sequence[Image.Image]) -> tuple[Embeddings, NDArray[np.float32]]:
        """Return embeddings of RGB images, at least one, and what earlier layers saw, (n, m)."""
        embeddings, inside = self._network.look(images, self.spec.preprocessing)
        return normalise(embeddings), inside


def open_poster_lite(spec: EncoderSpec, settings: Settings) -> PosterLite:
    """Open the model of `spec`'s revision, see `PosterLite.open`; the sizes are the model's own."""
    return PosterLite.open(settings, spec.revision)


def _revision(model: Path) -> str:
    try:
        return kept.revision_of(model)
    except OSError as error:
        raise UnavailableError(
            "no_weights",
            f"{POSTER_LITE.name} wants its model in {model}. It ships with Marquee; "
            "`marquee starter export` makes it anew.",
        ) from error
