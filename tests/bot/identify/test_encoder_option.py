"""`/match encoder:` asks through other eyes."""

from __future__ import annotations

import pytest
import simcord
from discord import app_commands

from bot.app import Marquee
from services.core.encoders import CHOICES, SPECS
from services.core.errors import UnavailableError
from services.core.types import Identification
from tests.bot.conftest import FakeClient, picture

POSTER = picture()
MOST_CHOICES = 25  # of an option, by Discord


async def test_what_is_offered_exists(env: simcord.Env, bot: Marquee) -> None:
    command = bot.tree.get_command("match")
    assert isinstance(command, app_commands.Command)
    (option,) = (each for each in command.parameters if each.name == "encoder")
    offered = [choice.value for choice in option.choices]
    assert offered == [choice.name for choice in option.choices] == list(CHOICES)
    assert offered[0] == "poster-lite"
    assert set(offered) <= set(SPECS)
    assert 1 < len(offered) <= MOST_CHOICES


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
