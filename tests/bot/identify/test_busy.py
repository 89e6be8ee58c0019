"""What passes by itself: the member is told when to ask again, in their language."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.kit.discreet_log import Discreet
from bot.kit.errors import sentence_of
from bot.kit.i18n import LANGUAGES
from services.core.asking import Asking, asking
from services.core.errors import UnavailableError
from services.core.json_log import JsonFormatter
from services.core.types import Identification
from tests.bot.conftest import FakeClient, picture
from tests.bot.layout import refusal

POSTER = picture()
BUSY = {
    "en": "A lot is being asked just now; please try again in 7 seconds.",
    "de": "Gerade wird sehr viel gefragt; versuch es bitte in 7 Sekunden noch einmal.",
    "es": "Hay muchísimas preguntas ahora mismo; vuelve a intentarlo en 7 segundos.",
    "fr": "Il y a foule en ce moment ; réessaie dans 7 secondes.",
    "pt": "Tem muita gente perguntando agora; tente de novo daqui a 7 segundos.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_busy_is_told_in_every_language(language: str):
    locale = next(one for one in discord.Locale if str(one).startswith(language))
    asked = cast(Any, SimpleNamespace(locale=locale, guild_locale=None))
    error = UnavailableError("busy", "Too many.", retry_after_s=6.2)
    assert sentence_of(asked, error) == BUSY[language]


async def test_busy_says_when_to_ask_again(channel, alice, client: FakeClient, row):
    client.error = UnavailableError("busy", "Too many.", retry_after_s=6.2)
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))

    assert refusal(result) == BUSY["en"]
    assert (await row()).error_code == "busy"


async def test_a_service_that_is_left_alone_says_when_it_is_tried_again(
    channel, alice, client: FakeClient
):
    client.error = UnavailableError("unavailable", "Not reachable.", retry_after_s=0.1)
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))

    assert refusal(result) == "I cannot look at posters right now; please try again in 5 seconds."


async def test_what_does_not_pass_by_itself_is_told_as_it_is(channel, alice, client: FakeClient):
    client.error = UnavailableError("no_catalogue", "Build it first.", retry_after_s=1)
    result = await alice.slash(channel, "match", poster=("heat.png", POSTER))

    assert refusal(result) == "Build it first."


async def test_the_model_is_asked_by_the_interactions_id_and_the_servers_hash(
    channel, alice, guild, client: FakeClient, monkeypatch: pytest.MonkeyPatch, row
):
    questions: list[Asking] = []
    identify = client.identify

    async def noting(*given, **options) -> Identification:
        questions.append(asking())
        return await identify(*given, **options)

    monkeypatch.setattr(client, "identify", noting)
    for _ in range(2):
        await alice.slash(channel, "match", poster=("heat.png", POSTER))
    first, second = questions
    assert first.id.isdigit()
    assert first.id != second.id
    assert first.place == second.place
    assert str(guild.id) not in first.place
    assert len(first.place) == 16
    assert asking().id == ""


def test_tokens_stay_out_of_a_log_of_json() -> None:
    secret = "aW50ZXJhY3Rpb246MTIz-secret_x"
    said = f'{{"op": 2, "d": {{"token": "{secret}", "intents": 1}}}} /interactions/1/{secret}/x'
    record = logging.LogRecord("discord", logging.DEBUG, __file__, 1, said, None, None)
    line = Discreet(JsonFormatter()).format(record)
    assert secret not in line
    assert '"token": "…", "intents"' in json.loads(line)["message"]
