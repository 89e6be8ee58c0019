"""What earlier layers saw is given beside the embedding, from the file as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from services.core.settings import Settings
from services.vision.encoders.base import look
from services.vision.encoders.onnx_network import OnnxNetwork
from services.vision.encoders.poster_lite import PosterLite
from tests.training.data import SPEC
from tests.vision.encoders.test_poster_lite import MODEL


def test_the_encoder_that_ships_tells_what_it_saw(drawn: list[Image.Image]) -> None:
    encoder = PosterLite(MODEL, threads=1)
    images = [*drawn, *drawn][:18]
    embeddings, inside = look(encoder, images)
    assert np.abs(embeddings - encoder.embed(images)).max() < 1e-5
    # The channels of three stages.
    assert inside.shape == (18, 80 + 112 + 192)
    assert np.isfinite(inside).all()
    assert np.abs(inside[0] - inside[1]).max() > 1e-2
    assert np.abs(look(encoder, images[3:4])[1][0] - inside[3]).max() < 1e-4


def test_a_model_without_these_layers_tells_nothing_of_them(
    settings: Settings, drawn: list[Image.Image]
) -> None:
    network = OnnxNetwork(MODEL, 1, name="own", inside=("/another/layer",))
    how = PosterLite(MODEL).spec.preprocessing
    embeddings, inside = network.look(drawn[:2], how)
    assert inside.shape == (2, 0)
    assert np.array_equal(embeddings, network.embed(drawn[:2], how))
    assert network.sizes() == (how.height, how.width, embeddings.shape[1])


class _Plain:
    spec = SPEC

    def embed(self, images: Sequence[Image.Image]) -> np.ndarray:
        return np.ones((len(images), SPEC.dimension), dtype=np.float32)


def test_an_encoder_that_tells_nothing_of_it(drawn: list[Image.Image], tmp_path: Path) -> None:
    embeddings, inside = look(_Plain(), drawn[:3])
    assert (embeddings.shape, inside.shape) == ((3, SPEC.dimension), (3, 0))
