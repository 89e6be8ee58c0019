"""Re-identification: is a distorted copy of a poster still taken for that poster?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.training.data import Labelled, Labels, open_poster
from services.training.distort import HARD, MILD, distorted
from services.vision.encoders.base import Embeddings, Encoder
from services.vision.index import ExactIndex, Hit
from services.vision.index.calibration import match_threshold
from services.vision.lookup import look_up

STRANGERS = 2000
_BATCH = 16

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CopyFigures:
    """Distorted copies of test posters, looked for among all posters of the catalogue.

    Attributes:
        posters: Posters distorted, each in every way.
        mild: Rank-1 by mild distortion.
        hard: Rank-1 by hard distortion.
        matched: Share of each distortion's copies found and above the match threshold.
        strangers: Test posters looked for while their own film is missing.
        false_match_rate: Share of those that are taken for another film.
    """

    posters: int
    mild: Mapping[str, float]
    hard: Mapping[str, float]
    matched: Mapping[str, float]
    strangers: int
    false_match_rate: float

    @property
    def mild_mean(self) -> float:
        """Mean rank-1 over the mild distortions."""
        return float(np.mean(list(self.mild.values())))

    @property
    def hard_mean(self) -> float:
        """Mean rank-1 over the hard distortions."""
        return float(np.mean(list(self.hard.values())))


def reidentify(
    encoder: Encoder,
    data: Labels,
    embeddings: Embeddings,
    rows: NDArray[np.int64],
    threshold: float,
    *,
    strangers: NDArray[np.int64] | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> CopyFigures | None:
    """Distort posters and look for them as `marquee identify` does.

    A copy counts as found where the nearest poster is its own, or shows the very same picture.

    Args:
        encoder: Embeds the copies.
        data: Every film of the catalogue, with paths and pictures.
        embeddings: Of the posters as they are, (n, d).
        rows: The posters to distort; those whose file cannot be read are left out.
        threshold: The match threshold.
        strangers: Posters to look for with their own film left out; default: `rows`.
        on_progress: Called with (copies done, copies in all).

    Returns:
        The figures, or None where no poster could be read.
    """
    index = ExactIndex(embeddings, encoder.spec.metric)
    posters = [(row, image) for row in rows if (image := _open(data.paths[row])) is not None]
    if not posters:
        return None
    names = [*MILD, *HARD]
    found: dict[str, float] = {}
    matched: dict[str, float] = {}
    for place, name in enumerate(names):
        hits: list[bool] = []
        sure: list[bool] = []
        for start in range(0, len(posters), _BATCH):
            batch = posters[start : start + _BATCH]
            copies = [distorted(image, name, data.films[row].key) for row, image in batch]
            seen = look_up(encoder, index, copies, 1, threshold)
            best = [row[0].row for row in seen.hits]
            own = data.pictures[best] == data.pictures[[row for row, _ in batch]]
            hits += own.tolist()
            sure += (own & np.array(seen.matches)).tolist()
            on_progress(place * len(posters) + start + len(batch), len(names) * len(posters))
        found[name], matched[name] = float(np.mean(hits)), float(np.mean(sure))
    others = rows if strangers is None else strangers
    wrong = []
    for row in others:
        image = _open(data.paths[row])
        if image is not None:
            own = np.flatnonzero(data.pictures == data.pictures[row])
            others_only = _Without(index, set(own.tolist()))
            wrong += look_up(encoder, others_only, [image], 1, threshold).matches
    return CopyFigures(
        strangers=len(wrong),
        false_match_rate=float(np.mean(wrong)),
        posters=len(posters),
        mild={name: found[name] for name in MILD},
        hard={name: found[name] for name in HARD},
        matched=matched,
    )


def find_copies(
    encoder: Encoder,
    data: Labelled,
    posters: int,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> CopyFigures | None:
    """Distort at most so many test posters, against the threshold chosen on val; `reidentify`."""
    val, test = (np.flatnonzero(data.splits == split) for split in ("val", "test"))
    threshold = match_threshold(data.embeddings, val.tolist())
    chosen = sample(test, posters)
    return reidentify(
        encoder,
        data,
        data.embeddings,
        chosen,
        threshold,
        strangers=sample(test, STRANGERS),
        on_progress=on_progress,
    )


def sample(rows: NDArray[np.int64], posters: int, seed: int = 0) -> NDArray[np.int64]:
    """Return at most so many of the rows, the same for the same seed."""
    return np.sort(np.random.default_rng(seed).permutation(rows)[:posters])


class _Without:
    """An index some of whose rows are not there."""

    def __init__(self, index: ExactIndex, missing: set[int]) -> None:
        self._index, self._missing = index, missing

    def __len__(self) -> int:
        return len(self._index) - len(self._missing)

    def search(self, queries: Embeddings, k: int) -> list[list[Hit]]:
        found = self._index.search(queries, k + len(self._missing))
        return [[hit for hit in row if hit.row not in self._missing][:k] for row in found]

    def vector(self, row: int) -> Embeddings:
        return self._index.vector(row)


def _open(path: str) -> Image.Image | None:
    try:
        return open_poster(path)
    except OSError as error:
        _log.warning("left out %s: %s", path, error)
        return None
