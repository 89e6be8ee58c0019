"""ResNet50, VGG16 and CLIP: real loading code, real networks, random weights."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.core.encoders import SPECS, Metric, encoder_spec
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.vision.encoders import Encoder, open_encoder

NEEDS = "needs the `models` extra"
torch = pytest.importorskip("torch", reason=NEEDS)
torchvision = pytest.importorskip("torchvision", reason=NEEDS)
open_clip = pytest.importorskip("open_clip", reason=NEEDS)
pytestmark = pytest.mark.models

FILES = {
    "resnet50": "resnet50-11ad3fa6.pth",
    "vgg16": "vgg16-397923af.pth",
    "clip-vit-b-32": "open_clip_model.safetensors",
}
# Where torchvision's feature extractor finds the layer before the classifier.
PENULTIMATE = {"resnet50": "flatten", "vgg16": "classifier.4"}


def settings_for(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, threads=1)  # pyright: ignore[reportCallIssue]


@pytest.fixture(scope="module")
def images(drawn: list[Image.Image]) -> list[Image.Image]:
    return [drawn[0], drawn[4], drawn[7].rotate(90, expand=True)]


@pytest.fixture(scope="module", params=["resnet50", "vgg16"])
def convolutional(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Encoder, Any]:
    """An encoder opened from a file, and the network that was saved into it."""
    from services.vision.encoders.torch_models import resnet50_network, vgg16_network

    name: str = request.param
    settings = settings_for(tmp_path_factory.mktemp(name))
    torch.manual_seed(1)
    network: Any = {"resnet50": resnet50_network, "vgg16": vgg16_network}[name]().eval()
    settings.weights_dir.mkdir()
    path = settings.weights_dir / FILES[name]
    torch.save(network.state_dict(), path)
    encoder = open_encoder(name, settings)
    path.unlink()
    return encoder, network


def test_embeddings_are_the_penultimate_layer(
    convolutional: tuple[Encoder, Any], images: list[Image.Image]
) -> None:
    from torchvision.models.feature_extraction import create_feature_extractor

    encoder, network = convolutional
    name = encoder.spec.name
    weights: Any = {
        "resnet50": torchvision.models.ResNet50_Weights.IMAGENET1K_V2,
        "vgg16": torchvision.models.VGG16_Weights.IMAGENET1K_V1,
    }[name]
    assert weights.url in encoder.spec.weights
    extract = create_feature_extractor(network, {PENULTIMATE[name]: "features"})
    transform = weights.transforms()
    with torch.inference_mode():
        wanted = extract(torch.stack([transform(image) for image in images]))["features"].numpy()
    embeddings = encoder.embed(images)
    assert embeddings.shape == wanted.shape == (3, encoder.spec.dimension)
    assert np.abs(embeddings - wanted).max() < 1e-4 * np.abs(wanted).max()
    assert np.abs(embeddings[0] - embeddings[1]).max() > 1e-2 * np.abs(wanted).max()


def test_what_the_convolutional_encoders_declare(convolutional: tuple[Encoder, Any]) -> None:
    encoder, _ = convolutional
    assert encoder.spec is SPECS[encoder.spec.name]
    assert encoder.spec.metric is Metric.EUCLIDEAN
    assert encoder.spec.dimension == {"resnet50": 2048, "vgg16": 4096}[encoder.spec.name]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    from safetensors.torch import save_file

    from services.vision.encoders.torch_models import clip_network

    settings = settings_for(tmp_path_factory.mktemp("clip"))
    torch.manual_seed(2)
    network = clip_network().eval()
    settings.weights_dir.mkdir()
    path = settings.weights_dir / FILES["clip-vit-b-32"]
    save_file(network.state_dict(), path)
    encoder = open_encoder("clip-vit-b-32", settings)
    path.unlink()
    return encoder, network


def unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_clip_sees_as_open_clip_does(clip: tuple[Any, Any], images: list[Image.Image]) -> None:
    encoder, network = clip
    transform: Any = open_clip.image_transform(224, is_train=False)
    with torch.inference_mode():
        pixels = torch.stack([transform(image) for image in images])
        wanted = unit(network.encode_image(pixels).numpy())
    embeddings = encoder.embed(images)
    assert embeddings.shape == (3, 512)
    assert (encoder.spec.metric, encoder.spec.dimension) == (Metric.COSINE, 512)
    assert np.einsum("ij,ij->i", embeddings, wanted).min() > 1 - 1e-5
    assert np.abs(embeddings[0] - embeddings[1]).max() > 1e-3


def test_clip_reads_as_open_clip_does(clip: tuple[Any, Any]) -> None:
    encoder, network = clip
    texts = ["a western", "a love story on a ship", "a western", "rain " * 200, ""]
    embeddings = encoder.embed_text(texts)
    assert embeddings.shape == (5, 512)
    assert embeddings.dtype == np.float32
    assert np.abs(np.linalg.norm(embeddings, axis=1) - 1).max() < 1e-5
    assert np.array_equal(embeddings[0], embeddings[2])
    assert np.abs(embeddings[0] - embeddings[1]).max() > 1e-3
    assert np.allclose(encoder.embed_text(["a western"])[0], embeddings[0], atol=1e-5)
    with torch.inference_mode():
        tokens = open_clip.get_tokenizer("ViT-B-32")(texts)
        wanted = unit(network.encode_text(tokens).numpy())
    assert np.abs(embeddings - wanted).max() < 1e-5
    assert encoder.embed_text([]).shape == (0, 512)


def gives_what_every_encoder_gives(encoder: Encoder, images: list[Image.Image]) -> None:
    embeddings = encoder.embed(images)
    assert embeddings.dtype == np.float32
    assert np.isfinite(embeddings).all()
    lengths = np.linalg.norm(embeddings, axis=1)
    assert (np.abs(lengths - 1).max() < 1e-5) == (encoder.spec.metric is Metric.COSINE)
    alone = np.concatenate([encoder.embed([image]) for image in images])
    assert np.abs(embeddings - alone).max() < 1e-4 * np.abs(embeddings).max()
    nothing = encoder.embed([])
    assert nothing.shape == (0, encoder.spec.dimension)
    assert nothing.dtype == np.float32


def test_the_convolutional_encoders_keep_the_interface(
    convolutional: tuple[Encoder, Any], images: list[Image.Image]
) -> None:
    gives_what_every_encoder_gives(convolutional[0], images)


def test_clip_keeps_the_interface(clip: tuple[Any, Any], images: list[Image.Image]) -> None:
    gives_what_every_encoder_gives(clip[0], images)


# Weights that are not there, or are others


def refusal(name: str, settings: Settings) -> str:
    with pytest.raises(UnavailableError) as caught:
        open_encoder(name, settings)
    assert caught.value.code == "no_weights"
    message = caught.value.message
    assert "\n" not in message
    # Which file, from where, and where to put it.
    assert FILES[name] in message
    assert encoder_spec(name).weights.split(" from ")[1] in message
    assert f"{settings.weights_dir}/" in message
    return message


@pytest.fixture
def unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for variable in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    # urllib keeps the proxies that it met first; the hub's client would try for half a minute.
    monkeypatch.setattr("urllib.request._opener", None)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("name", ["resnet50", "clip-vit-b-32"])
def test_weights_that_cannot_be_fetched(name: str, settings: Settings) -> None:
    assert "could not be fetched" in refusal(name, settings)
    assert list(settings.weights_dir.rglob("*")) == []


@pytest.mark.usefixtures("unreachable")
def test_a_folder_that_cannot_be_made(settings: Settings) -> None:
    settings.weights_dir.write_text("a file where the folder should be", encoding="utf-8")
    assert "could not be fetched" in refusal("resnet50", settings)


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[Path]]:
        return (Path.touch, (self.path,))


def other_network(path: Path) -> None:
    torch.save(torchvision.models.resnet18(weights=None).state_dict(), path)


def cut_off(path: Path) -> None:
    other_network(path)
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"<html>404 Not Found</html>"),
        lambda path: torch.save([1, 2], path),
        lambda path: torch.save({}, path),
        lambda path: torch.save(Bomb(path.parent / "boom"), path),
        other_network,
        cut_off,
    ],
    ids=["empty", "html", "list", "nothing", "pickle", "other network", "cut off"],
)
def test_a_file_without_these_weights(settings: Settings, write: Callable[[Path], object]) -> None:
    settings.weights_dir.mkdir()
    path = settings.weights_dir / FILES["resnet50"]
    write(path)
    assert f"{path} does not hold the weights of resnet50" in refusal("resnet50", settings)
    assert not (settings.weights_dir / "boom").exists()


def test_a_clip_file_without_these_weights(settings: Settings) -> None:
    settings.weights_dir.mkdir()
    path = settings.weights_dir / FILES["clip-vit-b-32"]
    path.write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    assert f"{path} does not hold" in refusal("clip-vit-b-32", settings)


# Fetching


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A server on this machine that gives its `body`, and claims `claimed` bytes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(served.claimed))
            self.end_headers()
            self.wfile.write(served.body)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    class Server(ThreadingHTTPServer):
        body = b""
        claimed = 0

    served = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A file with random weights of ResNet50."""
    from services.vision.encoders.torch_models import resnet50_network

    torch.manual_seed(3)
    held = BytesIO()
    torch.save(resnet50_network().state_dict(), held)
    return held.getvalue()


@pytest.mark.parametrize("fault", ["", "cut off", "another file"])
def test_weights_are_fetched_whole_or_not_at_all(
    fault: str, whole: bytes, server: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:

    path = settings.weights_dir / FILES["resnet50"]
    settings.weights_dir.mkdir()
    server.claimed = len(whole)
    server.body = {"": whole, "cut off": whole[:9999], "another file": whole[::-1]}[fault]
    spec = dataclasses.replace(
        SPECS["resnet50"],
        weights=f"{path.name} from http://127.0.0.1:{server.server_port}/{path.name}",
        revision=hashlib.sha256(whole).hexdigest()[:8],
    )
    monkeypatch.setitem(SPECS, "resnet50", spec)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("urllib.request._opener", None)
    if fault:
        assert "could not be fetched" in refusal("resnet50", settings)
        assert list(settings.weights_dir.rglob("*")) == []
        return
    encoder = open_encoder("resnet50", settings)
    assert encoder.embed([Image.new("RGB", (60, 90), "red")]).shape == (1, 2048)
    assert path.read_bytes() == whole
    assert list(settings.weights_dir.rglob("*")) == [path]
    server.body = b""
    open_encoder("resnet50", settings)  # now from the folder
    path.unlink()  # 100 MB
