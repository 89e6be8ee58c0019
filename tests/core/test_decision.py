"""What an answer says, by whatever a service put into it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.core.types import Decision, Identification, Match, SeenPoster
from tests.fake_client import HEAT, NEAR, identification, perhaps

SURE = Match(HEAT, 0.9, 0.99, "geometry")


@pytest.mark.parametrize(
    ("answer", "decision"),
    [
        (identification(match=True), "match"),
        (replace(identification(match=True), is_poster=False), "match"),
        (perhaps(), "perhaps"),
        (replace(perhaps(), is_poster=False), "perhaps"),
        (identification(), "none"),
        (replace(identification(), is_poster=True), "none"),
        (replace(identification(), is_poster=False), "not_poster"),
    ],
)
def test_a_picture_in_which_a_film_was_recognised_is_a_poster(
    answer: Identification, decision: Decision
) -> None:
    assert answer.decision == decision


def test_a_film_that_is_named_is_no_neighbour() -> None:
    assert [near.film for near in perhaps().others] == list(NEAR)
    several = replace(perhaps(), posters=(SeenPoster(None, None, Match(NEAR[1], 0.5)),))
    assert [near.film for near in several.others] == [NEAR[0], *NEAR[2:]]
    assert identification().others == identification().neighbours


def test_posters_of_unknown_place_come_last() -> None:
    right = SeenPoster(((50, 0), (90, 0), (90, 60), (50, 60)), SURE)
    left = SeenPoster(((-5, 0), (40, 0), (40, 60), (-5, 60)))
    nowhere = SeenPoster(None, SURE)
    answer = replace(identification(), posters=(right, nowhere, left))
    assert answer.left_to_right == (left, right, nowhere)
