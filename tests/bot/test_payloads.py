"""What the bot asks of Discord, held to Discord's own description: every command, new ones too.

Every test's simulated Discord ends with the same check; here no command is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord import ChannelHandle, GuildHandle, MemberActor, interactions

from bot.app import Marquee
from bot.kit.i18n import LANGUAGES
from services.core.errors import MarqueeError
from services.core.types import EncoderStatus
from tests.bot.admin.test_settings import SPACES
from tests.bot.conftest import HEAT, NEAR, FakeClient, picture
from tests.discord_api.check import wrongs
from tests.discord_api.cut import cut

POSTER = ("heat.png", picture())
# What is typed where nothing is offered and no choice is given.
TYPED = {"when": "2026-01-03 20:00", "timezone": "UTC"}
DISCORD_LANGUAGES = {"en": "en-US", "de": "de", "es": "es-ES", "fr": "fr", "pt": "pt-BR"}


def leaves(bot: Marquee) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


@pytest.fixture
def admin(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    may = discord.Permissions(manage_guild=True, send_polls=True, create_events=True)
    return guild.add_member(
        env.create_user("root"), roles=[guild.create_role("admins", permissions=may)]
    )


@pytest.fixture(autouse=True)
def full(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def encoders() -> list[EncoderStatus]:
        return SPACES

    monkeypatch.setattr(client, "encoders", encoders, raising=False)
    client.posters = {film.key: picture("red") for film in (HEAT, *NEAR)}
    client.match = True


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_in_every_language(
    env: simcord.Env, bot: Marquee, guild: GuildHandle, admin: MemberActor, monkeypatch, language
):
    given = interactions.base_payload

    def spoken(*args: Any, **more: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = given(*args, **more)
        tongue = DISCORD_LANGUAGES[language]
        return record, payload | {"locale": tongue, "guild_locale": tongue}

    monkeypatch.setattr(interactions, "base_payload", spoken)
    await bot.access.change(guild.id, cooldown_rate=100, server_rate=1000)
    asked = 0
    for number, command in enumerate(leaves(bot)):
        # In a channel of its own: there is one game, and one night, in each.
        channel = guild.create_text_channel(f"place-{number}")
        before = len(env.http_requests)
        await admin.slash(channel, command.qualified_name, **await _typed(admin, channel, command))
        assert len(env.http_requests) > before, command.qualified_name
        asked += 1
    last = guild.create_text_channel("last")
    posted = await admin.send(last, attachments=[POSTER])
    await admin.context_menu(last, "Match this poster", posted)
    assert asked == len({command.qualified_name for command in leaves(bot)}) > 25
    # A refusal is an answer: there is no game to stop, no night to close.
    causes = [getattr(error, "original", error) for error in env.errors]
    assert [error for error in causes if not isinstance(error, MarqueeError)] == []
    # Whether it was right is asked where the simulated Discord ends: `tests/bot/conftest.py`.


async def _typed(
    member: MemberActor, channel: ChannelHandle, command: app_commands.Command[Any, ..., Any]
) -> dict[str, Any]:
    """Return values for the options that a command must have, and pictures where it may."""
    typed: dict[str, Any] = {}
    for option in command.parameters:
        if option.type is discord.AppCommandOptionType.attachment:
            typed[option.display_name] = POSTER
        elif option.required:
            typed[option.display_name] = await _value(member, channel, command, option)
    return typed


async def _value(
    member: MemberActor,
    channel: ChannelHandle,
    command: app_commands.Command[Any, ..., Any],
    option: app_commands.Parameter,
) -> Any:
    kinds = discord.AppCommandOptionType
    name = option.display_name
    if option.choices:
        return option.choices[0].value
    if name in TYPED:
        return TYPED[name]
    if option.autocomplete:
        offered = await member.autocomplete(channel, command.qualified_name, name, "")
        # Of several options each gets another film.
        place = [each.display_name for each in command.parameters].index(name)
        return offered[place % len(offered)]["value"] if offered else HEAT.key
    if option.type in (kinds.integer, kinds.number):
        return option.min_value or 1
    return {kinds.boolean: True, kinds.channel: channel}.get(option.type, "Our evening")


def test_what_is_wrong_is_told():
    assert wrongs("POST", "/channels/1/messages", {"content": "well"}) == []
    assert wrongs("POST", "/channels/1/messages", {"content": "x" * 4001})
    assert wrongs("POST", "/channels/1/other", {"content": "well"})
    text = {"type": 10, "content": "x" * 2500}
    assert wrongs("PATCH", "/webhooks/1/a.b/messages/@original", {"components": [text]}) == []
    long = wrongs("PATCH", "/webhooks/1/a.b/messages/@original", {"components": [text, text]})
    assert long == ["5000 letters in a layout"]
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    assert wrongs("POST", "/webhooks/1/token", {"components": [gallery]}) == [
        "no alt text for attachment://a.png"
    ]
    button = {"type": 2, "style": 2, "label": "Keep", "custom_id": "a"}
    row = {"type": 1, "components": [button, button]}
    assert wrongs("POST", "/webhooks/1/token", {"components": [row]}) == ["two parts have the id a"]
    menu = {"type": 3, "custom_id": "b", "options": [{"label": "A", "value": "x" * 101}]}
    body = {"type": 4, "data": {"components": [{"type": 1, "components": [menu]}]}}
    assert wrongs("POST", "/interactions/1/token/callback", body)


def test_the_description_is_cut_to_what_is_sent():
    leaf: dict[str, Any] = {
        "type": "object",
        "description": "said to people",
        "properties": {"title": {}},
    }
    body: dict[str, Any] = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Leaf"}}}
    }

    class Paths(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            return Paths() if key.startswith("/") else {"requestBody": body}

    full = {
        "paths": Paths(),
        "components": {"schemas": {"Leaf": leaf, "Other": {}, "SnowflakeType": {}}},
    }
    with pytest.raises(KeyError):  # nothing here is numbered, so that is not among what is cut
        cut(full)
    body["content"]["application/json"]["schema"] = {
        "anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/c/s/SnowflakeType"}]
    }
    schemas = cut(full)["components"]["schemas"]
    assert set(schemas) == {"Leaf", "SnowflakeType"}
    assert schemas["Leaf"] == {"type": "object", "properties": {"title": {}}}
