"""Messages with plain buttons: answered by their custom ids, and kept nowhere in memory."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.app import Marquee
from bot.kit.layout import StaticLayout
from tests.bot.layout import labels

# Every way in which discord.py sends a layout, and after which it may keep it.
WAYS = ("respond", "respond-private", "edit", "original", "followup", "followup-private", "message")


def layout(way: str) -> StaticLayout:
    button: discord.ui.Button[Any] = discord.ui.Button(label=way, custom_id=f"test:send:{way}")
    made = StaticLayout()
    made.add_item(discord.ui.Container(discord.ui.ActionRow(button)))
    return made


class SendButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"test:send:(?P<way>[a-z-]+)"
):
    """Sends a layout in the way that its custom id names."""

    pressed: list[str]

    def __init__(self, button: discord.ui.Button[Any], way: str) -> None:
        super().__init__(button)
        self.way = way

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> SendButton:
        return cls(item, match["way"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        self.pressed.append(self.way)
        response, made = interaction.response, layout("again")
        match self.way.split("-"):
            case ["respond", *private]:
                await response.send_message(view=made, ephemeral=bool(private))
            case ["edit"]:
                await response.edit_message(view=made)
            case ["original"]:
                await response.defer()
                await interaction.edit_original_response(view=made)
            case ["followup", *private]:
                await response.defer()
                await interaction.followup.send(view=made, ephemeral=bool(private), wait=True)
            case ["message"]:
                await response.defer()
                assert interaction.message
                await interaction.message.edit(view=made)
            case _:
                await response.defer()


@pytest.fixture
async def pressed(bot: Marquee, env: object) -> AsyncIterator[list[str]]:
    SendButton.pressed = []
    bot.add_dynamic_items(SendButton)
    yield SendButton.pressed
    bot.remove_dynamic_items(SendButton)


def kept(bot: Marquee) -> list[str]:
    """The ids of this file's buttons in layouts that discord.py has kept; the bot needs none."""
    store = bot._connection._view_store
    views: list[Any] = [item.view for items in store._views.values() for item in items.values()]
    views += [*store._synced_message_views.values(), *bot.persistent_views]
    ids = [getattr(item, "custom_id", None) for view in views for item in view.walk_children()]
    return [custom_id for custom_id in ids if custom_id and custom_id.startswith("test:")]


async def send(bot: Marquee, channel: ChannelHandle, view: discord.ui.LayoutView) -> Any:
    room = bot.get_channel(channel.id)
    assert isinstance(room, discord.TextChannel)
    return await room.send(view=view)


@pytest.mark.parametrize("way", WAYS)
async def test_a_sent_layout_is_let_go_of_and_its_button_answers(
    bot: Marquee, channel: ChannelHandle, alice: MemberActor, pressed: list[str], way: str
) -> None:
    first = await send(bot, channel, layout(way))
    assert kept(bot) == []
    result = await alice.click(first, label=way)
    said = [message for message in (result.response, *result.followups) if message]
    (shown,) = [message for message in said if labels(message) == ["again"]]
    assert kept(bot) == []
    await alice.click(shown, label="again")
    assert pressed == [way, "again"]


async def test_a_layout_made_in_a_thread_is_let_go_of(
    bot: Marquee, channel: ChannelHandle, alice: MemberActor, pressed: list[str]
) -> None:
    message = await send(bot, channel, await asyncio.to_thread(layout, "edit"))
    assert kept(bot) == []
    await alice.click(message, label="edit")
    assert pressed == ["edit"]


async def test_a_common_layout_would_be_kept(bot: Marquee, channel: ChannelHandle) -> None:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Kept", custom_id="test:kept")))
    await send(bot, channel, view)
    assert kept(bot)
