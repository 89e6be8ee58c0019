"""From torch to ONNX: networks as files that serve without torch, the encoder that ships first."""

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
from services.vision.encoders.onnx_network import EMBEDDING, PIXELS

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
    how = spec.preprocessing
    write_onnx(network, torch.zeros(1, 3, how.height, how.width), PIXELS, work)
    model = onnx.load(work)
    _halve_weights(model)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, work)
    os.replace(work, path)  # noqa: PTH105


def write_onnx(network: nn.Module, example: torch.Tensor, port: str, path: Path) -> None:
    """Write a network as ONNX, as it is.

    Args:
        network: One input in, embeddings out; any number of rows.
        example: An input of one row.
        port: The input's name.
        path: The file.
    """
    with warnings.catch_warnings():
        # The newer exporter writes a graph of another opset that ONNX Runtime runs slower; and the
        # tracer warns of every size that is the same in all rows.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (example,),
            str(path),
            input_names=[port],
            output_names=[EMBEDDING],
            dynamic_axes={port: {0: "n"}, EMBEDDING: {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )


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
