from collections.abc import AsyncIterator

import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.core.errors import MarqueeError
from tests.bot.games.played import Catalogue, Night


@pytest.fixture
def client() -> Catalogue:
    return Catalogue()


@pytest.fixture
async def night(env: simcord.Env, bot: Marquee, channel: ChannelHandle) -> AsyncIterator[Night]:
    night = Night(env, bot, channel)
    yield night
    # A refusal is answered; anything else is a fault.
    causes = [getattr(error, "original", error) for error in env.errors]
    assert [cause for cause in causes if not isinstance(cause, MarqueeError)] == []


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
def cara(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("cara"))
