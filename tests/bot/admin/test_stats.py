"""`/stats`, to admins alone."""

from datetime import timedelta
from io import BytesIO

import discord
import pytest
import simcord
from PIL import Image
from simcord import GuildHandle, MemberActor, SetupError

from bot.admin.usage_chart import Panel, chart, step_of
from bot.app import Marquee
from services.store import feedback
from tests.bot.admin.test_settings import shown
from tests.store import test_privacy
from tests.store.test_privacy import play, query

GREEN, BLUE, RED = (0x78, 0xB1, 0x59), (0x55, 0xAC, 0xEE), (0xDD, 0x2E, 0x44)


@pytest.fixture
def admin(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    role = guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(env.create_user("root"), roles=[role])


async def test_the_use_of_a_server(channel, admin, guild, env, bot: Marquee):
    now = env.now()
    for outcome, age, more in (
        ("matched", 0, {"timings_ms": {"total": 1400.0}}),
        ("matched", 3, {"timings_ms": {"total": 1600.0}}),
        ("answered", 3, {"timings_ms": {"total": 1500.0}}),
        ("failed", 4, {"error_code": "cooldown"}),
        ("answered", 8, {}),
    ):
        record = query(
            1, guild_id=guild.id, outcome=outcome, asked_at=now - timedelta(days=age), **more
        )
        query_id = await bot.store.log_query(record)
    async with bot.store.session() as session:
        await feedback.give(session, query_id, 1, "right")
        await session.commit()

    week = shown(await admin.slash(channel, "stats", days=7))
    for part in (
        "The last 7 days",
        "🟩 2 posters recognised",
        "🟦 1 poster that I could not name for sure",
        "🟥 1 question without an answer",
        "Mostly because of: `cooldown` 1",
        "1 member asked.",
        "Half of the answers took less than 1.5 s.",
        "kept for 90 days",
    ):
        assert part in week
    assert "🟨" not in week
    assert "called right" not in week
    month = await admin.slash(channel, "stats")
    assert "🟦 2 posters" in shown(month)
    assert "1 of 1 rated answer was called right." in shown(month)
    assert month.response
    (file,) = month.response.attachments
    with Image.open(BytesIO(await file.read())) as picture:
        seen = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert {GREEN, BLUE, RED} <= seen
    (container,) = month.response.components
    alt = container["components"][1]["items"][0]["description"]
    assert alt.startswith("Bars, one a day for 30 days: 5 questions in all, most on 2025-12-29 (2)")


async def test_games_are_counted_too(channel, admin, guild, bot: Marquee, monkeypatch):
    monkeypatch.setattr(test_privacy, "NOW", discord.utils.utcnow().replace(2026, 1, 1))
    await play(bot.store, {1: 3, 2: 2}, {1: 1, 2: 0}, scope=guild.id)
    result = await admin.slash(channel, "stats", days=7)
    assert "🟨 2 rounds played" in shown(result)
    assert "Games: Guess the film 1" in shown(result)
    assert result.response
    (file,) = result.response.attachments
    with Image.open(BytesIO(await file.read())) as picture:
        seen = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert (0xFD, 0xCB, 0x58) in seen


async def test_a_server_that_never_asked(channel, admin):
    text = shown(await admin.slash(channel, "stats"))
    assert "0 posters recognised" in text
    assert "Half of" not in text


async def test_not_for_members_and_not_in_private(channel, alice, env):
    with pytest.raises(SetupError, match="default-member-permissions"):
        await alice.slash(channel, "stats")
    with pytest.raises(SetupError, match="context"):
        await env.create_user("carol").slash("stats")


@pytest.mark.parametrize(("most", "step"), [(1, 1), (4, 1), (5, 2), (9, 5), (37, 10), (81, 50)])
def test_the_grid_has_round_numbers(most: int, step: int):
    assert step_of(most) == step


def test_bars_are_as_high_as_their_numbers():
    days = [(discord.utils.utcnow() - timedelta(days=back)).date() for back in (2, 1, 0)]
    picture = chart(days, [Panel((GREEN, RED), [(4, 0), (2, 2), (0, 1)], 200)])
    with Image.open(BytesIO(picture)) as image:
        counts = {c: n for n, c in image.convert("RGB").getcolors(1 << 20) or []}
    assert counts[GREEN] == pytest.approx(counts[RED] * 2, rel=0.06)
