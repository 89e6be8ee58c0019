from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.store import Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "data" / "marquee.db") as opened:
        yield opened
