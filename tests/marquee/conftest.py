"""What the catalogue's own tests begin with is what its commands begin with."""

from tests.catalogue.conftest import folder, settings, store
from tests.catalogue.verify.conftest import catalogue

__all__ = ["catalogue", "folder", "settings", "store"]
