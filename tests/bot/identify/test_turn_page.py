"""Further pages of an answer: for its asker in place, for others as a copy."""

from __future__ import annotations

from services.core.types import Film
from tests.bot.conftest import NEAR, FakeClient, picture
from tests.bot.identify.verdicts import forget, verdicts_on
from tests.bot.layout import answer, labels, names, options, refusal, text


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
    assert await verdicts_on(bot) == {alice.id: "right"}


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
