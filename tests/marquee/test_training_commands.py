"""From a folder of posters to an encoder of one's own and its figures, as a person types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marquee.__main__ import app
from services.core.settings import get_settings
from services.vision.encoders import open_encoder
from tests.training.posters import made_up

pytest.importorskip("torch", reason="needs the `models` extra")
pytest.importorskip("timm", reason="needs the `models` extra")

pytestmark = pytest.mark.models

FILMS = 240
CONFIG = {
    "epochs": 1,
    "batch": 16,
    "sizes": [[1, 32, 32]],
    "dimension": 16,
    "pretrained": False,
    "year_bin": 10,
    "judged": 20,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory):
    """A data folder with made-up posters, imported."""
    folder = tmp_path_factory.mktemp("home")
    labels = made_up(folder / "posters", films=FILMS)
    with (folder / "films.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "title", "year", "genres", "imdb_id", "split"])
        for i, (film, path) in enumerate(zip(labels.films, labels.paths, strict=True)):
            genres = "|".join((*film.genres, *(["Western"] if i < 4 else [])))
            split = ("train", "train", "val", "test")[i % 4]
            writer.writerow([Path(path).name, film.title, film.year, genres, film.imdb_id, split])
    (folder / "config.json").write_text(json.dumps(CONFIG))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARQUEE_DATA_DIR", str(folder / "data"))
        patch.setenv("COLUMNS", "200")
        patch.setenv("MARQUEE_THREADS", "1")
        get_settings.cache_clear()
        result = run(
            "catalogue", "import-folder", folder / "posters", "--csv", folder / "films.csv"
        )
        assert result.exit_code == 0, result.output
        yield folder
    get_settings.cache_clear()


def run(*words: str | Path):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_train_export_build_heads_evaluate(home: Path) -> None:
    trained = run("train", "encoder", "--config", home / "config.json", "--workers", "0")
    assert trained.exit_code == 0, trained.output
    assert "epoch 1 at 32 x 32" in trained.stdout
    folder = home / "data" / "runs" / "own"
    again = run("train", "encoder")
    assert again.exit_code == 1
    assert "--resume" in again.stderr

    exported = run("train", "export", "--size", "96x64")
    assert exported.exit_code == 0, exported.output
    assert (home / "data" / "weights" / "poster-lite.onnx").is_file()
    assert run("catalogue", "build").exit_code == 0
    encoder = open_encoder("poster-lite", get_settings()).spec
    assert (encoder.preprocessing.height, encoder.preprocessing.width) == (96, 64)

    calibrated = run("train", "heads", "--run", folder)
    assert calibrated.exit_code == 0, calibrated.output
    assert "Western was left out: " in calibrated.stdout

    fitted = run("train", "heads")
    assert fitted.exit_code == 0, fitted.output
    assert "Western was left out: " in fitted.stdout

    shown = run("evaluate", "--copies", "3")
    assert shown.exit_code == 0, shown.output
    for words in (
        "year head",
        "Comedy",
        "crop to 60 %",
        "Copies of 3 posters",
        "own film was left",
    ):
        assert words in shown.stdout
    (figures,) = [json.loads(run("evaluate", "--json", "--copies", "0").stdout)]
    assert figures["copies"] is None
    assert figures["encoder"].startswith("poster-lite@")

    study = run("study")
    assert study.exit_code == 0, study.output
    for words in ("Thresholds chosen for recall", "Mean error (bias) by decade", "A film's year"):
        assert words in study.stdout
    drawn = run("report", "--run", folder)
    assert drawn.exit_code == 0, drawn.output
    assert (home / "data" / "report" / "curves.png").is_file()

    # The baseline has embeddings of its own and no heads: they are fitted on the way.
    assert run("catalogue", "build", "--encoder", "imagenet-lite0").exit_code == 0
    compared = run("evaluate", "--encoder", "all", "--copies", "2")
    assert compared.exit_code == 0, compared.output
    assert "imagenet-lite0@" in compared.stdout
    assert "imagenet-lite0 has no heads yet" in compared.stderr
    assert "vgg16 is left out: " in compared.stderr
    assert "hard copies found" in compared.stdout


def test_a_configuration_with_a_slip_is_told(home: Path) -> None:
    slip = home / "slip.json"
    slip.write_text('{"epoch": 3}')
    result = run("train", "encoder", "--config", slip, "--out", home / "slip")
    assert result.exit_code == 1
    assert "'epoch'" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (home / "slip").exists()
