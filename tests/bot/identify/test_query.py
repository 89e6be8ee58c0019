"""What befalls a query on its way: the queue, the encoder that a server chose."""

from __future__ import annotations

from dataclasses import replace

from services.core.errors import UnavailableError
from tests.bot.conftest import FakeClient
from tests.bot.identify.conftest import POSTER
from tests.bot.layout import answer, in_full, refusal, text


async def test_a_place_in_the_queue(channel, alice, env, client: FakeClient):
    client.waiting = 7
    answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    told = [entry for entry in env.http_requests if "7 questions are before yours" in str(entry)]
    assert len(told) == 1


async def test_a_queue_that_cannot_be_told_costs_no_answer(channel, alice, env, client):
    client.waiting = 7
    env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=500)
    answer(await alice.slash(channel, "match", poster=("heat.png", POSTER)))


async def test_a_full_queue_is_one_private_sentence(channel, alice, client: FakeClient, row):
    client.waiting = 64
    client.error = UnavailableError("busy", "A lot of posters are in the queue right now.")
    said = refusal(await alice.slash(channel, "match", poster=("heat.png", POSTER)))
    assert said == "A lot of posters are in the queue right now."
    assert (await row()).error_code == "busy"


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
    assert "resnet50 · 1.00 alike" in text(await in_full(alice, shown))
