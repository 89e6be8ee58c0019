"""What the nearest rows are: Annoy against brute force, cosines, ties and edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from annoy import AnnoyIndex as Annoy
from numpy.typing import NDArray

from services.core.encoders import Metric
from services.vision.encoders.base import Embeddings
from services.vision.index import AnnoyIndex, ExactIndex, Kind, VectorIndex, open_index, write_index
from services.vision.index.folder import OpenIndex
from services.vision.index.search import AXES, principal_axes
from tests.shared import STARTER
from tests.vision.index.helpers import build_of, clustered, cosines, films, spec, truth

METRICS = list(Metric)


def opened(
    root: Path, vectors: Embeddings, metric: Metric = Metric.COSINE, kind: Kind = Kind.EXACT
) -> OpenIndex:
    encoder = spec(metric, vectors.shape[1])
    write_index(root, encoder, films(len(vectors)), vectors, kind=kind)
    return open_index(root, encoder)


@pytest.fixture(scope="module", params=METRICS)
def large(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Metric, Embeddings, OpenIndex]:
    """6,500 rows behind Annoy, more numbers a row than Annoy sees."""
    metric: Metric = request.param
    vectors = clustered(6_500, 320, metric)
    encoder, root = spec(metric, 320), tmp_path_factory.mktemp("large")
    manifest = write_index(root, encoder, films(6_500), vectors)
    assert (manifest.kind, manifest.annoy_dimension) == (Kind.ANNOY, AXES)
    index = open_index(root, encoder)
    assert isinstance(index.vectors, AnnoyIndex)
    return metric, vectors, index


def recall(index: VectorIndex, queries: Embeddings, wanted: NDArray[np.int64]) -> float:
    found = index.search(queries, wanted.shape[1])
    pairs = zip(found, wanted, strict=True)
    return float(np.mean([len({hit.row for hit in hits} & set(rows)) for hits, rows in pairs])) / 3


@pytest.mark.slow
def test_annoy_finds_what_brute_force_finds(large: tuple[Metric, Embeddings, OpenIndex]) -> None:
    metric, vectors, index = large
    queries = clustered(400, vectors.shape[1], metric, seed=5)
    wanted = truth(queries, vectors, metric, 3)
    assert recall(index.vectors, queries, wanted) >= 0.99


def test_annoy_finds_the_neighbours_of_real_posters(tmp_path: Path) -> None:
    folder = STARTER / "catalogue" / "poster-lite"
    vectors = np.load(folder / "vectors.npy") * np.load(folder / "scales.npy")[:, None]
    unseen = np.arange(len(vectors)) % 10 == 0
    index = opened(tmp_path, vectors[~unseen], kind=Kind.ANNOY).vectors
    wanted = truth(vectors[unseen], vectors[~unseen], Metric.COSINE, 3)
    assert recall(index, vectors[unseen], wanted) >= 0.99


@pytest.mark.slow
def test_similarity_is_the_cosine_whatever_the_metric(
    large: tuple[Metric, Embeddings, OpenIndex],
) -> None:
    metric, vectors, index = large
    queries = clustered(40, vectors.shape[1], metric, seed=9) * np.float32(1.7)
    expected = cosines(queries, vectors)
    order_breaks = 0
    for number, hits in enumerate(index.vectors.search(queries, 10)):
        similarities = np.array([hit.similarity for hit in hits])
        assert np.abs(similarities - expected[number, [hit.row for hit in hits]]).max() < 1e-3
        order_breaks += int((np.diff(similarities) > 1e-6).any())
    # By Euclidean distance the cosines of the nearest need not fall.
    assert order_breaks == 0 if metric is Metric.COSINE else order_breaks > 0


@pytest.mark.slow
def test_a_row_finds_itself(large: tuple[Metric, Embeddings, OpenIndex]) -> None:
    _, vectors, index = large
    for row in range(0, len(vectors), 100):
        (hit,) = index.vectors.search(vectors[row : row + 1], 1)[0]
        assert hit.row == row
        assert hit.similarity == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("metric", METRICS)
def test_the_exact_index_is_exact(metric: Metric) -> None:
    vectors = clustered(3_000, 64, metric)
    queries = clustered(200, 64, metric, seed=3)
    found = ExactIndex(vectors, metric).search(queries, 5)
    rows = [[hit.row for hit in hits] for hits in found]
    assert np.array_equal(rows, truth(queries, vectors, metric, 5))


@pytest.mark.parametrize("metric", METRICS)
def test_both_indexes_answer_alike(metric: Metric, tmp_path: Path) -> None:
    vectors = clustered(800, 48, metric)
    queries = clustered(50, 48, metric, seed=4)
    exact = opened(tmp_path / "exact", vectors, metric).vectors
    annoy = opened(tmp_path / "annoy", vectors, metric, Kind.ANNOY).vectors
    assert isinstance(exact, ExactIndex) and isinstance(annoy, AnnoyIndex)
    for one, other in zip(exact.search(queries, 5), annoy.search(queries, 5), strict=True):
        assert [hit.row for hit in one] == [hit.row for hit in other]
        assert [hit.similarity for hit in one] == pytest.approx([hit.similarity for hit in other])


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("dimension", [7, 64, 500])
def test_equals_come_in_the_order_of_their_rows(
    metric: Metric, kind: Kind, dimension: int, tmp_path: Path
) -> None:
    vectors = clustered(400, dimension, metric)
    same = np.sort(np.random.default_rng(1).choice(400, 60, replace=False))
    vectors[same] = vectors[same[0]]
    index = opened(tmp_path, vectors, metric, kind).vectors
    near = vectors[same[:1]] + np.float32(1e-3)
    for query in (vectors[same[:1]], near):
        for k in (1, 3, 17, 60):
            hits = index.search(query, k)[0]
            assert [hit.row for hit in hits] == same[:k].tolist()
            assert len({hit.similarity for hit in hits}) == 1


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("metric", METRICS)
def test_k_larger_than_the_index_gives_every_row_once(
    metric: Metric, kind: Kind, tmp_path: Path
) -> None:
    vectors = clustered(300, 24, metric)
    index = opened(tmp_path, vectors, metric, kind).vectors
    assert len(index) == 300
    for k in (300, 301, 5_000):
        rows = [hit.row for hit in index.search(vectors[7:8], k)[0]]
        assert sorted(rows) == list(range(300))
        # Not the very order of `truth`: two films may be equally far but for the last bit.
        if metric is Metric.COSINE:
            far = -cosines(vectors[7:8], vectors)[0, rows]
        else:
            far = np.linalg.norm(vectors[rows] - vectors[7], axis=1)
        assert (np.diff(far) > -1e-4 * np.abs(far).max()).all()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("count", [1, 2])
def test_a_tiny_index(metric: Metric, kind: Kind, count: int, tmp_path: Path) -> None:
    vectors = clustered(count, 24, metric)
    index = opened(tmp_path, vectors, metric, kind)
    assert [entry.film.title for entry in index.entries] == [f"Film {row}" for row in range(count)]
    hits = index.vectors.search(vectors[:1], 3)[0]
    assert [hit.row for hit in hits] == list(range(count))
    assert hits[0].similarity == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("kind", list(Kind))
def test_no_query_has_no_answer(kind: Kind, tmp_path: Path) -> None:
    index = opened(tmp_path, clustered(30, 24), kind=kind).vectors
    assert index.search(np.empty((0, 24), np.float32), 3) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_picture_has_no_direction_and_still_gets_an_answer(
    kind: Kind, tmp_path: Path
) -> None:
    vectors = clustered(30, 24)
    vectors[3] = 0
    index = opened(tmp_path, vectors, kind=kind).vectors
    for query in (np.zeros((1, 24), np.float32), vectors[:1]):
        hits = index.search(query, 30)[0]
        assert {hit.row for hit in hits} == set(range(30))
        assert np.isfinite([hit.similarity for hit in hits]).all()


def test_annoy_holds_the_projection_that_keeps_inner_products(tmp_path: Path) -> None:
    vectors = clustered(500, 200)
    axes = principal_axes(vectors)
    assert axes.shape == (200, AXES)
    assert np.abs(axes.T @ axes - np.eye(AXES)).max() < 1e-4
    kept = np.linalg.norm(vectors @ axes) ** 2
    other = np.linalg.qr(np.random.default_rng(0).normal(size=(200, AXES)))[0]
    assert kept > 1.2 * np.linalg.norm(vectors @ other) ** 2
    opened(tmp_path, vectors, kind=Kind.ANNOY)
    annoy = Annoy(AXES, "angular")
    annoy.load(str(build_of(tmp_path) / "index.ann"))
    assert annoy.get_n_items() == 500
    assert np.allclose(annoy.get_item_vector(9), vectors[9] @ axes, atol=1e-4)
