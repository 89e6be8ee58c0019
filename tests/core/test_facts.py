"""What a film's facts may be, and what is shown of one that came in before they were checked."""

from __future__ import annotations

import pytest

from services.core.facts import TITLE_LENGTH, checked, plain
from services.core.types import Film


def test_good_facts_stay_as_they_are() -> None:
    kept = checked(
        title="Amélie – 天使",
        year=2001,
        imdb_id="tt0211915",
        tmdb_id=194,
        poster_url="https://x/a.jpg",
    )
    assert (kept.title, kept.year, kept.imdb_id, kept.tmdb_id, kept.poster_url, kept.wrong) == (
        *("Amélie – 天使", 2001, "tt0211915", 194, "https://x/a.jpg"),
        (),
    )


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("year", 1_000_000),
        ("year", 1869),
        ("year", True),
        ("year", "1995"),
        ("imdb_id", "tt1/) [CLICK](https://evil.example/"),
        ("imdb_id", "tt0000001\n"),
        ("imdb_id", "tt٠١٢٣٤٥٦"),
        ("imdb_id", "tt9999999999"),
        ("imdb_id", 113277),
        ("tmdb_id", -1),
        ("tmdb_id", 0),
        ("tmdb_id", 2**31),
        ("tmdb_id", 1.5),
        ("tmdb_id", True),
        ("poster_url", "javascript:alert(1)"),
        ("poster_url", "file:///etc/passwd"),
        ("poster_url", "https://"),
        ("poster_url", "https://[/"),
        ("poster_url", "https://x/a b"),
        ("poster_url", "https://x/\x1b"),
        ("poster_url", "https://x/" + "a" * 2000),
        ("poster_url", b"https://x/"),
    ],
)
def test_what_is_wrong_is_left_out_and_named(fact: str, value: object) -> None:
    kept = checked(**{"title": "Heat", fact: value})  # pyright: ignore[reportArgumentType]
    assert getattr(kept, fact) is None
    assert kept.title == "Heat"
    assert kept.wrong == (f"bad {fact}",)


def test_what_nobody_told_is_no_fault() -> None:
    assert checked(title="Heat", year=None, imdb_id="", tmdb_id="").wrong == ()


def test_one_film_has_one_spelling() -> None:
    assert checked(title="Heat", imdb_id="tt00113277").imdb_id == "tt0113277"
    assert checked(title="Heat", imdb_id="tt0000000113277").imdb_id is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Heat\n# Free Nitro", "Heat # Free Nitro"),
        ("Heat\0 and the rest", "Heat and the rest"),
        ("\u202egpj.taeH\u202c \u2066x\u2069", "gpj.taeH x"),
        ("\x1b]0;owned\x07Heat\x9b31m", "]0;owned Heat 31m"),
        ("Zero\u200bWidth\ufeff", "ZeroWidth"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("half \ud800 letter", "half letter"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u00a0b", "a b"),
    ],
)
def test_text_that_turns_hides_or_commands_is_plain(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert plain(shown) == shown


@pytest.mark.parametrize("title", ["", "  ", "\u202e\u202c", "\n\0\t", "\u200d", None, 5, b"Heat"])
def test_a_film_needs_a_title_that_can_be_read(title: object) -> None:
    assert checked(title=title).title is None


def test_a_title_is_bounded() -> None:
    title = checked(title="x" * 4_000_000).title
    assert title == "x" * (TITLE_LENGTH - 1) + "…"


def test_no_link_is_made_of_what_is_no_id() -> None:
    assert Film("Heat", imdb_id="tt1/) [CLICK](https://evil.example/").url is None
    assert Film("Heat", imdb_id="tt1/", tmdb_id=949).url == "https://www.themoviedb.org/movie/949"
    assert Film("Heat", tmdb_id=-1).url is None
    assert Film("Heat", imdb_id="tt0113277").url == "https://www.imdb.com/title/tt0113277/"


def test_a_label_is_plain_and_a_key_stays_what_it_was() -> None:
    film = Film("Heat\n\u202e", 1995)
    assert film.label == "Heat (1995)"
    assert film.key == "Heat\n\u202e (1995)"
