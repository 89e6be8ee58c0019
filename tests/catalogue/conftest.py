from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.core.settings import Settings
from services.store import Store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "data", threads=2)  # pyright: ignore[reportCallIssue]


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    async with await Store.open(settings.database_path) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "posters"
    path.mkdir()
    return path
