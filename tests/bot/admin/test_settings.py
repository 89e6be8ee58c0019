"""`/settings`, as an admin and as others would try it."""

from typing import Any

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, SetupError

from bot.app import Marquee
from services.core.errors import UnavailableError
from services.core.types import EncoderStatus
from services.store import Store, guilds
from services.store.guilds import GuildSettings
from tests.bot.conftest import FakeClient

SPACES = [
    EncoderStatus("poster-lite", "open", 4932, "cosine", False, True, "…"),
    EncoderStatus("clip-vit-b-32", "built", 1, "cosine", True, False, "…"),
    EncoderStatus("vgg16", "missing", 0, "euclidean", False, False, "…"),
]


@pytest.fixture(autouse=True)
def spaces(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def encoders() -> list[EncoderStatus]:
        if client.error:
            raise client.error
        return SPACES

    monkeypatch.setattr(client, "encoders", encoders, raising=False)


@pytest.fixture
def role(guild: GuildHandle):
    return guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))


@pytest.fixture
def admin(env: simcord.Env, guild: GuildHandle, role) -> MemberActor:
    return guild.add_member(env.create_user("root"), roles=[role])


def shown(result: InteractionResult) -> str:
    assert result.response is not None
    assert result.response.ephemeral
    return "\n".join(_texts(result.response.components))


def _texts(components: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for component in components:
        found += [str(component[key]) for key in ("content", "label") if component.get(key)]
        found += [
            f"{o['label']}{' *' if o.get('default') else ''}"
            for o in component.get("options") or []
        ]
        found += _texts(component.get("components") or [])
        if component.get("accessory"):
            found += _texts([component["accessory"]])
    return found


async def _open(admin: MemberActor, channel: ChannelHandle):
    result = await admin.slash(channel, "settings")
    assert result.response is not None
    return result, result.response


async def test_discord_hides_it_from_all_but_managers(channel, alice, admin, env, guild):
    with pytest.raises(SetupError, match="default-member-permissions"):
        await alice.slash(channel, "settings")
    text = shown((await _open(admin, channel))[0])
    assert "5 questions a member in 30 s\n60 questions of everybody together in 30 s" in text
    assert "Marquee's own choice (poster-lite) *" in text
    assert "clip-vit-b-32" in text
    assert "vgg16" not in text
    with pytest.raises(SetupError, match="context"):
        await env.create_user("carol").slash("settings")
    # Who was let in by the server's own list of commands still has to manage the server.
    command = env.backend.find_command("settings", None, type=1)
    assert command
    guild.set_command_permissions(int(command["id"]), {alice: True})
    refused = await alice.slash(channel, "settings")
    assert refused.response is not None
    assert refused.response.content.startswith("Only members who may manage this server")


async def test_every_choice_is_kept(channel, admin, guild, bot: Marquee):
    _, panel = await _open(admin, channel)
    forum = guild.create_forum_channel("talk")
    for act in (
        lambda: admin.select(panel, ["clip-vit-b-32"], custom_id="marquee:settings:encoder"),
        lambda: admin.select(panel, [channel, forum], custom_id="marquee:settings:channels"),
        lambda: admin.click(panel, label="Switch off"),
        lambda: admin.click(panel, label="Keep private"),
        lambda: admin.click(panel, label="Show everywhere"),
    ):
        result = await act()
        assert result.acknowledged
        assert not result.followups
    form = await admin.click(panel, label="Change…")
    assert [row["component"]["value"] for row in (form.modal or {})["components"]] == [
        "5",
        "60",
        "30",
    ]
    await admin.submit_modal(form, {"rate": "2", "server": "20", "seconds": "45"})
    kept = GuildSettings(
        "clip-vit-b-32", tuple(sorted((channel.id, forum.id))), 2, 45.0, 20, False, False, True
    )
    assert bot.access.of(guild.id) == kept
    assert await _stored(bot.store, guild.id) == kept

    result, _ = await _open(admin, channel)
    text = shown(result)
    for part in (
        "clip-vit-b-32 *",
        "2 questions a member in 45 s\n20 questions of everybody together in 45 s",
        "Nobody can start a game.",
        "Only who asked sees them.",
        "Switch on",
        "Show to all",
        "I show them in every channel.",
        "Age-restricted only",
    ):
        assert part in text
    await admin.click(panel, label="Back to the defaults")
    assert await _stored(bot.store, guild.id) == GuildSettings() == bot.access.of(guild.id)


async def _stored(store: Store, guild_id: int) -> GuildSettings:
    async with store.session() as session:
        settings = await guilds.load(session, guild_id)
    return GuildSettings(
        settings.encoder,
        tuple(sorted(settings.channels)),
        settings.cooldown_rate,
        settings.cooldown_seconds,
        settings.server_rate,
        settings.games,
        settings.public,
        settings.show_marked,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("rate", "0"), ("rate", "six"), ("rate", "1.5"), ("seconds", "9999"), ("server", "-3")],
)
async def test_a_wrong_number_changes_nothing(channel, admin, guild, bot, field, value):
    _, panel = await _open(admin, channel)
    form = await admin.click(panel, label="Change…")
    result = await admin.submit_modal(
        form, {"rate": "2", "server": "20", "seconds": "45"} | {field: value}
    )
    (said,) = [m for m in (result.response, *result.followups) if m]
    assert said.ephemeral
    assert "a whole number from 1 to" in said.content
    assert bot.access.of(guild.id) == GuildSettings()


async def test_an_admin_says_in_which_country_the_server_is(channel, admin, guild, bot):
    refused = await admin.slash(channel, "settings", country="1x")
    (said,) = [m for m in (refused.response, *refused.followups) if m]
    assert said.content.startswith("A country has two letters")
    result, panel = await _open(admin, channel)
    assert "Country" not in shown(result)
    result = await admin.slash(channel, "settings", country="at")
    assert "`/film` tells for AT" in shown(result)
    assert bot.access.of(guild.id).country == "AT"
    async with bot.store.session() as session:
        assert (await guilds.load(session, guild.id)).country == "AT"
    await admin.click(panel, label="Back to the defaults")
    assert bot.access.of(guild.id).country is None


async def test_who_is_no_admin_any_more_changes_nothing(channel, admin, guild, role, env, bot):
    _, panel = await _open(admin, channel)
    form = await admin.click(panel, label="Change…")
    env.backend.get_guild(guild.id).members[admin.id].role_ids.remove(role.id)
    for result in (
        await admin.click(panel, label="Switch off"),
        await admin.select(panel, [], custom_id="marquee:settings:channels"),
        await admin.submit_modal(form, {"rate": "1", "server": "1", "seconds": "1"}),
    ):
        (said,) = [m for m in (result.response, *result.followups) if m]
        assert said.ephemeral
        assert said.content.startswith("Only members who may manage this server")
    assert bot.access.of(guild.id) == GuildSettings()
    assert await _stored(bot.store, guild.id) == GuildSettings()


async def test_two_admins_at_once_lose_nothing(channel, admin, guild, role, env, bot):
    other = guild.add_member(env.create_user("toor"), roles=[role])
    _, panel = await _open(admin, channel)
    _, others = await _open(other, channel)
    await admin.click(panel, label="Switch off")
    await other.click(others, label="Keep private")  # their panel still shows games on
    settings = bot.access.of(guild.id)
    assert (settings.games, settings.public) == (False, False)


async def test_the_panel_works_after_a_restart(channel, admin, guild, env, settings, client):
    _, panel = await _open(admin, channel)
    await admin.click(panel, label="Switch off")
    store = await Store.open(settings.database_path)
    async with Marquee(settings, client, store) as fresh:
        await env.restart_bot(fresh)
        assert not fresh.access.of(guild.id).games
        await admin.click(panel, label="Switch on")
        assert fresh.access.of(guild.id).games
        form = await admin.click(panel, label="Change…")
        await admin.submit_modal(form, {"rate": "3", "server": "30", "seconds": "10"})
        assert fresh.access.of(guild.id).cooldown_rate == 3
        await env.shutdown()


async def test_without_the_service_the_rest_can_be_set(channel, admin, guild, client, bot):
    client.error = UnavailableError("unavailable", "The service is down.")
    result, panel = await _open(admin, channel)
    assert "Marquee's own choice *" in shown(result)
    await admin.click(panel, label="Keep private")
    assert not bot.access.of(guild.id).public


async def test_a_database_that_cannot_be_written_is_told(channel, admin, guild, bot, monkeypatch):
    async def fail(*_: object) -> None:
        raise UnavailableError("unavailable", "The disk is full.")

    monkeypatch.setattr(guilds, "save", fail)
    _, panel = await _open(admin, channel)
    result = await admin.click(panel, label="Switch off")
    assert [m.content for m in result.followups] == ["The disk is full."]
    assert bot.access.of(guild.id).games
