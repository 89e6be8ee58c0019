"""The folder of a run: its files, and the network that training has left in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from services.core.errors import UnavailableError
from services.training.config import Config
from services.training.network import PosterNetwork

CONFIG, CHECKPOINT, CURVES, WEIGHTS = "config.json", "checkpoint.pt", "curves.csv", "encoder.pt"
# What teachers said of the posters, so that a resumed run needs not ask again.
TAUGHT = "taught.npz"


def open_trained(folder: Path) -> tuple[PosterNetwork, tuple[str, ...], NDArray[np.float64]]:
    """Return a run's averaged network, its genres and the edges of its year bins.

    Raises:
        UnavailableError: `no_run` where there is no such run, or its weights cannot be read.
    """
    path = folder / WEIGHTS
    if not path.is_file():
        raise UnavailableError(
            "no_run", f"{folder} holds no trained encoder; `marquee train encoder` makes one."
        )
    try:
        kept = torch.load(path, map_location="cpu", weights_only=True)
        config = Config.from_json(kept["config"])
        names, edges = tuple(kept["genre_names"]), np.array(kept["year_edges"])
        network = PosterNetwork(
            len(names), len(edges) - 1, config.dimension, architecture=config.architecture
        )
        network.load_state_dict(kept["weights"])
        network.whitening.copy_(kept["whitening"])
    except Exception as error:
        raise UnavailableError(
            "no_run", f"{path} cannot be read as an encoder that `marquee train encoder` wrote."
        ) from error
    return network.eval(), names, edges


def replace_file(path: Path, content: bytes | dict[str, Any]) -> None:
    """Write a file of a run whole or not at all."""
    work = path.with_name(f".{path.name}")
    if isinstance(content, bytes):
        work.write_bytes(content)
    else:
        torch.save(content, work)
    os.replace(work, path)  # noqa: PTH105
