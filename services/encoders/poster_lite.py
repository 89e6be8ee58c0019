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

from services.encoders.base import Embeddings, EncoderSpec, normalise
from services.encoders.specs import POSTER_LITE
from services.errors import UnavailableError
from services.settings import Settings

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
        self.spec: EncoderSpec = dataclasses.replace(POSTER_LITE, revision=_revision(model))
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
        if not self._fits():
            raise _unfit(model)

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
        pixels = self.spec.preprocessing(batch)
        return cast(Embeddings, self._session.run(["embedding"], {"pixels": pixels})[0])

    def _fits(self) -> bool:
        pixels, embedding = self._session.get_inputs(), self._session.get_outputs()
        wanted = [3, self.spec.preprocessing.height, self.spec.preprocessing.width]
        return (
            [(port.name, port.shape[1:]) for port in pixels] == [("pixels", wanted)]
            and [port.name for port in embedding] == ["embedding"]
            and embedding[0].shape[1:] == [self.spec.dimension]
        )


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
