"""The heads a network was trained with, made into the heads that ship, calibrated on val.

A head fitted on the training posters' embeddings would trust them too much: the network has seen
their labels. The network's own heads learnt from distorted views, and val tells how far to trust
them.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from torch import nn

from services.core.encoders import EncoderSpec
from services.training.data import Labelled
from services.training.heads import (
    MIN_TRAIN,
    MIN_VAL,
    HeadsReport,
    f1_threshold,
    interval_levels,
)
from services.training.network import PosterNetwork
from services.vision.encoders.base import Embeddings
from services.vision.heads import Heads
from services.vision.heads.heads import sigmoid, softmax, year_quantiles

# Divides the year head's logits; above 1 it is made less sure.
TEMPERATURES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)


def trained_heads(
    network: PosterNetwork,
    genre_names: tuple[str, ...],
    edges: NDArray[np.float64],
    data: Labelled,
    spec: EncoderSpec,
) -> tuple[Heads, HeadsReport]:
    """Return a network's heads over the embeddings of its exported encoder.

    Genre probabilities are calibrated by Platt scaling (Platt 1999), the year's distribution by
    one temperature (Guo et al. 2017); thresholds and the interval are chosen as `train_heads` does.

    Args:
        network: Trained.
        genre_names: Of its genre head's outputs.
        edges: Of its year head's bins.
        data: Embeddings that the exported encoder gave, and labels; val is used.
        spec: The exported encoder.
    """
    report = HeadsReport(
        splits={name: int((data.splits == name).sum()) for name in ("train", "val", "test")}
    )
    genre_weight, genre_bias = _linear(network.genre)
    year_weight, year_bias = _linear(network.year)
    # The heads learnt before the whitening: it is undone, but for each embedding's own length.
    undo = torch.linalg.inv(network.whitening).numpy()
    length = np.linalg.norm(data.embeddings[data.splits == "val"] @ undo, axis=1).mean()
    genre_weight, year_weight = undo @ genre_weight, undo @ year_weight
    scale = np.full(spec.dimension, length / network.scale, dtype=np.float32)

    rows = {split: data.rows(split, labelled="genres") for split in ("train", "val")}
    truth = {split: data.genre_matrix(genre_names)[chosen] for split, chosen in rows.items()}
    logits = (data.embeddings[rows["val"]] / scale) @ genre_weight + genre_bias
    thresholds = np.full(len(genre_names), 0.5, dtype=np.float32)
    kept = []
    for column, name in enumerate(genre_names):
        y = truth["val"][:, column]
        counts = int(truth["train"][:, column].sum()), int(y.sum())
        if counts[0] < MIN_TRAIN or counts[1] < MIN_VAL:
            report.too_few[name] = counts
            continue
        kept.append(column)
        slope, offset = platt(logits[:, column], y)
        genre_weight[:, column] *= slope
        genre_bias[column] = genre_bias[column] * slope + offset
        thresholds[column] = f1_threshold(y, sigmoid(logits[:, column] * slope + offset))
        report.genre_auc[name] = float(roc_auc_score(y, logits[:, column]))

    val = data.rows("val", labelled="years")
    years = data.years[val]
    year_logits = (data.embeddings[val] / scale) @ year_weight + year_bias
    losses = [_year_loss(year_logits / t, years, edges) for t in TEMPERATURES]
    temperature = TEMPERATURES[int(np.argmin(losses))]
    distribution = softmax(year_logits / temperature)
    levels = interval_levels(distribution, edges, years)
    low, middle, high = year_quantiles(distribution, edges, np.array([levels[0], 0.5, levels[1]])).T
    report.year = {
        "mae": float(np.abs(middle - years).mean()),
        "bins": len(edges) - 1,
        "temperature": temperature,
        "coverage": float(((years >= low) & (years <= high)).mean()),
        "mean_width": float((high - low).mean()),
    }
    heads = Heads(
        encoder=spec.name,
        revision=spec.revision,
        genre_names=tuple(genre_names[column] for column in kept),
        mean=np.zeros(spec.dimension, dtype=np.float32),
        scale=scale,
        genre_weight=genre_weight[:, kept],
        genre_bias=genre_bias[kept],
        genre_thresholds=thresholds[kept],
        year_weight=(year_weight / temperature).astype(np.float32),
        year_bias=(year_bias / temperature).astype(np.float32),
        year_edges=edges.astype(np.float32),
        year_levels=levels.astype(np.float32),
    )
    return heads, report


def _linear(layer: nn.Linear) -> tuple[Embeddings, Embeddings]:
    """Return a layer's weight (d, c) and bias (c,) as arrays of their own."""
    weight, bias = (part.detach().cpu().float().numpy() for part in (layer.weight, layer.bias))
    return np.array(weight.T, order="C"), np.array(bias)


def platt(logits: NDArray[np.floating], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset that calibrate logits; a slope that would turn them round is 1."""
    model = LogisticRegression(C=1e6).fit(logits[:, None], truth)
    slope = float(np.asarray(model.coef_)[0, 0])
    return (slope, float(np.asarray(model.intercept_)[0])) if slope > 0 else (1.0, 0.0)


def _year_loss(
    logits: NDArray[np.floating], years: NDArray[np.float64], edges: NDArray[np.float64]
) -> float:
    """Return the mean negative log-probability of the true bins."""
    bins = np.clip(np.searchsorted(edges, years, side="right") - 1, 0, len(edges) - 2)
    likelihood = softmax(logits)[np.arange(len(years)), bins]
    return float(-np.log(np.maximum(likelihood, 1e-9)).mean())
