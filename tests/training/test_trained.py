"""From a trained network to what is served: the ONNX file, its heads, and how copies are found."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.metrics import roc_auc_score

from services.core.encoders import EncoderSpec, Preprocessing
from services.training.data import Labelled
from services.training.distort import HARD, MILD
from services.training.reidentify import reidentify, sample
from services.vision.encoders.base import Embeddings, normalise
from services.vision.encoders.preprocessing import preprocess
from services.vision.heads.heads import Heads
from tests.training.data import GENRES, SPEC, catalogue
from tests.training.posters import made_up

torch = pytest.importorskip("torch", reason="needs the `models` extra")
pytest.importorskip("timm", reason="needs the `models` extra")

pytestmark = pytest.mark.models

EDGES = np.arange(1950.0, 2021.0, 10.0)


def network(genres: int = 3, bins: int = 7, dimension: int = 24):
    from services.training.network import PosterNetwork

    torch.manual_seed(0)
    return PosterNetwork(genres, bins, dimension)


def test_the_exported_file_says_what_the_network_says(tmp_path: Path) -> None:
    from services.training.export import export_trained
    from services.training.validate import run
    from services.vision.encoders.poster_lite import MODEL_FILE, PosterLite

    net = network()
    net.train()
    with torch.no_grad():
        for _ in range(3):  # give the centring something to fold
            net(torch.randn(8, 3, 64, 64))
    net.eval()
    root = torch.randn(24, 24) / 5
    net.whitening = torch.eye(24) + root @ root.T
    export_trained(net, tmp_path / MODEL_FILE)
    encoder = PosterLite(tmp_path / MODEL_FILE)
    assert encoder.spec.dimension == 24
    rng = np.random.default_rng(0)
    images = [
        Image.fromarray(rng.integers(0, 255, (9, 6, 3), dtype=np.uint8)).resize((152, 224))
        for _ in range(3)
    ]
    size = encoder.spec.preprocessing.height, encoder.spec.preprocessing.width
    plain = run(net, images, size).embedding
    wanted = normalise((plain @ net.whitening).numpy())
    assert np.einsum("ij,ij->i", plain.numpy(), wanted).min() < 0.99
    assert np.einsum("ij,ij->i", encoder.embed(images), wanted).min() > 0.9999


@pytest.fixture(scope="module")
def data() -> Labelled:
    return catalogue()


@pytest.fixture(scope="module")
def overconfident(data: Labelled):
    """A network whose heads are right about the toy catalogue, and three times too sure."""
    net = network(len(GENRES) + 1, len(EDGES) - 1)
    with torch.no_grad():
        for head in (net.genre, net.year):
            head.weight.zero_()
            head.bias.zero_()
        for column in range(len(GENRES)):
            net.genre.weight[column, 1 + column] = 3.0
            net.genre.bias[column] = -4.0
        centres = torch.from_numpy((EDGES[:-1] + EDGES[1:]) / 2 - 1983).float() / 15
        net.year.weight[:, 0] = 6 * centres
        net.year.bias.copy_(-9 * centres.square())
    return net


def test_trained_heads_are_calibrated_on_val(data: Labelled, overconfident) -> None:
    from services.training.trained_heads import trained_heads

    names = (*GENRES, "Film-Noir")
    heads, report = trained_heads(overconfident, names, EDGES, data, SPEC)
    assert heads.genre_names == GENRES
    assert report.too_few == {"Film-Noir": (0, 0)}
    assert min(report.genre_auc.values()) > 0.8
    test = data.rows("test", labelled="genres")
    truth = data.genre_matrix(GENRES)[test]
    probabilities = heads.genre_probabilities(data.embeddings[test])
    assert np.abs(probabilities.mean(axis=0) - truth.mean(axis=0)).max() < 0.06
    rows = data.rows("test", labelled="years")
    years = data.years[rows]
    answers = heads.years(data.embeddings[rows])
    inside = [a.low <= y <= a.high for a, y in zip(answers, years, strict=True)]
    assert 0.7 < np.mean(inside) < 0.9
    errors = [abs(a.estimate - y) for a, y in zip(answers, years, strict=True)]
    assert np.mean(errors) < np.abs(years - np.median(years)).mean()


def test_trained_heads_survive_the_disk(data: Labelled, overconfident, tmp_path: Path) -> None:
    from services.training.trained_heads import trained_heads

    heads, report = trained_heads(overconfident, (*GENRES, "Film-Noir"), EDGES, data, SPEC)
    heads.write(tmp_path / "toy", splits=report.splits, metrics=report.metrics())
    again = Heads.read(tmp_path / "toy", SPEC)
    some = data.embeddings[:50]
    assert np.abs(again.genre_probabilities(some) - heads.genre_probabilities(some)).max() < 0.01


def test_mixed_heads_are_no_worse_than_either(data: Labelled, overconfident) -> None:
    from services.training.heads import train_heads
    from services.training.mixed_heads import mixed_heads
    from services.training.trained_heads import trained_heads

    learnt = trained_heads(overconfident, (*GENRES, "Film-Noir"), EDGES, data, SPEC)
    fitted = train_heads(data, SPEC)
    heads, report = mixed_heads(learnt, fitted, data)
    assert heads.genre_names == GENRES
    assert report.too_few == {"Film-Noir": (0, 0)}
    macro, one, two = (
        np.mean(list(item.genre_auc.values())) for item in (report, learnt[1], fitted[1])
    )
    assert macro >= max(one, two)
    assert report.year["mae"] == min(learnt[1].year["mae"], fitted[1].year["mae"])
    val = data.rows("val", labelled="genres")
    truth = data.genre_matrix(GENRES)[val]
    said = heads.genre_probabilities(data.embeddings[val])
    assert [roc_auc_score(truth[:, i], said[:, i]) for i in range(len(GENRES))] == pytest.approx(
        list(report.genre_auc.values()), abs=1e-6
    )
    assert np.abs(said.mean(axis=0) - truth.mean(axis=0)).max() < 0.01
    dated = min(learnt, fitted, key=lambda way: way[1].year["mae"])[0]
    some = data.embeddings[:50]
    assert np.allclose(heads.year_distribution(some), dated.year_distribution(some), atol=1e-4)


class _Small:
    """Sees a poster as 12 x 8 pixels: enough to know it again, not from all sides."""

    spec = EncoderSpec(
        "small",
        288,
        SPEC.metric,
        Preprocessing(12, 8, "stretch", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        "none",
    )

    def embed(self, images: Sequence[Image.Image]) -> Embeddings:
        pixels = preprocess(images, self.spec.preprocessing).reshape(len(images), -1)
        return normalise(pixels - pixels.mean(axis=1, keepdims=True))


def test_copies_are_found(tmp_path: Path) -> None:
    labels = made_up(tmp_path, films=30)
    encoder = _Small()
    images = [Image.open(path).convert("RGB") for path in labels.paths]
    embeddings = encoder.embed(images)
    told: list[tuple[int, int]] = []
    figures = reidentify(
        encoder,
        labels,
        embeddings,
        np.arange(20),
        0.9,
        on_progress=lambda done, total: told.append((done, total)),
    )
    assert figures is not None
    assert figures.posters == 20
    assert list(figures.mild) == list(MILD)
    assert list(figures.hard) == list(HARD)
    assert figures.mild["JPEG 30"] == 1.0
    assert figures.hard_mean < figures.mild_mean
    assert all(figures.matched[name] <= {**figures.mild, **figures.hard}[name] for name in MILD)
    assert told[-1][0] == told[-1][1]
    assert figures.strangers == 20
    assert figures.false_match_rate < 1
    careless = reidentify(encoder, labels, embeddings, np.arange(5), -1.0)
    assert careless is not None
    assert careless.false_match_rate == 1.0, "any poster passes that threshold, but its own is gone"
    strict = reidentify(encoder, labels, embeddings, np.arange(5), 1.1)
    assert strict is not None
    assert strict.false_match_rate == 0.0


def test_a_twin_counts_as_found_and_a_lost_file_is_left_out(tmp_path: Path) -> None:
    labels = made_up(tmp_path, films=8)
    encoder = _Small()
    embeddings = encoder.embed([Image.open(path).convert("RGB") for path in labels.paths])
    twins = dataclasses.replace(labels, pictures=np.zeros(8, dtype=np.int64))
    figures = reidentify(encoder, twins, embeddings, np.arange(8), 0.9)
    assert figures is not None
    assert figures.hard_mean == 1.0
    gone = dataclasses.replace(labels, paths=("/nowhere.png", *labels.paths[1:]))
    figures = reidentify(encoder, gone, embeddings, np.arange(8), 0.9)
    assert figures is not None
    assert figures.posters == 7
    assert reidentify(encoder, gone, embeddings, np.arange(1), 0.9) is None


def test_a_sample_is_fixed_and_no_larger_than_what_there_is() -> None:
    rows = np.arange(100, 150)
    assert np.array_equal(sample(rows, 10), sample(rows, 10))
    assert len(set(sample(rows, 10).tolist())) == 10
    assert np.array_equal(sample(rows, 500), rows)
