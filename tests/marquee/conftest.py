"""What the catalogue's own tests begin with is what its commands begin with."""

from tests.catalogue.conftest import folder, settings, store
from tests.catalogue.verify.conftest import keeper

__all__ = ["folder", "keeper", "settings", "store"]
