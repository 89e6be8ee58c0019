"""Pictures by their spots' codes: Marquee's tables beside Annoy and faiss, ranked alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.catalogue import Catalogue, rgb
from benchmarks.wild.figures import Row, count
from services.training.attached import attached
from services.vision.recognition import code_index
from services.vision.recognition import feature_files as files
from services.vision.recognition.code_index import CodeIndex
from services.vision.recognition.features import Codes, LocalFeatures, Poses, read_features
from services.vision.recognition.finder import STUDY

WANTED = 20
_FORM = "cover on a desk"
_RADIUS = 10
_TREES, _NEAREST = 4, 10
_LISTS, _PROBED = 4096, 16

Like = Callable[[Codes], tuple[NDArray[np.int64], NDArray[np.int64]]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of finding codes that look alike.

    Attributes:
        name: What it is.
        search: A query's spots to the pictures that come first.
        disk: Bytes of its file, or files, without the codes.
        memory: Bytes of anonymous memory that it took, without the codes.
        most: Queries asked, at most.
    """

    name: str
    search: Callable[[LocalFeatures], list[int]]
    disk: int
    memory: int
    most: int


class _Ranked(CodeIndex):
    """Marquee's own ranking of pictures over another way of finding codes."""

    def __init__(self, like: Like, codes: Codes, poses: Poses, starts: NDArray[Any]) -> None:
        none = np.empty((code_index.TABLES, 0), np.uint32)
        super().__init__(codes, poses, starts, none, none)
        self._by = like

    def _like(
        self, query: LocalFeatures, thorough: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        asking, found = self._by(query.codes)
        away = np.bitwise_count(self._codes[found] ^ query.codes[asking])
        return asking, found, away.astype(np.int64)


def measure(
    catalogue: Catalogue,
    *,
    covers: int,
    brute: int,
    on_progress: Callable[[int, int], None],
) -> Mapping[str, list[Row]]:
    """Look for covers on desks among all pictures of the catalogue.

    Args:
        catalogue: The catalogue.
        covers: Val pictures, each laid on a desk.
        brute: Of these, asked by brute force too.
        on_progress: Called with (done, total).
    """
    cv2.setNumThreads(1)
    queries: list[tuple[LocalFeatures, int]] = []
    for number, (picture, *_) in enumerate(catalogue.val(covers, several=False, seed=13)):
        image = rgb(picture)
        row = catalogue.row_of(picture, image)
        if row is not None:
            side, points = STUDY.side, STUDY.points
            drawn = attached(_FORM, [image], picture.imdb_id).image
            queries.append((read_features(drawn, side=side, points=points), row))
        on_progress(number + 1, covers)
    codes, poses, starts = (
        np.load(catalogue.folder / name) for name in (files.CODES, files.POSES, files.STARTS)
    )
    rows: list[Row] = []
    base: list[float] = []
    for open_way in _ways(catalogue, (codes, poses, starts), brute):
        way = open_way()
        took, found = [], []
        way.search(queries[0][0])
        for query, row in queries[: way.most]:
            began = process_time()
            best = way.search(query)
            took.append(process_time() - began)
            found.append(row in best)
        base = base or took
        rows.append(
            {
                "index": way.name,
                f"recall@{WANTED}": count(found),
                "ms a query": 1000 * float(np.median(took)),
                "of Marquee's": float(np.median(took) / np.median(base[: len(took)])),
                "disk MB": way.disk / 1e6,
                "memory MB": way.memory / 1e6,
            }
        )
    return {f"{_FORM}, among {len(starts) - 1:,} pictures, {len(codes):,} spots": rows}


def _ways(
    catalogue: Catalogue, of: tuple[Codes, Poses, NDArray[Any]], brute: int
) -> list[Callable[[], Way]]:
    found = [lambda: _ours(catalogue)]
    if find_spec("faiss") is not None:
        library: Any = import_module("faiss")
        library.omp_set_num_threads(1)
        found += [
            lambda: _faiss(library, "faiss IndexBinaryMultiHash", _multi_hash, of),
            lambda: _faiss(library, "faiss IndexBinaryIVF", _lists, of),
            lambda: _faiss(library, "faiss IndexBinaryFlat (brute force)", _flat, of, brute),
        ]
    return [*found, lambda: _annoy(of)]


def _ours(catalogue: Catalogue) -> Way:
    sizes = [(catalogue.folder / name).stat().st_size for name in (files.ORDER, files.BUCKETS)]
    index = catalogue.features.index
    # Mapped from the disk: what is read of it can be dropped at any time.
    return Way(
        "Marquee, four tables of 16 bits",
        lambda query: index.search(query, WANTED, thorough=True),
        sum(sizes),
        0,
        10**6,
    )


def _multi_hash(library: Any, rows: NDArray[np.uint8]) -> Any:
    index = library.IndexBinaryMultiHash(64, code_index.TABLES, 16)
    index.add(rows)
    return index


def _lists(library: Any, rows: NDArray[np.uint8]) -> Any:
    index = library.IndexBinaryIVF(library.IndexBinaryFlat(64), 64, _LISTS)
    index.cp.niter, index.nprobe = 4, _PROBED
    chosen = np.random.default_rng(0).choice(len(rows), 40 * _LISTS, replace=False)
    index.train(rows[np.sort(chosen)])
    index.add(rows)
    return index


def _flat(library: Any, rows: NDArray[np.uint8]) -> Any:
    index = library.IndexBinaryFlat(64)
    index.add(rows)
    return index


def _faiss(
    library: Any,
    name: str,
    make: Callable[[Any, NDArray[np.uint8]], Any],
    of: tuple[Codes, Poses, NDArray[Any]],
    most: int = 10**6,
) -> Way:
    before = _anonymous()
    index = make(library, of[0].view(np.uint8).reshape(-1, 8))
    memory = _anonymous() - before

    def like(query: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        asked = query.view(np.uint8).reshape(-1, 8)
        # Below, not up to: the radius itself is found too.
        ends, _, found = index.range_search(asked, _RADIUS + 1)
        asking = np.repeat(np.arange(len(asked)), np.diff(ends.astype(np.int64)))
        return asking, found.astype(np.int64)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        library.write_index_binary(index, str(path))
        disk = path.stat().st_size
    ranked = _Ranked(like, *of)
    return Way(name, lambda query: ranked.search(query, WANTED), disk, memory, most)


def _annoy(of: tuple[Codes, Poses, NDArray[Any]]) -> Way:
    library: Any = import_module("annoy")
    codes = of[0]
    index = library.AnnoyIndex(64, "hamming")
    index.set_seed(1)
    for start in range(0, len(codes), 100_000):
        some = codes[start : start + 100_000].view(np.uint8).reshape(-1, 8)
        for number, bits in enumerate(np.unpackbits(some, axis=1).tolist()):
            index.add_item(start + number, bits)
    index.build(_TREES, n_jobs=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.ann"
        index.save(str(path))
        disk = path.stat().st_size
        index.unload()
        index.load(str(path))

    def like(query: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        bits = np.unpackbits(query.view(np.uint8).reshape(-1, 8), axis=1).tolist()
        near = [index.get_nns_by_vector(each, _NEAREST) for each in bits]
        asking = np.repeat(np.arange(len(query)), [len(each) for each in near])
        found = np.array([row for each in near for row in each], np.int64)
        alike = np.bitwise_count(codes[found] ^ query[asking]) <= _RADIUS
        return asking[alike], found[alike]

    ranked = _Ranked(like, *of)
    name = f"Annoy, Hamming, {_TREES} trees, {_NEAREST} nearest"
    return Way(name, lambda query: ranked.search(query, WANTED), disk, 0, 10**6)


def _anonymous() -> int:
    """Return the process's anonymous memory in bytes."""
    lines: Sequence[str] = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))
