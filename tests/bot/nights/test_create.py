"""`/night` from the command to the poll, as a club uses it."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import MagicMock

import discord
import pytest
from simcord import SetupError

from bot.app import Marquee
from bot.watchlist.lookup import short_key
from tests.bot import at_once
from tests.bot.conftest import HEAT, NEAR
from tests.bot.film_club import LONG, private, put, shown
from tests.bot.nights.evening import RONIN, VOTE, WHEN, begin, forbid, last, polls


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"when": "2025-12-31 20:00"}, "<t:1767211200:F> is past"),
        ({"when": "<t:1>"}, "<t:1:F> is past"),
        ({"when": "+30m"}, "The poll needs 1 hour before the film begins"),
        ({"when": "+5h", "hours": 5}, "The poll needs 5 hours before the film begins"),
        ({"when": "2031-01-01 20:00"}, "is more than a year away"),
        ({"timezone": "Mars/Olympus"}, 'I know no time zone called "Mars/Olympus"'),
        ({"film2": HEAT.key}, "Please name at least two different films."),
        ({"film2": "Nowhere"}, 'I know no film called "Nowhere"'),
    ],
)
async def test_what_cannot_be_is_refused_in_private(channel, alice, bot, options, refusal):
    result = await alice.slash(channel, "night vote", **{**VOTE, **options})
    assert private(result).startswith(refusal) or refusal in private(result)
    assert polls(channel) == []


async def test_the_zone_is_kept_for_the_next_night(env, bot, guild, channel, alice):
    berlin = datetime(2026, 1, 3, 19, tzinfo=UTC)
    await begin(alice, channel, timezone="Europe/Berlin")
    assert (await last(bot)).starts_at == berlin
    await alice.slash(channel, "night cancel")
    await begin(alice, channel)
    assert (await last(bot)).starts_at == berlin


async def test_a_member_who_may_not_post_polls(env, guild, channel):
    carol = guild.add_member(env.create_user("carol"))
    result = await carol.slash(channel, "night vote", **VOTE)
    assert private(result) == "You may not post polls in this channel."


async def test_a_channel_where_marquee_may_not_post_polls(env, guild, channel, alice):
    forbid(env, guild, "send_polls")
    result = await alice.slash(channel, "night vote", **VOTE)
    assert private(result).startswith("I may not post polls here")


async def test_a_poll_that_discord_refuses_leaves_nothing(env, bot, channel, alice):
    draft = await alice.slash(channel, "night vote", **VOTE)
    before = len(channel.history())
    sends = discord.abc.Messageable.send

    async def refuse_polls(self: Any, *args: Any, **options: Any) -> discord.Message:
        if options.get("poll"):
            missing = MagicMock(status=403, reason="Forbidden")
            raise discord.Forbidden(missing, {"code": 50013, "message": "Missing Permissions"})
        return await sends(self, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discord.PartialMessageable, "send", refuse_polls)
        result = await alice.click(draft.response, label="Start the poll")
    assert [m.content[:29] for m in result.followups] == ["I may not post polls here; a "]
    assert len(channel.history()) == before
    assert (await last(bot)).state == "cancelled"
    await alice.click(draft.response, label="Start the poll")  # once it is allowed
    assert len(polls(channel)) == 1


async def test_two_presses_in_one_instant_send_one_poll(env, channel, alice):
    draft = await alice.slash(channel, "night vote", **VOTE)
    assert draft.response is not None
    await at_once.press(env, draft.response.id, channel.id, alice, alice, label="Start the poll")
    assert env.errors == []
    assert len(polls(channel)) == 1


async def test_one_night_at_a_time_in_a_channel(env, guild, channel, alice, bob):
    drafts = [await member.slash(channel, "night vote", **VOTE) for member in (alice, bob)]
    await alice.click(drafts[0].response, label="Start the poll")
    late = await bob.click(drafts[1].response, label="Start the poll")
    link = polls(channel)[0].jump_url
    assert [m.content for m in late.followups] == [f"This channel is voting already: {link}"]
    refused = await bob.slash(channel, "night vote", **VOTE)
    assert private(refused) == f"This channel is voting already: {link}"
    other = guild.create_text_channel("other")
    await begin(bob, other)
    assert (len(polls(channel)), len(polls(other))) == (1, 1)


async def test_drawn_from_the_watchlist(bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, HEAT, *NEAR, LONG)
    await alice.slash(channel, "watchlist seen", title=HEAT.key)
    draft = await alice.slash(channel, "night watchlist", when=WHEN, genre="crime", films=2)
    chosen = [title for title in ("Ronin", "Thief", "Collateral") if title in shown(draft)]
    assert len(chosen) == 2
    assert not any(title in shown(draft) for title in ("Heat", "Rec", "Long"))
    await alice.select(draft.response, ["0", "1", "2"])
    assert all(title in shown(draft) for title in ("Ronin", "Thief", "Collateral"))
    await alice.click(draft.response, label="Start the poll")
    poll = polls(channel)[0].poll
    assert poll is not None
    assert {answer.text for answer in poll.answers} == {
        "Ronin (1998)",
        "Thief (1981)",
        "Collateral (2004)",
    }


async def test_the_watchlists_films_of_a_decade(bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, HEAT, *NEAR, LONG)
    draft = await alice.slash(channel, "night watchlist", when=WHEN, decade=1990)
    assert "Heat (1995)" in shown(draft) and "Ronin (1998)" in shown(draft)
    assert "Thief" not in shown(draft)
    few = await alice.slash(channel, "night watchlist", when=WHEN, decade=1930)
    assert private(few).startswith("Fewer than two films of the watchlist fit")


async def test_drawn_from_the_catalogue(env, bot, channel, alice, client):
    draft = await alice.slash(
        channel, "night draw", when=WHEN, films=3, genre="crime", decade=1980, known=30
    )
    filters = {"genre": "Crime", "first_year": 1980, "last_year": 1989, "known": 0.3}
    assert client.sampled == [{}, filters]  # the first asks which genres there are
    await alice.click(draft.response, label="Draw again")
    assert client.sampled == [{}, filters, filters]
    await alice.click(draft.response, label="Start the poll")
    poll = polls(channel)[0].poll
    assert poll is not None and len(poll.answers) == 3
    few = await alice.slash(channel, "night draw", when=WHEN, genre="Western")
    assert private(few).startswith("Fewer than two films of my catalogue fit")


async def test_a_long_title_keeps_its_year(channel, alice):
    message = await begin(alice, channel, film2=short_key(LONG.key))
    assert message.poll is not None
    text = message.poll.answers[1].text
    assert len(text) <= 55 and text.endswith("… (1964)")


async def test_never_mind(env, bot, channel, alice):
    draft = await alice.slash(channel, "night vote", **VOTE)
    await alice.click(draft.response, label="Never mind")
    assert shown(draft) == "All right, no movie night."
    assert polls(channel) == []


async def test_a_draft_that_lay_too_long(env, channel, alice):
    draft = await alice.slash(channel, "night vote", **VOTE)
    await env.advance_time(15 * 60)
    assert shown(draft).startswith("That draft has lain too long")
    with pytest.raises(SetupError):
        await alice.click(draft.response, label="Start the poll")


async def test_suggestions(bot, guild, channel, alice):
    await put(bot, guild.id, alice.id, RONIN)
    names = [c["name"] for c in await alice.autocomplete(channel, "night vote", "film3", "")]
    assert names[0] == "Ronin (1998)" and len(names) == len(set(names)) == 6
    whens = await alice.autocomplete(
        channel, "night vote", "when", "21:30", timezone="America/New_York"
    )
    assert whens[0]["name"] == "Wed, Dec 31, 9:30 PM"  # still the old year over there
    assert whens[0]["value"] == f"<t:{int(datetime(2026, 1, 1, 2, 30, tzinfo=UTC).timestamp())}>"
    zones = await alice.autocomplete(channel, "night vote", "timezone", "berl")
    assert [zone["value"] for zone in zones] == ["Europe/Berlin"]
    genres = await alice.autocomplete(channel, "night draw", "genre", "thr")
    assert [genre["value"] for genre in genres] == ["Thriller"]


def test_no_privileged_intent(bot: Marquee) -> None:
    assert not any((bot.intents.message_content, bot.intents.members, bot.intents.presences))
    assert bot.intents.guild_messages and not bot.intents.dm_messages
