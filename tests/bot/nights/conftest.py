import discord
import pytest
import simcord
from simcord import GuildHandle, MemberActor

from tests.bot.conftest import FakeClient
from tests.bot.film_club import ClubClient


@pytest.fixture
def client() -> FakeClient:
    return ClubClient()


@pytest.fixture
def voters(guild: GuildHandle) -> simcord.RoleHandle:
    """Members may post polls, as Discord lets them in a new server."""
    return guild.create_role("voters", permissions=discord.Permissions(send_polls=True))


@pytest.fixture
def alice(env: simcord.Env, guild: GuildHandle, voters: simcord.RoleHandle) -> MemberActor:
    return guild.add_member(env.create_user("alice"), roles=[voters])


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle, voters: simcord.RoleHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"), roles=[voters])
