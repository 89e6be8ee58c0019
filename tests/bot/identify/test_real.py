"""The bot with the real model, on what ships."""

from collections.abc import AsyncIterator

import pytest

from services.core.errors import UnavailableError
from services.core.settings import Settings
from services.inference.client import InferenceClient
from services.inference.connect import connect
from services.samples import SAMPLES, draw
from tests.bot.conftest import as_png
from tests.bot.layout import alts, answer, labels, names, options, refusal, text


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[InferenceClient]:
    client = connect(settings)
    try:
        await client.start()
    except UnavailableError as error:
        await client.close()
        pytest.skip(f"the starter is not built: {error}")
    yield client
    await client.close()


async def test_a_drawn_poster_is_answered(channel, alice, bot):
    poster = as_png(draw(SAMPLES[7], 120))
    shown = answer(await alice.slash(channel, "match", poster=("poster.png", poster), k=2))

    # A film that was never made is in no catalogue.
    assert "### I do not know this poster" in text(shown)
    assert "**2.**" in text(shown)
    assert "**3.**" not in text(shown)
    assert "https://www.imdb.com/title/tt" in text(shown)
    assert "Era by its look: " in alts(shown)
    assert names(shown) == ["poster.jpg", "look.png"]
    further = answer(await alice.select(shown, [next(iter(options(shown).values()))]))
    assert "**3.**" in text(further)
    assert "Right" in labels(further)
    _, logged = await bot.store.recent_queries()
    assert (logged.outcome, logged.encoder) == ("answered", "poster-lite")
    assert len(logged.neighbour_keys) == 2
    assert logged.timings_ms["embed"] > 0
    assert logged.timings_ms["total"] > logged.timings_ms["identify"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("fake.png", b"not a picture at all", "not_an_image"), ("empty.png", b"", "empty")],
)
async def test_bytes_that_are_no_picture(channel, alice, row, name, data, code):
    result = await alice.slash(channel, "match", poster=(name, data))
    assert refusal(result)
    assert (await row()).error_code == code
