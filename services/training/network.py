"""The network that is fine-tuned: EfficientNet-Lite, a projection, and the two heads it learns by.

Tan and Le 2019 (EfficientNet); the Lite variants leave out what phones run slowly. What is served
is the part up to the embedding; the heads ship as plain arrays (`services.vision.heads`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple, cast

import torch
from torch import nn
from torch.nn import functional

from services.vision.encoders.lite import LITE0, imagenet_lite, random_lite


class Outputs(NamedTuple):
    """What the network says of n posters: unit embeddings (n, d), and logits (n, g), (n, b)."""

    embedding: torch.Tensor
    genre: torch.Tensor
    year: torch.Tensor


class PosterNetwork(nn.Module):
    """Posters (n, 3, h, w), scaled as `EncoderSpec.preprocessing` says -> `Outputs`."""

    def __init__(
        self,
        genres: int,
        bins: int,
        dimension: int,
        *,
        architecture: str = LITE0,
        dropout: float = 0.0,
        drop_path: float = 0.0,
        frozen_stages: int = 0,
        pretrained: bool = False,
    ) -> None:
        """Build it.

        Args:
            genres: Outputs g of the genre head.
            bins: Outputs b of the year head.
            dimension: Length d of an embedding.
            architecture: Of the backbone, one of `ARCHITECTURES`.
            dropout: Share of the pooled features dropped while training.
            drop_path: Share of residual branches dropped at the deepest block.
            frozen_stages: The stem and so many stages stay as they are.
            pretrained: Whether the backbone has its ImageNet weights, or random ones.
        """
        super().__init__()
        backbone = imagenet_lite if pretrained else random_lite
        self.backbone = cast(Any, backbone(architecture, drop_path_rate=drop_path))
        self.dropout = nn.Dropout(dropout)
        self.projection = nn.Linear(self.backbone.num_features, dimension, bias=False)
        # Centres the embeddings, so that cosines use their whole range; folded on export.
        self.centre = nn.BatchNorm1d(dimension, affine=False)
        self.genre = nn.Linear(dimension, genres)
        self.year = nn.Linear(dimension, bins)
        # Fitted when training has ended, and folded into the projection on export: see `whiten.py`.
        self.whitening: torch.Tensor
        self.register_buffer("whitening", torch.eye(dimension), persistent=False)
        self.frozen_stages = frozen_stages
        # The heads read unit vectors scaled to unit variance a number.
        self.scale = dimension**0.5
        for part in self._frozen():
            part.requires_grad_(False)

    @torch.no_grad()
    def start_heads(self, genre_rates: torch.Tensor, year_prior: torch.Tensor) -> None:
        """Let both heads begin by saying what is known without a poster.

        Args:
            genre_rates: Share of films that have each genre, (g,).
            year_prior: Share of films in each bin, (b,).
        """
        for head in (self.genre, self.year):
            head.weight.mul_(0.1)
        self.genre.bias.copy_(torch.logit(genre_rates))
        self.year.bias.copy_(year_prior.log())

    def embed(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return unit embeddings, (n, d)."""
        net = self.backbone
        with torch.no_grad() if self.frozen_stages else nullcontext():
            x = net.bn1(net.conv_stem(pixels))
            for stage in net.blocks[: self.frozen_stages]:
                x = stage(x)
        for stage in net.blocks[self.frozen_stages :]:
            x = stage(x)
        pooled = net.bn2(net.conv_head(x)).mean((2, 3))
        return functional.normalize(self.centre(self.projection(self.dropout(pooled))))

    def forward(self, pixels: torch.Tensor) -> Outputs:
        """See the class."""
        embedding = self.embed(pixels)
        scaled = embedding * self.scale
        return Outputs(embedding, self.genre(scaled), self.year(scaled))

    def train(self, mode: bool = True) -> PosterNetwork:
        """Switch to training; frozen stages keep their batch statistics."""
        super().train(mode)
        for part in self._frozen():
            part.eval()
        return self

    def parameter_groups(
        self,
        *,
        learning_rate: float,
        new_learning_rate: float,
        layer_decay: float,
        weight_decay: float,
    ) -> Iterator[dict[str, Any]]:
        """Yield the optimiser's groups: each stage slower than the one above it.

        Args:
            learning_rate: Of the topmost pretrained layer.
            new_learning_rate: Of the projection and the heads.
            layer_decay: Factor of the rate from a stage to the one below.
            weight_decay: Of weights; biases and normalisation have none.
        """
        net = self.backbone
        top = len(net.blocks)
        levels: list[tuple[float, list[nn.Module]]] = [
            (learning_rate * layer_decay ** (top + 1), [net.conv_stem, net.bn1]),
            *(
                (learning_rate * layer_decay ** (top - i), [stage])
                for i, stage in enumerate(net.blocks)
            ),
            (learning_rate, [net.conv_head, net.bn2]),
            (new_learning_rate, [self.projection, self.genre, self.year]),
        ]
        for rate, parts in levels:
            weights = [p for part in parts for p in part.parameters() if p.requires_grad]
            for matrices, decay in ((True, weight_decay), (False, 0.0)):
                chosen = [p for p in weights if (p.ndim > 1) == matrices]
                if chosen:
                    yield {"params": chosen, "initial_lr": rate, "weight_decay": decay}

    @property
    def widths(self) -> tuple[int, int, int]:
        """The lengths of the `Outputs`."""
        return (
            self.projection.out_features,
            self.genre.out_features,
            self.year.out_features,
        )

    def _frozen(self) -> list[nn.Module]:
        if not self.frozen_stages:
            return []
        net = self.backbone
        return [net.conv_stem, net.bn1, *net.blocks[: self.frozen_stages]]
