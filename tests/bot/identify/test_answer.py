"""What an answer says where there is little to say, and in which language."""

from __future__ import annotations

from typing import Any

from simcord import interactions

from bot.kit.i18n import say
from tests.bot.conftest import FakeClient
from tests.bot.identify.conftest import POSTER
from tests.bot.layout import alts, answer, labels, options, refusal, text


async def test_an_empty_catalogue(channel, alice, client: FakeClient):
    client.near = ()
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    assert "No other poster is in the catalogue yet." in text(shown)
    assert labels(shown) == ["Right", "Wrong"]
    assert options(shown) == {}


async def test_the_servers_language_for_all_and_the_members_own_for_one(
    channel, alice, bob, guild, bot, client: FakeClient, monkeypatch
):
    given = interactions.base_payload

    def german_in_a_french_server(*args: Any, **options: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = given(*args, **options)
        return record, payload | {"locale": "de", "guild_locale": "fr"}

    monkeypatch.setattr(interactions, "base_payload", german_in_a_french_server)
    public = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    assert say("fr", "answer-heading") in text(public)
    public = answer(await alice.click(public, label=say("fr", "answer-all")))
    assert "0,83" in text(public)
    assert say("fr", "answer-right") in labels(public)
    assert "années 1990" in alts(public)
    said = refusal(await bob.click(public, label=say("fr", "answer-right")))
    assert said == say("de", "verdict-right")
    copy = answer(await bob.click(public, label=say("fr", "page-next")), private=True)
    assert say("de", "page-previous") in labels(copy)
    await bot.access.change(guild.id, public=False)
    own = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)), private=True)
    assert say("de", "answer-heading") in text(own)
    client.error = RuntimeError("secret")
    assert refusal(await alice.slash(channel, "film", title="Heat")) == say("de", "error-apology")
