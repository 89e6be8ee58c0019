from __future__ import annotations

import pytest
import simcord
from simcord import GuildHandle, MemberActor
from simcord.results import ResponseMessage

from bot.app import Marquee
from tests.bot.conftest import picture
from tests.bot.layout import answer, in_full

POSTER = picture()


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
async def brief(channel, alice: MemberActor) -> ResponseMessage:
    """An answer of Alice's, as it comes."""
    return answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


@pytest.fixture
async def shown(brief: ResponseMessage, alice: MemberActor) -> ResponseMessage:
    """The same, after she pressed "More"."""
    return await in_full(alice, brief)


@pytest.fixture
async def private(bot: Marquee, guild: GuildHandle) -> None:
    await bot.access.change(guild.id, public=False)
