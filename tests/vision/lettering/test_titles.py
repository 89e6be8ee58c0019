from __future__ import annotations

import pytest

from services.core.types import YearEstimate
from tests.vision.lettering.helpers import evidence, labels, line, titles


def test_lines_below_each_other_are_one_title() -> None:
    lines = [line("THE", 10), line("A FILM BY NOBODY", 32, 5), line("GODFATHER", 40)]
    assert labels(titles().candidates(lines))[0] == "The Godfather (1972)"


def test_a_title_whose_blanks_were_not_seen_is_found() -> None:
    found = titles().candidates([line("RUNAWAYTRAIN", 10)])
    assert labels(found) == ["Runaway Train (1985)"]


@pytest.mark.parametrize("read", ["RUNAWAY TRA1N", "RUNAVAY TRAIN", "RUNAWAY TRAlN"])
def test_misread_letters_are_forgiven(read: str) -> None:
    assert labels(titles().candidates([line(read, 10)])) == ["Runaway Train (1985)"]


@pytest.mark.parametrize("read", ["SHALL WE DANSU?", "Shall we dance", "DER PATE"])
def test_other_names_are_titles_too(read: str) -> None:
    assert len(titles().candidates([line(read, 10)])) == 1


def test_the_longest_title_comes_first_and_holds_the_shorter_one() -> None:
    found = titles().candidates([line("ANOTHER", 10), line("STAKEOUT", 32)])
    assert labels(found) == ["Another Stakeout (1993)", "Stakeout (1987)"]
    assert evidence(found, "Stakeout (1987)")["contained"] == 1
    assert evidence(found, "Another Stakeout (1993)")["contained"] == 0


def test_a_number_that_was_read_or_lacks_counts() -> None:
    first = titles().candidates([line("ROCKY", 10)], ["tt0075148", "tt0079817"])
    assert evidence(first, "Rocky (1976)")["number_more"] == 0
    assert evidence(first, "Rocky II (1979)")["number_lacks"] == 1
    second = titles().candidates([line("ROCKY", 10), line("II", 32)])
    assert labels(second)[0] == "Rocky II (1979)"
    assert evidence(second, "Rocky (1976)")["number_more"] == 1
    assert evidence(second, "Rocky II (1979)")["number_lacks"] == 0


def test_a_number_that_sticks_to_a_word_is_one() -> None:
    found = titles().candidates([line("SHORT-TERM12", 10)])
    assert evidence(found, "Short Term 12 (2013)")["number_lacks"] == 0


def test_a_short_title_wants_further_evidence() -> None:
    small = [line("A STORY OF", 5, 40), line("LOVE AND IT IS TRUE", 60, 20)]
    assert labels(titles().candidates(small)) == []
    assert "It (1990)" in labels(titles().candidates(small, ["tt0099864"]))
    assert "It (1990)" in labels(titles().candidates([*small, line("1990", 90, 5)]))
    assert "It (1990)" in labels(titles().candidates([line("It", 5, 80)]))


def test_films_of_one_title_are_told_apart_by_year_era_and_neighbours() -> None:
    lines = [line("HEAT", 10, 60), line("(c) 1995", 90, 6)]
    era = YearEstimate(1996, 1990, 2002)
    found = titles().candidates(lines, ["tt0113277"], era=era)
    right, wrong = evidence(found, "Heat (1995)"), evidence(found, "Heat (1986)")
    assert (right["year"], wrong["year"]) == (1, -1)
    assert right["near"] > wrong["near"] == 0
    assert right["era"] < wrong["era"]
    assert right["twins"] == wrong["twins"] > 0


def test_both_parts_of_a_title_count_where_the_rest_was_not_read() -> None:
    lines = [
        line("STAR TREK III", 10),
        line("NOBODY IS ADMITTED LATE TONIGHT", 35),
        line("THE SEARCH FOR SPOCK", 60),
    ]
    found = titles().candidates(lines)
    assert labels(found)[0] == "Star Trek III: The Search for Spock (1984)"
    told = evidence(found, "Star Trek III: The Search for Spock (1984)")
    assert (told["part"], told["both"]) == (1, 1)


def test_nothing_read_and_other_texts_are_no_candidates() -> None:
    assert titles().candidates([]) == []
    assert titles().candidates([line("...", 10)]) == []
    assert titles().candidates([line("COMING SOON TO A CINEMA NEAR YOU", 10)]) == []


def test_a_picture_on_its_side_is_read_in_its_own_order() -> None:
    upright = [line("ANOTHER", 10), line("STAKEOUT", 32)]
    turned = [
        type(each)(each.text, 1.0, tuple((300 - y, x) for x, y in each.corners)) for each in upright
    ]
    assert labels(titles().candidates(turned))[0] == "Another Stakeout (1993)"
