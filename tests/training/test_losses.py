"""The losses, on cases whose right answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the `models` extra")

import torch

from services.training.losses import (
    genre_loss,
    info_nce_loss,
    label_similarity,
    soft_contrastive_loss,
    year_loss,
    year_targets,
)

pytestmark = pytest.mark.models
EDGES = np.array([1980.0, 1990.0, 2000.0, 2010.0])


def test_genre_loss_leaves_films_without_genres_out() -> None:
    logits = torch.tensor([[0.0, 0.0], [9.0, 9.0]])
    truth = torch.tensor([[1.0, 0.0], [0.0, 0.0]])
    loss = genre_loss(logits, truth, torch.tensor([1.0, 0.0]), torch.ones(2))
    assert float(loss) == pytest.approx(2 * math.log(2))
    weighted = genre_loss(logits, truth, torch.tensor([1.0, 0.0]), torch.tensor([1.0, 0.0]))
    assert float(weighted) == pytest.approx(math.log(2))
    assert float(genre_loss(logits, truth, torch.zeros(2), torch.ones(2))) == 0


def test_year_targets_are_distributions_around_the_year() -> None:
    targets = year_targets(np.array([1995.0, 1900.0, 2050.0, np.nan]), EDGES, 3.0)
    assert targets.sum(axis=1).tolist() == pytest.approx([1, 1, 1, 0])
    assert targets[:3].argmax(axis=1).tolist() == [1, 0, 2]
    assert targets[0, 0] == pytest.approx(targets[0, 2])


def test_year_loss_knows_that_bins_are_ordered() -> None:
    truth = torch.from_numpy(year_targets(np.array([1985.0]), EDGES, 0.5))
    near = year_loss(torch.tensor([[0.0, 4.0, 0.0]]), truth)
    far = year_loss(torch.tensor([[0.0, 0.0, 4.0]]), truth)
    right = year_loss(torch.tensor([[9.0, 0.0, 0.0]]), truth)
    assert float(right) < float(near) < float(far)
    assert float(year_loss(torch.zeros(1, 3), torch.zeros(1, 3))) == 0


def test_info_nce_loss_wants_a_view_at_its_own_poster() -> None:
    bank = torch.eye(3)
    copies = bank[:2]
    same = torch.zeros(2, 3, dtype=torch.bool)
    same[0, 0] = same[1, 1] = True
    right = info_nce_loss(copies, copies, bank, same, 0.1)
    swapped = info_nce_loss(copies.flip(0), copies, bank, same, 0.1)
    assert float(right) < 0.01 < 9 < float(swapped)


def test_info_nce_loss_does_not_push_the_same_picture_away() -> None:
    bank = torch.eye(2)
    own = bank[:1]
    masked = info_nce_loss(own, own, bank, torch.tensor([[True, False]]), 0.1)
    pushed = info_nce_loss(own, own, bank, torch.tensor([[False, False]]), 0.1)
    assert float(masked) < 0.01
    assert float(pushed) == pytest.approx(math.log(2), abs=0.01)


def test_label_similarity() -> None:
    genres = torch.tensor([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    years = torch.tensor([2000.0, 2010.0, float("nan")])
    similar = label_similarity(genres, years, genres, years, 10.0)
    assert float(similar[0, 0]) == pytest.approx(1)
    assert float(similar[0, 1]) == pytest.approx(0.25 * math.exp(-1))
    assert torch.equal(similar, similar.T)
    assert torch.count_nonzero(similar[2]) == 0


def test_soft_contrastive_loss_is_lower_among_similar_films() -> None:
    bank = torch.eye(2)
    similar = torch.tensor([[1.0, 0.0]])
    none = torch.zeros(1, 2, dtype=torch.bool)
    near = soft_contrastive_loss(bank[:1], bank, similar, none, 0.1)
    far = soft_contrastive_loss(bank[1:], bank, similar, none, 0.1)
    assert float(near) < 0.01 < 9 < float(far)
    assert float(soft_contrastive_loss(bank[1:], bank, torch.zeros(1, 2), none, 0.1)) == 0
    assert (
        float(soft_contrastive_loss(bank[1:], bank, similar, torch.tensor([[True, False]]), 0.1))
        == 0
    )


def test_a_focus_lets_what_is_plainly_lacking_count_less() -> None:
    logits = torch.tensor([[-3.0, 0.5], [2.0, -1.0]])
    truth = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    known, weights = torch.ones(2), torch.ones(2)
    plain = genre_loss(logits, truth, known, weights)
    near = genre_loss(logits, truth, known, weights, (1e-9, 0.0))
    assert float(near) == pytest.approx(float(plain), rel=1e-5)
    one = torch.ones(1)
    easy, hard = (
        float(genre_loss(torch.tensor([[at]]), torch.zeros(1, 1), one, one, (0.0, 2.0)))
        / float(genre_loss(torch.tensor([[at]]), torch.zeros(1, 1), one, one))
        for at in (-3.0, 3.0)
    )
    assert easy < 0.01 < 0.9 < hard < 1


def test_each_year_can_have_a_spread_of_its_own() -> None:
    targets = year_targets(np.array([1995.0, 1995.0]), EDGES, np.array([3.0, 12.0]))
    assert targets.sum(axis=1).tolist() == pytest.approx([1, 1])
    assert targets[0, 1] > targets[1, 1]
    assert targets[0].tolist() == year_targets(np.array([1995.0]), EDGES, 3.0)[0].tolist()
