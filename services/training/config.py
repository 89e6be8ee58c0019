"""What a run of training is told: a recipe. Those of the runs that ship are in `recipes/`."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass
from typing import Any

from services.core import foreign_json
from services.core.errors import UnavailableError

# Settings as runs of version 0.1.0 have them in their `config.json`.
_RENAMED = {"judged": "validated", "rate": "learning_rate", "new_rate": "new_learning_rate"}


@dataclass(frozen=True, slots=True)
class Config:
    """A run's configuration.

    Attributes:
        seed: Of everything random.
        epochs: Times each poster is shown, twice each time.
        batch: Posters in a batch; twice as many views.
        sizes: (share of the epochs, height, width): the pictures grow while training.
        strengths: How strongly the light and the strong view are distorted, 0 to 1.
        photos: Share of the strong views that are photos of a DVD case.
        editions: Share of the strong views that show another picture of the film, if it has one.
        cut_mix: Share of the strong views with a piece of another poster in them.
        architecture: See `PosterNetwork`. What is served is `lite0`; others are teachers.
        dimension: Length of an embedding.
        dropout: See `PosterNetwork`.
        drop_path: See `PosterNetwork`.
        frozen_stages: See `PosterNetwork`.
        pretrained: Whether to start from ImageNet weights.
        begin: What to start from instead, where not empty: a run's folder, for its averaged
            weights, or `starter`, for the encoder that ships.
        teachers: Folders of runs whose networks say what posters are, beside the labels.
        teaching: How much what the teachers say counts; the rest is the labels'.
        learning_rate: Of the topmost pretrained layer.
        new_learning_rate: Of the projection and the heads.
        layer_decay: Factor of the rate from a stage to the one below.
        weight_decay: Of AdamW.
        warm_up: Share of the steps in which the rates rise; then they fall along a cosine.
        clip: Largest norm of the gradient.
        average: Decay a step of the exponential moving average of the weights.
        genre_weight: Of the genre loss; the others likewise.
        year_weight: Of the year loss.
        copies_weight: Of the loss that keeps a distorted copy near its poster.
        kin_weight: Of the loss that brings posters of one genre and era nearer.
        genre_focus: See `genre_loss`.
        genre_balance: 0 counts genres alike, 1 counts a genre by one over its films.
        year_balance: 0 shows films as they come, 1 every decade equally often.
        year_bin: Years in a bin of the year head.
        year_end: The year that the bins end with; 0 for the last in which a film was made.
        year_spread: Standard deviation, in years, of the year a film is taught with.
        edition_spread: The same for pictures other than the film's poster.
        copies_temperature: See `info_nce_loss`.
        kin_temperature: See `soft_contrastive_loss`.
        kin_years: See `label_similarity`.
        validated: Posters of val that an epoch is validated on.
        checkpoint_steps: Steps between checkpoints.
    """

    seed: int = 0
    epochs: int = 6
    batch: int = 32
    sizes: tuple[tuple[float, int, int], ...] = ((0.3, 128, 88), (0.4, 160, 112), (0.3, 192, 128))
    strengths: tuple[float, float] = (0.25, 0.85)
    photos: float = 0.0
    editions: float = 0.0
    cut_mix: float = 0.0
    architecture: str = "lite0"
    dimension: int = 256
    dropout: float = 0.2
    drop_path: float = 0.1
    frozen_stages: int = 3
    pretrained: bool = True
    begin: str = ""
    teachers: tuple[str, ...] = ()
    teaching: float = 0.5
    learning_rate: float = 2e-4
    new_learning_rate: float = 4e-4
    layer_decay: float = 0.8
    weight_decay: float = 0.05
    warm_up: float = 0.06
    clip: float = 10.0
    average: float = 0.998
    genre_weight: float = 1.0
    year_weight: float = 0.7
    copies_weight: float = 0.7
    kin_weight: float = 0.08
    genre_focus: tuple[float, float] = (0.0, 0.0)
    genre_balance: float = 0.0
    year_balance: float = 0.0
    year_bin: int = 3
    year_end: int = 0
    year_spread: float = 3.0
    edition_spread: float = 3.0
    copies_temperature: float = 0.07
    kin_temperature: float = 0.1
    kin_years: float = 10.0
    validated: int = 1500
    checkpoint_steps: int = 100

    @classmethod
    def from_json(cls, text: str) -> Config:
        """Read a configuration; what it does not name keeps its default.

        Raises:
            UnavailableError: `bad_config`, saying what is wrong.
        """
        try:
            raw: dict[str, Any] = foreign_json.parse(text)
            raw = {_RENAMED.get(name, name): value for name, value in raw.items()}
            _check(raw)
            if "sizes" in raw:
                raw["sizes"] = tuple((float(s), int(h), int(w)) for s, h, w in raw["sizes"])
            if "teachers" in raw:
                raw["teachers"] = tuple(str(folder) for folder in raw["teachers"])
            for name in ("strengths", "genre_focus"):
                if name in raw:
                    one, other = raw[name]
                    raw[name] = (float(one), float(other))
            return cls(**raw)
        except (ValueError, TypeError, AttributeError) as error:
            raise UnavailableError(
                "bad_config", f"That is no training configuration: {error}."
            ) from error

    def to_json(self) -> str:
        """Return the configuration as JSON."""
        return json.dumps(dataclasses.asdict(self), indent=2) + "\n"

    def size_at(self, epoch: int) -> tuple[int, int]:
        """Return height and width of an epoch's pictures."""
        done, total = (epoch + 0.5) / self.epochs, sum(share for share, _, _ in self.sizes)
        end = 0.0
        for share, height, width in self.sizes:
            end += share / total
            if done <= end + 1e-9:
                return height, width
        return self.sizes[-1][1:]

    def schedule(self, done: float) -> float:
        """Return what the learning rates are multiplied by, `done` of the way through the run."""
        if done < self.warm_up:
            return 0.02 + 0.98 * done / self.warm_up
        fallen = (done - self.warm_up) / (1 - self.warm_up)
        return 0.01 + 0.99 * (1 + math.cos(math.pi * fallen)) / 2


def _check(raw: dict[str, Any]) -> None:
    unknown = raw.keys() - {item.name for item in dataclasses.fields(Config)}
    if unknown:
        raise ValueError(f"there is no setting called {min(unknown)!r}")
    if raw.get("architecture", "lite0") not in {"lite0", "lite2"}:
        raise ValueError("the architecture is lite0 or lite2")
