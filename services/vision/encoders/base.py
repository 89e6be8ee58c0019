"""What an encoder is: RGB images in, float32 embeddings out, with its facts declared beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Embeddings = NDArray[np.float32]


class Metric(StrEnum):
    """How an encoder's users rank its neighbours."""

    COSINE = "cosine"
    EUCLIDEAN = "euclidean"


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How an RGB image becomes an encoder's input.

    Attributes:
        height: Input height in pixels.
        width: Input width in pixels.
        fit: `stretch` resizes to height x width; `crop` resizes the shorter side to
            `resize_to` and cuts the centre out.
        mean: Subtracted from each channel, on the 0-255 scale.
        std: Divides each channel, on the 0-255 scale.
        resize_to: The shorter side before a `crop`, in pixels.
        resample: Pillow's filter, by name.
    """

    height: int
    width: int
    fit: Literal["stretch", "crop"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    resize_to: int = 0
    resample: Literal["BILINEAR", "BICUBIC"] = "BICUBIC"

    def __call__(self, images: Sequence[Image.Image]) -> NDArray[np.float32]:
        """Return the images as float32 of shape (n, 3, height, width)."""
        pixels = np.stack([np.asarray(self._fit(image), dtype=np.float32) for image in images])
        pixels -= np.asarray(self.mean, dtype=np.float32)
        pixels /= np.asarray(self.std, dtype=np.float32)
        return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))

    def _fit(self, image: Image.Image) -> Image.Image:
        image = image if image.mode == "RGB" else image.convert("RGB")
        filter_ = Image.Resampling[self.resample]
        if self.fit == "stretch":
            # reducing_gap lets Pillow halve a phone's 12 megapixels cheaply before the filter.
            return image.resize((self.width, self.height), filter_, reducing_gap=3.0)
        image = _without_far_ends(image)
        # torchvision's and open_clip's rounding: half a pixel beside theirs is another embedding.
        short = min(image.size)
        width, height = (self.resize_to * side // short for side in image.size)
        image = image.resize((width, height), filter_)
        left, top = round((width - self.width) / 2), round((height - self.height) / 2)
        return image.crop((left, top, left + self.width, top + self.height))


def _without_far_ends(image: Image.Image) -> Image.Image:
    """Return the middle of a picture more than 20 times as long as wide.

    The crop would drop its ends all the same, but only once a strip of 16 x 3,000,000 pixels had
    been enlarged to gigabytes.
    """
    longest = 20 * min(image.size)
    if max(image.size) <= longest:
        return image
    left, top = (max(0, side - longest) // 2 for side in image.size)
    return image.crop((left, top, image.width - left, image.height - top))


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """An encoder's facts.

    Attributes:
        name: Name on the command line and in manifests.
        dimension: Length d of an embedding.
        metric: How its neighbours are ranked.
        preprocessing: Image to input.
        weights: What file it loads and where that comes from, for people.
        revision: Which weights made an embedding; those of different revisions never mix.
    """

    name: str
    dimension: int
    metric: Metric
    preprocessing: Preprocessing
    weights: str
    revision: str = ""

    @property
    def key(self) -> str:
        """Name and revision, "resnet50@11ad3fa6": what stored embeddings are filed under."""
        return f"{self.name}@{self.revision}" if self.revision else self.name


class Encoder(Protocol):
    """One interface for every encoder."""

    @property
    def spec(self) -> EncoderSpec:
        """The encoder's facts."""
        ...

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        """Return float32 embeddings of shape (n, spec.dimension).

        They have unit length where the metric is the cosine, and are as the network gives them
        where it is Euclidean.
        """
        ...


class TextEncoder(Encoder, Protocol):
    """An encoder whose space also holds words."""

    def embed_text(self, texts: Sequence[str]) -> Embeddings:
        """Return unit-length float32 embeddings of shape (n, spec.dimension)."""
        ...


def normalise(vectors: NDArray[np.floating]) -> Embeddings:
    """Return the rows scaled to unit length, float32; a row of zeros stays zero."""
    vectors = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
