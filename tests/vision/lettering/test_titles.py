from __future__ import annotations

import pytest

from services.core.types import YearEstimate
from services.vision.lettering.reader import Line
from services.vision.lettering.runs import runs_of
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


@pytest.mark.parametrize("other", ["0", "45", "00"])
def test_not_every_number_is_a_parts(other: str) -> None:
    found = titles().candidates([line("RUNAWAY TRAIN", 10), line(other, 32)])
    assert evidence(found, "Runaway Train (1985)")["number_more"] == 0


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
        line("NOBODY IS ADMITTED", 35),
        line("LATE TONIGHT", 60),
        line("THE SEARCH FOR SPOCK", 85),
    ]
    found = titles().candidates(lines)
    assert labels(found)[0] == "Star Trek III: The Search for Spock (1984)"
    told = evidence(found, "Star Trek III: The Search for Spock (1984)")
    assert (told["part"], told["both"]) == (1, 1)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_lines_of_a_title_are_found_in_any_order(order: tuple[int, ...]) -> None:
    words = [("SHALL", 20), ("WE", 18), ("DANCE?", 24)]
    lines = [
        line(words[place][0], 10 + 30 * row, words[place][1]) for row, place in enumerate(order)
    ]
    found = titles().candidates([*lines, line("NOBODY IS IN IT", 120, 5)])
    assert labels(found)[0] == "Shall We Dance? (Shall We Dansu?) (1996)"


def test_many_lines_of_one_height_make_no_more_runs_than_a_few_each() -> None:
    lines = [line(f"WORD{number} HERE", 10 + 22 * number) for number in range(32)]
    assert len(runs_of(lines)) <= 32 * (5 + 6 + 2)


@pytest.mark.parametrize(
    "said",
    [
        [line("FROM THE DIRECTOR OF RUNAWAY TRAIN", 10)],
        [line("From the producers of", 10, 8), line("RUNAWAY TRAIN", 20, 16)],
    ],
)
def test_a_film_that_is_only_mentioned_is_told_from_the_pictures_own(said: list[Line]) -> None:
    found = titles().candidates([*said, line("SOMETHING ELSE", 60, 30)])
    assert evidence(found, "Runaway Train (1985)")["mention"] == 1
    own = titles().candidates(
        [line("A film by the people's hero", 10, 8), line("RUNAWAY TRAIN", 20)]
    )
    assert evidence(own, "Runaway Train (1985)")["mention"] == 0


def test_of_a_box_no_single_film_is_meant() -> None:
    small = [line("ROCKY", 10, 12), line("ROCKY II", 30, 12), line("STAKEOUT", 50, 12)]
    found = titles().candidates([*small, line("TRILOGY", 80, 40)])
    assert {evidence(found, label)["mention"] for label in labels(found)} == {1}
    series = titles().candidates([line("RUNAWAY TRAIN", 10, 30), line("Sæson 2", 50, 20)])
    assert evidence(series, "Runaway Train (1985)")["mention"] == 1
    found = titles().candidates([line("ROCKY II", 10, 40), line("now in the trilogy", 80, 9)])
    assert evidence(found, "Rocky II (1979)")["mention"] == 0


def test_what_is_read_again_is_held_against_the_titles_too() -> None:
    found = titles().candidates([line("RVN TRA", 10)], again=[line("RUNAWAY TRAIN", 10)])
    assert labels(found) == ["Runaway Train (1985)"]
    assert labels(titles().candidates([], again=[line("RUNAWAY TRAIN", 10)])) == labels(found)


def test_a_film_that_lies_near_stands_higher() -> None:
    lines = [line("HEAT", 10, 60)]
    shares = {"tt0113277": 0.01, "tt0093164": 0.9}
    found = titles().candidates(lines, standing=shares.get)
    near, far = evidence(found, "Heat (1995)"), evidence(found, "Heat (1986)")
    assert near["standing"] > 4 > 1 > far["standing"] > 0
    assert evidence(titles().candidates(lines), "Heat (1995)")["standing"] == 1


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
