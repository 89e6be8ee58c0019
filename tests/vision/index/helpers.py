"""Small encoders' facts, made-up films and clustered vectors, and ways to damage an index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.core.encoders import EncoderSpec, Metric, Preprocessing
from services.core.types import Film
from services.vision.encoders.base import Embeddings, normalise
from services.vision.index import IndexEntry
from services.vision.index.manifest import file_facts

PREPROCESSING = Preprocessing(
    height=3, width=2, fit="stretch", mean=(0, 0, 0), std=(1, 1, 1), resample="BILINEAR"
)


def spec(metric: Metric = Metric.COSINE, dimension: int = 24, **changes: Any) -> EncoderSpec:
    facts: dict[str, Any] = {
        "name": "made-up",
        "dimension": dimension,
        "metric": metric,
        "preprocessing": PREPROCESSING,
        "weights": "none",
        "revision": "1",
    }
    return EncoderSpec(**(facts | changes))


def films(count: int, title: str = "Film") -> list[IndexEntry]:
    return [
        IndexEntry(
            Film(f"{title} {row}", 1950 + row % 70, ("Drama",), f"tt{row:07}"), f"{row:064x}"
        )
        for row in range(count)
    ]


def clustered(
    count: int, dimension: int, metric: Metric = Metric.COSINE, seed: int = 0
) -> Embeddings:
    """Vectors as networks give them: clusters, a common offset, ever weaker directions.

    They are what 16 bits hold, as an index stores them, so that it loses nothing.
    """
    rng = np.random.default_rng(seed)
    strength = (1 + np.arange(dimension)) ** -0.5
    centres = np.random.default_rng(0).normal(size=(max(2, count // 40), dimension)) * strength
    around = rng.normal(size=(count, dimension)) * strength
    vectors = 0.5 + centres[rng.integers(0, len(centres), count)] + 0.8 * around
    vectors = (
        normalise(vectors) if metric is Metric.COSINE else vectors * rng.uniform(2, 12, (count, 1))
    )
    return vectors.astype(np.float16).astype(np.float32)


def cosines(query: NDArray[Any], vectors: NDArray[Any]) -> NDArray[np.float64]:
    """Return the cosine of each query with each row, in double precision."""
    query, vectors = query.astype(np.float64), vectors.astype(np.float64)
    lengths = np.linalg.norm(query, axis=1)[:, None] * np.linalg.norm(vectors, axis=1)
    return query @ vectors.T / lengths


def truth(query: Embeddings, vectors: Embeddings, metric: Metric, k: int) -> NDArray[np.int64]:
    """Return the k nearest rows by plain arithmetic in double precision."""
    if metric is Metric.COSINE:
        far = -cosines(query, vectors)
    else:
        rows = vectors.astype(np.float64)
        far = np.einsum("ij,ij->i", rows, rows) - 2 * query.astype(np.float64) @ rows.T
    return np.argsort(far, axis=1, kind="stable")[:, :k]


def build_of(root: Path) -> Path:
    return root / (root / "current").read_text(encoding="utf-8").strip()


def edit_manifest(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = build_of(root) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def vouch_for(root: Path, name: str) -> None:
    """Let the manifest list a file as it is now, as if it had been written so."""
    facts = file_facts(build_of(root) / name)

    def list_it(manifest: dict[str, Any]) -> None:
        manifest["files"][name] = {"size": facts.size, "sha256": facts.sha256}

    edit_manifest(root, list_it)
