"""`/about`: what is shown, and what has to be."""

import pytest

from bot.admin import about
from services.catalogue.sources.tmdb import ATTRIBUTION
from services.core.errors import UnavailableError
from services.core.types import EncoderStatus
from tests.bot.admin.test_settings import SPACES, shown
from tests.bot.conftest import FakeClient


@pytest.fixture(autouse=True)
def spaces(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def encoders() -> list[EncoderStatus]:
        if client.error:
            raise client.error
        return SPACES

    monkeypatch.setattr(client, "encoders", encoders, raising=False)


async def test_what_marquee_is_and_from_whom(channel, alice, bot):
    text = shown(await alice.slash(channel, "about"))
    for part in (
        "Marquee 0.2.0",
        # Discord writes "11 seconds ago" there.
        f"Started <t:{int(bot.started_at.timestamp())}:R>.",
        "the posters of 4,932 films",
        "Encoders: `poster-lite`, `clip-vit-b-32`",
        ATTRIBUTION,
        "MovieLens",
        "IMDb",
        "MIT licence",
    ):
        assert part in text
    assert "vgg16" not in text


async def test_the_sentence_is_tmdbs_own():
    assert about.TMDB == ATTRIBUTION


async def test_in_private_and_without_the_service(env, client: FakeClient, caplog):
    client.error = UnavailableError("unavailable", "The service is down.")
    text = shown(await env.create_user("carol").slash("about"))
    assert "My catalogue cannot be reached now." in text
    assert ATTRIBUTION in text
    assert "The service is down." in caplog.text
