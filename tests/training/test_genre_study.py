"""The genre study where there is little or nothing to choose on."""

from __future__ import annotations

import numpy as np
import pytest

from services.core.errors import UnavailableError
from services.training.genre_study import study_genres

SOME = np.arange(40)[:, None] % 4 == 0
NONE = np.zeros((40, 1), dtype=bool)
SAID = np.linspace(0.01, 0.9, 40)[:, None]


def test_a_genre_that_val_never_shows_is_not_named_for_every_film() -> None:
    study = study_genres(("Rare",), NONE, SAID, SOME, SAID)
    for table in study.tables:
        (row,) = table.rows
        assert row.threshold == 0.5
        assert row.films == 10
        assert row.accuracy == ((SAID >= 0.5) == SOME).mean()


@pytest.mark.filterwarnings("error")
def test_a_genre_that_test_never_shows_has_no_auc() -> None:
    study = study_genres(("Rare",), SOME, SAID, NONE, SAID)
    assert study.auc == {}
    assert np.isnan(study.macro_auc)
    assert np.isnan(study.micro_auc)


@pytest.mark.parametrize(("val", "test"), [(0, 40), (40, 0)])
def test_a_split_without_films_is_said(val: int, test: int) -> None:
    with pytest.raises(UnavailableError, match=f"{val} films to choose .* {test} to judge") as told:
        study_genres(("Rare",), SOME[:val], SAID[:val], SOME[:test], SAID[:test])
    assert told.value.code == "too_few_films"


def test_recall_is_not_given_up_for_a_genre_that_most_films_have() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random((4000, 1)) < 0.6
    said = np.clip(0.45 + 0.2 * truth + 0.15 * rng.normal(size=(4000, 1)), 0, 1)
    study = study_genres(("Most",), truth[:2000], said[:2000], truth[2000:], said[2000:])
    rows = {table.rule: table.rows[0] for table in study.tables}
    assert rows["recall"].recall >= rows["accuracy"].recall
    assert 0.67 < rows["recall"].precision < rows["precision"].precision
