"""From ONNX back to a network that can be trained: it says the same, and normalises as it did."""

from __future__ import annotations

import dataclasses
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from services.core.errors import UnavailableError
from tests.training.posters import made_up

pytest.importorskip("torch", reason="needs the `models` extra")
pytest.importorskip("timm", reason="needs the `models` extra")

import onnxruntime
import torch

from services.training.config import Config
from services.training.encoder import STARTER, open_trained, train_encoder
from services.training.export import export_trained
from services.training.network import PosterNetwork
from services.training.unfold import _weights, unfold_onnx
from services.vision.encoders.poster_lite import MODEL_FILE

pytestmark = pytest.mark.models

SIZE = (64, 48)


def pixels(count: int, seed: int) -> torch.Tensor:
    """Return posters that differ in more than noise, as the network wants them."""
    coarse = torch.randn(count, 3, 6, 4, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.interpolate(coarse, size=SIZE, mode="bicubic")


@pytest.fixture(scope="module")
def trained() -> PosterNetwork:
    """A network whose normalisations have met something."""
    torch.manual_seed(0)
    network = PosterNetwork(3, 4, 16)
    network.train()
    with torch.no_grad():
        for seed in range(30):
            network.embed(pixels(16, seed))
        for norm in network.backbone.modules():
            if isinstance(norm, torch.nn.BatchNorm2d):
                norm.weight.uniform_(0.5, 1.5)
                norm.bias.uniform_(-0.5, 0.5)
    return network.eval()


@pytest.fixture(scope="module")
def exported(trained: PosterNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "some.onnx"
    export_trained(trained, path, SIZE)
    return path


def test_the_network_says_what_the_file_says(exported: Path) -> None:
    torch.manual_seed(1)
    network = PosterNetwork(3, 4, 16, frozen_stages=2)
    heads = network.genre.weight.clone()
    unfold_onnx(network, exported, [pixels(16, seed) for seed in range(100, 104)])
    posters = pixels(12, 7)
    session = onnxruntime.InferenceSession(exported)
    wanted = torch.from_numpy(session.run(None, {"pixels": posters.numpy()})[0])
    with torch.no_grad():
        said = network.backbone(posters) @ network.projection.weight.T
    apart = wanted - said
    # Where the embeddings' middle lies is the centring's to say, which learns it anew.
    assert (apart - apart.mean(0)).abs().max() < 1e-3 * wanted.std()
    assert torch.equal(network.genre.weight, heads)


def test_while_training_it_normalises_as_it_did(exported: Path) -> None:
    network = PosterNetwork(3, 4, 16)
    posters = pixels(48, 100)
    unfold_onnx(network, exported, [posters])
    with torch.no_grad():
        still = network.embed(posters)
        network.train()
        live = network.embed(posters)
    assert torch.nn.functional.cosine_similarity(still, live).min() > 0.999


def test_another_network_is_refused(exported: Path) -> None:
    for other in (PosterNetwork(3, 4, 32), PosterNetwork(3, 4, 16, architecture="lite2")):
        with pytest.raises(UnavailableError) as caught:
            unfold_onnx(other, exported, [])
        assert caught.value.code == "bad_run"


def test_a_run_can_begin_with_the_encoder_that_ships(tmp_path: Path) -> None:
    config = Config(
        epochs=1,
        batch=8,
        sizes=((1.0, 32, 32),),
        begin=STARTER,
        pretrained=False,
        learning_rate=0.0,
        new_learning_rate=0.0,
        validated=12,
    )
    posters = made_up(tmp_path / "posters", films=24)
    train_encoder(posters, config, tmp_path / "run", workers=0)
    network = open_trained(tmp_path / "run")[0]
    shipped = _weights(Path(str(files("services.starter"))) / MODEL_FILE)
    layers = [m for m in network.backbone.modules() if isinstance(m, torch.nn.Conv2d)]
    for layer, (weight, _) in zip(layers, shipped[:-1], strict=True):
        ours, theirs = layer.weight.detach().flatten(1), torch.from_numpy(weight).flatten(1)
        alike = torch.nn.functional.cosine_similarity(ours, theirs)
        assert alike[theirs.norm(dim=1) > 1e-3].min() > 0.999
    assert np.allclose(network.projection.weight.detach(), shipped[-1][0], atol=1e-6)
    with pytest.raises(UnavailableError, match="another network"):
        train_encoder(
            posters, dataclasses.replace(config, dimension=8), tmp_path / "less", workers=0
        )
