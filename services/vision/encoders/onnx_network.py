"""A network in an ONNX file, run by ONNX Runtime: what every encoder without torch stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import Preprocessing
from services.core.errors import UnavailableError
from services.vision.encoders.base import Embeddings
from services.vision.encoders.preprocessing import preprocess

PIXELS, TOKENS, EMBEDDING = "pixels", "tokens", "embedding"
# The runtime keeps the memory of the largest batch it has seen; past 16 nothing gets quicker.
BATCH = 16


class OnnxNetwork:
    """One input with any number of rows in, `embedding` (n, d) out."""

    def __init__(self, model: Path, threads: int, *, name: str, inside: Sequence[str] = ()) -> None:
        """Open a model file.

        Args:
            model: The ONNX file.
            threads: CPU threads for one batch.
            name: The encoder's name, for what is said where it is no such model.
            inside: Values between its layers, (n, channels, h, w), that `look` gives as well; none
                of them where the model lacks one.

        Raises:
            UnavailableError: `no_weights` where the file is no model.
        """
        self._model, self._name = model, name
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Spinning buys microseconds and costs the small machine's other core.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            data = model.read_bytes() if inside else b""
            known = bool(inside) and all(value.encode() in data for value in inside)
            self._inside = list(inside) if known else []
            self._session = onnxruntime.InferenceSession(
                data + _outputs(inside) if known else str(model),
                options,
                providers=["CPUExecutionProvider"],
            )
        # The runtime's own exceptions share no base class but Exception.
        except Exception as error:
            raise self.unfit() from error

    @property
    def facts(self) -> Mapping[str, str]:
        """What the file says of itself."""
        return self._session.get_modelmeta().custom_metadata_map

    def sizes(self) -> tuple[int, int, int]:
        """Return a picture's height and width, and the length of an embedding.

        Raises:
            UnavailableError: `no_weights` where it takes no pictures, or gives something else.
        """
        pixels, outputs = self._session.get_inputs(), self._session.get_outputs()
        embedding = outputs[: len(outputs) - len(self._inside)]
        names = [port.name for port in (*pixels, *embedding)]
        inside = pixels[0].shape[1:] if pixels else []
        outside = embedding[0].shape[1:] if embedding else []
        sizes = [*inside, *outside]
        known = all(isinstance(size, int) and size > 0 for size in sizes)
        if names != [PIXELS, EMBEDDING] or len(sizes) != 4 or not known or inside[0] != 3:
            raise self.unfit()
        return inside[1], inside[2], outside[0]

    def embed(self, images: Sequence[Image.Image], how: Preprocessing) -> Embeddings:
        """Return what the network gives for RGB images, at least one, in batches."""
        return np.concatenate(
            [
                self._run(PIXELS, preprocess(images[start : start + BATCH], how))
                for start in range(0, len(images), BATCH)
            ]
        )

    def look(
        self, images: Sequence[Image.Image], how: Preprocessing
    ) -> tuple[Embeddings, NDArray[np.float32]]:
        """Return what `embed` does, and the means over each picture of the values inside."""
        embeddings, means = [], []
        for start in range(0, len(images), BATCH):
            pixels = preprocess(images[start : start + BATCH], how)
            first, *values = self._session.run([EMBEDDING, *self._inside], {PIXELS: pixels})
            embeddings.append(first)
            nothing = np.empty((len(pixels), 0), dtype=np.float32)
            inside = [np.asarray(value).mean(axis=(2, 3)) for value in values]
            means.append(np.hstack([nothing, *inside]))
        return np.concatenate(embeddings), np.concatenate(means)

    def read(self, tokens: NDArray[np.int64]) -> Embeddings:
        """Return what the network gives for texts, at least one, a row of tokens each."""
        return self._run(TOKENS, tokens)

    def unfit(self) -> UnavailableError:
        """Return what is said where the file is no model of this encoder."""
        return UnavailableError(
            "no_weights", f"{self._model} is not a model that {self._name} can open."
        )

    def _run(self, port: str, rows: NDArray[np.generic]) -> Embeddings:
        return cast(Embeddings, self._session.run([EMBEDDING], {port: rows})[0])


def _outputs(values: Sequence[str]) -> bytes:
    """Return what makes values of a model its outputs where it is appended to its file.

    What is appended to a message of Protocol Buffers is merged into it. So a file stays as it is,
    and its checksum names its weights.
    """
    # ModelProto.graph is its field 7, GraphProto.output 12, ValueInfoProto.name 1.
    return _field(7, b"".join(_field(12, _field(1, value.encode())) for value in values))


def _field(number: int, data: bytes) -> bytes:
    length, digits = len(data), []
    while length > 127:
        digits.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2, *digits, length]) + data
