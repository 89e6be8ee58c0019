from collections.abc import AsyncIterator

import pytest

from tests.catalogue.sources.stand_in import StandIn, make_films


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    """A stand-in with 70 films that behaves until told otherwise."""
    async with StandIn(make_films(70)) as opened:
        yield opened
