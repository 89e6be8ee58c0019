from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.core.settings import Settings
from services.store import Store
from tests.catalogue.cleaning.helpers import PosterCatalogue

pytest.importorskip("pyarrow", reason="moving a catalogue needs the `parquet` extra")


@pytest.fixture
def catalogue(store: Store, settings: Settings, folder: Path) -> PosterCatalogue:
    return PosterCatalogue(store, settings, folder)


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[PosterCatalogue]:
    """Give an empty catalogue on what stands for another machine."""
    settings = Settings(_env_file=None, data_dir=tmp_path / "elsewhere", threads=2)  # pyright: ignore[reportCallIssue]
    async with await Store.open(settings.database_path) as opened:
        yield PosterCatalogue(opened, settings, tmp_path / "no-posters-here")
