"""The head that tells posters from other things: fitted on train, its threshold chosen on val."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from services.core.encoders import EncoderSpec
from services.core.errors import UnavailableError
from services.training.not_posters import Examples
from services.vision.heads import PosterHead

# Real posters of val that may be told to be none: fewer than may be among others, 1 %.
MISTAKEN = 0.008
# Hidden units and penalties that are tried; the first is a linear one.
WAYS = ((0, 1.0), (32, 3.0), (64, 1.0), (64, 3.0))
# Networks of each kind, from other beginnings: their mean is steadier than any one, and is itself
# a network, as wide as all of them.
NETWORKS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """Pictures of one kind, and the share of them that is told to be no poster.

    Attributes:
        name: A form of posters, or a source of other things.
        pictures: How many.
        share: 0 to 1.
    """

    name: str
    pictures: int
    share: float


@dataclass(frozen=True, slots=True)
class PosterReport:
    """What came of a fit, by split: `val` chose, `test` is reported.

    Attributes:
        choice: What was chosen, in words.
        tried: The share of val's other things that each choice tells.
        posters: By split, posters by form; the first row is all of them.
        others: By split, other things by source; the first row is all of them.
        pictures: Pictures used, by split and kind.
    """

    choice: str
    tried: dict[str, float]
    posters: dict[str, list[Told]]
    others: dict[str, list[Told]]
    pictures: dict[str, int]

    def metrics(self) -> dict[str, Any]:
        """Return the figures for the manifest: the first rows."""
        return {
            "choice": self.choice,
            **{f"{split}_posters_told": rows[0].share for split, rows in self.posters.items()},
            **{f"{split}_others_told": rows[0].share for split, rows in self.others.items()},
        }


def fit_poster_head(
    examples: Examples,
    spec: EncoderSpec,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[PosterHead, PosterReport]:
    """Fit a linear head and small networks, and keep what tells most of val's other things.

    Each one's threshold is chosen on val first, so that at most `MISTAKEN` of its posters are told
    to be none.

    Args:
        examples: Posters and other things of all three splits.
        spec: The encoder that embedded them.
        on_progress: Called with (done, total).

    Raises:
        UnavailableError: `no_catalogue`, a split lacks posters or other things.
    """
    for split in ("train", "val", "test"):
        if any(not len(examples.rows(split, posters=which)) for which in (True, False)):
            raise UnavailableError(
                "no_catalogue", f"The {split} split has no posters, or no other things."
            )
    train = np.flatnonzero(examples.splits == "train")
    seen = examples.seen
    vectors, truth = seen[train], examples.posters[train]
    tried: dict[str, float] = {}
    best: PosterHead | None = None
    choice = ""
    for done, (width, penalty) in enumerate(WAYS):
        name = f"{width or 'no'} hidden units, penalty {penalty}"
        head = _fit(vectors, truth, width, penalty, spec)
        head = _with_threshold(head, seen[examples.rows("val", posters=True)])
        others = seen[examples.rows("val", posters=False)]
        tried[name] = float((head.chances(others) < head.threshold).mean())
        if best is None or tried[name] > tried[choice]:
            best, choice = head, name
        on_progress(done + 1, len(WAYS))
    assert best is not None
    told = best.chances(seen) < best.threshold
    splits = ("val", "test")
    return best, PosterReport(
        choice,
        tried,
        posters={split: _told(examples, told, split, posters=True) for split in splits},
        others={split: _told(examples, told, split, posters=False) for split in splits},
        pictures={
            f"{split} {'posters' if which else 'others'}": len(examples.rows(split, posters=which))
            for split in ("train", "val", "test")
            for which in (True, False)
        },
    )


def _fit(
    vectors: NDArray[np.float32],
    truth: NDArray[np.bool_],
    width: int,
    penalty: float,
    spec: EncoderSpec,
) -> PosterHead:
    mean, scale = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    standard = (vectors - mean) / scale
    if width:
        models = [
            MLPClassifier((width,), alpha=penalty, max_iter=25, random_state=seed)
            for seed in range(NETWORKS)
        ]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            for model in models:
                model.fit(standard, truth)
        first = np.hstack([model.coefs_[0] for model in models]).astype(np.float32)
        first_bias = np.concatenate([model.intercepts_[0] for model in models]).astype(np.float32)
        second = np.vstack([model.coefs_[1] for model in models]).astype(np.float32) / NETWORKS
        second_bias = np.mean([model.intercepts_[1] for model in models], axis=0)
    else:
        linear = LogisticRegression(C=0.01 / penalty, max_iter=2000).fit(standard, truth)
        weight = np.asarray(linear.coef_, np.float32).T
        # Both signs of one line: their rectified difference is the line itself.
        first, second = np.hstack([weight, -weight]), np.array([[1.0], [-1.0]], np.float32)
        bias = np.asarray(linear.intercept_, np.float32)
        first_bias, second_bias = np.concatenate([bias, -bias]), np.zeros(1, np.float32)
    # The standardisation becomes part of the first layer.
    first = first / scale[:, None]
    # As they are stored, so that the threshold fits what is read again.
    arrays = (first, first_bias - mean @ first, second[:, 0], second_bias.reshape(()))
    stored = [np.asarray(array, np.float16).astype(np.float32) for array in arrays]
    return PosterHead(spec.name, spec.revision, spec.dimension, 0.5, *stored)


def _with_threshold(head: PosterHead, posters: NDArray[np.float32]) -> PosterHead:
    """Return the head with the highest threshold that tells `MISTAKEN` of val's posters."""
    chances = np.sort(head.chances(posters))
    threshold = float(chances[int(MISTAKEN * len(chances))])
    return replace(head, threshold=threshold)


def _told(examples: Examples, told: NDArray[np.bool_], split: str, *, posters: bool) -> list[Told]:
    rows = examples.rows(split, posters=posters)
    kinds = examples.forms[rows] if posters else examples.sources[rows]
    parts = [("all", rows)]
    parts += [(str(kind), rows[kinds == kind]) for kind in np.unique(kinds)]
    return [Told(name, len(part), float(told[part].mean())) for name, part in parts]
