"""The buttons under an answer: pressed by its asker, by others, after a restart, too late."""

from __future__ import annotations

import pytest
import simcord

from bot.app import Marquee
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.store import Store, feedback
from tests.bot.conftest import NEAR, FakeClient, picture
from tests.bot.identify.conftest import POSTER
from tests.bot.identify.verdicts import forget, verdicts_on
from tests.bot.layout import answer, in_full, labels, names, options, refusal, text


async def test_right_or_wrong_the_last_word_of_each_counts(shown, alice, bob, bot):
    assert refusal(await alice.click(shown, label="Right")) == "Noted as right; thank you!"
    assert refusal(await bob.click(shown, label="Right")) == "Noted as right; thank you!"
    assert refusal(await alice.click(shown, label="Wrong")).startswith("Noted as wrong")
    assert await verdicts_on(bot) == {alice.id: "wrong", bob.id: "right"}


async def test_a_word_on_an_answer_that_was_forgotten(shown, alice, bot, env):
    await forget(bot)
    assert "I have forgotten it" in refusal(await alice.click(shown, label="Right"))
    assert await verdicts_on(bot) == {}
    assert env.errors == []


async def test_a_word_that_cannot_be_kept(shown, alice, bot, monkeypatch):
    async def fail(*_: object) -> bool:
        raise UnavailableError("unavailable", "The database is full.")

    monkeypatch.setattr(feedback, "give", fail)
    assert refusal(await alice.click(shown, label="Right")) == "The database is full."


async def test_more_like_this(shown, alice, bob, bot, client: FakeClient):
    client.posters = {NEAR[1].key: picture("red")}
    further = answer(await alice.select(shown, [options(shown)["2. Thief (1981)"]]))
    assert labels(further) == ["Right", "Wrong", "Keep this film", "More"]
    further = await in_full(alice, further)

    assert "### [Thief](https://www.imdb.com/title/tt0083190/) (1981)" in text(further)
    assert "**1.** **[Ronin]" in text(further)
    assert "Keep this film" in labels(further)
    assert names(further) == ["poster.jpg", "look.png"]
    first, _ = await bot.store.recent_queries()
    assert (first.user_id, first.match_key) == (alice.id, NEAR[1].key)
    # From here on there is always a further page, and anybody may go on.
    second = answer(await alice.click(further, label="Next"))
    assert "**4.** **[Film 4]" in text(second)
    assert next(iter(options(second))) == "4. Film 4 (1954)"
    third = answer(await alice.click(second, label="Next"))
    assert "**7.** **[Film 7]" in text(third)
    assert "Next" not in labels(third)
    other = answer(await bob.select(third, [options(third)["7. Film 7 (1957)"]]))
    assert "### [Film 7]" in text(other)


async def test_a_recognised_film_leads_its_menu(channel, alice, client: FakeClient):
    client.match = True
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    further = answer(await alice.select(shown, [options(shown)["Heat (1995)"]]))
    assert "### [Heat]" in text(further)
    turned = answer(await alice.click(await in_full(alice, shown), label="Next"))
    assert "**4.**" in text(turned)  # the film itself is no neighbour


async def test_the_service_is_down_for_a_page_and_for_more(shown, alice, client: FakeClient, bot):
    client.error = UnavailableError("unavailable", "Marquee's eye is not reachable right now.")
    turned = await alice.click(shown, label="Next")
    assert [said.content for said in turned.followups] == [str(client.error)]
    assert "Ronin" in text(shown)
    more = await alice.select(shown, [options(shown)["1. Ronin (1998)"]])
    assert refusal(more) == str(client.error)
    assert (await bot.store.recent_queries())[0].error_code == "unavailable"


async def test_private_answers_are_shown_to_all_on_request(
    private, channel, alice, bob, client: FakeClient, bot
):
    client.posters = {NEAR[0].key: picture("red")}
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))
    assert result.ephemeral
    shown = answer(result, private=True)
    assert labels(shown)[-1] == "Show to all"
    with pytest.raises(simcord.SetupError):
        await bob.click(shown, label="Show to all")

    pressed = await alice.click(shown, label="Show to all")
    (public,) = pressed.followups
    assert not public.ephemeral
    assert text(public) == text(shown)
    assert names(public) == ["poster.jpg", "posters.jpg", "look.png"]
    assert "Show to all" not in labels(public)
    assert "Show to all" not in labels(shown)  # once is enough
    # The shown one has all the buttons, and is still Alice's.
    assert (await in_full(alice, public)).id == public.id
    refusal(await bob.click(public, label="Wrong"))
    assert await verdicts_on(bot) == {bob.id: "wrong"}


async def test_what_follows_a_private_answer_is_private(private, channel, alice):
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)), private=True)
    further = answer(await alice.select(shown, [next(iter(options(shown).values()))]), private=True)
    assert "Show to all" in labels(further)
    further = await in_full(alice, further, private=True)
    assert "Show to all" in labels(further)
    assert answer(await alice.click(further, label="Next"), private=True).id == further.id


async def test_an_answer_that_may_not_be_shown(private, channel, alice, env):
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)), private=True)
    env.inject_error("POST", "/webhooks/*/*", status=403, code=50013, message="Missing")
    result = await alice.click(shown, label="Show to all")
    assert [said.content[:27] for said in result.followups] == ["I may not post an answer he"]
    assert "Show to all" in labels(shown)  # to be tried again


async def test_buttons_in_a_channel_where_answers_are_no_longer_wanted(
    shown, channel, guild, alice, bot
):
    other = guild.create_text_channel("films")
    await bot.access.change(guild.id, channels=(other.id,))
    assert "only allowed" in refusal(await alice.click(shown, label="Next"))
    assert "only allowed" in refusal(
        await alice.select(shown, [next(iter(options(shown).values()))])
    )


async def test_every_button_works_after_a_restart(
    shown, alice, bob, env: simcord.Env, settings: Settings, bot: Marquee
):
    client = FakeClient()
    # The simulated Discord's calendar is behind: the row would be past its time.
    settings = settings.model_copy(update={"retention_days": 0})
    fresh = Marquee(settings, client, await Store.open(settings.database_path))
    await env.restart_bot(fresh)

    assert "Noted" in refusal(await bob.click(shown, label="Wrong"))
    assert await verdicts_on(fresh) == {bob.id: "wrong"}
    turned = answer(await alice.click(shown, label="Next"))
    assert turned.id == shown.id
    assert "**4.**" in text(turned)
    further = answer(await alice.select(turned, [options(turned)["1. Ronin (1998)"]]))
    assert "### [Ronin]" in text(further)
    further = await in_full(alice, further)
    assert "**4.**" in text(answer(await alice.click(further, label="Next")))
    await fresh.close()


async def test_keep(shown, alice, bot):
    said = refusal(await alice.click(shown, custom_id=f"marquee:keep:{NEAR[0].key}"))
    assert "Ronin" in said


async def test_no_answer_stays_in_memory(private, channel, alice, bob, client: FakeClient, bot):
    """discord.py keeps layouts by their message; those that outlive a restart are under None."""

    store = bot._connection._view_store

    def kept() -> list[int | None]:
        return [*store._views, *store._synced_message_views]

    client.posters = {NEAR[0].key: picture("red")}
    assert kept() == [None]
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)), private=True)
    for name, typed in (("film", {"title": "Heat"}), ("search", {"words": "film"})):
        answer(await alice.slash(channel, name, **typed), private=True)
    posters = {"first": ("heat.png", POSTER), "second": ("thief.png", POSTER)}
    answer(await alice.slash(channel, "compare", **posters), private=True)
    shown = await in_full(alice, shown, private=True)
    turned = answer(await alice.click(shown, label="Next"), private=True)
    answer(await alice.select(turned, [options(turned)["1. Ronin (1998)"]]), private=True)
    (public,) = (await alice.click(turned, label="Show to all")).followups
    answer(await bob.click(public, label="Previous"), private=True)
    assert kept() == [None]
    assert await verdicts_on(bot) == {}
    refusal(await bob.click(public, label="Right"))
    assert await verdicts_on(bot) == {bob.id: "right"}  # once, and by the handler
