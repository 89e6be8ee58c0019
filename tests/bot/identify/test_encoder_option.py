"""`/match encoder:` asks through other eyes."""

from __future__ import annotations

import pytest

from bot.identify.cogs.match import ENCODERS
from services.core.errors import UnavailableError
from services.core.types import Identification
from services.vision.encoders import SPECS
from tests.bot.conftest import FakeClient, picture

POSTER = picture()


def test_what_is_offered_exists() -> None:
    assert set(ENCODERS) <= set(SPECS)


@pytest.mark.parametrize("chosen", [{}, {"encoder": "resnet50"}])
async def test_the_choice_reaches_the_client(
    channel, alice, client: FakeClient, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str]
) -> None:
    asked: list[str | None] = []
    identify = client.identify

    async def listen(poster: bytes, *, k: int = 3, encoder: str | None = None) -> Identification:
        asked.append(encoder)
        return await identify(poster, k=k, encoder=encoder)

    monkeypatch.setattr(client, "identify", listen)
    await alice.slash(channel, "match", poster=("heat.png", POSTER), **chosen)
    assert asked == [chosen.get("encoder")]


async def test_a_missing_index_is_told_and_logged(channel, alice, client: FakeClient, row) -> None:
    client.error = UnavailableError("no_catalogue", "Build it with `marquee catalogue build`.")
    await alice.slash(channel, "match", poster=("heat.png", POSTER), encoder="vgg16")
    logged = await row()
    assert (logged.encoder, logged.error_code) == ("vgg16", "no_catalogue")
