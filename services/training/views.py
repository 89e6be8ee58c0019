"""The batches the encoder learns from: each poster twice, hardly and badly distorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from services.training.data import open_poster
from services.training.distort import random_view

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
# Distorting more pixels than the network is going to see costs time and shows nothing.
_ROOM = 1.3


class _Views(Dataset[tuple[torch.Tensor, torch.Tensor, int]]):
    def __init__(
        self,
        paths: Sequence[str],
        size: tuple[int, int],
        strengths: tuple[float, float],
        seed: tuple[int, int],
    ) -> None:
        self._paths, self._size, self._strengths, self._seed = paths, size, strengths, seed

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, row: int) -> tuple[torch.Tensor, torch.Tensor, int]:
        rng = np.random.default_rng([*self._seed, row])
        height, width = self._size
        image = open_poster(self._paths[row])
        high = round(height * _ROOM)
        if image.height > high:
            wide = max(1, round(image.width * high / image.height))
            image = image.resize((wide, high), Image.Resampling.BILINEAR, reducing_gap=2.0)
        light, strong = (
            _pixels(random_view(image, rng, strength), width, height)
            for strength in self._strengths
        )
        return light, strong, row


def training_batches(
    paths: Sequence[str],
    order: NDArray[np.int64],
    *,
    size: tuple[int, int],
    batch: int,
    strengths: tuple[float, float],
    seed: tuple[int, int],
    workers: int,
) -> Iterator[Batch]:
    """Yield light views, strong views (uint8, (n, 3, h, w)) and rows, in the given order.

    Every poster's views depend on `seed` and its row alone, not on the number of workers.

    Args:
        paths: The posters' files, by row.
        order: Rows, in the order they are learnt in; what does not fill a batch is left out.
        size: Height and width.
        batch: Posters in a batch.
        strengths: How strongly the light and the strong views are distorted, 0 to 1.
        seed: The run's seed and the epoch.
        workers: Processes that decode and distort.
    """
    batches = [order[i : i + batch].tolist() for i in range(0, len(order) - batch + 1, batch)]
    yield from DataLoader(
        _Views(paths, size, strengths, seed),
        batch_sampler=batches,
        num_workers=workers,
        # Else the loader draws from the generator that dropout draws from, once more on a resume.
        generator=torch.Generator().manual_seed(0),
    )


def pixels_of(images: Sequence[Image.Image], size: tuple[int, int]) -> torch.Tensor:
    """Return images as uint8 of shape (n, 3, h, w), stretched to `size` (height, width)."""
    return torch.stack([_pixels(image, size[1], size[0]) for image in images])


def normalise_pixels(pixels: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Return uint8 pixels as the network wants them, (pixels - 127) / 128."""
    moved = pixels.to(device, memory_format=torch.channels_last)
    return (moved.float() - 127.0) / 128.0


def _pixels(image: Image.Image, width: int, height: int) -> torch.Tensor:
    small = image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return torch.from_numpy(np.array(small)).permute(2, 0, 1)
