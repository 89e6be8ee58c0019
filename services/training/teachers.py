"""What other networks say of the posters that one learns from (Hinton et al. 2015).

A label says that a film is a comedy; a teacher says how much of a comedy its poster looks like,
and how like a thriller. Several teachers are asked together.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.core.errors import UnavailableError
from services.training.config import Config
from services.training.data import Labels
from services.training.runs import CONFIG, TAUGHT, open_trained
from services.training.validate import run
from services.vision.heads.heads import sigmoid, softmax

Taught = tuple[NDArray[np.float32], NDArray[np.float32]]


def taught(
    posters: Labels, teachers: tuple[str, ...], edges: NDArray[np.float64], folder: Path
) -> Taught:
    """Return the teachers' genres (m, g) and year bins (m, b) of train's m pictures, in order.

    Args:
        posters: All pictures.
        teachers: Their runs' folders. They see each picture as it is, as large as they learnt it.
        edges: Of the year bins that are to be taught.
        folder: The run that learns; keeps what was said.

    Raises:
        UnavailableError: `bad_run` where a teacher knows other genres or years.
    """
    kept = folder / TAUGHT
    if kept.is_file():
        with np.load(kept) as said:
            return said["genres"], said["bins"]
    paths = [posters.paths[row] for row in np.flatnonzero(posters.splits == "train")]
    genres: list[NDArray[np.float32]] = []
    bins: list[NDArray[np.float32]] = []
    for teacher in map(Path, teachers):
        network, names, years = open_trained(teacher)
        if names != posters.vocabulary or not np.array_equal(years, edges):
            raise UnavailableError("bad_run", f"{teacher} was taught other genres or years.")
        config = Config.from_json((teacher / CONFIG).read_text(encoding="utf-8"))
        said = run(network, paths, config.size_at(config.epochs - 1))
        genres.append(sigmoid(said.genre.numpy()).astype(np.float32))
        bins.append(softmax(said.year.numpy()).astype(np.float32))
    mean = np.mean(genres, axis=0), np.mean(bins, axis=0)
    np.savez(kept, genres=mean[0], bins=mean[1])
    return mean
