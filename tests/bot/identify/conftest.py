from __future__ import annotations

import pytest
import simcord
from simcord import GuildHandle, MemberActor
from simcord.results import ResponseMessage

from bot.app import Marquee
from tests.bot.conftest import picture
from tests.bot.layout import answer

POSTER = picture()


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
async def shown(channel, alice: MemberActor) -> ResponseMessage:
    return answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


@pytest.fixture
async def private(bot: Marquee, guild: GuildHandle) -> None:
    await bot.access.change(guild.id, public=False)
