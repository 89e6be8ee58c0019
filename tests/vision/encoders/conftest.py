"""Pictures for encoders: the project's own drawings, and noise of any shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from services.core.settings import Settings
from services.samples import SAMPLES, draw


@pytest.fixture(scope="session")
def drawn() -> list[Image.Image]:
    return [draw(sample, 240) for sample in SAMPLES]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, threads=1)  # pyright: ignore[reportCallIssue]
