"""Which runtime is chosen, and what becomes of a choice elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from marquee import serve
from marquee.__main__ import app
from services.core.settings import Settings, read_settings
from services.samples import SAMPLES, draw
from services.vision.encoders import open_encoder, poster_lite, tuning
from services.vision.encoders.base import Embeddings
from services.vision.encoders.poster_lite import MODEL_FILE, PosterLite
from services.vision.encoders.runtimes import USUAL, Runtime, available
from services.vision.encoders.tuning import FILE, Measured, best, measure, remember, remembered
from tests.shared import STARTER

MODEL = STARTER / MODEL_FILE
KEY = PosterLite(MODEL).spec.key
PLAIN, ROUNDED = Runtime("openvino", "float32"), Runtime("openvino", "bfloat16")


@pytest.fixture(scope="module")
def posters() -> list[Image.Image]:
    return [draw(sample, 200) for sample in SAMPLES]


def test_the_cheapest_of_the_right_and_quick_is_chosen() -> None:
    usual = Measured(USUAL, wait_ms=10.0, processor_ms=10.0, cosine=1.0)
    assert best([usual, Measured(ROUNDED, 9.0, 5.0, 0.9995)]) == ROUNDED
    assert best([usual, Measured(ROUNDED, 9.0, 5.0, 0.9985)]) == USUAL
    assert best([usual, Measured(PLAIN, 11.9, 5.0, 1.0)]) == PLAIN
    assert best([usual, Measured(PLAIN, 12.1, 5.0, 1.0)]) == USUAL
    assert best([usual, Measured(PLAIN, 9.0, 11.0, 1.0)]) == USUAL


def test_a_choice_is_remembered(settings: Settings) -> None:
    assert remembered(settings, KEY) == USUAL
    remember(settings, KEY, ROUNDED)
    assert remembered(settings, KEY) == ROUNDED
    remember(settings, KEY, PLAIN)
    assert remembered(settings, KEY) == PLAIN
    assert [path.name for path in settings.data_dir.iterdir()] == [FILE]


def test_a_choice_for_other_weights_or_another_machine_counts_no_more(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(settings, KEY, ROUNDED)
    assert remembered(settings, "poster-lite@00000000") == USUAL
    monkeypatch.setattr(tuning, "version", lambda name: f"another {name}")
    assert remembered(settings, KEY) == USUAL


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"machine": 1}', '{"runtime": {"engine": "abacus"}}', "\x00"]
)
def test_a_damaged_choice_is_none(
    settings: Settings, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / FILE).write_text(text)
    assert remembered(settings, KEY) == USUAL
    assert "the encoder runs as usual" in caplog.text


def test_runtimes_are_measured_by_turns(posters: list[Image.Image]) -> None:
    asked: list[tuple[str, int]] = []

    class Encoder:
        spec = PosterLite(MODEL).spec

        def __init__(self, name: str, turned: float) -> None:
            self._name = name
            self._unit = np.array([[np.cos(turned), np.sin(turned)]], dtype=np.float32)

        def embed(self, images: Sequence[Image.Image]) -> Embeddings:
            asked.append((self._name, len(images)))
            return np.repeat(self._unit, len(images), axis=0)

    first, second = measure([(USUAL, Encoder("a", 0.0)), (PLAIN, Encoder("b", 0.1))], posters)
    assert (first.runtime, second.runtime) == (USUAL, PLAIN)
    assert first.cosine == pytest.approx(1.0)
    assert second.cosine == pytest.approx(np.cos(0.1))
    assert asked[-4:] == [("a", 1), ("a", 8), ("b", 1), ("b", 8)]


def test_one_by_one_is_as_all_together(posters: list[Image.Image]) -> None:
    together = PosterLite(MODEL, threads=3).embed(posters)
    assert np.array_equal(together, PosterLite(MODEL, threads=1).embed(posters))
    apart = [PosterLite(MODEL).embed([poster]) for poster in posters]
    assert np.array_equal(together, np.concatenate(apart))


def test_what_cannot_run_here_is_opened_as_usual(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    remember(settings, KEY, ROUNDED)
    opened: list[Runtime] = []

    class Refusing(PosterLite):
        def __init__(self, model: Path, threads: int = 2, runtime: Runtime = USUAL) -> None:
            opened.append(runtime)
            if runtime != USUAL:
                raise poster_lite.UnavailableError("no_weights", "no")
            super().__init__(model, threads, runtime)

    monkeypatch.setattr(poster_lite, "PosterLite", Refusing)
    assert open_encoder("poster-lite", settings).spec.key == KEY
    assert opened == [ROUNDED, USUAL]
    assert "it is opened as usual" in caplog.text


@pytest.mark.parametrize("runtime", [PLAIN, ROUNDED], ids=str)
def test_openvino_embeds_nearly_the_same(runtime: Runtime, posters: list[Image.Image]) -> None:
    pytest.importorskip("openvino", reason="needs the extra `openvino`")
    if runtime not in available():
        pytest.skip(f"this processor cannot calculate by {runtime}")
    usual, other = PosterLite(MODEL), PosterLite(MODEL, 2, runtime)
    assert other.spec == usual.spec
    cosines = (usual.embed(posters) * other.embed(posters)).sum(axis=1)
    assert cosines.mean() >= (0.999999 if runtime == PLAIN else tuning.LEAST_COSINE)
    (seen, inside), (seen_so, inside_so) = usual.look(posters), other.look(posters)
    assert inside.shape == inside_so.shape
    assert (seen * seen_so).sum(axis=1).mean() >= tuning.LEAST_COSINE
    assert np.abs(inside - inside_so).mean() <= 0.05 * np.abs(inside).mean()


def test_serve_tunes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Settings] = []

    async def begin(settings: Settings) -> None:
        served.append(settings)

    monkeypatch.setattr(serve, "_serve", begin)
    monkeypatch.setattr(serve, "get_settings", read_settings)
    monkeypatch.setattr(tuning, "_ROUNDS", 2)
    result = CliRunner().invoke(app, ["serve", "--tune"], env={"MARQUEE_DATA_DIR": str(tmp_path)})
    assert result.exit_code == 0, result.output
    assert "ONNX Runtime, float32" in result.stderr
    assert "from now on" in result.stderr
    assert json.loads((tmp_path / FILE).read_text())["encoder"] == KEY
    assert len(served) == 1
