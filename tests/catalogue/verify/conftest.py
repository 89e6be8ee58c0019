from pathlib import Path

import pytest

from services.core.settings import Settings
from services.store import Store
from tests.catalogue.cleaning.helpers import Keeper


@pytest.fixture
def keeper(store: Store, settings: Settings, folder: Path) -> Keeper:
    return Keeper(store, settings, folder)
