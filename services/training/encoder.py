"""Fine-tune the encoder on posters: genres, years and likeness at once. Read it top to bottom.

A run is a folder: `config.json`, `checkpoint.pt` to go on from, `curves.csv` for the plots, and
`encoder.pt`, the averaged weights, usable from the first epoch on. Fitted on train, validated on
val; test is not looked at.
"""

from __future__ import annotations

import copy
import csv
import dataclasses
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from services.core.errors import UnavailableError
from services.training.config import Config
from services.training.data import Labels
from services.training.losses import (
    genre_loss,
    info_nce_loss,
    label_similarity,
    soft_contrastive_loss,
    year_loss,
    year_targets,
)
from services.training.mixing import cut_mix, mixed_labels
from services.training.network import PosterNetwork
from services.training.runs import (
    CHECKPOINT,
    CONFIG,
    CURVES,
    WEIGHTS,
    open_trained,
    replace_file,
)
from services.training.teachers import Taught, taught
from services.training.unfold import unfold_onnx
from services.training.validate import validate
from services.training.views import Batch, Views, normalise_pixels, training_batches
from services.training.whiten import fit_whitening
from services.vision.encoders.poster_lite import MODEL_FILE

# Columns of the curves and names of settings; kin are posters of films alike in genre and era.
LOSSES = ("genre", "year", "copies", "kin")
# Where a run may begin that has no folder: with the encoder that ships.
STARTER = "starter"
# Of posters, on which the shipped encoder's normalisations are learnt anew.
_LOOKED_AT = 24


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
        replace_file(folder / CONFIG, config.to_json().encode())

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(config.seed)
    torch.set_flush_denormal(True)
    edges = year_edges(posters, config.year_bin, config.year_end)
    targets = _Targets(posters, config, edges, device)
    if config.teachers:
        targets.learn_from(taught(posters, config.teachers, edges, folder), config.teaching)
    # What a resumed run began with may be gone by now, and does not matter any more.
    begin = dataclasses.replace(config, begin="") if again else config
    run = _begin(begin, posters, targets, device)
    if again:
        _restore(run, folder, device)
    views_made = _views(posters, config)
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
            views=views_made,
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


def year_edges(posters: Labels, years: int, end: int = 0) -> NDArray[np.float64]:
    """Return the year head's bin edges; the few films before the first full bin belong to it.

    Args:
        posters: What is learnt from.
        years: In a bin.
        end: The last year that can be told, if films of train do not reach it.
    """
    known = posters.years[posters.rows("train", labelled="years")]
    last = max(known.max(), end) + 1
    first = min(np.quantile(known, 0.002), last - years)
    bins = math.ceil((last - first) / years)
    return last - years * np.arange(bins, -1, -1, dtype=np.float64)


def epoch_order(posters: Labels, config: Config, epoch: int) -> NDArray[np.int64]:
    """Return the rows of an epoch in their order, drawn by decade where `year_balance` says so."""
    rng = np.random.default_rng([config.seed, epoch])
    train = rng.permutation(np.flatnonzero(posters.splits == "train"))
    if not config.year_balance:
        return train
    decades = np.nan_to_num(posters.years[train] // 10, nan=-1)
    _, inverse, films = np.unique(decades, return_inverse=True, return_counts=True)
    weights = films[inverse] ** -config.year_balance
    # Few films have no year, which is no reason to show them more often.
    weights[decades < 0] = weights.min()
    # Each as often as its weight says, rounded up or down by chance: no film is left to chance.
    ends = np.floor(np.cumsum(weights / weights.sum() * len(train)) + rng.random()).astype(int)
    return rng.permutation(np.repeat(train, np.diff(ends, prepend=0)))[: len(train)]


def _views(posters: Labels, config: Config) -> Views:
    """Return how views are made: which of train's pictures may stand in for which."""
    train = np.flatnonzero(posters.splits == "train")
    films: dict[int, list[int]] = {}
    for row, owner in zip(train.tolist(), posters.film_numbers[train].tolist(), strict=True):
        films.setdefault(owner, []).append(row)
    others = {row: [it for it in rows if it != row] for rows in films.values() for row in rows}
    others = {row: rows for row, rows in others.items() if rows}
    return Views(config.strengths, config.photos, config.editions, others)


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
        self.taught_genres = self.genres
        self.has_genres = self.genres.amax(1)
        self.genre_weights = torch.from_numpy(weights / weights.mean()).float().to(device)
        spread = np.where(posters.is_edition, config.edition_spread, config.year_spread)
        self.bins = torch.from_numpy(year_targets(posters.years, edges, spread)).to(device)
        self.years = torch.from_numpy(posters.years.astype(np.float32)).to(device)
        self.pictures = torch.from_numpy(posters.pictures).to(device)
        self.films = torch.from_numpy(posters.film_numbers).to(device)
        self.train = torch.from_numpy(train).to(device)
        place = np.full(len(posters.films), -1)
        place[train] = np.arange(len(train))
        self.place = torch.from_numpy(place).to(device)

    def learn_from(self, said: Taught, share: float) -> None:
        """Let what teachers say, `share` of the whole, stand beside the labels.

        Where a label is not known theirs is all there is.
        """
        device = self.genres.device
        genres, bins = (torch.from_numpy(part).to(device) for part in said)
        rows = self.train
        known = self.has_genres[rows, None]
        dated = self.bins[rows].sum(1, keepdim=True)
        self.taught_genres = self.genres.clone()
        self.taught_genres[rows] = torch.lerp(self.genres[rows], genres, 1 - known * (1 - share))
        self.bins[rows] = torch.lerp(self.bins[rows], bins, 1 - dated * (1 - share))
        self.has_genres[rows] = 1.0

    def alike(self, rows: torch.Tensor) -> torch.Tensor:
        """Return which posters of train (m,) are of the pictures or the films of rows, (n, m)."""
        film = self.films[rows, None] == self.films[self.train]
        return film | (self.pictures[rows, None] == self.pictures[self.train])


def _begin(config: Config, posters: Labels, targets: _Targets, device: torch.device) -> _Run:
    network = PosterNetwork(
        targets.genres.shape[1],
        targets.bins.shape[1],
        config.dimension,
        architecture=config.architecture,
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
    if config.begin and config.begin != STARTER:
        _take(network, Path(config.begin))
    else:
        network.start_heads(rates, prior)
    if config.begin == STARTER:
        with as_file(files("services.starter") / MODEL_FILE) as shipped:
            unfold_onnx(network, shipped, _some_posters(posters, config, device))
    averaged = copy.deepcopy(network).requires_grad_(False).eval()
    bank = torch.zeros(len(targets.train), config.dimension, device=device)
    return _Run(network, averaged, torch.optim.AdamW(list(groups), lr=0.0), bank)


def _some_posters(posters: Labels, config: Config, device: torch.device) -> list[torch.Tensor]:
    """Return batches of train's posters, distorted as they will be."""
    batch = min(32, int((posters.splits == "train").sum()))
    batches = training_batches(
        posters.paths,
        epoch_order(posters, config, 0)[: batch * _LOOKED_AT],
        size=config.size_at(0),
        batch=batch,
        views=_views(posters, config),
        seed=(config.seed, config.epochs),
        workers=0,
    )
    return [normalise_pixels(torch.cat(both[:2]), device) for both in batches]


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
    device = run.bank.device
    rows = views.rows.to(device)
    both = torch.cat([rows, views.strong_rows.to(device)])
    strong, others_of, own = cut_mix(views.strong, config.cut_mix)
    # The light views are whole: each has all of its own.
    whole = torch.arange(len(rows))
    partner = torch.cat([whole, len(rows) + others_of]).to(device)
    own = torch.cat([torch.ones(len(rows)), own]).to(device)
    genres = mixed_labels(targets.taught_genres[both], partner, own)
    bins = mixed_labels(targets.bins[both], partner, own)
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        said = run.network(normalise_pixels(torch.cat([views.light, strong]), device))
    embedding = said.embedding.float()
    copies, distorted = embedding.chunk(2)
    others = targets.train
    unseen = run.bank.abs().sum(1) == 0
    same = targets.alike(rows) | unseen
    similar = label_similarity(
        targets.genres[rows],
        targets.years[rows],
        targets.genres[others],
        targets.years[others],
        config.kin_years,
    )
    losses = {
        "genre": genre_loss(
            said.genre.float(), genres, targets.has_genres[both], targets.genre_weights,
            config.genre_focus,
        ),
        "year": year_loss(said.year.float(), bins),
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
    replace_file(folder / WEIGHTS, said)
    if run.curves:
        work = folder / f".{CURVES}"
        with work.open("w", encoding="utf-8", newline="") as out:
            # Rows from before an upgrade may have fewer columns.
            columns = {name: None for row in run.curves for name in row}
            writer = csv.DictWriter(out, columns)
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
    replace_file(folder / CHECKPOINT, checkpoint)


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
