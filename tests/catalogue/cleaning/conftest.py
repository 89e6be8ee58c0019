from pathlib import Path

import pytest

from services.core.settings import Settings
from services.store import Store
from tests.catalogue.cleaning.helpers import PosterCatalogue


@pytest.fixture
def catalogue(store: Store, settings: Settings, folder: Path) -> PosterCatalogue:
    return PosterCatalogue(store, settings, folder)
