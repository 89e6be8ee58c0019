"""Stock encoders as ONNX files: what torch gives, without torch."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from marquee.__main__ import app
from services.core.encoders import SPECS, encoder_spec
from services.core.errors import UnavailableError
from services.core.settings import Settings, get_settings
from services.samples import SAMPLES, draw
from services.vision.encoders import open_encoder
from services.vision.encoders.exported import KEY, PICTURES, TOKENIZER, exported_folder
from tests.training.tiny_clip import SPEC, tiny_clip

NEEDS = "needs the `models` extra"
torch = pytest.importorskip("torch", reason=NEEDS)
pytest.importorskip("open_clip", reason=NEEDS)
pytest.importorskip("tokenizers", reason=NEEDS)
onnx = pytest.importorskip("onnx", reason=NEEDS)
pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]
TEXTS = [
    "a western",
    "Lonely ASTRONAUT,\tblue",
    "rain " * 200,
    "",
    "l’été d'amour — it's 1999!! don't",
    "日本語のポスター 映画 🎬",
    "İstanbul Straße ﬁlm",
    "&amp;lt;b&gt; tom &amp; jerry",
    "<end_of_text> an end <start_of_text>",
    "٣ ½ Ⅷ \u200b zero\u00a0width",
    "~~~***(((",
]


def settings_for(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, threads=1)  # pyright: ignore[reportCallIssue]


@pytest.fixture(scope="module")
def images() -> list[Image.Image]:
    # More than a batch.
    return [draw(SAMPLES[i % len(SAMPLES)], 60 + 7 * i) for i in range(20)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Settings]:
    """A small CLIP in torch, and where it was exported to."""
    from services.training.stock_export import export_stock

    encoder, settings = tiny_clip(), settings_for(tmp_path_factory.mktemp("tiny"))
    exported = export_stock(encoder, exported_folder(SPEC, settings))
    assert exported.agreement >= 0.9999
    return encoder, settings


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "tiny" in request.fixturenames:
        monkeypatch.setitem(SPECS, SPEC.name, SPEC)


def lowest(ours: Any, theirs: Any) -> float:
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return float((np.einsum("ij,ij->i", ours, theirs) / lengths).min())


def test_pictures_are_seen_as_torch_sees_them(
    tiny: tuple[Any, Settings], images: list[Image.Image]
) -> None:
    original, settings = tiny
    exported = open_encoder(SPEC.name, settings)
    assert exported.spec is SPEC
    embeddings = exported.embed(images)
    assert embeddings.shape == (20, 32)
    assert lowest(embeddings, original.embed(images)) > 1 - 1e-5
    assert exported.embed([]).shape == (0, 32)


def test_words_are_read_as_torch_reads_them(tiny: tuple[Any, Settings]) -> None:
    original, settings = tiny
    exported: Any = open_encoder(SPEC.name, settings)
    wanted = original.embed_text(TEXTS)
    assert np.abs(wanted[0] - wanted[1]).max() > 1e-3
    assert np.abs(exported.embed_text(TEXTS) - wanted).max() < 1e-5
    assert exported.embed_text([]).shape == (0, 32)


def test_every_text_becomes_the_same_tokens(tiny: tuple[Any, Settings]) -> None:
    from tokenizers import Tokenizer

    original, settings = tiny
    tokenizer = Tokenizer.from_file(str(exported_folder(SPEC, settings) / TOKENIZER))
    rng = np.random.default_rng(0)
    letters = [chr(code) for code in (*range(33, 0x250), *range(0x3B1, 0x3C9), 0x4E00, 0x1F600)]
    texts = [" ".join("".join(rng.choice(letters, 5)) for _ in range(6)) for _ in range(200)]
    # Cleaned already, so that only how they are cut is compared.
    texts = [" ".join(original.tokenise.clean_fn(text).split()) for text in texts]
    wanted = original.tokenise(texts).numpy()
    assert np.array_equal([row.ids for row in tokenizer.encode_batch(texts)], wanted)


def test_pictures_need_no_tokenizers(
    tiny: tuple[Any, Settings], images: list[Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    exported: Any = open_encoder(SPEC.name, tiny[1])
    assert exported.embed(images[:1]).shape == (1, 32)
    with pytest.raises(UnavailableError) as caught:
        exported.embed_text(["a western"])
    assert caught.value.code == "no_tokenizers"
    assert "marquee-bot[words]" in caught.value.message


def test_without_files_the_weights_are_wanted(settings: Settings) -> None:
    with pytest.raises(UnavailableError) as caught:
        open_encoder("resnet50", settings.model_copy(update={"data_dir": Path("/dev/null/no")}))
    assert caught.value.code == "no_weights"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def test_files_that_do_not_agree_are_not_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.training import stock_export

    monkeypatch.setattr(stock_export, "AGREEMENT", 1.1)
    folder = exported_folder(SPEC, settings)
    with pytest.raises(UnavailableError) as caught:
        stock_export.export_stock(tiny_clip(), folder)
    assert caught.value.code == "bad_model"
    assert list(folder.parent.iterdir()) == []


@pytest.mark.parametrize("fault", ["other weights", "no model", "other size"])
def test_files_that_cannot_be_used(tiny: tuple[Any, Settings], fault: str, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    folder = exported_folder(SPEC, settings)
    folder.mkdir(parents=True)
    theirs = exported_folder(SPEC, tiny[1])
    model = onnx.load(theirs / PICTURES)
    if fault == "other weights":
        onnx.helper.set_model_props(model, {KEY: f"{SPEC.name}@older"})
    elif fault == "other size":
        model.graph.input[0].type.tensor_type.shape.dim[2].dim_value = 65
    onnx.save(model, folder / PICTURES)
    if fault == "no model":
        (folder / PICTURES).write_bytes(b"<html>")
    with pytest.raises(UnavailableError) as caught:
        open_encoder(SPEC.name, settings)
    assert caught.value.code == "no_weights"
    assert f"marquee encoder export {SPEC.name}" in caught.value.message


# The real networks, as a person exports them

WITHOUT_TORCH = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "torchvision", "open_clip", "timm", "onnx"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
from pathlib import Path
import numpy as np
from services.core.settings import Settings
from services.samples import SAMPLES, draw
from services.vision.encoders import open_encoder
encoder = open_encoder(sys.argv[2], Settings(_env_file=None, data_dir=Path(sys.argv[1])))
images = [draw(SAMPLES[i], 240) for i in range(3)]
words = getattr(encoder, "embed_text", lambda texts: np.zeros((0, encoder.spec.dimension)))
np.save(sys.argv[3], np.concatenate([encoder.embed(images), words(["a western", "rain"])]))
"""


def shaken(network: Any) -> Any:
    """Give every batch normalisation figures of its own: new ones change nothing."""
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.normal_(module.running_mean, 0, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 2.0)
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
    return network.eval()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    yield settings_for(tmp_path)
    get_settings.cache_clear()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()  # hundreds of MB


@pytest.mark.slow
@pytest.mark.parametrize("name", ["resnet50", "vgg16", "clip-vit-b-32"])
def test_exported_and_served_without_torch(name: str, home: Settings, tmp_path: Path) -> None:
    from services.vision.encoders import torch_models
    from services.vision.encoders.torch_models import weights_path

    torch.manual_seed(4)
    make = {
        "resnet50": torch_models.resnet50_network,
        "vgg16": torch_models.vgg16_network,
        "clip-vit-b-32": torch_models.clip_network,
    }[name]
    path = weights_path(encoder_spec(name), home.weights_dir)
    path.parent.mkdir(parents=True)
    state = shaken(make()).state_dict()
    if path.suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(state, path)
    else:
        torch.save(state, path)
    original: Any = open_encoder(name, home)
    result = CliRunner().invoke(app, ["encoder", "export", name])
    assert result.exit_code == 0, result.output
    path.unlink()
    answer = tmp_path / "answer.npy"
    arguments = [sys.executable, "-c", WITHOUT_TORCH, str(tmp_path), name, str(answer)]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wanted = original.embed([draw(SAMPLES[i], 240) for i in range(3)])
    if encoder_spec(name).words:
        wanted = np.concatenate([wanted, original.embed_text(["a western", "rain"])])
    assert lowest(np.load(answer), wanted) >= 0.9999


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [("poster-lite", 1, "needs no torch as it is"), ("lenet", 1, "There is no encoder called")],
)
def test_what_is_not_exported(name: str, code: int, told: str) -> None:
    result = CliRunner().invoke(app, ["encoder", "export", name])
    assert (result.exit_code, told in result.stderr) == (code, True)
