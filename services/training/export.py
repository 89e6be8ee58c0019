"""The shipped encoder, from its torch weights to the ONNX file that serves without torch."""

from __future__ import annotations

import dataclasses
import os
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

from services.core.encoders import POSTER_LITE, EncoderSpec
from services.training.network import PosterNetwork

OPSET = 17
# Smaller tensors are biases, whose bytes do not matter and whose rounding would.
_HALVE_FROM = 512


class EmbeddingNetwork(nn.Module):
    """What is served of a trained network: (n, 3, h, w) -> (n, d), not yet of unit length.

    Dropout is gone; the centring and the whitening are folded into the projection.
    """

    def __init__(self, network: PosterNetwork) -> None:
        super().__init__()
        self.backbone = network.backbone
        mean, variance = network.centre.running_mean, network.centre.running_var
        assert mean is not None and variance is not None
        scale = 1 / torch.sqrt(variance + network.centre.eps)
        whitening = network.whitening
        weight = whitening @ (network.projection.weight.detach() * scale[:, None])
        self.projection = nn.Linear(weight.shape[1], weight.shape[0])
        self.projection.weight = nn.Parameter(weight, requires_grad=False)
        self.projection.bias = nn.Parameter(whitening @ (-mean * scale), requires_grad=False)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """See the class."""
        return functional.linear(
            self.backbone(pixels), self.projection.weight, self.projection.bias
        )


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


def export_trained(network: PosterNetwork, path: Path, size: tuple[int, int] | None = None) -> None:
    """Write what is served of a trained network as ONNX.

    Args:
        network: Trained.
        path: The file; written whole or not at all.
        size: Height and width of the posters it shall see; default: those of `POSTER_LITE`.
    """
    preprocessing = POSTER_LITE.preprocessing
    if size is not None:
        preprocessing = dataclasses.replace(preprocessing, height=size[0], width=size[1])
    spec = dataclasses.replace(
        POSTER_LITE, dimension=network.projection.out_features, preprocessing=preprocessing
    )
    export_onnx(EmbeddingNetwork(network), path, spec)


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
