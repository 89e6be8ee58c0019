"""recall@3, query time, build time, file size and load time by catalogue size, five ways.

    python -m benchmarks.index_scale [--sizes 1000 10000 100000 1000000] [--queries 300]

Marquee's own index beside faiss (HNSW), hnswlib, usearch and NumPy brute force, on the stored
embeddings of the catalogue. Sizes beyond the catalogue are filled with synthetic vectors of the
same spread: the midpoints of random pairs of posters, moved along the principal axes by as much
as posters differ there. Every query is a row with itself left out, in one thread; graphs are built
on all cores, Marquee's on one. Ratios are against brute force, in the same run. Needs
`pip install 'marquee-bot[bench]'`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from services.core.encoders import EncoderSpec, Metric
from services.core.settings import get_settings
from services.core.types import Film
from services.vision.encoders import Embeddings, open_encoder
from services.vision.encoders.base import normalise
from services.vision.index import IndexEntry, open_index, write_index
from services.vision.index import manifest as files

K = 3
# The same graph for the three libraries that build one.
LINKS, EF_BUILD, EF_SEARCH = 32, 100, 128
THREADS = os.cpu_count() or 1

Search = Callable[[NDArray[np.float32]], list[int]]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of searching.

    Attributes:
        name: What it is.
        build: Writes the index of vectors below a folder.
        load: Opens what `build` wrote; a query (d,) -> K + 1 rows, nearest first.
    """

    name: str
    build: Callable[[Embeddings, Path], None]
    load: Callable[[Path], Search]


def _ours(spec: EncoderSpec) -> Way:
    def build(vectors: Embeddings, folder: Path) -> None:
        entries = [IndexEntry(Film(str(row), None, ())) for row in range(len(vectors))]
        write_index(folder, spec, entries, vectors, calibration_rows=range(min(200, len(vectors))))

    def load(folder: Path) -> Search:
        index = open_index(folder, spec).vectors
        return lambda query: [hit.row for hit in index.search(query[None], K + 1)[0]]

    return Way("Marquee", build, load)


def _numpy() -> Way:
    def build(vectors: Embeddings, folder: Path) -> None:
        np.save(folder / "vectors.npy", vectors)

    def load(folder: Path) -> Search:
        vectors = np.load(folder / "vectors.npy")

        def search(query: NDArray[np.float32]) -> list[int]:
            scores = vectors @ query
            best = np.argpartition(-scores, K)[: K + 1]
            return best[np.argsort(-scores[best])].tolist()

        return search

    return Way("NumPy brute force", build, load)


def _faiss() -> Way:
    library: Any = import_module("faiss")

    def build(vectors: Embeddings, folder: Path) -> None:
        index = library.IndexHNSWFlat(vectors.shape[1], LINKS, library.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = EF_BUILD
        library.omp_set_num_threads(THREADS)
        index.add(vectors)
        library.omp_set_num_threads(1)
        library.write_index(index, str(folder / "faiss"))

    def load(folder: Path) -> Search:
        index = library.read_index(str(folder / "faiss"))
        index.hnsw.efSearch = EF_SEARCH
        return lambda query: index.search(query[None], K + 1)[1][0].tolist()

    return Way("faiss HNSW", build, load)


def _hnswlib() -> Way:
    library: Any = import_module("hnswlib")

    def build(vectors: Embeddings, folder: Path) -> None:
        index = library.Index(space="ip", dim=vectors.shape[1])
        index.init_index(len(vectors), M=LINKS // 2, ef_construction=EF_BUILD)
        index.add_items(vectors, num_threads=THREADS)
        index.save_index(str(folder / "hnswlib"))
        (folder / "dimension").write_text(str(vectors.shape[1]))

    def load(folder: Path) -> Search:
        index = library.Index(space="ip", dim=int((folder / "dimension").read_text()))
        index.load_index(str(folder / "hnswlib"))
        index.set_ef(EF_SEARCH)
        return lambda query: index.knn_query(query, K + 1, num_threads=1)[0][0].tolist()

    return Way("hnswlib", build, load)


def _usearch() -> Way:
    library: Any = import_module("usearch.index")

    def build(vectors: Embeddings, folder: Path) -> None:
        index = library.Index(
            ndim=vectors.shape[1],
            metric="ip",
            dtype="f32",
            connectivity=LINKS,
            expansion_add=EF_BUILD,
            expansion_search=EF_SEARCH,
        )
        index.add(np.arange(len(vectors)), vectors, threads=THREADS)
        index.save(str(folder / "usearch"))

    def load(folder: Path) -> Search:
        index = library.Index.restore(str(folder / "usearch"))
        return lambda query: index.search(query, K + 1, threads=1).keys.tolist()

    return Way("usearch", build, load)


def grown(real: Embeddings, size: int, seed: int = 0) -> Embeddings:
    """Return `size` unit vectors: the real ones as far as they reach, then synthetic ones.

    Args:
        real: Unit, shape (n, d).
        size: Rows wanted.
        seed: Of everything random.
    """
    rng = np.random.default_rng(seed)
    if size <= len(real):
        return real[rng.permutation(len(real))[:size]]
    mean = real.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov((real - mean).T))
    spread = np.sqrt(np.maximum(variances, 0)) / np.sqrt(2)
    parts = [real]
    for start in range(len(real), size, 50_000):
        wanted = min(50_000, size - start)
        one, two = real[rng.integers(len(real), size=(2, wanted))]
        moved = rng.normal(size=(wanted, real.shape[1])) * spread @ axes.T
        parts.append(normalise(((one + two) / 2 + moved).astype(np.float32)))
    return np.concatenate(parts)


def _measure(way: Way, vectors: Embeddings, own: NDArray[np.int64]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = perf_counter()
        way.build(vectors, folder)
        built = perf_counter()
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        start_load = perf_counter()
        search = way.load(folder)
        loaded = perf_counter()
        times, found = [], []
        with threadpool_limits(1, user_api="blas"):
            for row in own:
                began = perf_counter()
                rows = search(vectors[row])
                times.append(perf_counter() - began)
                found.append(set(rows) - {int(row)})
        return {
            "found": found,
            "query": float(np.median(times)),
            "build": built - start,
            "size": size,
            "load": loaded - start_load,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", default="poster-lite")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=300)
    args = parser.parse_args()
    settings = get_settings()
    spec = open_encoder(args.encoder, settings).spec
    if spec.metric is not Metric.COSINE:
        parser.error(f"{spec.name} is not compared by cosine; the libraries here are asked to be")
    root = settings.indexes_dir / spec.name
    stored = np.load(root / (root / "current").read_text().strip() / files.VECTORS)
    real = normalise(stored.astype(np.float32))
    ways = [_numpy(), _ours(spec), _faiss(), _hnswlib(), _usearch()]
    console = Console(width=110)
    for size in args.sizes:
        vectors = grown(real, size)
        own = np.random.default_rng(1).choice(size, min(args.queries, size), replace=False)
        table = Table("Index", title=f"{spec.key}: {size:,} vectors, {len(own)} queries, k = {K}")
        for column in ("recall@3", "query ms", "of brute force", "build s", "MB", "load ms"):
            table.add_column(column, justify="right")
        truth = None
        for way in ways:
            got = _measure(way, vectors, own)
            if truth is None:
                truth = got
            recall = np.mean(
                [len(a & b) / K for a, b in zip(got["found"], truth["found"], strict=True)]
            )
            table.add_row(
                way.name,
                f"{min(recall, 1.0):.4f}",
                f"{got['query'] * 1e3:.2f}",
                f"{got['query'] / truth['query']:.2f}",
                f"{got['build']:.1f}",
                f"{got['size'] / 1e6:.1f}",
                f"{got['load'] * 1e3:.0f}",
            )
        console.print(table)


if __name__ == "__main__":
    main()
