"""Several pictures of one film: what stands in for what, and what it is taught as."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services.training.data import Labels
from tests.training.posters import made_up

pytest.importorskip("torch", reason="needs the `models` extra")
pytest.importorskip("timm", reason="needs the `models` extra")

import torch

from services.training import encoder as training
from services.training import views
from services.training.config import Config
from services.training.encoder import epoch_order, train_encoder, year_edges
from services.training.network import Outputs
from services.training.validate import decades_error, validate
from services.training.views import Views, training_batches
from services.vision.heads.heads import softmax

pytestmark = pytest.mark.models

FILMS, EDITIONS = 24, 8
ALL = Config(
    epochs=1,
    batch=8,
    sizes=((1.0, 32, 32),),
    photos=0.5,
    editions=1.0,
    cut_mix=0.5,
    dimension=16,
    pretrained=False,
    frozen_stages=0,
    genre_focus=(0.0, 2.0),
    year_balance=0.5,
    year_bin=10,
    year_end=2026,
    edition_spread=12.0,
    validated=12,
    checkpoint_steps=1,
)


@pytest.fixture(scope="module")
def posters(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    """Films 0 to 23, and then the first eight once more with a picture of another colour."""
    labels = made_up(tmp_path_factory.mktemp("posters"), films=FILMS)
    paths = []
    for row in range(EDITIONS):
        path = Path(labels.paths[row]).with_name(f"{row}-other.png")
        Image.new("RGB", (40, 60), (255, 255, 30 * row)).save(path)
        paths.append(str(path))
    rows = [*range(FILMS), *range(EDITIONS)]
    return Labels(
        films=tuple(labels.films[row] for row in rows),
        years=labels.years[rows],
        splits=labels.splits[rows],
        redistributable=labels.redistributable[rows],
        paths=(*labels.paths, *paths),
        pictures=np.arange(len(rows)),
        positions=(0,) * FILMS + (1,) * EDITIONS,
    )


def test_the_pictures_of_a_film_share_its_number(posters: Labels) -> None:
    owners = posters.film_numbers
    assert len(set(owners[:FILMS])) == FILMS
    assert owners[FILMS:].tolist() == owners[:EDITIONS].tolist()
    assert posters.is_edition.sum() == EDITIONS
    plain = dataclasses.replace(posters, positions=())
    assert not plain.is_edition.any()


def test_only_pictures_of_the_same_film_stand_in_for_it(posters: Labels) -> None:
    made = training._views(posters, ALL)
    train = posters.splits == "train"
    assert set(made.others) == {
        row for row in range(len(posters.films)) if train[row] and row % FILMS < EDITIONS
    }
    order = np.flatnonzero(train)
    for share, wanted in ((1.0, set(made.others)), (0.0, set())):
        (batch,) = training_batches(
            posters.paths,
            order,
            size=(24, 16),
            batch=len(order),
            views=dataclasses.replace(made, editions=share),
            seed=(0, 0),
            workers=0,
        )
        rows, strong = batch.rows.tolist(), batch.strong_rows.tolist()
        assert rows == order.tolist()
        swapped = {row: other for row, other in zip(rows, strong, strict=True) if row != other}
        assert set(swapped) == wanted
        assert all(
            posters.film_numbers[row] == posters.film_numbers[other]
            for row, other in swapped.items()
        )


def test_photos_are_as_many_as_was_asked_for(
    posters: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[float] = []

    def photo(image: Image.Image, _rng: object, strength: float) -> Image.Image:
        taken.append(strength)
        return image

    monkeypatch.setattr(views, "cover_photo", photo)
    for share, fewest, most in ((0.0, 0, 0), (0.5, 6, 20), (1.0, 24, 24)):
        taken.clear()
        order = np.arange(FILMS)
        list(
            training_batches(
                posters.paths,
                order,
                size=(24, 16),
                batch=FILMS,
                views=Views((0.1, 0.7), photos=share),
                seed=(0, 0),
                workers=0,
            )
        )
        assert fewest <= len(taken) <= most
        assert set(taken) <= {0.7}


def test_another_edition_is_dated_less_sharply(posters: Labels) -> None:
    edges = year_edges(posters, ALL.year_bin, ALL.year_end)
    assert edges[-1] == 2027, "years can be told that no film of train has"
    targets = training._Targets(posters, ALL, edges, torch.device("cpu"))
    sharp, wide = targets.bins[:EDITIONS], targets.bins[FILMS:]
    assert torch.all(sharp.amax(1) > wide.amax(1))
    assert torch.equal(targets.genres[:EDITIONS], targets.genres[FILMS:])


def test_no_picture_of_the_same_film_counts_as_another(posters: Labels) -> None:
    edges = year_edges(posters, ALL.year_bin)
    targets = training._Targets(posters, ALL, edges, torch.device("cpu"))
    alike = targets.alike(targets.train)
    owners = posters.film_numbers[targets.train.numpy()]
    assert torch.equal(alike, torch.from_numpy(owners[:, None] == owners))


def test_balance_leaves_no_film_to_chance(posters: Labels) -> None:
    years = np.concatenate([np.full(300, 2005.0), np.full(30, 1955.0), np.full(5, np.nan)])
    skewed = dataclasses.replace(
        posters,
        films=tuple(posters.films[0] for _ in years),
        years=years,
        splits=np.full(len(years), "train"),
    )
    drawn = epoch_order(skewed, dataclasses.replace(ALL, year_balance=0.5), 3)
    shown = np.bincount(drawn, minlength=len(years))
    assert len(drawn) == len(years)
    assert set(shown[:300]) <= {0, 1}
    assert set(shown[300:330]) <= {2, 3}
    assert set(shown[330:]) <= {0, 1}, "a film without a year is no rarity"


def test_all_of_it_at_once_can_be_interrupted(posters: Labels, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    whole = train_encoder(posters, ALL, tmp_path / "whole", workers=0)
    with pytest.raises(KeyboardInterrupt):
        train_encoder(posters, ALL, tmp_path / "cut", workers=0, on_progress=stop)
    rows: list[dict[str, float]] = []
    cut = train_encoder(
        posters, ALL, tmp_path / "cut", resume=True, workers=0, on_epoch=rows.append
    )
    one, other = (torch.load(path, weights_only=True)["weights"] for path in (whole, cut))
    assert all(torch.equal(tensor, other[name]) for name, tensor in one.items())
    assert {"val_median", "val_decades", "val_editions"} <= rows[0].keys()


def test_teachers_say_what_labels_do_not(posters: Labels, tmp_path: Path) -> None:
    plain = dataclasses.replace(ALL, learning_rate=0.0, new_learning_rate=0.0)
    larger = dataclasses.replace(plain, architecture="lite2")
    teacher = str(tmp_path / "teacher")
    train_encoder(posters, larger, Path(teacher), workers=0)
    edges = year_edges(posters, ALL.year_bin, ALL.year_end)
    said = training.taught(posters, (teacher, teacher), edges, tmp_path)
    assert said[0].shape == (int((posters.splits == "train").sum()), 2)
    again = training.taught(posters, ("gone",), edges, tmp_path)
    assert all(np.array_equal(a, b) for a, b in zip(said, again, strict=True))

    nameless = dataclasses.replace(posters.films[0], genres=())
    unknown = dataclasses.replace(
        posters,
        films=(nameless, *posters.films[1:]),
        years=np.array([np.nan, *posters.years[1:]]),
    )
    targets = training._Targets(unknown, ALL, edges, torch.device("cpu"))
    labels = targets.genres.clone()
    targets.learn_from(said, 0.25)
    taught = targets.taught_genres.numpy()
    assert np.allclose(taught[0], said[0][0])
    assert np.allclose(targets.bins[0].numpy(), said[1][0])
    assert np.allclose(taught[1], 0.75 * labels[1].numpy() + 0.25 * said[0][1])
    assert torch.equal(targets.genres, labels), "which films are alike is told by labels alone"

    wrong = dataclasses.replace(ALL, teachers=(teacher,), year_bin=20)
    with pytest.raises(training.UnavailableError, match="other genres or years"):
        train_encoder(posters, wrong, tmp_path / "wrong", workers=0)


class Knowing(torch.nn.Module):
    """Dates every poster to one bin, and knows the pictures of a film by the blue of a corner."""

    widths = (4, 2, 2)

    def __init__(self) -> None:
        super().__init__()
        self.nothing = torch.nn.Parameter(torch.zeros(1))

    def __call__(self, pixels: torch.Tensor) -> Outputs:
        corner = pixels[:, :, 0, 0]
        vectors = torch.cat([corner, torch.ones(len(pixels), 1)], dim=1)
        years = torch.tensor([[0.0, 9.0]]).expand(len(pixels), 2)
        unit = torch.nn.functional.normalize(vectors)
        return Outputs(unit, torch.zeros(len(pixels), 2), years)


def test_val_tells_the_decades_and_the_editions(posters: Labels) -> None:
    edges = np.array([1950.0, 1990.0, 2020.0])
    said = validate(Knowing(), posters, edges, size=(24, 16), films=99, spread=3.0)  # pyright: ignore[reportArgumentType]
    val = (posters.splits == "val") & ~posters.is_edition
    share = softmax(np.array([[0.0, 9.0]]))[0, 1]
    told = 2020 - 30 * 0.5 / share
    error = np.abs(told - posters.years[val])
    assert said["val_mae"] == pytest.approx(error.mean(), abs=0.01)
    assert said["val_median"] == pytest.approx(np.median(error), abs=0.01)
    assert said["val_decades"] == pytest.approx(decades_error(error, posters.years[val]), abs=0.01)
    assert 0 <= said["val_editions"] < 1
    alone = dataclasses.replace(
        posters, splits=np.where(posters.is_edition, "train", posters.splits)
    )
    none = dataclasses.replace(alone, films=(*posters.films[:FILMS], *_strangers(posters)))
    said = validate(Knowing(), none, edges, size=(24, 16), films=99, spread=3.0)  # pyright: ignore[reportArgumentType]
    assert math.isnan(said["val_editions"])


def _strangers(posters: Labels):
    for number, film in enumerate(posters.films[FILMS:]):
        yield dataclasses.replace(film, imdb_id=f"tt9{number:06d}", title=f"Stranger {number}")


def test_each_decade_counts_alike() -> None:
    years = np.array([1925.0, 2001, 2002, 2003, np.nan, 1890])
    error = np.array([30.0, 3, 3, 3, 99, 99])
    assert decades_error(error, years) == pytest.approx((30 + 3) / 2)
    assert math.isnan(decades_error(error[4:], years[4:]))
