"""The encoders that torch serves: CLIP ViT-B/32, ResNet50, VGG16 and the ImageNet baseline.

Weights are looked for in `<data>/weights/`, then fetched there from where their authors publish
them. Where neither works, the error names the file, its address and that folder.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import open_clip
import torch
import torchvision
from PIL import Image
from torch import nn

from services.core.encoders import EncoderSpec, Metric
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders.base import Embeddings, Encoder, normalise
from services.vision.encoders.lite import LITE0, imagenet_lite
from services.vision.encoders.preprocessing import preprocess

CLIP_ARCHITECTURE = "ViT-B-32"
CLIP_REPOSITORY = "laion/CLIP-ViT-B-32-laion2B-s34B-b79K"
_log = logging.getLogger(__name__)
Network = TypeVar("Network", bound=nn.Module)


class TorchEncoder:
    """`Encoder` over a torch network that maps (n, 3, h, w) to (n, d).

    Attributes:
        network: That network, in evaluation mode.
    """

    def __init__(self, spec: EncoderSpec, network: nn.Module) -> None:
        self.spec = spec
        self.network = network.eval()

    @torch.inference_mode()
    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        """See `Encoder.embed`."""
        if not images:
            return np.empty((0, self.spec.dimension), dtype=np.float32)
        pixels = preprocess(images, self.spec.preprocessing)
        embeddings = self.network(torch.from_numpy(pixels)).numpy()
        return normalise(embeddings) if self.spec.metric is Metric.COSINE else embeddings


class ClipEncoder(TorchEncoder):
    """CLIP's image tower, and its text tower in the same space.

    Attributes:
        text_network: The text tower, (n, 77) tokens to (n, d).
        tokenise: Texts to tokens.
    """

    def __init__(self, spec: EncoderSpec, clip: open_clip.CLIP) -> None:
        super().__init__(spec, _ImageTower(clip.eval()))
        self.text_network = _TextTower(clip)
        tokenise = open_clip.get_tokenizer(CLIP_ARCHITECTURE)
        assert isinstance(tokenise, open_clip.SimpleTokenizer)
        self.tokenise = tokenise

    @torch.inference_mode()
    def embed_text(self, texts: Sequence[str]) -> Embeddings:
        """See `TextEncoder.embed_text`; text past CLIP's 77 tokens is cut off."""
        if not texts:
            return np.empty((0, self.spec.dimension), dtype=np.float32)
        return normalise(self.text_network(self.tokenise(list(texts))).numpy())


class _ImageTower(nn.Module):
    def __init__(self, clip: open_clip.CLIP) -> None:
        super().__init__()
        self.clip = clip

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.clip.encode_image(pixels)


class _TextTower(nn.Module):
    def __init__(self, clip: open_clip.CLIP) -> None:
        super().__init__()
        self.clip = clip

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.clip.encode_text(tokens)


def resnet50_network() -> nn.Module:
    """Return ResNet50 with random weights, its classifier not yet cut off."""
    return torchvision.models.resnet50(weights=None)


def vgg16_network() -> nn.Module:
    """Return VGG16 with random weights, its classifier not yet cut off."""
    return torchvision.models.vgg16(weights=None)


def clip_network() -> open_clip.CLIP:
    """Return CLIP ViT-B/32 with random weights."""
    network = open_clip.create_model(CLIP_ARCHITECTURE, pretrained=None)
    assert isinstance(network, open_clip.CLIP)
    return network


def open_imagenet_lite0(spec: EncoderSpec, settings: Settings) -> Encoder:
    """Open the baseline; its weights come with the `models` extra."""
    torch.set_num_threads(settings.threads)
    return TorchEncoder(spec, imagenet_lite(LITE0))


def open_clip_vit_b_32(spec: EncoderSpec, settings: Settings) -> Encoder:
    """Open CLIP. Raises UnavailableError, code `no_weights`."""
    return ClipEncoder(spec, _loaded(spec, clip_network(), settings, _fetch_clip))


def open_resnet50(spec: EncoderSpec, settings: Settings) -> Encoder:
    """Open ResNet50 without its classifier. Raises UnavailableError, code `no_weights`."""
    network = _loaded(spec, resnet50_network(), settings, _fetch_url)
    network.fc = nn.Identity()
    return TorchEncoder(spec, network)


def open_vgg16(spec: EncoderSpec, settings: Settings) -> Encoder:
    """Open VGG16 without its last layer. Raises UnavailableError, code `no_weights`."""
    network = _loaded(spec, vgg16_network(), settings, _fetch_url)
    classifier = network.classifier
    assert isinstance(classifier, nn.Sequential)
    network.classifier = classifier[:-1]
    return TorchEncoder(spec, network)


def weights_path(spec: EncoderSpec, folder: Path) -> Path:
    """Return where an encoder's weights file is looked for and kept."""
    return folder / spec.weights.split(" ", 1)[0]


def _loaded(
    spec: EncoderSpec,
    network: Network,
    settings: Settings,
    fetch: Callable[[EncoderSpec, Path], None],
) -> Network:
    torch.set_num_threads(settings.threads)
    folder = settings.weights_dir
    path = weights_path(spec, folder)
    hint = f"It wants {spec.weights}; put that file into {folder}/ and try again."
    if not path.is_file():
        _log.info("fetching %s", spec.weights)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fetch(spec, path)
        # Every library on the way (urllib, requests, the hub's client) has errors of its own.
        except Exception as error:
            _log.warning("could not fetch the weights of %s: %r", spec.name, error)
            raise UnavailableError(
                "no_weights", f"The weights of {spec.name} could not be fetched. {hint}"
            ) from error
    try:
        network.load_state_dict(_read_state(path))
    except Exception as error:
        _log.warning("could not load %s: %r", path, error)
        raise UnavailableError(
            "no_weights", f"{path} does not hold the weights of {spec.name}. {hint}"
        ) from error
    return network


def _read_state(path: Path) -> dict[str, torch.Tensor]:
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file  # noqa: PLC0415

        return load_file(path)
    return torch.load(path, map_location="cpu", weights_only=True)


def _fetch_url(spec: EncoderSpec, path: Path) -> None:
    url = spec.weights.rsplit(" ", 1)[1]
    # torchvision's revisions are the first digits of the file's SHA-256.
    torch.hub.download_url_to_file(url, str(path), hash_prefix=spec.revision, progress=False)


def _fetch_clip(spec: EncoderSpec, path: Path) -> None:
    from huggingface_hub import hf_hub_download  # noqa: PLC0415

    # The hub's client keeps locks and unfinished downloads beside what it fetches.
    with TemporaryDirectory(prefix=".fetching-", dir=path.parent) as folder:
        os.replace(hf_hub_download(CLIP_REPOSITORY, path.name, local_dir=folder), path)  # noqa: PTH105
