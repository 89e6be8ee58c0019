"""A network in an ONNX file: what every encoder without torch stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.core.encoders import Preprocessing
from services.core.errors import UnavailableError
from services.vision.encoders.base import Embeddings
from services.vision.encoders.preprocessing import preprocess
from services.vision.encoders.runtimes import USUAL, Runtime, Values, open_session

PIXELS, TOKENS, EMBEDDING = "pixels", "tokens", "embedding"
# The runtime keeps the memory of the largest batch it has seen; past 16 nothing gets quicker.
BATCH = 16


class OnnxNetwork:
    """One input with any number of rows in, `embedding` (n, d) out."""

    def __init__(
        self,
        model: Path,
        threads: int,
        *,
        name: str,
        inside: Sequence[str] = (),
        runtime: Runtime = USUAL,
        one_by_one: bool = False,
    ) -> None:
        """Open a model file.

        Args:
            model: The ONNX file.
            threads: CPU threads for one batch, or for as many pictures side by side.
            name: The encoder's name, for what is said where it is no such model.
            inside: Values between its layers, (n, channels, h, w), that `look` gives as well; none
                of them where the model lacks one.
            runtime: What runs it.
            one_by_one: Whether pictures are looked at one by one, which is quicker for a small
                network: a thread has no other to wait for.

        Raises:
            UnavailableError: `no_weights` where the file is no model.
        """
        self._model, self._name = model, name
        self._batch = 1 if one_by_one else BATCH
        side_by_side = one_by_one and threads > 1
        self._pool = ThreadPoolExecutor(threads, "marquee-embed") if side_by_side else None
        try:
            data = model.read_bytes() if inside else b""
            known = bool(inside) and all(value.encode() in data for value in inside)
            self._inside = list(inside) if known else []
            self._session = open_session(
                model, threads, runtime, inside=self._inside, one_row=one_by_one
            )
        # The runtime's own exceptions share no base class but Exception.
        except Exception as error:
            raise self.unfit() from error

    @property
    def facts(self) -> Mapping[str, str]:
        """What the file says of itself."""
        return self._session.facts

    def sizes(self) -> tuple[int, int, int]:
        """Return a picture's height and width, and the length of an embedding.

        Raises:
            UnavailableError: `no_weights` where it takes no pictures, or gives something else.
        """
        pixels, outputs = self._session.inputs, self._session.outputs
        embedding = outputs[: len(outputs) - len(self._inside)]
        names = [port.name for port in (*pixels, *embedding)]
        inside = pixels[0].sizes[1:] if pixels else ()
        outside = embedding[0].sizes[1:] if embedding else ()
        sizes = [size for size in (*inside, *outside) if size is not None and size > 0]
        whole = len(sizes) == 4 == len(inside) + len(outside)
        if names != [PIXELS, EMBEDDING] or not whole or sizes[0] != 3:
            raise self.unfit()
        return sizes[1], sizes[2], sizes[3]

    def embed(self, images: Sequence[Image.Image], how: Preprocessing) -> Embeddings:
        """Return what the network gives for RGB images, at least one."""
        return np.concatenate([first for first, *_ in self._runs(images, how, [EMBEDDING])])

    def look(
        self, images: Sequence[Image.Image], how: Preprocessing
    ) -> tuple[Embeddings, NDArray[np.float32]]:
        """Return what `embed` does, and the means over each picture of the values inside."""
        embeddings, means = [], []
        for first, *values in self._runs(images, how, [EMBEDDING, *self._inside]):
            embeddings.append(first)
            nothing = np.empty((len(first), 0), dtype=np.float32)
            means.append(np.hstack([nothing, *(value.mean(axis=(2, 3)) for value in values)]))
        return np.concatenate(embeddings), np.concatenate(means)

    def read(self, tokens: NDArray[np.int64]) -> Embeddings:
        """Return what the network gives for texts, at least one, a row of tokens each."""
        return cast(Embeddings, self._session.run([EMBEDDING], {TOKENS: tokens})[0])

    def unfit(self) -> UnavailableError:
        """Return what is said where the file is no model of this encoder."""
        return UnavailableError(
            "no_weights", f"{self._model} is not a model that {self._name} can open."
        )

    def _runs(
        self, images: Sequence[Image.Image], how: Preprocessing, wanted: Sequence[str]
    ) -> list[list[Values]]:
        def run(part: Sequence[Image.Image]) -> list[Values]:
            return self._session.run(wanted, {PIXELS: preprocess(part, how)})

        parts = [
            images[start : start + self._batch] for start in range(0, len(images), self._batch)
        ]
        if self._pool is None or len(parts) == 1:
            return [run(part) for part in parts]
        return list(self._pool.map(run, parts))
