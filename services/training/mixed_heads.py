"""Heads learnt with an encoder and heads fitted on its embeddings, made into one set of heads.

Both are linear in the embedding, and so is the mean of their logits: what ships is no larger.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from services.training.data import Labelled
from services.training.heads import HeadsReport, f1_threshold
from services.training.trained_heads import platt
from services.vision.encoders.base import Embeddings
from services.vision.heads import Heads
from services.vision.heads.heads import sigmoid

# Of the first set in the mean of the genre logits; the rest is the second's.
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def mixed_heads(
    first: tuple[Heads, HeadsReport], second: tuple[Heads, HeadsReport], data: Labelled
) -> tuple[Heads, HeadsReport]:
    """Return genres from the mean of both, calibrated anew, and years from the better one.

    The share, the calibration, the thresholds and which years are better are chosen on val.

    Args:
        first: Heads of an encoder and their report.
        second: Others of the same encoder.
        data: Its embeddings, and labels; val is used.
    """
    (one, one_report), (two, two_report) = first, second
    names = tuple(name for name in one.genre_names if name in two.genre_names)
    rows = data.rows("val", labelled="genres")
    embeddings, truth = data.embeddings[rows], data.genre_matrix(names)[rows]
    parts = [_genre_part(heads, names) for heads in (one, two)]

    mixed = [
        tuple(share * a + (1 - share) * b for a, b in zip(*parts, strict=True)) for share in SHARES
    ]
    aucs = [_aucs(embeddings @ weight + bias, truth) for weight, bias in mixed]
    best = int(np.argmax([np.mean(auc) for auc in aucs]))
    weight, bias = mixed[best]
    logits = embeddings @ weight + bias
    slopes = [platt(logits[:, column], truth[:, column]) for column in range(len(names))]
    slope, offset = (np.array(column, dtype=np.float32) for column in zip(*slopes, strict=True))
    weight, bias = weight * slope, bias * slope + offset
    said = sigmoid(embeddings @ weight + bias)

    dated, dated_report = min(first, second, key=lambda way: way[1].year["mae"])
    year_weight, year_bias = _plain(dated, dated.year_weight, dated.year_bias)
    # Kept near one for half precision: a unit vector's numbers are about this large.
    scale = np.full(len(one.mean), len(one.mean) ** -0.5, dtype=np.float32)
    heads = replace(
        dated,
        genre_names=names,
        mean=np.zeros_like(one.mean),
        scale=scale,
        genre_weight=weight * scale[:, None],
        genre_bias=bias,
        genre_thresholds=np.array(
            [f1_threshold(truth[:, i], said[:, i]) for i in range(len(names))], dtype=np.float32
        ),
        year_weight=year_weight * scale[:, None],
        year_bias=year_bias,
    )
    report = replace(
        two_report,
        genre_auc=dict(zip(names, aucs[best], strict=True)),
        genre_decay=two_report.genre_decay | {"share of the first": SHARES[best]},
        too_few=one_report.too_few | two_report.too_few,
        year=dated_report.year,
    )
    return heads, report


def _genre_part(heads: Heads, names: tuple[str, ...]) -> tuple[Embeddings, Embeddings]:
    columns = [heads.genre_names.index(name) for name in names]
    return _plain(heads, heads.genre_weight[:, columns], heads.genre_bias[columns])


def _plain(heads: Heads, weight: Embeddings, bias: Embeddings) -> tuple[Embeddings, Embeddings]:
    """Return weight and bias for embeddings as they are, not standardised."""
    plain: Embeddings = (weight / heads.scale[:, None]).astype(np.float32)
    return plain, (bias - heads.mean @ plain).astype(np.float32)


def _aucs(logits: Embeddings, truth: NDArray[np.bool_]) -> list[float]:
    return [float(roc_auc_score(truth[:, i], logits[:, i])) for i in range(truth.shape[1])]
