from __future__ import annotations

from dataclasses import replace

import pytest

from bot.games.rules.checking import check, done, over, refusal, step_at
from bot.games.rules.options import Options
from bot.games.rules.types import Guess
from services.core.types import Film, Found
from tests.bot.games.rules.helpers import question

TYPED = Options(choice=False, seconds=40)


def test_a_choice_is_right_or_wrong() -> None:
    for kind in ("film", "odd"):
        asked = question(kind)
        assert asked.answer is not None
        said = [check(asked, Guess(1, 1.0, choice=place)).right for place in range(4)]
        assert said == [place == asked.answer for place in range(4)]
        assert check(asked, Guess(1, 1.0)).right is False


def test_a_typed_title_is_checked_with_what_the_catalogue_finds() -> None:
    asked = question(typed=True)
    assert check(asked, Guess(1, 1.0, text="heat")).right
    close = Found(Film("The Heat", 2013, imdb_id="tt2404463"), 1.0)
    assert check(asked, Guess(1, 1.0, text="heat"), [close]).right
    assert not check(asked, Guess(1, 1.0, text="the heat"), [close]).right
    assert not check(replace(asked, rivals=("The Heat",)), Guess(1, 1.0, text="the heat")).right


def test_years_and_genres_are_compared_at_the_close() -> None:
    said = check(question("year"), Guess(1, 1.0, year=1993))
    assert (said.right, said.off, said.near) == (None, 2, True)
    assert check(question("year"), Guess(1, 1.0, year=1900)).off == 95
    said = check(question("genres"), Guess(1, 1.0, genres=("crime", "Action")))
    assert (said.right, said.score) == (None, pytest.approx(2 / 3))


def test_one_answer_a_round_but_several_titles() -> None:
    for kind, facts in (("film", {"choice": 0}), ("odd", {"choice": 0}), ("year", {"year": 1990})):
        first = Guess(1, 1.0, **facts)  # pyright: ignore
        assert refusal(question(kind), first, [], Options()) is None
        assert refusal(question(kind), first, [first], Options()) == "answered"
        assert refusal(question(kind), replace(first, player=2), [first], Options()) is None
    asked = question(typed=True)
    tries = [Guess(1, 1.0, text=f"title {number}", right=False) for number in range(5)]
    assert refusal(asked, tries[-1], tries[:-1], TYPED) is None
    assert refusal(asked, tries[-1], tries, TYPED) == "tries"
    # Of the whole round: another picture brings no further ones.
    assert refusal(asked, replace(tries[-1], step=2), tries, TYPED) == "tries"
    assert refusal(asked, tries[-1], tries, replace(TYPED, guesses=6)) is None
    found = Guess(1, 2.0, text="heat", right=True)
    assert refusal(asked, tries[0], [found], TYPED) == "answered"


def test_who_has_no_guess_left_is_not_waited_for() -> None:
    asked, few = question(typed=True), replace(TYPED, guesses=2)
    said = [Guess(1, 1.0, text="thief", right=False), Guess(2, 1.0, text="ronin", right=False)]
    assert done(asked, said, few) == set()
    assert not over(asked, said, few, (1, 2), 9.0)
    said += [Guess(1, 3.0, text="ronin", right=False)]
    assert done(asked, said, few) == {1}
    said += [Guess(2, 4.0, text="heat", right=True)]
    assert done(asked, said, few) == {1, 2}
    assert over(asked, said, replace(few, several=True), (1, 2), 9.0)
    assert done(question(), [Guess(3, 1.0, choice=0)], Options()) == {3}


def test_strangers_those_who_are_out_and_late_ones_are_refused() -> None:
    asked, guess = question(), Guess(3, 1.0, choice=1)
    assert refusal(asked, guess, [], Options(), players=(1, 2)) == "stranger"
    assert refusal(asked, guess, [], Options(), players=(1, 3)) is None
    assert refusal(asked, guess, [], Options(), players=(1, 3), out=(3,)) == "out"
    assert refusal(asked, replace(guess, at=45.9), [], Options(seconds=45)) is None
    assert refusal(asked, replace(guess, at=46.1), [], Options(seconds=45)) == "late"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("film", {}),
        ("film", {"choice": 4}),
        ("film", {"choice": -1}),
        ("film", {"text": "heat"}),
        ("odd", {"year": 1}),
        ("year", {"choice": 1}),
        ("genres", {"genres": ()}),
    ],
)
def test_a_guess_without_an_answer_is_refused(kind: str, facts: dict[str, object]) -> None:
    guess = Guess(1, 1.0, **facts)  # pyright: ignore
    assert refusal(question(kind), guess, [], Options()) == "empty"


def test_reveals_follow_each_other_through_the_time() -> None:
    asked = question()
    steps = [step_at(asked, Options(seconds=40), at) for at in (-1, 0, 9.9, 10, 29, 30, 40, 99)]
    assert steps == [1, 1, 1, 2, 3, 4, 4, 4]
    assert step_at(question("year"), Options(), 44) == 1


def test_a_round_is_over_when_time_is_up_or_everyone_has_answered() -> None:
    asked = question()
    wrong = [Guess(1, 1.0, choice=0, right=False), Guess(2, 1.0, choice=0, right=False)]
    assert not over(asked, wrong[:1], Options(), (1, 2), 44.9)
    assert over(asked, wrong[:1], Options(), (1, 2), 45.0)
    assert over(asked, wrong, Options(), (1, 2), 2.0)
    titles = [Guess(who, 1.0, text="ronin", right=False) for who in (1, 2)]
    assert not over(question(typed=True), titles, TYPED, (1, 2), 2.0)


def test_the_first_right_answer_ends_a_round_but_not_the_instant() -> None:
    right = [Guess(1, 3.0, choice=1, right=True)]
    assert not over(question(), right, Options(), (1, 2), 3.4)
    assert over(question(), right, Options(), (1, 2), 3.6)
    assert not over(question(), right, Options(several=True), (1, 2), 3.6)
    assert not over(question(), right, Options(mode="elimination"), (1, 2), 3.6)
