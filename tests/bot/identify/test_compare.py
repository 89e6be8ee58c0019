import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.identify.cogs.compare import closeness
from services.core.errors import PosterError, UnavailableError
from services.core.types import Comparison, Match, YearEstimate
from tests.bot.conftest import HEAT, NEAR, FakeClient, identification, perhaps, picture
from tests.bot.layout import alts, answer, labels, names, refusal, text

FIRST, SECOND = picture("red"), picture("blue")


async def compare(channel, alice, **options):
    given = {"first": ("a.png", FIRST), "second": ("b.png", SECOND)} | options
    return await alice.slash(channel, "compare", **given)


async def test_two_posters(channel, alice, client: FakeClient, bot, env):
    client.match = True
    shown = answer(await compare(channel, alice))

    for part in (
        "### Somewhat alike",
        f"**1.** [Heat]({HEAT.url}) (1995)",
        "**2.** A poster I do not know, by its look of the 1990s",
        "0.50 alike",
        "Both share Crime and Thriller.",
        "By their look they are about 1 year apart.",
        "poster-lite",
    ):
        assert part in text(shown)
    assert names(shown) == ["posters.jpg"]
    assert "The two posters beside each other" in alts(shown)
    with Image.open(BytesIO(await shown.attachments[0].read())) as sheet:
        red, blue = (sheet.getpixel((sheet.width * part // 4, 100)) for part in (1, 3))
    assert red == pytest.approx((255, 0, 0), abs=12)
    assert blue == pytest.approx((0, 0, 255), abs=12)
    assert labels(shown) == []
    (row,) = await bot.store.recent_queries()
    assert (row.outcome, row.digest) == ("matched", hashlib.sha256(FIRST).hexdigest())
    assert row.neighbour_keys == (HEAT.key,)
    assert env.errors == []


async def test_known_films_are_years_apart(channel, alice, client: FakeClient, monkeypatch):
    first = replace(identification(match=True))
    second = replace(identification(), match=Match(NEAR[1], 0.95))

    async def compared(*_: bytes, encoder: str | None) -> Comparison:
        return Comparison(0.9, first, second)

    monkeypatch.setattr(client, "compare", compared)
    shown = answer(await compare(channel, alice))
    assert "### As alike as posters of two films get" in text(shown)
    assert "the same picture" not in text(shown)
    assert "They are 14 years apart." in text(shown)
    assert "Both share Crime and Thriller." in text(shown)


@pytest.mark.parametrize(
    ("similarity", "said"),
    [(0.9, "very"), (0.72, "much"), (0.5, "somewhat"), (0.3, "little"), (-0.1, "hardly")],
)
def test_closeness(similarity: float, said: str):
    # The nearest neighbour of either lies at 0.83.
    assert closeness(Comparison(similarity, identification(), identification())) == said


def test_closeness_of_the_same_film_and_without_neighbours():
    same = identification(match=True)
    assert closeness(Comparison(0.4, same, same)) == "same"
    alone = replace(identification(), neighbours=())
    assert closeness(Comparison(0.7, alone, alone)) == "very"


@pytest.mark.parametrize("similarity", [-0.2, 0.1, 0.5, 0.99, 1.0])
def test_the_films_say_more_than_the_cosine(similarity: float):
    heat, doubted = identification(match=True), perhaps()
    ronin = replace(identification(), match=Match(NEAR[0], 0.95))
    cat = replace(identification(), is_poster=False)
    assert closeness(Comparison(similarity, heat, heat)) == "same"
    assert closeness(Comparison(similarity, heat, doubted)) == "perhaps-same"
    assert closeness(Comparison(similarity, doubted, doubted)) == "perhaps-same"
    for other in (heat, doubted, identification(), cat):
        assert closeness(Comparison(similarity, cat, other)) == "not-posters"
        assert closeness(Comparison(similarity, other, cat)) == "not-posters"
    for first, second in ((heat, ronin), (ronin, doubted)):
        assert closeness(Comparison(similarity, first, second)) not in ("same", "very")


async def compared(channel, alice, client: FakeClient, comparison: Comparison) -> str:
    client.comparison = comparison
    return text(answer(await compare(channel, alice)))


async def test_one_film_by_two_posters_that_are_not_alike(channel, alice, client: FakeClient):
    heat = identification(match=True)
    said = await compared(channel, alice, client, Comparison(0.11, heat, heat))
    assert "### Posters of the same film" in said
    assert "They are from the same year." in said


async def test_perhaps_the_same_film(channel, alice, client: FakeClient, bot):
    both = Comparison(0.95, identification(match=True), perhaps())
    said = await compared(channel, alice, client, both)
    assert "### Perhaps posters of the same film" in said
    assert f"**1.** [Heat]({HEAT.url}) (1995)" in said
    assert f"**2.** Perhaps [Heat]({HEAT.url}) (1995)" in said
    assert "By their look" in said  # a doubted film's year is not stated
    (row,) = await bot.store.recent_queries()
    assert (row.outcome, row.answer) == ("matched", "match")


async def test_what_is_no_poster_is_not_compared(channel, alice, client: FakeClient):
    cat = replace(identification(), is_poster=False)
    both = Comparison(0.95, identification(match=True), cat)
    said = await compared(channel, alice, client, both)
    assert said.splitlines() == [
        "### Not both look like movie posters",
        f"**1.** [Heat]({HEAT.url}) (1995)",
        "**2.** Does not look like a movie poster",
        "-# poster-lite",
    ]


async def test_nothing_in_common(channel, alice, client: FakeClient, monkeypatch):
    first = replace(identification(), genres=(), year=None)
    second = replace(identification(), year=YearEstimate(1994, 1990, 1999))

    async def compared(*_: bytes, encoder: str | None) -> Comparison:
        return Comparison(0.0, first, second)

    monkeypatch.setattr(client, "compare", compared)
    shown = text(answer(await compare(channel, alice)))
    assert "### Hardly anything in common" in shown
    assert "**1.** A poster I do not know\n" in shown
    assert "apart" not in shown
    assert "share" not in shown


async def test_links(channel, alice, env, client: FakeClient):
    url = "https://cdn.discordapp.com/attachments/1/2/b.png?ex=1"
    env.backend.cdn._blobs[url] = SECOND
    given = {"first": ("a.png", FIRST), "second-link": url}
    answer(await alice.slash(channel, "compare", **given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"second": ("b.png", SECOND)}, "Please attach the first poster"),
        ({"first": ("a.png", FIRST)}, "Please attach the second poster"),
        ({"first": ("a.mp4", FIRST), "second": ("b.png", SECOND)}, "That is a video;"),
    ],
)
async def test_a_poster_is_missing_or_none(channel, alice, bot, given, said):
    result = await alice.slash(channel, "compare", **given)
    assert refusal(result).startswith(said)
    assert not result.deferred
    assert (await bot.store.recent_queries())[0].outcome == "failed"


@pytest.mark.parametrize(
    "error",
    [
        PosterError("too_small", "The second poster: that picture is too small."),
        UnavailableError("busy", "A lot of posters are waiting."),
    ],
)
async def test_what_the_service_refuses(channel, alice, client: FakeClient, bot, error):
    client.error = error
    assert refusal(await compare(channel, alice)) == error.message
    assert (await bot.store.recent_queries())[0].error_code == error.code
