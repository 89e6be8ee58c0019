"""The encoder that ships, back from its ONNX file to a network that training can go on with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from services.core.errors import UnavailableError
from services.training.network import PosterNetwork

Weights = list[tuple[NDArray[np.float32], NDArray[np.float32]]]


@torch.no_grad()
def unfold_onnx(network: PosterNetwork, path: Path, posters: Sequence[torch.Tensor]) -> None:
    """Give a network's backbone and projection the weights of a file that `export.py` wrote.

    Export has folded every normalisation into the convolution before it. Here each normalisation
    gets the mean and variance that it meets on some posters, and undoes them again: what comes out
    is the same, and while training it normalises as it did.

    Args:
        network: Its heads stay as they are. Weights that the file scaled differently take the
            size that they have in this network, to which learning rates fit.
        path: The ONNX file.
        posters: Batches of posters as the network wants them.

    Raises:
        UnavailableError: `bad_run` where the file holds another network.
    """
    layers = [m for m in network.backbone.modules() if isinstance(m, nn.Conv2d)]
    norms = [m for m in network.backbone.modules() if isinstance(m, nn.BatchNorm2d)]
    *convolutions, (projection, offset) = _weights(path)
    shapes = [tuple(layer.weight.shape) for layer in (*layers, network.projection)]
    if [weight.shape for weight, _ in (*convolutions, (projection, offset))] != shapes:
        raise UnavailableError("bad_run", f"{path} holds another network than is to be trained.")

    for layer, norm, (weight, bias) in zip(layers, norms, convolutions, strict=True):
        new = torch.from_numpy(weight)
        sizes = [it.flatten(1).norm(dim=1).clamp(min=1e-6) for it in (new, layer.weight)]
        factor = sizes[1] / sizes[0]
        layer.weight.copy_(new * factor[:, None, None, None])
        _pass_through(norm, torch.from_numpy(bias), 1 / factor)
    network.projection.weight.copy_(torch.from_numpy(projection))
    network.centre.reset_running_stats()

    met: dict[nn.Module, list[torch.Tensor]] = {norm: [] for norm in (*norms, network.centre)}

    def look(norm: nn.Module, given: tuple[torch.Tensor]) -> None:
        values = given[0].transpose(0, 1).flatten(1).double()
        met[norm].append(torch.stack([values.mean(1), values.square().mean(1)]))

    hooks = [norm.register_forward_pre_hook(look) for norm in met]
    network.eval()
    for pixels in posters:
        network.embed(pixels)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        _meet(norm, torch.stack(met[norm]).mean(0))
    mean, square = torch.stack(met[network.centre]).mean(0)
    assert network.centre.running_mean is not None and network.centre.running_var is not None
    network.centre.running_mean.copy_(mean)
    network.centre.running_var.copy_(square - mean.square())


def _pass_through(norm: nn.BatchNorm2d, bias: torch.Tensor, factor: torch.Tensor) -> None:
    """Let a normalisation multiply and add, and do nothing else."""
    norm.reset_running_stats()
    norm.weight.copy_(factor * (1 + norm.eps) ** 0.5)
    norm.bias.copy_(bias)


def _meet(norm: Any, moments: torch.Tensor) -> None:
    """Let a normalisation that multiplies and adds do the same by way of a mean and a variance."""
    mean, square = moments
    variance = (square - mean.square()).clamp(min=1e-8)
    factor = norm.weight / (1 + norm.eps) ** 0.5
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.bias.add_(factor * mean)
    norm.weight.copy_(factor * (variance + norm.eps).sqrt())


def _weights(path: Path) -> Weights:
    """Return weight and bias of every convolution and of the projection, in their order."""
    graph = onnx.load(path).graph
    tensors = {it.name: numpy_helper.to_array(it) for it in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in tensors:
            tensors[node.output[0]] = tensors[node.input[0]].astype(np.float32)
    found: Weights = []
    for node in graph.node:
        if node.op_type in {"Conv", "Gemm"}:
            found.append((tensors[node.input[1]].copy(), tensors[node.input[2]].copy()))
    return found
