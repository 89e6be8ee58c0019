"""Encoders that `marquee encoder export` wrote as ONNX: the same embeddings, without torch."""

from __future__ import annotations

import html
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from services.core.encoders import EncoderSpec, Metric
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.base import Embeddings, Encoder, normalise
from services.vision.encoders.onnx_network import OnnxNetwork

FOLDER = "exported"
PICTURES, WORDS, TOKENIZER = "pictures.onnx", "words.onnx", "tokenizer.json"
# Under which name a file says of which encoder's weights it was made.
KEY = "marquee"
_log = logging.getLogger(__name__)


class ExportedEncoder:
    """`Encoder` over the file of its network."""

    def __init__(self, spec: EncoderSpec, folder: Path, threads: int) -> None:
        """Open a folder that was exported.

        Raises:
            UnavailableError: `no_weights` where a file is damaged, or made of other weights.
        """
        self.spec = spec
        self._network = _opened(spec, folder / PICTURES, threads)
        how = spec.preprocessing
        if self._network.sizes() != (how.height, how.width, spec.dimension):
            raise self._network.unfit()

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        """See `Encoder.embed`."""
        if not images:
            return np.empty((0, self.spec.dimension), dtype=np.float32)
        embeddings = self._network.embed(images, self.spec.preprocessing)
        return normalise(embeddings) if self.spec.metric is Metric.COSINE else embeddings


class ExportedTextEncoder(ExportedEncoder):
    """`TextEncoder` over the files of both networks and of what cuts a text into tokens."""

    def __init__(self, spec: EncoderSpec, folder: Path, threads: int) -> None:
        super().__init__(spec, folder, threads)
        self._folder, self._threads = folder, threads
        self._reader: _Reader | None = None

    def embed_text(self, texts: Sequence[str]) -> Embeddings:
        """See `TextEncoder.embed_text`; text past the network's length is cut off.

        Raises:
            UnavailableError: `no_tokenizers` without the extra `words`, or `no_weights` where a
                file is damaged.
        """
        if not texts:
            return np.empty((0, self.spec.dimension), dtype=np.float32)
        # Opened when the first text comes: who only shows pictures needs neither its memory nor
        # the extra.
        if self._reader is None:
            self._reader = _Reader(self.spec, self._folder, self._threads)
        return normalise(self._reader.read(texts))


class _Reader:
    """Texts to what the text tower gives for them."""

    def __init__(self, spec: EncoderSpec, folder: Path, threads: int) -> None:
        try:
            import ftfy  # noqa: PLC0415
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as error:
            raise UnavailableError(
                "no_tokenizers",
                "Searching by words needs tokenizers: pip install 'marquee-bot[words]'.",
            ) from error
        self._mended = ftfy.fix_text
        path = folder / TOKENIZER
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        # The library's own exception is a plain Exception.
        except Exception as error:
            raise UnavailableError("no_weights", f"{path} cannot be read.") from error
        self._network = _opened(spec, folder / WORDS, threads)

    def read(self, texts: Sequence[str]) -> Embeddings:
        rows = self._tokenizer.encode_batch([self._cleaned(text) for text in texts])
        return self._network.read(np.array([row.ids for row in rows], dtype=np.int64))

    def _cleaned(self, text: str) -> str:
        """Return a text as CLIP's were cleaned before they were cut into tokens."""
        text = html.unescape(html.unescape(self._mended(text)))
        return " ".join(text.split()).lower()


def exported_folder(spec: EncoderSpec, settings: Settings) -> Path:
    """Return where an encoder's exported files lie."""
    return settings.weights_dir / FOLDER / spec.name


def open_exported(spec: EncoderSpec, settings: Settings) -> Encoder | None:
    """Open what was exported of an encoder, or return None where nothing was.

    Raises:
        UnavailableError: `no_weights` where it cannot be used.
    """
    folder = exported_folder(spec, settings)
    if not (folder / PICTURES).is_file():
        return None
    kind = ExportedTextEncoder if spec.words else ExportedEncoder
    try:
        return kind(spec, folder, settings.threads)
    except UnavailableError as error:
        _log.warning("%s", error.message)
        raise UnavailableError(
            "no_weights",
            f"What was exported of {spec.name} to {folder} cannot be used: "
            f"`marquee encoder export {spec.name}` makes it anew, or delete that folder.",
        ) from error


def _opened(spec: EncoderSpec, model: Path, threads: int) -> OnnxNetwork:
    network = OnnxNetwork(model, threads, name=spec.name)
    # Stored embeddings are filed under the key: those of other weights must not come among them.
    if network.facts.get(KEY) != spec.key:
        raise network.unfit()
    return network
