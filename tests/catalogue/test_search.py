"""Titles are found as people type them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rapidfuzz import process

from services.catalogue import search
from services.catalogue.search import TitleIndex, stored_films
from services.core.text_folding import fold, without_article
from services.core.types import Film
from services.store import Store
from services.store.models import FilmRow

FILMS = [
    Film("Heat", 1995),
    Film("Heat", 1972),
    Film("Heat Wave", 2011),
    Film("Dead Heat", 1988),
    Film("The Godfather", 1972),
    Film("The Godfather: Part II", 1974),
    Film("Le Fabuleux destin d'Amélie Poulain", 2001, imdb_id="tt0211915"),
    Film("Amelia", 2009),
    Film("The Matrix", 1999),
    Film("Schindler’s List", 1993),
    Film("WALL·E", 2008),
    Film("Les Misérables", 2012),
    Film("Die Hard", 1988),
    Film("It", 1990),
    Film("M", 1931),
    Film("2001: A Space Odyssey", 1968),
    Film("Blade Runner", 1982),
    Film("Blade Runner 2049", 2017),
    Film("Łódź & Søren", 1980),
    Film("七人の侍", 1954),
    Film("The", None),
]
INDEX = TitleIndex(FILMS, {"tt0211915": ["Amelie", "Die fabelhafte Welt der Amélie"]})


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("heat", "Heat (1995)"),
        ("HEAT 1972", "Heat (1972)"),
        ("heat (1995)", "Heat (1995)"),
        ("godfather", "The Godfather (1972)"),
        ("godfather, the", "The Godfather (1972)"),
        ("a godfather", "The Godfather (1972)"),
        ("the godfather part 2", "The Godfather: Part II (1974)"),
        ("amelie", "Le Fabuleux destin d'Amélie Poulain (2001)"),
        ("AMÉLIE", "Le Fabuleux destin d'Amélie Poulain (2001)"),
        ("fabelhafte welt", "Le Fabuleux destin d'Amélie Poulain (2001)"),
        ("amelie poulain", "Le Fabuleux destin d'Amélie Poulain (2001)"),
        ("teh matrix", "The Matrix (1999)"),
        ("matrxi", "The Matrix (1999)"),
        ("schindlers list", "Schindler’s List (1993)"),
        ("wall-e", "WALL·E (2008)"),
        ("miserables", "Les Misérables (2012)"),
        ("die h", "Die Hard (1988)"),
        ("it", "It (1990)"),
        ("m", "M (1931)"),
        ("2001", "2001: A Space Odyssey (1968)"),
        ("space odyssey", "2001: A Space Odyssey (1968)"),
        ("blade runner 2049", "Blade Runner 2049 (2017)"),
        ("blade runer", "Blade Runner (1982)"),
        ("lodz and soren", "Łódź & Søren (1980)"),
        ("七人", "七人の侍 (1954)"),
        ("the", "The"),
    ],
)
def test_first_found(typed: str, title: str) -> None:
    found = INDEX.search(typed)
    assert found[0].film.label == title
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 1


@pytest.mark.parametrize("typed", ["", "  ", "?!", "xqzzyx", "\x00", "'"])
def test_nothing_like_it(typed: str) -> None:
    assert INDEX.search(typed) == []


def test_whole_titles_come_before_beginnings_before_parts() -> None:
    titles = [item.film.label for item in INDEX.search("heat")]
    assert titles == ["Heat (1995)", "Heat (1972)", "Heat Wave (2011)", "Dead Heat (1988)"]


def test_a_film_comes_once_however_many_names_match() -> None:
    titles = [item.film.title for item in INDEX.search("amelie")]
    assert len(titles) == len(set(titles))
    assert INDEX.search("heat", 1)[0].film.year == 1995
    assert len(INDEX.search("heat", 2)) == 2


def test_an_empty_catalogue() -> None:
    assert TitleIndex([]).search("heat") == []
    assert TitleIndex([Film("???")]).search("???") == []


def test_folding() -> None:
    assert fold("  L'Été:  Straße_ØRE ") == "lete strasse ore"
    assert without_article("the the") == "the"
    assert without_article("the") == "the"
    assert without_article("theatre") == "theatre"


@pytest.mark.parametrize("typed", ["le fab", "AMELIE", "die fabelh", "pou", "the welt", "amélie p"])
def test_half_typed_titles(typed: str) -> None:
    assert "Amélie" in INDEX.complete(typed)[0].film.title


def test_completions_begin_with_the_best_known_and_hold_no_noise() -> None:
    films = [Film(f"Alien {n}", 1990 + n, imdb_id=f"tt000000{n}") for n in range(4)]
    index = TitleIndex([*films, Film("Amelia", 2009)], None, {"tt0000002": 9.0})
    for typed in ("ali", "the ali"):
        assert [item.film.year for item in index.complete(typed)] == [1992, 1993, 1991, 1990]
    assert [item.film.title for item in index.complete("alien 1")] == ["Alien 1"]
    assert index.complete("")[0].film.year == 1992


async def test_names_come_from_the_database(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "marquee.db") as store:
        async with store.session() as session:
            for number, aliases in enumerate([[], ["Sieben", "Seven"]]):
                session.add(
                    FilmRow(
                        imdb_id=f"tt000000{number}",
                        title=f"Film {number}",
                        genres=[],
                        redistributable=True,
                        source="test",
                        aliases=aliases,
                    )
                )
            await session.commit()
        stored = await stored_films(store)
        assert [item.film.title for item in stored] == ["Film 0", "Film 1"]
        assert [item.aliases for item in stored] == [(), ("Sieben", "Seven")]


def test_the_command_always_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    from typer.testing import CliRunner

    from marquee.__main__ import app
    from services.core.settings import get_settings

    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    try:
        found = CliRunner().invoke(app, ["search", "amelie", "--json", "--limit", "2"])
        assert found.exit_code == 0, found.output
        lines = [json.loads(line) for line in found.stdout.splitlines()]
        assert "Amélie" in lines[0]["film"]["title"]
        assert (len(lines), lines[0]["by"]) == (2, "title")
        assert "marquee catalogue build --encoder clip-vit-b-32" in found.stderr
        # An encoder that cannot run here does not keep titles from being found.
        monkeypatch.setenv("MARQUEE_ENCODER", "vgg16")
        get_settings.cache_clear()
        elsewhere = CliRunner().invoke(app, ["search", "amelie", "--limit", "1"])
        assert (elsewhere.exit_code, "Amélie" in elsewhere.stdout) == (0, True), elsewhere.output
        monkeypatch.delenv("MARQUEE_ENCODER")
        get_settings.cache_clear()
        nothing = CliRunner().invoke(app, ["search", "xqzzyx"])
        assert (nothing.exit_code, nothing.stdout) == (0, "")
        refused = CliRunner().invoke(app, ["search", "--by", "words", "blue", "moon"])
        assert refused.exit_code == 1
        assert "marquee catalogue build --encoder clip-vit-b-32" in refused.stderr
    finally:
        get_settings.cache_clear()


@pytest.mark.parametrize("words", ["\ufdfa" * 200, "a" * 180, "the long night of " * 11])
def test_many_letters_are_no_more_work_than_a_long_title(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[int, int]] = []

    def counting(texts: list[str], names: list[str], **rest: Any) -> Any:
        assert rest["score_cutoff"] > 0
        compared.append((len(texts[0]), len(names)))
        return process.cdist(texts, names, **rest)

    index = TitleIndex([Film(f"Film {number}", 1990) for number in range(50)])
    monkeypatch.setattr(search, "process", SimpleNamespace(cdist=counting))
    assert index.search(words) == []
    assert max(length for length, _ in compared) <= 256
    # Whole names twice, or three times behind an article; parts of none, for no title is as long.
    assert sum(count for _, count in compared) <= 150


SEQUELS = [
    Film("Rocky", 1976),
    Film("Rocky II", 1979),
    Film("Rocky V", 1990),
    Film("Scream", 1996),
    Film("Scream 2", 1997),
    Film("The Godfather", 1972),
    Film("The Godfather: Part II", 1974),
    Film("The Thing", 1982, imdb_id="tt0000001"),
    Film("The Thing", 2011, imdb_id="tt0000002"),
    Film("Star Wars: Episode V - The Empire Strikes Back", 1980),
]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("rocky 2", "Rocky II (1979)"),
        ("rocky two", "Rocky II (1979)"),
        ("Rocky the second", "Rocky II (1979)"),
        ("godfather 2", "The Godfather: Part II (1974)"),
        ("star wars 5", "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("the thing", "The Thing (1982)"),
        ("the thing 2011", "The Thing (2011)"),
    ],
)
def test_numbers_and_how_known_a_film_is(typed: str, title: str) -> None:
    index = TitleIndex(SEQUELS, None, {"tt0000001": 0.6, "tt0000002": 0.1})
    assert index.search(typed)[0].film.label == title
    assert index.search(typed)[0].score >= 0.8
    assert index.complete(typed)[0].film.label == title


@pytest.mark.parametrize("typed", ["scream 6", "scream vi", "rocky 4", "rocky four", "the thing 3"])
def test_a_number_that_a_title_lacks_is_never_sure(typed: str) -> None:
    index = TitleIndex(SEQUELS)
    assert all(item.score < 0.8 for item in index.search(typed))
    known = TitleIndex([*SEQUELS, Film("Scream VI", 2023), Film("Rocky IV", 1985)])
    found = known.search(typed)[0]
    if "thing" not in typed:
        assert found.film.title in ("Scream VI", "Rocky IV")
        assert found.score == 1.0
