"""What a host is asked of the time, the form that asks for all, and whose clock it is."""

from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from simcord.components import walk_components

from tests.bot import layout
from tests.bot.conftest import HEAT, NEAR
from tests.bot.film_club import private, put, shown
from tests.bot.nights.evening import RONIN, VOTE, begin, last, polls


async def test_a_time_that_may_be_two_is_asked(env, bot, channel, alice):
    """SimCord's clock begins on a Thursday at midnight, 2026-01-01, in UTC."""
    asked = await alice.slash(channel, "night vote", **{**VOTE, "when": "tomorrow at 8"})
    assert shown(asked).startswith('"tomorrow at 8" can be read in more than one way.')
    assert layout.labels(asked.response) == [
        "Fri, Jan 2, 8:00 AM",
        "Fri, Jan 2, 8:00 PM",
        "Write it in other words",
    ]
    await alice.click(asked.response, label="Fri, Jan 2, 8:00 PM")
    stamp = int(datetime(2026, 1, 2, 20, tzinfo=UTC).timestamp())
    assert f"<t:{stamp}:F> (<t:{stamp}:R>)" in shown(asked)
    assert "20:00 in UTC" in shown(asked)
    await alice.click(asked.response, label="Start the poll")
    assert "The poll is out" in shown(asked)
    assert env.errors == []
    assert (await last(bot)).starts_at == datetime(2026, 1, 2, 20, tzinfo=UTC)


async def test_a_zone_that_may_be_two_is_asked(channel, alice):
    asked = await alice.slash(channel, "night vote", **{**VOTE, "when": "tomorrow 8pm CST"})
    # In America it is the old year still, so that tomorrow is another day.
    assert layout.labels(asked.response)[:3] == [
        "Thu, Jan 1, 8:00 PM (Havana)",
        "Thu, Jan 1, 8:00 PM (Chicago)",
        "Fri, Jan 2, 8:00 PM (Shanghai)",
    ]
    by_option = await alice.slash(
        channel, "night vote", **{**VOTE, "when": "tomorrow 8pm"}, timezone="IST"
    )
    assert [label[-10:] for label in layout.labels(by_option.response)[:3]] == [
        " (Kolkata)",
        "Jerusalem)",
        "M (Dublin)",
    ]


async def test_a_day_without_a_time_is_asked_for_it(channel, alice):
    asked = await alice.slash(channel, "night vote", **{**VOTE, "when": "on Saturday"})
    assert shown(asked) == 'At what time is "on Saturday"?'
    assert layout.labels(asked.response)[:3] == [
        "Sat, Jan 3, 7:00 PM",
        "Sat, Jan 3, 8:00 PM",
        "Sat, Jan 3, 9:00 PM",
    ]


@pytest.mark.parametrize("typed", ["when pigs fly", "2026-02-30 20:00"])
async def test_what_is_not_understood_is_asked_in_other_words(channel, alice, typed):
    asked = await alice.slash(channel, "night vote", **{**VOTE, "when": typed})
    assert shown(asked).startswith(f'I cannot read "{typed}" as a time; please write it like 8pm')
    form = await alice.click(asked.response, label="Write it in other words")
    await alice.submit_modal(form, {"when": "Freitag 20 Uhr"})
    assert f"<t:{int(datetime(2026, 1, 2, 20, tzinfo=UTC).timestamp())}:F>" in shown(asked)


async def test_other_words_may_be_asked_again(channel, alice):
    asked = await alice.slash(channel, "night vote", **{**VOTE, "when": "soon"})
    form = await alice.click(asked.response, label="Write it in other words")
    await alice.submit_modal(form, {"when": "Friday at 9"})
    assert shown(asked).startswith('"Friday at 9" can be read')
    form = await alice.click(asked.response, label="Write it in other words")
    late = await alice.submit_modal(form, {"when": "yesterday 20:00"})
    (told,) = late.followups
    assert told.content.endswith(":F> is past; please choose a time to come.")


async def test_the_form_asks_for_all_of_it(env, bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    form = await alice.slash(channel, "night new")
    assert "By the clock of UTC, unless you name a city." in str(form.modal)
    draft = await alice.submit_modal(
        form, {"when": "tomorrow 8pm", "source": ["watchlist"], "titles": "", "place": "The Roxy"}
    )
    assert "The Roxy" in shown(draft)
    assert shown(draft).count("\n- **") == 5
    await alice.click(draft.response, label="Start the poll")
    assert env.errors == []
    assert (await last(bot)).starts_at == datetime(2026, 1, 2, 20, tzinfo=UTC)


async def test_the_form_takes_ones_own_films(channel, alice):
    form = await alice.slash(channel, "night new")
    fields = {"when": "20h", "source": ["draw"], "place": ""}
    draft = await alice.submit_modal(form, {**fields, "titles": "Heat\nRonin (1998)\n\n"})
    assert HEAT.label in shown(draft) and RONIN.label in shown(draft)
    form = await alice.slash(channel, "night new")
    few = await alice.submit_modal(form, {**fields, "titles": "Heat"})
    assert private(few) == "Please name at least two different films."
    form = await alice.slash(channel, "night new")
    drawn = await alice.submit_modal(form, {**fields, "titles": ""})
    assert "Start the poll" in layout.labels(drawn.response)


async def test_the_form_offers_films_that_there_are(bot, guild, channel, alice):
    def source(form: Any) -> list[str]:
        (menu,) = [p for p in walk_components(form.modal["components"]) if p["type"] == 3]
        return [option["value"] for option in menu["options"] if option["default"]]

    assert source(await alice.slash(channel, "night new")) == ["draw"]
    await put(bot, guild.id, alice.id, HEAT, *NEAR)
    assert source(await alice.slash(channel, "night new")) == ["watchlist"]


async def test_the_form_is_not_asked_where_a_vote_is_open(channel, alice):
    await begin(alice, channel)
    link = polls(channel)[0].jump_url
    refused = await alice.slash(channel, "night new")
    assert private(refused) == f"This channel is voting already: {link}"


async def test_the_form_is_not_for_who_may_not_post_polls(env, guild, channel):
    carol = guild.add_member(env.create_user("carol"))
    assert private(await carol.slash(channel, "night new")).startswith("You may not post polls")


async def test_the_servers_zone_is_the_admins_choice(env, bot, guild, channel, alice):
    admins = guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
    root = guild.add_member(env.create_user("root"), roles=[admins])
    wrong = await root.slash(channel, "settings", timezone="CST")
    assert private(wrong).startswith('I know no time zone called "CST", or several')
    panel = await root.slash(channel, "settings", timezone="Wien")
    assert "Times are told by the clock of Europe/Vienna." in shown(panel)
    await begin(alice, channel)
    assert (await last(bot)).starts_at == datetime(2026, 1, 3, 19, tzinfo=UTC)
    assert len(polls(channel)) == 1
    zones = await root.autocomplete(channel, "settings", "timezone", "wie")
    assert [zone["value"] for zone in zones] == ["Europe/Vienna"]
