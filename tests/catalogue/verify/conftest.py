from pathlib import Path

import pytest

from services.settings import Settings
from services.store import Store

from ..clean.helpers import Keeper


@pytest.fixture
def keeper(store: Store, settings: Settings, folder: Path) -> Keeper:
    return Keeper(store, settings, folder)
