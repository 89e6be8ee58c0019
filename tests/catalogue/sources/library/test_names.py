"""Names of files and folders, as libraries have them -> title, year and id."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.catalogue.sources.library.names import Name, read_name

# Name, title, year and id of each line.
NAMES: list[tuple[str, str, int | None, str | None]] = [
    (name, title, int(year) if year else None, number or None)
    for name, title, year, number in (
        line.split("\t")
        for line in (Path(__file__).parent / "names.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
]


def test_there_are_names_enough_to_choose_a_reader_by() -> None:
    assert len(NAMES) >= 200
    assert len({name for name, *_ in NAMES}) == len(NAMES)


@pytest.mark.parametrize(("name", "title", "year", "number"), NAMES)
def test_a_name_of_a_film(name: str, title: str, year: int | None, number: str | None) -> None:
    read = read_name(name)
    by_tmdb = None if read.tmdb_id is None else f"tmdb-{read.tmdb_id}"
    assert (read.title, read.year, read.imdb_id or by_tmdb) == (title, year, number)
    assert not read.is_season
    assert read.art in (None, "poster", "cover")


@pytest.mark.parametrize(
    ("name", "art"),
    [
        ("poster", "poster"),
        ("Folder", "folder"),
        ("COVER", "cover"),
        ("poster-2", "poster"),
        ("poster.de", "poster"),
        ("fanart", "fanart"),
        ("fanart12", "fanart"),
        ("backdrop-3", "backdrop"),
        ("clearlogo", "clearlogo"),
        ("disc", "disc"),
        ("landscape", "landscape"),
        ("thumb", "thumb"),
        ("movie-banner", "banner"),
    ],
)
def test_a_word_for_a_picture_alone_is_no_title(name: str, art: str) -> None:
    read = read_name(name)
    assert read.is_art_alone
    assert (read.art, read.title) == (art, "")


@pytest.mark.parametrize(
    ("name", "art"),
    [
        ("Heat (1995)-fanart", "fanart"),
        ("Heat (1995)-fanart2", "fanart"),
        ("Heat (1995).banner", "banner"),
        ("Heat (1995) - disc", "disc"),
        ("Heat (1995) {tmdb-949}-landscape", "landscape"),
        ("Heat (1995) [Bluray-1080p]-clearlogo", "clearlogo"),
        ("Heat-thumb", "thumb"),
        ("Heat.1995.1080p-fanart", "fanart"),
    ],
)
def test_a_word_behind_a_name_tells_what_the_picture_is(name: str, art: str) -> None:
    read = read_name(name)
    assert (read.title, read.art) == ("Heat", art)


@pytest.mark.parametrize(
    "name",
    ["Banner (2014)", "The Logo (2019)", "Disc Jockey (1951)", "Thumbsucker (2005)", "Thumb"],
)
def test_titles_with_such_words_are_titles(name: str) -> None:
    assert read_name(name).art is None or name == "Thumb"


@pytest.mark.parametrize(
    "name",
    [
        "Breaking Bad - S01E02 - Cat's in the Bag",
        "Breaking.Bad.S01E02.1080p",
        "Breaking.Bad.S01.1080p.BluRay",
        "Breaking Bad - 1x02 - Cat's in the Bag",
        "S01E02",
        "season01-poster",
        "Season 1",
        "season-specials-poster",
        "Staffel 2",
        "Breaking Bad_Season01",
        "Breaking Bad (2008) - S01E02",
    ],
)
def test_seasons_and_episodes(name: str) -> None:
    assert read_name(name).is_season


def test_other_ids_years_that_are_a_range_and_languages() -> None:
    assert read_name("Lost (2004) {tvdb-73739}") == Name("Lost", 2004, tvdb_id=73739)
    assert read_name("Breaking Bad (2008–2013)") == Name("Breaking Bad", 2008, is_range=True)
    assert read_name("Heat (1995) de").language == "de"
    assert read_name("Heat (1995).pt-BR").language == "pt-BR"
    assert read_name("tt0113277") == Name(imdb_id="tt0113277")
    # What Mac OS writes for "Amélie" is another row of letters.
    assert read_name("Ame\u0301lie (2001)") == Name("Amélie", 2001)


@pytest.mark.parametrize("name", ["", " ", "()", "(1995)", "[]", "-", "{tmdb-}", "{}", "2" * 400])
def test_names_that_say_nothing_are_read_too(name: str) -> None:
    assert read_name(name).year in (None, 1995)
