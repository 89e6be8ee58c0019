"""Broken files of every kind: a picture or a refusal, and nothing else."""

from __future__ import annotations

import logging
import random
from collections import Counter

import numpy as np
import pytest

from services.core.errors import PosterError
from services.pictures.images import decode
from tests.pictures.broken import mutated, specimens
from tests.pictures.pictures import MAX_BYTES, MAX_PIXELS


@pytest.mark.filterwarnings("ignore")  # Pillow warns of what it finds broken
@pytest.mark.parametrize("name", specimens())
def test_300_mutations_give_a_picture_or_a_refusal_and_nothing_else(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="services.pictures.images")
    data, rng = specimens()[name], random.Random(20261121)
    outcomes: Counter[str] = Counter()
    for _ in range(300):
        try:
            image = decode(mutated(data, rng), max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)
        except PosterError as error:
            outcomes[error.code] += 1
        else:
            assert image.mode == "RGB"
            assert min(image.size) >= 16
            assert image.width * image.height <= MAX_PIXELS
            assert np.asarray(image).shape == (image.height, image.width, 3)
            outcomes["read"] += 1
    assert outcomes["read"] and outcomes["truncated"] >= 5, outcomes
    assert len(caplog.records) >= outcomes["truncated"]
