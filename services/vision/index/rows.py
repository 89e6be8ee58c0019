"""Vectors in a .npy file, read a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096


class StoredRows:
    """The rows of a .npy file. Only what is asked for is in memory, and only while it is used.

    A memory map that stayed open would do the same for the machine, but its pages would count as
    the process's own.

    Args:
        path: A file of shape (n, d).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.shape: tuple[int, ...] = self._map().shape

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the rows asked for, float32 of shape (m, d)."""
        return self._map()[rows].astype(np.float32)

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Yield all rows in order, at most `BLOCK` at a time."""
        for start in range(0, len(self), BLOCK):
            yield self[start : start + BLOCK]

    def _map(self) -> NDArray[Any]:
        return np.load(self._path, mmap_mode="r")
