from __future__ import annotations

import pytest

from services.vision.lettering.decision import Decision, shipped_decision
from services.vision.lettering.titles import EVIDENCE, Candidate
from tests.vision.lettering.helpers import FILMS, labels, line, titles


def likely(*lines: tuple[str, float, float], near: tuple[str, ...] = ()) -> dict[str, float]:
    found = titles().candidates([line(*each) for each in lines], near)
    shares = shipped_decision().probabilities(found)
    return dict(zip(labels(found), map(float, shares), strict=True))


def test_probabilities_are_shares_of_one() -> None:
    found = likely(("HEAT", 10, 60))
    assert 0 < sum(found.values()) < 1
    assert shipped_decision().probabilities([]).size == 0


def test_a_long_title_is_surer_than_a_common_word() -> None:
    long = likely(("STAR TREK III", 10, 30), ("THE SEARCH FOR SPOCK", 50, 25))
    assert max(long.values()) > likely(("STAKEOUT", 10, 20))["Stakeout (1987)"]


def test_neighbours_speak_for_a_title() -> None:
    far = likely(("STAKEOUT", 10, 20))["Stakeout (1987)"]
    assert likely(("STAKEOUT", 10, 20), near=("tt0094025",))["Stakeout (1987)"] > far


def test_the_sequel_that_was_read_is_likelier() -> None:
    found = likely(("ROCKY", 10, 30), ("II", 45, 30))
    assert found["Rocky II (1979)"] > found["Rocky (1976)"]


def test_what_ships_is_within_its_bounds() -> None:
    decision = shipped_decision()
    assert 0.5 <= decision.perhaps_from < decision.named_from < 1


@pytest.mark.parametrize("doubt", ["number_lacks", "number_more", "mention"])
def test_another_part_or_a_film_that_is_only_mentioned_is_never_named(doubt: str) -> None:
    decision = Decision((0.0,) * len(EVIDENCE), -20.0, 0.9, 0.5)
    film, row = FILMS[2], [0.0] * len(EVIDENCE)
    sure = decision.verdict([Candidate(film, tuple(row))])
    row[EVIDENCE.index(doubt)] = 1.0
    unsure = decision.verdict([Candidate(film, tuple(row))])
    assert sure is not None
    assert unsure is not None
    assert (sure.named, unsure.named) == (True, False)


def test_what_is_unlikely_is_not_spoken_of() -> None:
    decision = Decision((0.0,) * len(EVIDENCE), 5.0, 0.9, 0.5)
    assert decision.verdict([Candidate(FILMS[0], (0.0,) * len(EVIDENCE))]) is None
    assert decision.verdict([]) is None
