"""The title that is read after the answer: the message then names the film."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.core.errors import UnavailableError
from services.core.types import Match
from tests.bot.conftest import HEAT, FakeClient, identification, picture
from tests.bot.layout import answer, text

POSTER = picture()


async def test_the_answer_is_edited_when_the_title_was_read(
    env, channel, alice, client: FakeClient, row
):
    client.id = "a word"
    client.title = replace(identification(), match=Match(HEAT, 0.4, 0.97, "title"))
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))

    assert env.errors == []
    assert client.titles_asked == ["a word"]
    assert f"[Heat]({HEAT.url}) (1995)" in text(answer(result))
    logged = await row()
    assert (logged.outcome, logged.match_key, logged.error_code) == ("matched", HEAT.key, None)


async def test_nothing_is_asked_where_the_answer_has_no_word(channel, alice, client: FakeClient):
    await alice.slash(channel, "match", poster=("heat.png", POSTER))
    assert client.titles_asked == []


async def test_the_first_answer_stays_where_no_title_is_read(
    env, channel, alice, client: FakeClient, row
):
    client.id = "a word"
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))
    assert env.errors == []
    assert "[Ronin]" in text(answer(result))
    assert (await row()).outcome == "answered"


@pytest.mark.parametrize("error", [UnavailableError("busy", "Too many."), ZeroDivisionError()])
async def test_the_first_answer_stays_where_reading_fails(
    env, channel, alice, client: FakeClient, row, monkeypatch, error
):
    client.id = "a word"

    async def failing(_id: str) -> None:
        raise error

    monkeypatch.setattr(client, "read_title", failing)
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))
    assert env.errors == []
    assert "[Ronin]" in text(answer(result))
    logged = await row()
    assert (logged.outcome, logged.error_code) == ("answered", None)
