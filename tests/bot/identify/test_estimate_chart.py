"""What is drawn under an answer, and its colour."""

from io import BytesIO

import discord
import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.fonts import face
from bot.identify.colour import vivid
from bot.identify.estimate_chart import Estimate, draw, in_words
from bot.kit import terms
from bot.kit.formatting import COLOUR
from services.core.types import Film, GenreScore, YearEstimate
from tests.bot.conftest import NEAR, as_png, picture

ENGLISH = discord.Locale.american_english
YEAR = YearEstimate(1994.2, 1986.6, 2001.2)
GENRES = (GenreScore("Crime", 0.71, True), GenreScore("War", 0.02, False))
RED = discord.Colour(0xFF2020)


def drawn(estimate: Estimate) -> Image.Image:
    data = draw(estimate, ENGLISH, RED)
    assert data is not None
    return Image.open(BytesIO(data)).convert("RGB")


def reds(picture: Image.Image) -> list[tuple[int, int]]:
    apart = np.abs(np.asarray(picture, dtype=int) - (255, 32, 32)).sum(axis=2)
    return [(int(x), int(y)) for y, x in np.argwhere(apart < 60)]


def test_the_interval_lies_where_its_years_are():
    line = drawn(Estimate(YEAR, ()))
    xs = [x for x, _ in reds(line)]
    # 1920 to 2020 from edge to edge; 1987 and 2001 of them.
    span = line.width - 72
    assert min(xs) == pytest.approx(36 + 0.67 * span, abs=8)
    assert max(xs) == pytest.approx(36 + 0.81 * span, abs=8)


def test_a_bar_is_as_long_as_its_share():
    both = drawn(Estimate(None, (GenreScore("Crime", 0.8, True), GenreScore("Drama", 0.4, True))))
    ys = [y for _, y in reds(both)]
    middle = (min(ys) + max(ys)) / 2
    long, short = ([x for x, y in reds(both) if (y < middle) is upper] for upper in (True, False))
    assert max(long) - min(long) == pytest.approx(2 * (max(short) - min(short)), rel=0.03)


@pytest.mark.parametrize("language", ["en-US", "de", "es-ES", "fr", "pt-BR"])
def test_no_text_runs_into_another(language: str):
    data = draw(Estimate(YEAR, ()), discord.Locale(language), RED)
    assert data is not None
    top = np.asarray(Image.open(BytesIO(data)).convert("L"), dtype=int)[:84]
    bright, faint = np.argwhere(top > 230), np.argwhere(abs(top - 172) <= 2)
    # The decade's own soft edges are as faint as the interval beside it, but few.
    beside = faint[faint[:, 1] > bright[:, 1].max() + 8]
    assert len(faint) - len(beside) < len(bright) / 20
    assert len(beside) > 500


def test_years_beyond_the_line_stretch_it():
    assert reds(drawn(Estimate(YearEstimate(1899, 1890, 1911), ())))
    assert reds(drawn(Estimate(YearEstimate(2029, 2020, 2035), ())))


def test_nothing_known_nothing_drawn():
    assert draw(Estimate(None, ()), ENGLISH, RED) is None
    assert in_words(Estimate(None, ()), ENGLISH) == ""


def test_in_words():
    assert in_words(Estimate(YEAR, GENRES), ENGLISH) == (
        "Era by its look: 1990s, most likely 1987 to 2001\nGenres by its look: Crime 71%, War 2%"
    )
    unsure = in_words(Estimate(None, GENRES[1:]), ENGLISH)
    assert unsure == "Genres: none for sure; perhaps War 2%"


def test_the_letters_have_the_accents_of_the_five_languages():
    def shape(letter: str, *, bold: bool = False) -> bytes:
        sheet = Image.new("L", (60, 60))
        ImageDraw.Draw(sheet).text((5, 5), letter, font=face(40, bold=bold), fill=255)
        return sheet.tobytes()

    for letter in "äöüßÄÖÜéèêëàâçîïôûùœÉÀÇñáíóúü¿¡ãõâêÁÍÓÚÃÕ–…“”„«»":
        for bold in (False, True):
            assert shape(letter, bold=bold) != shape("\uffff", bold=bold), letter


@pytest.mark.parametrize("name", ["red", "navy", "teal", "gold", "purple"])
def test_the_posters_colour(name: str):
    hue = Image.new("RGB", (1, 1), name).convert("HSV").getpixel((0, 0))[0]  # pyright: ignore
    found = Image.new("RGB", (1, 1), vivid(picture(name)).to_rgb()).convert("HSV")
    assert found.getpixel((0, 0))[0] == pytest.approx(hue, abs=4)  # pyright: ignore


def test_grey_posters_have_marquees_colour():
    assert vivid(picture("grey")) == vivid(picture("black")) == vivid(picture("white")) == COLOUR


def test_a_stain_is_not_the_posters_colour():
    sheet = Image.new("RGB", (200, 300), "white")
    sheet.paste((255, 0, 0), (0, 0, 10, 10))
    assert vivid(as_png(sheet)) == COLOUR


@pytest.mark.parametrize("colour", [(0, 0, 255), (0, 0, 90), (90, 0, 0), (60, 0, 90)])
def test_a_dark_colour_is_lightened_until_it_is_seen(colour: tuple[int, int, int]):
    red, green, blue = vivid(as_png(Image.new("RGB", (60, 90), colour))).to_rgb()
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue >= 89


def test_in_what_films_are_alike():
    assert terms.likeness(ENGLISH, NEAR[:2]) == (
        "Both share Crime and Thriller. They span 1981 to 1998."
    )
    assert terms.likeness(ENGLISH, (*NEAR[:2], Film("B", 1990))) == (
        "2 of the 3 share Crime and Thriller. They span 1981 to 1998."
    )
    apart = (Film("A", 1990, ("War",)), Film("B", 1990, ("Drama",)))
    assert terms.likeness(ENGLISH, apart) == "The two share no genre. They date from 1990."
    assert terms.likeness(ENGLISH, NEAR[:1]) == ""
    assert terms.likeness(ENGLISH, (Film("A"), Film("B"))) == ""
