"""Intervals of years, calibrated on films that look newer than they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from services.core.types import Film
from services.training.data import Labelled
from services.training.heads import HeadsReport
from services.training.year_calibration import calibrate, fit_dating
from services.vision.heads import Heads
from services.vision.heads.years import Dating, by_year, within
from tests.vision.heads.test_heads import SPEC

pytestmark = pytest.mark.slow

EDGES = np.arange(1920.0, 2021.0, 5.0)
PLAIN = Dating(np.zeros((2, 3)), np.array([[1970.0, -6.0]]))


def looks(year: np.ndarray, width: float = 6.0) -> np.ndarray:
    """Distributions around years, shape (n, bins)."""
    middle = (EDGES[1:] + EDGES[:-1]) / 2
    told = np.exp(-0.5 * ((middle - year[:, None]) / width) ** 2) + 1e-4
    return told / told.sum(axis=1, keepdims=True)


def films(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Years, most of them late, and how old their pictures look: of old films half look new."""
    rng = np.random.default_rng(seed)
    years = np.floor(1930 + 85 * rng.beta(3, 1.2, count))
    seen = years + rng.normal(0, 5, count)
    old = (years < 1980) & (rng.random(count) < 0.5)
    return years, np.where(old, rng.uniform(np.minimum(years, 2005), 2010), seen)


def coverage(dating: Dating, years: np.ndarray, seen: np.ndarray) -> np.ndarray:
    _, low, high = dating.read(looks(seen), EDGES).T
    return (years >= low) & (years <= high)


def test_each_decade_gets_its_share_and_all_together_four_in_five() -> None:
    years, seen = films(4000)
    fair = fit_dating(looks(seen), years, EDGES, by_decade=True)
    alike = fit_dating(looks(seen), years, EDGES)
    again, looked = films(4000, seed=1)
    inside, plain = coverage(fair, again, looked), coverage(alike, again, looked)
    assert 0.77 <= inside.mean() <= 0.85
    decades = again // 10 * 10
    shares = [inside[decades == decade].mean() for decade in range(1950, 2020, 10)]
    assert min(shares) >= 0.66
    assert plain[decades == 1950].mean() < min(shares) - 0.05


def test_where_the_picture_says_little_the_interval_is_wide() -> None:
    sure, unsure = (looks(np.array([1990.0]), width) for width in (3.0, 25.0))
    for dating in (PLAIN, fit_dating(looks(films(900)[1]), films(900)[0], EDGES, by_decade=True)):
        narrow, wide = (dating.read(told, EDGES)[0] for told in (sure, unsure))
        assert wide[2] - wide[1] > 1.5 * (narrow[2] - narrow[1])


def test_an_interval_has_no_holes_and_holds_its_estimate() -> None:
    assert within(np.array([[0.0, 2.0, -5.0, 1.0, -1.0]])).tolist() == [[0.0, 2.0, 1.0, 1.0, -1.0]]
    hopeless = Dating(np.zeros((2, 3)), np.array([[1970.0, 9.0]]))
    for dating in (PLAIN, hopeless):
        for given in (None, np.array([1900.0, 2100.0])):
            for estimate, low, high in dating.read(looks(np.array([1950.0, 2000.0])), EDGES, given):
                assert low <= estimate <= high
                assert np.isfinite([low, high]).all()


def test_a_film_may_be_a_little_newer_than_all_that_were_learnt_from() -> None:
    years, density = by_year(looks(np.array([2019.0])), EDGES)
    assert (years[0], years[-1]) == (1916.0, 2023.0)
    assert density.sum() == pytest.approx(1)


def labelled(count: int, editions: int) -> Labelled:
    """Films whose embeddings are how old they look; of further pictures all look new."""
    years, seen = films(count + editions)
    seen[count:] = np.maximum(seen[count:], years[count:] + 20)
    return Labelled(
        films=tuple(Film(str(number)) for number in range(count + editions)),
        years=years,
        splits=np.full(count + editions, "val"),
        redistributable=np.zeros(count + editions, dtype=bool),
        positions=(0,) * count + (1,) * editions,
        embeddings=np.tile((seen[:, None] - 1970) / 50, (1, SPEC.dimension)).astype(np.float32),
    )


def ruler() -> Heads:
    """Heads that read the year off such an embedding."""
    d, middle = SPEC.dimension, (EDGES[1:] + EDGES[:-1]) / 2 - 1970
    ones, zeros = np.ones(d, np.float32), np.zeros((d, 1), np.float32)
    return Heads(
        SPEC.name,
        SPEC.revision,
        ("Drama",),
        0 * ones,
        ones,
        zeros,
        zeros[0],
        zeros[0],
        np.tile(50 * middle / 36 / d, (d, 1)).astype(np.float32),
        (-0.5 * middle**2 / 36).astype(np.float32),
        EDGES.astype(np.float32),
        np.array([0.1, 0.9], np.float32),
    )


def test_a_small_catalogue_keeps_its_two_levels() -> None:
    report = HeadsReport(year={"coverage": 0.5})
    heads, report = calibrate(ruler(), report, labelled(80, 10))
    assert (heads.look, heads.film) == (None, None)
    assert report.year == {"coverage": 0.5}
    assert heads.film_years(np.zeros((2, SPEC.dimension), np.float32)) == [None, None]
    few, _ = calibrate(ruler(), report, labelled(600, 10))
    assert few.look is not None and few.film is None


def test_films_of_later_pictures_are_told_older_and_files_keep_it(tmp_path: Path) -> None:
    data = labelled(1500, 600)
    heads, report = calibrate(ruler(), HeadsReport(), data)
    assert 0.77 <= report.year["coverage"] <= 0.86
    assert report.year["least_coverage"] >= 0.6
    heads.write(tmp_path / "toy", splits={}, metrics={})
    again = Heads.read(tmp_path / "toy", SPEC)
    late = data.embeddings[data.is_edition]
    pairs = list(zip(again.years(late), again.film_years(late), strict=True))
    told = [(look, film) for look, film in pairs if film is not None]
    assert len(told) > 100
    assert np.mean([film.estimate - look.estimate for look, film in told]) < -5
    # Heads of before have two levels alone, and say nothing of films.
    plain = replace(heads, look=None, film=None)
    plain.write(tmp_path / "toy", splits={}, metrics={})
    assert Heads.read(tmp_path / "toy", SPEC).look is None
