import discord

from bot.kit.formatting import cut, escape, facts, linked, row, rows
from services.core.types import Film, Neighbour
from tests.bot.conftest import HEAT

ENGLISH = discord.Locale.american_english


def test_a_neighbour_in_two_lines():
    assert row(ENGLISH, 2, Neighbour(HEAT, 0.8)) == (
        "**2.** **[Heat](https://www.imdb.com/title/tt0113277/) (1995)**\n"
        "Action, Crime, Thriller · 0.80 alike"
    )


def test_the_longest_list_keeps_to_its_length_and_tells_of_the_rest():
    film = Film(
        "*" * 300, 1999, tuple(f"A rather long genre {i}" for i in range(9)), "tt" + "9" * 9
    )
    shown = rows(ENGLISH, [Neighbour(film, 0.5)] * 50, first=1, length=2800)
    assert len(shown) <= 2800
    count = shown.count(" alike")
    assert shown.endswith(f"… and {50 - count} more")


def test_ten_neighbours_all_fit():
    film = Film("T" * 60, 1999, ("Documentary", "Film-Noir"), "tt0000001")
    shown = rows(ENGLISH, [Neighbour(film, 0.5)] * 10, first=4, length=2800)
    assert shown.count(" alike") == 10
    assert "**13.**" in shown
    assert "more" not in shown


def test_a_film_without_year_genre_and_page():
    assert linked(Film("Lost")) == "Lost"
    assert facts(ENGLISH, Film("Lost")) == "No genre on file"


def test_a_genre_without_a_word_stays_as_it_is():
    assert facts(ENGLISH, Film("Lost", genres=("Film-Noir", "Heist"))) == "Film noir, Heist"


def test_escape():
    assert escape("[Rec]_*2*", 60) == r"\[Rec\]\_\*2\*"
    assert escape("Spider-Man: #1 (2002)", 60) == "Spider-Man: #1 (2002)"
    assert escape("# 1", 60) == r"\# 1"
    assert escape("#1", 60) == "#1"
    assert escape("- 1", 60) == r"\- 1"
    assert escape("9. Kompanie", 60) == r"9\. Kompanie"
    assert escape("see https://evil.example", 60) == r"see https\://evil.example"
    assert escape("Heat\n# Nitro\0\u202e\u2066", 60) == "Heat # Nitro"
    assert escape("a" * 61, 60) == cut("a" * 61, 60) == "a" * 59 + "…"


def test_no_fact_makes_a_link_or_a_line_of_its_own():
    evil = Film("a](https://evil.example)\n# b", 1995, imdb_id="tt1/) [C](https://evil.example")
    assert linked(evil) == r"a\](https\://evil.example) # b (1995)"
    shown = facts(ENGLISH, Film("a", genres=("# [x](https://evil.example)\n# y",)))
    assert shown == "xhttps//evil.example  y"
