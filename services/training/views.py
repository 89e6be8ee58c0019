"""The batches the encoder learns from: each poster twice, hardly and badly distorted.

Where a film has several pictures, the badly distorted one may be of another edition of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from services.training.cover_photo import cover_photo
from services.training.data import open_poster
from services.training.distort import random_view


class Batch(NamedTuple):
    """Views of n posters: uint8 (n, 3, h, w), and the rows of the pictures they show, (n,)."""

    light: torch.Tensor
    strong: torch.Tensor
    rows: torch.Tensor
    strong_rows: torch.Tensor


@dataclass(frozen=True, slots=True)
class Views:
    """How the two views of a poster are made.

    Attributes:
        strengths: How strongly the light and the strong view are distorted, 0 to 1.
        photos: Share of the strong views that are drawn as photos of a DVD case.
        editions: Share of the strong views that show another picture of the film, if it has one.
        others: Rows of the other pictures of a row's film, where there are some.
    """

    strengths: tuple[float, float]
    photos: float = 0.0
    editions: float = 0.0
    others: Mapping[int, Sequence[int]] = field(default_factory=dict)


# Distorting more pixels than the network is going to see costs time and shows nothing.
_ROOM = 1.3


class _Views(Dataset[Batch]):
    def __init__(
        self, paths: Sequence[str], size: tuple[int, int], views: Views, seed: tuple[int, int]
    ) -> None:
        self._paths, self._size, self._views, self._seed = paths, size, views, seed

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, row: int) -> Batch:
        rng = np.random.default_rng([*self._seed, row])
        light, strong = self._views.strengths
        height, width = self._size
        image = self._opened(row)
        first = _pixels(random_view(image, rng, light), width, height)
        others = self._views.others.get(row, ())
        other = row
        if others and rng.random() < self._views.editions:
            other = others[int(rng.integers(len(others)))]
            image = self._opened(other)
        photo = self._views.photos > 0 and rng.random() < self._views.photos
        made = (cover_photo if photo else random_view)(image, rng, strong)
        rows = torch.tensor([row, other])
        return Batch(first, _pixels(made, width, height), rows[0], rows[1])

    def _opened(self, row: int) -> Image.Image:
        image, height = open_poster(self._paths[row]), self._size[0]
        high = round(height * _ROOM)
        if image.height > high:
            wide = max(1, round(image.width * high / image.height))
            image = image.resize((wide, high), Image.Resampling.BILINEAR, reducing_gap=2.0)
        return image


def training_batches(
    paths: Sequence[str],
    order: NDArray[np.int64],
    *,
    size: tuple[int, int],
    batch: int,
    views: Views,
    seed: tuple[int, int],
    workers: int,
) -> Iterator[Batch]:
    """Yield the posters' views and rows, in the given order.

    Every poster's views depend on `seed` and its row alone, not on the number of workers.

    Args:
        paths: The posters' files, by row.
        order: Rows, in the order they are learnt in; what does not fill a batch is left out.
        size: Height and width.
        batch: Posters in a batch.
        views: How they are made.
        seed: The run's seed and the epoch.
        workers: Processes that decode and distort.
    """
    batches = [order[i : i + batch].tolist() for i in range(0, len(order) - batch + 1, batch)]
    yield from DataLoader(
        _Views(paths, size, views, seed),
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
