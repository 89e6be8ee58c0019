"""The encoder that ships: EfficientNet-Lite0 as ONNX, served by ONNX Runtime, without torch."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
from PIL import Image

from services.core.encoders import POSTER_LITE, EncoderSpec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.base import Embeddings, normalise
from services.vision.encoders.preprocessing import preprocess

MODEL_FILE = "poster-lite.onnx"
# The runtime keeps the memory of the largest batch it has seen; past 16 nothing gets quicker.
_BATCH = 16


class PosterLite:
    """`Encoder` over an ONNX file: `pixels` (n, 3, h, w) in, `embedding` (n, d) out."""

    def __init__(self, model: Path, threads: int = 2) -> None:
        """Open a model file.

        Args:
            model: The ONNX file.
            threads: CPU threads for one batch.

        Raises:
            UnavailableError: `no_weights` where the file is missing or no such model.
        """
        revision = _revision(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Spinning buys microseconds and costs the small machine's other core.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
        # The runtime's own exceptions share no base class but Exception.
        except Exception as error:
            raise _unfit(model) from error
        self.spec: EncoderSpec = self._spec(model, revision)

    @classmethod
    def open(cls, settings: Settings) -> PosterLite:
        """Open the model that ships, or the user's own in `<data>/weights/`."""
        own = settings.weights_dir / MODEL_FILE
        if own.is_file():
            return cls(own, settings.threads)
        with as_file(files("services.starter") / MODEL_FILE) as shipped:
            return cls(shipped, settings.threads)

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        """See `Encoder.embed`."""
        if not images:
            return np.empty((0, self.spec.dimension), dtype=np.float32)
        parts = [
            self._run(images[start : start + _BATCH]) for start in range(0, len(images), _BATCH)
        ]
        return normalise(np.concatenate(parts))

    def _run(self, batch: Sequence[Image.Image]) -> Embeddings:
        pixels = preprocess(batch, self.spec.preprocessing)
        return cast(Embeddings, self._session.run(["embedding"], {"pixels": pixels})[0])

    def _spec(self, model: Path, revision: str) -> EncoderSpec:
        """Return the facts, the sizes being the model's own: someone's may have others."""
        pixels, embedding = self._session.get_inputs(), self._session.get_outputs()
        names = [port.name for port in (*pixels, *embedding)]
        inside = pixels[0].shape[1:] if pixels else []
        outside = embedding[0].shape[1:] if embedding else []
        sizes = [*inside, *outside]
        known = all(isinstance(size, int) and size > 0 for size in sizes)
        if names != ["pixels", "embedding"] or len(sizes) != 4 or not known or inside[0] != 3:
            raise _unfit(model)
        _, height, width = inside
        return dataclasses.replace(
            POSTER_LITE,
            revision=revision,
            dimension=outside[0],
            preprocessing=dataclasses.replace(
                POSTER_LITE.preprocessing, height=height, width=width
            ),
        )


def open_poster_lite(spec: EncoderSpec, settings: Settings) -> PosterLite:
    """Open the model that ships, or the user's own; the sizes are the model's, not `spec`'s."""
    return PosterLite.open(settings)


def _unfit(model: Path) -> UnavailableError:
    return UnavailableError(
        "no_weights", f"{model} is not a model that {POSTER_LITE.name} can open."
    )


def _revision(model: Path) -> str:
    try:
        return hashlib.sha256(model.read_bytes()).hexdigest()[:8]
    except OSError as error:
        raise UnavailableError(
            "no_weights",
            f"{POSTER_LITE.name} wants its model in {model}. It ships with Marquee; "
            "`marquee starter export` makes it anew.",
        ) from error
