from dataclasses import replace

import pytest

from bot.replies import answer_embed, escape
from services.types import Film, GenreScore, Identification, Neighbour, YearEstimate
from tests.bot.conftest import identification


def long_answer(count: int) -> Identification:
    film = Film(
        "*" * 300, 1999, tuple(f"A rather long genre {i}" for i in range(9)), "tt" + "9" * 9
    )
    return Identification(
        encoder="an-encoder-with-a-name" * 3,
        match=Neighbour(film, 0.99),
        neighbours=(Neighbour(film, 0.5),) * count,
        year=YearEstimate(1999, 1990, 2010),
        genres=tuple(GenreScore(f"A rather long genre {i}", 0.5, True) for i in range(30)),
    )


@pytest.mark.parametrize("count", [1, 3, 10, 50])
def test_discord_takes_the_longest_answer(count: int):
    embed = answer_embed(long_answer(count))
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert all(len(field.value or "") <= 1024 for field in embed.fields)
    assert len(embed) <= 6000
    shown = (embed.description or "").count(" alike")
    rest = f"… and {count - shown} more"
    assert shown == count or rest in (embed.description or "")


def test_ten_neighbours_all_fit():
    near = Neighbour(Film("T" * 60, 1999, ("Documentary", "Film-Noir"), "tt0000001"), 0.5)
    embed = answer_embed(replace(identification(), neighbours=(near,) * 10))
    assert (embed.description or "").count(" alike") == 10


def test_no_genre_passes_its_threshold():
    genres = (GenreScore("Drama", 0.38, False), GenreScore("War", 0.2, False))
    embed = answer_embed(replace(identification(), genres=genres))
    assert embed.fields[2].value == "None for sure; perhaps **Drama** 38% · **War** 20%"


def test_what_the_encoder_does_not_know_is_left_out():
    embed = answer_embed(replace(identification(), genres=(), year=None))
    assert [field.name for field in embed.fields] == ["In short"]


def test_an_empty_catalogue():
    embed = answer_embed(replace(identification(), neighbours=()))
    assert embed.description == "No other poster is in the catalogue yet."


def test_a_film_without_year_and_page():
    embed = answer_embed(replace(identification(), match=Neighbour(Film("Lost"), 0.99)))
    assert embed.title == "This is *Lost*"
    assert embed.url is None
    assert "No genre on file" in (embed.description or "")


def test_escape():
    assert escape("[Rec]_*2*", 60) == r"\[Rec\]\_\*2\*"
    assert escape("Spider-Man: #1 (2002)", 60) == "Spider-Man: #1 (2002)"
    assert escape("a" * 61, 60) == "a" * 59 + "…"
