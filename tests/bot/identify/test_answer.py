"""The buttons under an answer: pressed by its asker, by others, after a restart, too late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import simcord
from simcord import GuildHandle, MemberActor, interactions
from simcord.results import ResponseMessage
from sqlalchemy import delete

from bot.app import Marquee
from bot.kit.i18n import say
from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.core.types import Film
from services.store import Store, feedback
from services.store.models import QueryRow
from tests.bot.conftest import NEAR, FakeClient, picture
from tests.bot.layout import alts, answer, labels, names, options, refusal, text

POSTER = picture()


@pytest.fixture
def bob(env: simcord.Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(env.create_user("bob"))


@pytest.fixture
async def shown(channel, alice: MemberActor) -> ResponseMessage:
    return answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


@pytest.fixture
async def private(bot: Marquee, guild: GuildHandle) -> None:
    await bot.access.change(guild.id, public=False)


async def words_on(bot: Marquee, query_id: int = 1) -> dict[int, str]:
    async with bot.store.session() as session:
        return dict(await feedback.given(session, query_id))


async def forget(bot: Marquee) -> None:
    async with bot.store.session() as session:
        await session.execute(delete(QueryRow))
        await session.commit()


async def test_right_or_wrong_the_last_word_of_each_counts(shown, alice, bob, bot):
    assert refusal(await alice.click(shown, label="Right")) == "Noted as right; thank you!"
    assert refusal(await bob.click(shown, label="Right")) == "Noted as right; thank you!"
    assert refusal(await alice.click(shown, label="Wrong")).startswith("Noted as wrong")
    assert await words_on(bot) == {alice.id: "wrong", bob.id: "right"}


async def test_a_word_on_an_answer_that_was_forgotten(shown, alice, bot, env):
    await forget(bot)
    assert "I have forgotten it" in refusal(await alice.click(shown, label="Right"))
    assert await words_on(bot) == {}
    assert env.errors == []


async def test_a_word_that_cannot_be_kept(shown, alice, bot, monkeypatch):
    async def fail(*_: object) -> bool:
        raise UnavailableError("unavailable", "The database is full.")

    monkeypatch.setattr(feedback, "give", fail)
    assert refusal(await alice.click(shown, label="Right")) == "The database is full."


async def test_the_asker_turns_the_page_in_place(shown, alice, client: FakeClient, bot):
    client.posters = {NEAR[3].key: picture("red"), NEAR[0].key: picture("blue")}
    turned = answer(await alice.click(shown, label="Next"))

    assert turned.id == shown.id
    assert r"**4.** **[\[Rec\]" in text(turned)
    assert "Ronin" not in text(turned)
    assert "### Nearest posters" in text(turned)
    assert names(turned) == ["poster.jpg", "look.png", "posters.jpg"]
    assert [label for label in labels(turned) if label != "Keep"] == ["Previous", "Right", "Wrong"]
    assert list(options(turned)) == list(options(shown))  # the menu knows them all
    assert len(client.asked) == 1  # nothing was looked at again
    assert len(await bot.store.recent_queries()) == 1

    back = answer(await alice.click(turned, label="Previous"))
    assert "**1.** **[Ronin]" in text(back)
    assert [label for label in labels(back) if label != "Keep"] == ["Next", "Right", "Wrong"]
    refusal(await alice.click(back, label="Right"))
    assert await words_on(bot) == {alice.id: "right"}


async def test_others_get_a_page_of_their_own(shown, bob):
    copy = answer(await bob.click(shown, label="Next"), private=True)

    assert copy.id != shown.id
    assert "[Rec" in text(copy).replace("\\", "")
    assert "Ronin" in text(shown)  # nobody's answer changes under their eyes
    back = answer(await bob.click(copy, label="Previous"), private=True)
    assert back.id == copy.id
    assert "Ronin" in text(back)


async def test_pages_turn_after_the_row_is_gone(shown, alice, bot):
    await forget(bot)
    assert "**4.**" in text(answer(await alice.click(shown, label="Next")))


async def test_a_page_whose_film_has_left_the_catalogue(shown, alice, client: FakeClient):
    client.near = ()
    found = client.film

    async def gone(key: str) -> Film | None:
        return None if key == NEAR[3].key else await found(key)

    client.film = gone
    result = await alice.click(shown, label="Next")
    (said,) = result.followups
    assert said.ephemeral
    assert said.content == "There are no further neighbours."
    assert "Ronin" in text(shown)


async def test_a_lost_picture_does_not_cost_the_page(shown, alice, env):
    env.backend.cdn._blobs.clear()
    turned = answer(await alice.click(shown, label="Next"))
    assert "### Nearest posters" in text(turned)
    assert "Era by its look: 1990s" in text(turned)  # in words, as its picture is gone
    assert names(turned) == []


async def test_a_message_deleted_while_its_page_is_turned(shown, alice, env):
    env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=404, code=10008, message="Unknown"
    )
    result = await alice.click(shown, label="Next")
    assert result.followups[0].content.startswith("That message was deleted")
    assert result.followups[0].ephemeral


async def test_more_like_this(shown, alice, bob, bot, client: FakeClient):
    client.posters = {NEAR[1].key: picture("red")}
    further = answer(await alice.select(shown, [options(shown)["2. Thief (1981)"]]))

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
    turned = answer(await alice.click(shown, label="Next"))
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
    assert answer(await alice.click(public, label="Next")).id == public.id
    refusal(await bob.click(public, label="Wrong"))
    assert await words_on(bot) == {bob.id: "wrong"}


async def test_what_follows_a_private_answer_is_private(private, channel, alice):
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)), private=True)
    further = answer(await alice.select(shown, [next(iter(options(shown).values()))]), private=True)
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
    assert await words_on(fresh) == {bob.id: "wrong"}
    turned = answer(await alice.click(shown, label="Next"))
    assert turned.id == shown.id
    assert "**4.**" in text(turned)
    further = answer(await alice.select(turned, [options(turned)["1. Ronin (1998)"]]))
    assert "### [Ronin]" in text(further)
    assert "**4.**" in text(answer(await alice.click(further, label="Next")))
    await fresh.close()


async def test_a_place_in_the_queue(channel, alice, env, client: FakeClient):
    client.waiting = 7
    answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    told = [entry for entry in env.http_requests if "7 questions are before yours" in str(entry)]
    assert len(told) == 1


async def test_a_queue_that_cannot_be_told_costs_no_answer(channel, alice, env, client):
    client.waiting = 7
    env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=500)
    answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


async def test_the_server_chooses_the_encoder(channel, alice, guild, bot, client, monkeypatch):
    await bot.access.change(guild.id, encoder="resnet50")
    asked: list[str | None] = []
    identify = client.identify

    async def listen(poster: bytes, *, k: int, encoder: str | None):
        asked.append(encoder)
        return replace(await identify(poster, k=k), encoder=encoder)

    monkeypatch.setattr(client, "identify", listen)
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    await alice.slash(channel, "match", poster=("heat.png", POSTER), encoder="vgg16")
    assert asked == ["resnet50", "vgg16"]
    assert "resnet50 · 1.00 alike" in text(shown)


async def test_an_empty_catalogue(channel, alice, client: FakeClient):
    client.near = ()
    shown = answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    assert "No other poster is in the catalogue yet." in text(shown)
    assert labels(shown) == ["Right", "Wrong"]
    assert options(shown) == {}


async def test_keep(shown, alice, bot):
    said = refusal(await alice.click(shown, custom_id=f"marquee:keep:{NEAR[0].key}"))
    assert "Ronin" in said


async def test_a_full_queue_is_one_private_sentence(channel, alice, client: FakeClient, row):
    client.waiting = 64
    client.error = UnavailableError("busy", "A lot of posters are in the queue right now.")
    said = refusal(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    assert said == "A lot of posters are in the queue right now."
    assert (await row()).error_code == "busy"


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
