"""Pieces of other posters: where they lie, and what the picture is then said to be."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="needs the `models` extra")

import torch

from services.training.mixing import SIDES, cut_mix, mixed_labels

pytestmark = pytest.mark.models


def test_what_is_left_of_a_picture_is_what_is_said_to_be_left() -> None:
    torch.manual_seed(0)
    pixels = torch.arange(40, dtype=torch.uint8)[:, None, None, None].expand(40, 3, 30, 20)
    mixed, others, own = cut_mix(pixels.contiguous(), 0.5)
    left = (mixed == pixels).float().mean((1, 2, 3))
    away = others != torch.arange(40)
    assert torch.allclose(left[away], own[away], atol=1e-6)
    assert 10 < int((own < 1).sum()) < 30
    assert own.min() >= 1 - SIDES[1] ** 2
    piece = mixed[own < 1].amax((1, 2, 3)), mixed[own < 1].amin((1, 2, 3))
    pair = torch.stack([torch.arange(40), others])[:, own < 1]
    assert torch.equal(piece[0].long(), pair.amax(0))
    assert torch.equal(piece[1].long(), pair.amin(0))


def test_no_picture_is_changed_where_none_shall_be() -> None:
    pixels = torch.randint(255, (6, 3, 8, 8), dtype=torch.uint8)
    mixed, _, own = cut_mix(pixels, 0.0)
    assert torch.equal(mixed, pixels)
    assert torch.equal(own, torch.ones(6))


def test_labels_are_mixed_as_the_areas_are() -> None:
    labels = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    others, own = torch.tensor([1, 2, 0]), torch.tensor([0.75, 0.75, 0.75])
    mixed = mixed_labels(labels, others, own)
    assert mixed[0].tolist() == [0.75, 0.25]
    assert mixed[1].tolist() == [0.0, 1.0], "nothing is known of the piece"
    assert mixed[2].tolist() == [0.0, 0.0], "nothing is known of the picture"
