"""A night as its tests begin it and look at it; SimCord's clock begins 2026-01-01."""

from datetime import UTC, datetime
from typing import Any

import discord
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

from bot.app import Marquee
from services.store import nights
from services.store.nights import Night
from tests.bot.conftest import HEAT, NEAR
from tests.bot.film_club import shown

RONIN, THIEF, COLLATERAL, REC = NEAR
WHEN = "2026-01-03 20:00"
START = datetime(2026, 1, 3, 20, tzinfo=UTC)
STAMP = f"<t:{int(START.timestamp())}:F>"
DAY = 24 * 3600
VOTE = {"when": WHEN, "film1": HEAT.key, "film2": RONIN.key}


def polls(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if message.poll]


def answers(channel: ChannelHandle) -> list[str]:
    """What was said in answer to polls."""
    return [
        message.content
        for message in channel.history()
        if message.type is discord.MessageType.reply
    ]


def events(env: simcord.Env, guild: GuildHandle) -> list[Any]:
    return list(env.backend.get_guild(guild.id).scheduled_events.values())


async def begin(
    member: MemberActor, channel: ChannelHandle, command: str = "vote", **options: Any
) -> discord.Message:
    """Plan a night, send its poll and return the poll's message."""
    options = {**(VOTE if command == "vote" else {"when": WHEN}), **options}
    result = await member.slash(channel, f"night {command}", **options)
    assert result.response is not None and result.response.ephemeral
    await member.click(result.response, label="Start the poll")
    assert "The poll is out: https://discord.com/channels/" in shown(result)
    return polls(channel)[-1]


async def last(bot: Marquee) -> Night:
    async with bot.store.session() as session:
        for night_id in range(20, 0, -1):
            if night := await nights.load(session, night_id):
                return night
    raise AssertionError("there is no night")


def forbid(env: simcord.Env, guild: GuildHandle, *names: str) -> None:
    """Take permissions from the bot's own role."""
    (role,) = [r for r in env.backend.get_guild(guild.id).roles.values() if r.managed]
    allowed = discord.Permissions(role.permissions)
    allowed.update(**dict.fromkeys(names, False))
    env.backend.edit_role(guild.id, role.id, {"permissions": allowed.value})
