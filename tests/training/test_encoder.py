"""Training the encoder: on a GPU or not, interrupted or not, it must end at the same place."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image

from services.core.errors import UnavailableError
from services.training.data import Labels
from tests.training.posters import made_up

pytest.importorskip("torch", reason="needs the `models` extra")
pytest.importorskip("timm", reason="needs the `models` extra")

import torch

from services.training import encoder as training
from services.training import whiten
from services.training.encoder import (
    CHECKPOINT,
    CONFIG,
    CURVES,
    Config,
    epoch_order,
    open_trained,
    train_encoder,
    year_edges,
)

pytestmark = pytest.mark.models

TINY = Config(
    epochs=2,
    batch=8,
    sizes=((0.5, 32, 32), (0.5, 48, 32)),
    dimension=16,
    pretrained=False,
    frozen_stages=0,
    year_bin=10,
    validated=12,
)


@pytest.fixture(scope="module")
def posters(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    return made_up(tmp_path_factory.mktemp("posters"))


@pytest.fixture(scope="module")
def run(posters: Labels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    train_encoder(posters, TINY, folder, workers=0)
    return folder


def weights(folder: Path) -> dict[str, torch.Tensor]:
    network = open_trained(folder)[0]
    return {**network.state_dict(), "whitening": network.whitening}


def test_a_run_leaves_its_configuration_curves_and_weights(run: Path) -> None:
    assert Config.from_json((run / CONFIG).read_text()) == TINY
    with (run / CURVES).open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["epoch"], row["height"]) for row in rows] == [("1", "32"), ("2", "48")]
    for name in ("train_genre", "train_copies", "val_genre", "val_mae", "val_six_auc", "val_hard"):
        assert all(np.isfinite(float(row[name])) for row in rows), name
    network, names, edges = open_trained(run)
    assert names == ("Comedy", "Horror")
    assert len(edges) == network.year.out_features + 1
    assert not network.training


def test_the_same_configuration_gives_the_same_weights(
    posters: Labels, run: Path, tmp_path: Path
) -> None:
    train_encoder(posters, TINY, tmp_path / "again", workers=1)
    again = weights(tmp_path / "again")
    assert all(torch.equal(tensor, again[name]) for name, tensor in weights(run).items())


def as_version_0_1_0_wrote_it(folder: Path) -> None:
    raw = json.loads((folder / CONFIG).read_text())
    renamed = {
        "judged": "validated", "rate": "learning_rate", "new_rate": "new_learning_rate",
    }  # fmt: skip
    for old, new in renamed.items():
        raw[old] = raw.pop(new)
    (folder / CONFIG).write_text(json.dumps(raw))
    kept = torch.load(folder / CHECKPOINT, weights_only=True)
    for group in kept["optimiser"]["param_groups"]:
        group["rate"] = group.pop("initial_lr")
    torch.save(kept, folder / CHECKPOINT)


@pytest.mark.parametrize(("steps", "older"), [(2, False), (4, True)])
def test_an_interrupted_run_ends_where_it_would_have(
    posters: Labels, run: Path, tmp_path: Path, steps: int, older: bool
) -> None:
    def stop(done: int, _total: int) -> None:
        if done == steps:
            raise KeyboardInterrupt

    folder = tmp_path / "cut"
    often = dataclasses.replace(TINY, checkpoint_steps=1)
    with pytest.raises(KeyboardInterrupt):
        train_encoder(posters, often, folder, workers=0, on_progress=stop)
    if older:
        as_version_0_1_0_wrote_it(folder)
    told: list[int] = []
    train_encoder(
        posters,
        Config(),  # the run's own configuration counts
        folder,
        resume=True,
        workers=0,
        on_progress=lambda done, _total: told.append(done),
    )
    assert told[0] == steps, "goes on from the last checkpoint, a step before the cut"
    cut = weights(folder)
    assert all(torch.equal(tensor, cut[name]) for name, tensor in weights(run).items())


def test_learning_lowers_the_losses(posters: Labels, tmp_path: Path) -> None:
    config = dataclasses.replace(
        TINY,
        epochs=12,
        sizes=((1.0, 32, 32),),
        strengths=(0.0, 0.1),
        learning_rate=2e-3,
        new_learning_rate=1e-2,
        dropout=0.0,
        drop_path=0.0,
        copies_weight=0.0,
        kin_weight=0.0,
    )
    rows: list[dict[str, float]] = []
    train_encoder(posters, config, tmp_path / "run", workers=0, on_epoch=rows.append)
    for name in ("train_genre", "train_year"):
        assert np.mean([row[name] for row in rows[-3:]]) < 0.9 * rows[0][name]


def test_whitening_shrinks_what_only_copies_differ_in(
    posters: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    apart = rng.normal(size=(512, 3)) * (0.4, 0.1, 0.1)
    as_is = torch.from_numpy(rng.normal(size=(512, 3)))
    copies = as_is + torch.from_numpy(apart)

    class Given:
        whitening = torch.eye(3)

        def embed(self, rows: torch.Tensor) -> torch.Tensor:
            return rows

    def batches(*_args: object, **_options: object):
        for start in range(0, 512, 32):
            yield as_is[start : start + 32], copies[start : start + 32], None

    monkeypatch.setattr(whiten, "training_batches", batches)
    monkeypatch.setattr(whiten, "normalise_pixels", lambda pixels, _device: pixels)
    found = whiten.fit_whitening(
        cast(Any, Given()), posters, size=(8, 8), strength=0.5, seed=(0, 0), workers=0
    )
    variances = np.array([0.16, 0.01, 0.01])
    wanted = np.diag(1 / np.sqrt(variances / variances.mean() + whiten.SHRINKAGE))
    assert np.allclose(found.numpy(), wanted, atol=0.1)


def test_whitening_is_kept_with_the_run(run: Path) -> None:
    whitening = open_trained(run)[0].whitening
    assert torch.equal(whitening, whitening.T)
    assert not torch.allclose(whitening, torch.eye(TINY.dimension), atol=0.1)


def test_a_run_can_begin_where_another_ended(posters: Labels, run: Path, tmp_path: Path) -> None:
    still = dataclasses.replace(
        TINY, begin=str(run), epochs=1, learning_rate=0.0, new_learning_rate=0.0
    )
    train_encoder(posters, still, tmp_path / "next", workers=0)
    first, after = weights(run), weights(tmp_path / "next")
    assert torch.equal(first["genre.weight"], after["genre.weight"])
    assert torch.allclose(first["projection.weight"], after["projection.weight"], atol=1e-6)
    wider = dataclasses.replace(still, dimension=32)
    with pytest.raises(UnavailableError) as caught:
        train_encoder(posters, wider, tmp_path / "wider", workers=0)
    assert caught.value.code == "bad_run"


def test_a_run_is_not_overwritten(posters: Labels, run: Path) -> None:
    with pytest.raises(UnavailableError, match="--resume") as caught:
        train_encoder(posters, TINY, run)
    assert caught.value.code == "run_exists"


def test_a_checkpoint_of_other_films_is_refused(run: Path, tmp_path: Path) -> None:
    others = made_up(tmp_path / "others", films=24)
    folder = tmp_path / "run"
    folder.mkdir()
    for name in (CONFIG, CHECKPOINT):
        (folder / name).write_bytes((run / name).read_bytes())
    with pytest.raises(UnavailableError) as caught:
        train_encoder(others, TINY, folder, resume=True)
    assert caught.value.code == "bad_checkpoint"


@pytest.mark.parametrize("text", ["", "[]", '{"epoch": 3}', '{"sizes": [[1, 2]]}', '{"sizes": 3}'])
def test_a_configuration_that_is_none(text: str) -> None:
    with pytest.raises(UnavailableError) as caught:
        Config.from_json(text)
    assert caught.value.code == "bad_config"
    assert "\n" not in caught.value.message


def test_a_configuration_survives_its_file() -> None:
    config = Config(epochs=3, sizes=((1.0, 64, 48),), strengths=(0.1, 0.5))
    assert Config.from_json(config.to_json()) == config
    assert Config.from_json(json.dumps({"epochs": 3})) == dataclasses.replace(Config(), epochs=3)


def test_the_configuration_of_an_older_run_is_read() -> None:
    text = '{"judged": 20, "rate": 0.1, "new_rate": 0.2}'
    chosen = Config(validated=20, learning_rate=0.1, new_learning_rate=0.2)
    assert Config.from_json(text) == chosen


def test_pictures_grow_and_rates_rise_then_fall() -> None:
    config = Config(epochs=10, sizes=((0.5, 32, 32), (0.5, 64, 48)), warm_up=0.1)
    assert [config.size_at(epoch) for epoch in (0, 4, 5, 9)] == [
        (32, 32),
        (32, 32),
        (64, 48),
        (64, 48),
    ]
    rates = [config.schedule(done) for done in (0.0, 0.1, 0.5, 1.0)]
    assert rates[0] < rates[2] < rates[1] == pytest.approx(1.0)
    assert rates[3] == pytest.approx(0.01)


def test_balance_shows_every_decade_as_often(posters: Labels) -> None:
    years = np.concatenate([np.full(300, 2005.0), np.full(30, 1955.0)])
    films = tuple(posters.films[0] for _ in years)
    skewed = dataclasses.replace(
        posters, films=films, years=years, splits=np.full(len(years), "train")
    )
    plain = epoch_order(skewed, TINY, 0)
    assert sorted(plain) == list(range(330))
    even = epoch_order(skewed, dataclasses.replace(TINY, year_balance=1.0), 0)
    assert 0.4 < (years[even] < 2000).mean() < 0.6


def test_year_bins_end_with_the_last_year(posters: Labels) -> None:
    edges = year_edges(posters, 3)
    assert edges[-1] == posters.years[posters.splits == "train"].max() + 1
    assert np.all(np.diff(edges) == 3)


def test_open_trained_refuses_what_is_no_run(tmp_path: Path) -> None:
    for content in (None, b"nothing"):
        if content is not None:
            (tmp_path / training.WEIGHTS).write_bytes(content)
        with pytest.raises(UnavailableError) as caught:
            open_trained(tmp_path)
        assert caught.value.code == "no_run"


def test_frozen_stages_stay(posters: Labels, tmp_path: Path) -> None:
    config = dataclasses.replace(TINY, epochs=1, frozen_stages=2, sizes=((1.0, 32, 32),))
    seen: list[torch.Tensor] = []
    begin = training._begin

    def begun(*args: object) -> object:
        run = begin(*args)  # pyright: ignore[reportArgumentType]
        seen.append(run.network.backbone.conv_stem.weight.clone())
        seen.append(run.network.backbone.blocks[0][0].bn1.running_mean.clone())
        seen.append(run.network.backbone.blocks[3][0].conv_dw.weight.clone())
        return run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_begin", begun)
        train_encoder(posters, config, tmp_path / "run", workers=0)
    after = weights(tmp_path / "run")
    assert torch.equal(after["backbone.conv_stem.weight"], seen[0])
    assert torch.equal(after["backbone.blocks.0.0.bn1.running_mean"], seen[1])
    assert not torch.equal(after["backbone.blocks.3.0.conv_dw.weight"], seen[2])


def test_posters_of_any_mode_can_be_learnt_from(posters: Labels, tmp_path: Path) -> None:
    Image.new("RGBA", (300, 20), (10, 20, 30, 40)).save(tmp_path / "odd.png")
    odd = dataclasses.replace(posters, paths=(str(tmp_path / "odd.png"), *posters.paths[1:]))
    config = dataclasses.replace(TINY, epochs=1, sizes=((1.0, 32, 32),))
    assert train_encoder(odd, config, tmp_path / "run", workers=0).is_file()


def test_recipes_can_be_read() -> None:
    recipes = sorted((Path(training.__file__).parent / "recipes").glob("*.json"))
    chosen = {path.stem: Config.from_json(path.read_text(encoding="utf-8")) for path in recipes}
    assert {"first", "second", "third", "fourth", "teacher"} <= chosen.keys()
    # A teacher and who learns from it speak of the same bins of years.
    assert chosen["teacher"].year_bin == chosen["third"].year_bin == chosen["fourth"].year_bin
    assert chosen["teacher"].year_end == chosen["third"].year_end == chosen["fourth"].year_end
