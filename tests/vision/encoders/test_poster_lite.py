"""The encoder that ships: what it gives, what it needs, and what it does without."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.core.encoders import IMAGENET_LITE0, SPECS, Metric, encoder_spec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders import open_encoder
from services.vision.encoders.poster_lite import MODEL_FILE, PosterLite
from services.vision.encoders.preprocessing import preprocess
from tests.shared import POSTERS, STARTER, needs_shared, rows

ROOT = STARTER.parents[1]
MODEL = STARTER / MODEL_FILE
DIMENSION = PosterLite(MODEL).spec.dimension


@pytest.fixture(scope="module")
def encoder() -> PosterLite:
    return PosterLite(MODEL)


def refusal(settings: Settings, name: str = "poster-lite") -> UnavailableError:
    with pytest.raises(UnavailableError) as caught:
        open_encoder(name, settings)
    assert "\n" not in caught.value.message
    return caught.value


def test_embeddings_are_unit_vectors(encoder: PosterLite, drawn: list[Image.Image]) -> None:
    embeddings = encoder.embed(drawn)
    assert embeddings.shape == (12, DIMENSION)
    assert embeddings.dtype == np.float32
    assert np.abs(np.linalg.norm(embeddings, axis=1) - 1).max() < 1e-6
    cosines = embeddings @ embeddings.T
    assert cosines[~np.eye(12, dtype=bool)].max() < 0.95, "different posters look alike"


def test_no_image_gives_no_embedding(encoder: PosterLite) -> None:
    embeddings = encoder.embed([])
    assert embeddings.shape == (0, DIMENSION)
    assert embeddings.dtype == np.float32


def test_company_does_not_change_an_embedding(
    encoder: PosterLite, drawn: list[Image.Image]
) -> None:
    images = [*drawn, *(image.rotate(180) for image in drawn)]  # more than one batch
    together = encoder.embed(images)
    alone = np.concatenate([encoder.embed([image]) for image in images])
    assert np.abs(together - alone).max() < 1e-5
    assert np.abs(encoder.embed(images[::-1])[::-1] - together).max() < 1e-5


def test_threads_do_not_change_an_embedding(encoder: PosterLite, drawn: list[Image.Image]) -> None:
    assert np.abs(PosterLite(MODEL, threads=1).embed(drawn) - encoder.embed(drawn)).max() < 1e-5


def test_size_and_compression_hardly_change_an_embedding(
    encoder: PosterLite, drawn: list[Image.Image], tmp_path: Path
) -> None:
    copies = []
    for image in drawn:
        image.resize((300, 450), Image.Resampling.LANCZOS).save(tmp_path / "copy.jpg", quality=80)
        with Image.open(tmp_path / "copy.jpg") as copy:
            copies.append(copy.convert("RGB"))
    cosines = encoder.embed(drawn) @ encoder.embed(copies).T
    assert np.diag(cosines).min() > 0.9
    assert np.array_equal(cosines.argmax(axis=1), np.arange(len(drawn)))


@pytest.fixture(scope="module")
def network() -> Any:
    """The ImageNet network in torch, whose weights anyone can install."""
    pytest.importorskip("torch", reason="needs the `models` extra")
    pytest.importorskip("timm", reason="needs the `models` extra")
    from services.vision.encoders.lite import LITE0, imagenet_lite

    return imagenet_lite(LITE0)


@pytest.fixture(scope="module")
def exported(network: Any, tmp_path_factory: pytest.TempPathFactory) -> PosterLite:
    """The same network on the way that the shipped one goes: ONNX, weights in half precision."""
    from services.training.export import export_onnx

    path = tmp_path_factory.mktemp("exported") / MODEL_FILE
    export_onnx(network, path, IMAGENET_LITE0)
    return PosterLite(path)


def agreement(encoder: PosterLite, network: Any, images: list[Image.Image]) -> float:
    """Return the lowest cosine between the two embeddings of an image."""
    import torch

    parts = []
    with torch.inference_mode():
        for start in range(0, len(images), 4):
            pixels = preprocess(images[start : start + 4], encoder.spec.preprocessing)
            parts.append(network(torch.from_numpy(pixels)).numpy())
    wanted = np.concatenate(parts).astype(np.float64)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    return np.einsum("ij,ij->i", encoder.embed(images), wanted).min()


@pytest.mark.models
def test_the_exported_model_agrees_with_torch(
    exported: PosterLite, network: Any, drawn: list[Image.Image]
) -> None:
    assert exported.spec.dimension == IMAGENET_LITE0.dimension
    assert exported.spec.preprocessing == IMAGENET_LITE0.preprocessing
    assert agreement(exported, network, drawn) >= 0.9999


@pytest.mark.models
@pytest.mark.shared
@needs_shared
def test_the_exported_model_agrees_with_torch_on_200_real_posters(
    exported: PosterLite, network: Any
) -> None:
    images = []
    for row in rows()[::97][:200]:
        with Image.open(POSTERS / row["file"]) as image:
            images.append(image.convert("RGB"))
    assert len(images) == 200
    assert agreement(exported, network, images) >= 0.9999


def test_the_revision_is_the_models_own(settings: Settings) -> None:
    spec = open_encoder("poster-lite", settings).spec
    assert spec.revision == hashlib.sha256(MODEL.read_bytes()).hexdigest()[:8]
    assert spec.key == f"poster-lite@{spec.revision}"
    assert (spec.dimension, spec.metric) == (DIMENSION, Metric.COSINE)


@pytest.mark.models
def test_ones_own_model_is_preferred(settings: Settings, drawn: list[Image.Image]) -> None:
    onnx = pytest.importorskip("onnx", reason="needs the `models` extra")
    model = onnx.load(MODEL)
    # Another text in it makes it another model, as another training would.
    model.doc_string = "my own"
    settings.weights_dir.mkdir()
    onnx.save(model, settings.weights_dir / MODEL_FILE)
    own = open_encoder("poster-lite", settings)
    assert own.spec.revision != PosterLite(MODEL).spec.revision
    assert np.allclose(own.embed(drawn[:2]), PosterLite(MODEL).embed(drawn[:2]), atol=1e-6)


@pytest.mark.parametrize("data", [b"", b"not a model", MODEL.read_bytes()[:100_000]])
def test_a_damaged_model(settings: Settings, data: bytes) -> None:
    settings.weights_dir.mkdir()
    (settings.weights_dir / MODEL_FILE).write_bytes(data)
    error = refusal(settings)
    assert error.code == "no_weights"
    assert str(settings.weights_dir / MODEL_FILE) in error.message


@pytest.mark.models
@pytest.mark.parametrize(
    ("pixels", "embedding", "inside", "out"),
    [
        ("pixels", "embedding", (4, 224, 152), 256),  # another input
        ("image", "embedding", (3, 224, 152), 256),
        ("pixels", "logits", (3, 224, 152), 256),
    ],
)
def test_a_model_of_another_kind(
    settings: Settings, pixels: str, embedding: str, inside: tuple[int, ...], out: int
) -> None:
    onnx = pytest.importorskip("onnx", reason="needs the `models` extra")
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", [pixels], ["means"]),
            helper.make_node("Flatten", ["means"], ["flat"]),
            helper.make_node("MatMul", ["flat", "weights"], [embedding]),
        ],
        "tiny",
        [helper.make_tensor_value_info(pixels, kind, ["n", *inside])],
        [helper.make_tensor_value_info(embedding, kind, ["n", out])],
        [onnx.numpy_helper.from_array(np.ones((inside[0], out), dtype=np.float32), "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    settings.weights_dir.mkdir()
    onnx.save(model, settings.weights_dir / MODEL_FILE)
    assert refusal(settings).code == "no_weights"


def test_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as caught:
        PosterLite(tmp_path / MODEL_FILE)
    assert caught.value.code == "no_weights"
    assert str(tmp_path / MODEL_FILE) in caught.value.message


@pytest.mark.parametrize("name", ["", "resnet", "poster-lite ", "../poster-lite"])
def test_an_unknown_encoder(settings: Settings, name: str) -> None:
    error = refusal(settings, name)
    assert error.code == "unknown_encoder"
    assert all(known in error.message for known in SPECS)
    with pytest.raises(UnavailableError):
        encoder_spec(name)


# In a process of its own, since this one may have imported torch for other tests

PRELUDE = """
import sys
from pathlib import Path
from PIL import Image

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in set(sys.argv[2].split(",")):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
from services.core.encoders import SPECS
from services.vision.encoders import open_encoder
from services.core.errors import UnavailableError
from services.core.settings import Settings
settings = Settings(_env_file=None, data_dir=Path(sys.argv[1]))
"""


def run(code: str, folder: Path, blocked: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code, str(folder), blocked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


LIGHT = """
encoder = open_encoder("poster-lite", settings)
print(encoder.embed([Image.new("RGB", (40, 60), "red")]).shape)
print(sorted({"torch", "torchvision", "open_clip", "timm", "onnx"} & sys.modules.keys()))
"""


@pytest.mark.slow
@pytest.mark.parametrize("blocked", ["", "torch,torchvision,open_clip,timm,onnx"])
def test_poster_lite_needs_no_torch(tmp_path: Path, blocked: str) -> None:
    assert run(LIGHT, tmp_path, blocked) == f"(1, {DIMENSION})\n[]\n"


WITHOUT: Any = """
for name in SPECS:
    try:
        open_encoder(name, settings)
    except UnavailableError as error:
        print(name, error.code, error.message)
"""


@pytest.mark.slow
@pytest.mark.parametrize("blocked", ["torch", "torchvision", "open_clip"])
def test_without_torch_the_others_say_how_to_get_it(tmp_path: Path, blocked: str) -> None:
    lines = run(WITHOUT, tmp_path, blocked).splitlines()
    others = [name for name, spec in SPECS.items() if spec.extra == "models"]
    assert len(others) > 3
    for name, line in zip(others, lines, strict=True):
        assert line.startswith(f"{name} no_torch ")
        assert "pip install 'marquee-bot[models]'" in line
