"""Fine-tune the encoder on posters: genres, years and likeness at once. Read it top to bottom.

A run is a folder: `config.json`, `checkpoint.pt` to go on from, `curves.csv` for the plots, and
`encoder.pt`, the averaged weights, usable from the first epoch on. Fitted on train, validated on
val; test is not looked at.
"""

from __future__ import annotations

import copy
import csv
import dataclasses
import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from services.core import foreign_json
from services.core.errors import UnavailableError
from services.training.data import Labels
from services.training.losses import (
    genre_loss,
    info_nce_loss,
    label_similarity,
    soft_contrastive_loss,
    year_loss,
    year_targets,
)
from services.training.network import PosterNetwork
from services.training.validate import validate
from services.training.views import Batch, normalise_pixels, training_batches
from services.training.whiten import fit_whitening

CONFIG, CHECKPOINT, CURVES, WEIGHTS = "config.json", "checkpoint.pt", "curves.csv", "encoder.pt"
# Settings as runs of version 0.1.0 have them in their `config.json`.
_RENAMED = {"judged": "validated", "rate": "learning_rate", "new_rate": "new_learning_rate"}
# Columns of the curves and names of settings; kin are posters of films alike in genre and era.
LOSSES = ("genre", "year", "copies", "kin")


@dataclass(frozen=True, slots=True)
class Config:
    """A run's configuration; those of the runs that made the encoder that ships are in `recipes/`.

    Attributes:
        seed: Of everything random.
        epochs: Times each poster is shown, twice each time.
        batch: Posters in a batch; twice as many views.
        sizes: (share of the epochs, height, width): the pictures grow while training.
        strengths: How strongly the light and the strong view are distorted, 0 to 1.
        dimension: Length of an embedding.
        dropout: See `PosterNetwork`.
        drop_path: See `PosterNetwork`.
        frozen_stages: See `PosterNetwork`.
        pretrained: Whether to start from ImageNet weights.
        begin: A run's folder whose averaged weights to start from instead, where not empty.
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
        genre_balance: 0 counts genres alike, 1 counts a genre by one over its films.
        year_balance: 0 shows films as they come, 1 every decade equally often.
        year_bin: Years in a bin of the year head.
        year_spread: Standard deviation, in years, of the year a film is taught with.
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
    dimension: int = 256
    dropout: float = 0.2
    drop_path: float = 0.1
    frozen_stages: int = 3
    pretrained: bool = True
    begin: str = ""
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
    genre_balance: float = 0.0
    year_balance: float = 0.0
    year_bin: int = 3
    year_spread: float = 3.0
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
            _check_names(raw)
            if "sizes" in raw:
                raw["sizes"] = tuple((float(s), int(h), int(w)) for s, h, w in raw["sizes"])
            if "strengths" in raw:
                light, strong = raw["strengths"]
                raw["strengths"] = (float(light), float(strong))
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


def _check_names(raw: dict[str, Any]) -> None:
    unknown = raw.keys() - {item.name for item in dataclasses.fields(Config)}
    if unknown:
        raise ValueError(f"there is no setting called {min(unknown)!r}")


@dataclass
class _Run:
    """Everything that changes while training, and all that a checkpoint holds."""

    network: PosterNetwork
    averaged: PosterNetwork
    optimiser: torch.optim.Optimizer
    bank: torch.Tensor
    epoch: int = 0
    step: int = 0
    steps: int = 0
    losses: dict[str, float] = field(default_factory=lambda: dict.fromkeys(LOSSES, 0.0))
    seconds: float = 0.0
    curves: list[dict[str, float]] = field(default_factory=list)


def train_encoder(
    posters: Labels,
    config: Config,
    folder: Path,
    *,
    resume: bool = False,
    workers: int = 2,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    on_epoch: Callable[[dict[str, float]], None] = lambda row: None,
) -> Path:
    """Train, from ImageNet weights or from where the folder's run was interrupted.

    Args:
        posters: What to learn from, with their paths.
        config: Of a new run; a resumed one has its own.
        folder: The run.
        resume: Go on with the folder's run, or begin it where there is none.
        workers: Processes that decode and distort; does not change the result.
        on_progress: Called with (steps done, steps in all).
        on_epoch: Called with each new row of the curves.

    Returns:
        The averaged weights' file.

    Raises:
        UnavailableError: `run_exists` where the folder holds a run and `resume` was not asked for,
            `bad_checkpoint` where it cannot go on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    again = (folder / CHECKPOINT).is_file()
    if again and not resume:
        raise UnavailableError(
            "run_exists",
            f"{folder} holds a run already: --resume goes on with it, --out makes another.",
        )
    if again:
        config = Config.from_json((folder / CONFIG).read_text(encoding="utf-8"))
    else:
        _replace(folder / CONFIG, config.to_json().encode())

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(config.seed)
    torch.set_flush_denormal(True)
    edges = year_edges(posters, config.year_bin)
    targets = _Targets(posters, config, edges, device)
    # What a resumed run began with may be gone by now, and does not matter any more.
    begin = dataclasses.replace(config, begin="") if again else config
    run = _begin(begin, targets, device)
    if again:
        _restore(run, folder, device)
    batch = min(config.batch, len(targets.train))
    steps = len(targets.train) // batch

    while run.epoch < config.epochs:
        size = config.size_at(run.epoch)
        since = time.monotonic()
        run.network.train()
        batches = training_batches(
            posters.paths,
            epoch_order(posters, config, run.epoch)[run.step * batch :],
            size=size,
            batch=batch,
            strengths=config.strengths,
            seed=(config.seed, run.epoch),
            workers=workers,
        )
        for views in batches:
            done = run.epoch * steps + run.step
            _step(run, config, targets, views, done / (config.epochs * steps))
            run.step += 1
            on_progress(done + 1, config.epochs * steps)
            if run.step % config.checkpoint_steps == 0 and run.step < steps:
                run.seconds += time.monotonic() - since
                since = time.monotonic()
                _save(run, folder, posters, edges)
        run.seconds += time.monotonic() - since
        row = {
            "epoch": run.epoch + 1,
            "height": size[0],
            "width": size[1],
            "seconds": round(run.seconds, 1),
            **{f"train_{name}": run.losses[name] / steps for name in LOSSES},
            **validate(
                run.averaged,
                posters,
                edges,
                size=size,
                films=config.validated,
                spread=config.year_spread,
            ),
        }
        run.curves.append(row)
        run.epoch, run.step, run.seconds = run.epoch + 1, 0, 0.0
        run.losses = dict.fromkeys(LOSSES, 0.0)
        _save(run, folder, posters, edges)
        on_epoch(row)
    run.averaged.whitening = fit_whitening(
        run.averaged,
        posters,
        size=config.size_at(config.epochs - 1),
        strength=config.strengths[1],
        seed=(config.seed, config.epochs),
        workers=workers,
    )
    _save(run, folder, posters, edges)
    return folder / WEIGHTS


def year_edges(posters: Labels, years: int) -> NDArray[np.float64]:
    """Return the year head's bin edges; the few films before the first full bin belong to it."""
    known = posters.years[posters.rows("train", labelled="years")]
    last = known.max() + 1
    first = min(np.quantile(known, 0.002), last - years)
    bins = math.ceil((last - first) / years)
    return last - years * np.arange(bins, -1, -1, dtype=np.float64)


def epoch_order(posters: Labels, config: Config, epoch: int) -> NDArray[np.int64]:
    """Return the rows of an epoch in their order, drawn by decade where `year_balance` says so."""
    rng = np.random.default_rng([config.seed, epoch])
    train = np.flatnonzero(posters.splits == "train")
    if not config.year_balance:
        return rng.permutation(train)
    decades = np.nan_to_num(posters.years[train] // 10, nan=-1)
    _, inverse, films = np.unique(decades, return_inverse=True, return_counts=True)
    weights = films[inverse] ** -config.year_balance
    return rng.choice(train, len(train), p=weights / weights.sum())


class _Targets:
    """What each poster should be, on the device."""

    def __init__(
        self, posters: Labels, config: Config, edges: NDArray[np.float64], device: torch.device
    ) -> None:
        matrix = posters.genre_matrix(posters.vocabulary)
        train = np.flatnonzero(posters.splits == "train")
        films = matrix[train].sum(axis=0).clip(min=1)
        weights = films.astype(np.float32) ** -config.genre_balance
        self.genres = torch.from_numpy(matrix.astype(np.float32)).to(device)
        self.has_genres = self.genres.amax(1)
        self.genre_weights = torch.from_numpy(weights / weights.mean()).float().to(device)
        self.bins = torch.from_numpy(year_targets(posters.years, edges, config.year_spread)).to(
            device
        )
        self.years = torch.from_numpy(posters.years.astype(np.float32)).to(device)
        self.pictures = torch.from_numpy(posters.pictures).to(device)
        self.train = torch.from_numpy(train).to(device)
        place = np.full(len(posters.films), -1)
        place[train] = np.arange(len(train))
        self.place = torch.from_numpy(place).to(device)


def _begin(config: Config, targets: _Targets, device: torch.device) -> _Run:
    network = PosterNetwork(
        targets.genres.shape[1],
        targets.bins.shape[1],
        config.dimension,
        dropout=config.dropout,
        drop_path=config.drop_path,
        frozen_stages=config.frozen_stages,
        pretrained=config.pretrained,
    )
    network = network.to(device, memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    groups = network.parameter_groups(
        learning_rate=config.learning_rate,
        new_learning_rate=config.new_learning_rate,
        layer_decay=config.layer_decay,
        weight_decay=config.weight_decay,
    )
    # From the base rates on: at these learning rates a bias would take the whole run to get there.
    known, dated = (table[targets.train].cpu() for table in (targets.has_genres, targets.bins))
    rates = (targets.genres[targets.train].cpu().sum(0) + 1) / (known.sum() + 2)
    prior = (dated.sum(0) + 1) / (dated.sum() + dated.shape[1])
    if config.begin:
        _take(network, Path(config.begin))
    else:
        network.start_heads(rates, prior)
    averaged = copy.deepcopy(network).requires_grad_(False).eval()
    bank = torch.zeros(len(targets.train), config.dimension, device=device)
    return _Run(network, averaged, torch.optim.AdamW(list(groups), lr=0.0), bank)


def _take(network: PosterNetwork, folder: Path) -> None:
    """Give a network the averaged weights of another run."""
    weights = open_trained(folder)[0].state_dict()
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise UnavailableError(
            "bad_run", f"The network of {folder} has other genres, years or sizes than this one."
        ) from error


def _step(run: _Run, config: Config, targets: _Targets, views: Batch, done: float) -> None:
    """Learn from one batch, and let the averaged weights follow."""
    light, strong, rows = views
    device = run.bank.device
    rows = rows.to(device)
    both = torch.cat([rows, rows])
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        said = run.network(normalise_pixels(torch.cat([light, strong]), device))
    embedding = said.embedding.float()
    copies, distorted = embedding.chunk(2)
    others = targets.train
    unseen = run.bank.abs().sum(1) == 0
    same = (targets.pictures[rows, None] == targets.pictures[others]) | unseen
    similar = label_similarity(
        targets.genres[rows],
        targets.years[rows],
        targets.genres[others],
        targets.years[others],
        config.kin_years,
    )
    losses = {
        "genre": genre_loss(
            said.genre.float(), targets.genres[both], targets.has_genres[both],
            targets.genre_weights,
        ),
        "year": year_loss(said.year.float(), targets.bins[both]),
        "copies": info_nce_loss(distorted, copies, run.bank, same, config.copies_temperature),
        "kin": soft_contrastive_loss(
            embedding, run.bank, similar.repeat(2, 1), same.repeat(2, 1), config.kin_temperature
        ),
    }  # fmt: skip
    total = torch.stack([getattr(config, f"{name}_weight") * losses[name] for name in LOSSES]).sum()

    for group in run.optimiser.param_groups:
        group["lr"] = group["initial_lr"] * config.schedule(done)
    run.optimiser.zero_grad(set_to_none=True)
    total.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), config.clip)
    run.optimiser.step()
    run.bank[targets.place[rows]] = copies.detach()
    run.steps += 1
    # A short memory at first, so that the average forgets where it began.
    _follow(run.averaged, run.network, min(config.average, (1 + run.steps) / (10 + run.steps)))
    for name, loss in losses.items():
        run.losses[name] += float(loss.detach())


@torch.no_grad()
def _follow(averaged: PosterNetwork, network: PosterNetwork, decay: float) -> None:
    """Move the averaged weights, and the statistics of the normalisation, towards the network's."""
    ours, theirs = averaged.state_dict().values(), network.state_dict().values()
    floats = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.is_floating_point()]
    torch._foreach_lerp_([a for a, _ in floats], [b for _, b in floats], 1 - decay)  # pyright: ignore[reportPrivateImportUsage]


def _save(run: _Run, folder: Path, posters: Labels, edges: NDArray[np.float64]) -> None:
    """Write the averaged weights, the curves and, last, the checkpoint."""
    said = {
        "weights": run.averaged.state_dict(),
        "whitening": run.averaged.whitening,
        "genre_names": list(posters.vocabulary),
        "year_edges": edges.tolist(),
        "config": (folder / CONFIG).read_text(encoding="utf-8"),
    }
    _replace(folder / WEIGHTS, said)
    if run.curves:
        work = folder / f".{CURVES}"
        with work.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, run.curves[0].keys())
            writer.writeheader()
            writer.writerows(run.curves)
        os.replace(work, folder / CURVES)  # noqa: PTH105
    checkpoint = {
        "network": run.network.state_dict(),
        "averaged": run.averaged.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "bank": run.bank,
        "random": torch.get_rng_state(),
        "random_cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        **{name: getattr(run, name) for name in _COUNTS},
    }
    _replace(folder / CHECKPOINT, checkpoint)


_COUNTS = ("epoch", "step", "steps", "losses", "seconds", "curves")


def _restore(run: _Run, folder: Path, device: torch.device) -> None:
    try:
        kept = torch.load(folder / CHECKPOINT, map_location=device, weights_only=True)
        run.network.load_state_dict(kept["network"])
        run.averaged.load_state_dict(kept["averaged"])
        run.optimiser.load_state_dict(kept["optimiser"])
        for group in run.optimiser.param_groups:
            if "rate" in group:  # as in a checkpoint of version 0.1.0
                group["initial_lr"] = group.pop("rate")
        run.bank.copy_(kept["bank"])
    except Exception as error:
        raise UnavailableError(
            "bad_checkpoint",
            f"{folder / CHECKPOINT} does not fit: it is damaged, or the catalogue's films have "
            "changed since. Please begin another run.",
        ) from error
    torch.set_rng_state(kept["random"].cpu())
    if kept["random_cuda"] and torch.cuda.is_available():
        torch.cuda.set_rng_state_all([state.cpu() for state in kept["random_cuda"]])
    for name in _COUNTS:
        setattr(run, name, kept[name])


def _replace(path: Path, content: bytes | dict[str, Any]) -> None:
    work = path.with_name(f".{path.name}")
    if isinstance(content, bytes):
        work.write_bytes(content)
    else:
        torch.save(content, work)
    os.replace(work, path)  # noqa: PTH105


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
        network = PosterNetwork(len(names), len(edges) - 1, config.dimension)
        network.load_state_dict(kept["weights"])
        network.whitening.copy_(kept["whitening"])
    except Exception as error:
        raise UnavailableError(
            "no_run", f"{path} cannot be read as an encoder that `marquee train encoder` wrote."
        ) from error
    return network.eval(), names, edges
