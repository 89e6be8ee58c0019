"""recall@3 and query time of the shipped index, against exact search over the same vectors.

    python benchmarks/index_recall.py [--encoder NAME] [--queries 2000]

Every query is a poster of the catalogue with its own row left out, as `nearest` asks it. Exact
search is NumPy brute force over the float32 vectors. Ratios are against it, in the same run.
"""

from __future__ import annotations

import argparse
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from services.core.settings import get_settings
from services.vision.encoders import open_encoder
from services.vision.index import AnnoyIndex, ExactIndex, VectorIndex, open_index
from services.vision.index import manifest as files

K = 3


def _run(index: VectorIndex, queries: np.ndarray, own: np.ndarray) -> tuple[list[set[int]], float]:
    found, times = [], []
    for query, row in zip(queries, own, strict=True):
        start = perf_counter()
        (hits,) = index.search(query[None], K + 1)
        times.append(perf_counter() - start)
        found.append({hit.row for hit in [hit for hit in hits if hit.row != row][:K]})
    return found, float(np.median(times)) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", default="poster-lite")
    parser.add_argument("--queries", type=int, default=2000)
    args = parser.parse_args()
    settings = get_settings()
    spec = open_encoder(args.encoder, settings).spec
    root = settings.indexes_dir / spec.name
    index = open_index(root, spec)
    folder = root / (root / "current").read_text().strip()
    stored = np.load(folder / files.VECTORS, mmap_mode="r")
    vectors = stored.astype(np.float32)
    own = np.random.default_rng(0).choice(
        len(vectors), min(args.queries, len(vectors)), replace=False
    )
    queries = vectors[own]

    truth, exact_ms = _run(ExactIndex(stored, spec.metric), queries, own)
    table = Table(
        "Index", title=f"{spec.key}, {len(vectors):,} films, {len(own):,} queries, k = {K}"
    )
    for name in ("recall@3", "median ms", "of exact"):
        table.add_column(name, justify="right")
    table.add_row("exact (NumPy)", "1.0000", f"{exact_ms:.2f}", "1.00")
    candidates: list[tuple[str, VectorIndex]] = [("as served", index.vectors)]
    if (folder / files.ANNOY).exists():
        for search_k in (1_000, 5_000, 10_000, 20_000, 40_000):
            axes = np.load(folder / files.AXES)
            annoy = AnnoyIndex(folder / files.ANNOY, stored, axes, spec.metric, search_k=search_k)
            candidates.append((f"annoy, search_k {search_k:,}", annoy))
    for name, candidate in candidates:
        found, ms = _run(candidate, queries, own)
        recall = np.mean([len(a & b) / K for a, b in zip(found, truth, strict=True)])
        table.add_row(name, f"{recall:.4f}", f"{ms:.2f}", f"{ms / exact_ms:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
