from __future__ import annotations

import json
import math
from dataclasses import fields

import pytest

from bot.games.rules.options import KINDS, MODES, Options, OptionsError
from bot.games.rules.types import Guess, Hint, Question
from services.core.errors import RequestError
from tests.bot.games.rules.helpers import question


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "charades"},
        {"rounds": 0},
        {"rounds": 21},
        {"rounds": 2.5},
        {"rounds": True},
        {"seconds": 5},
        {"difficulty": "brutal"},
        {"decade": 1995},
        {"decade": 1200},
        {"genre": ""},
        {"genre": "x" * 99},
        {"known": 0},
        {"known": 1.5},
        {"known": math.nan},
        {"known": "all"},
        {"mode": "chess"},
        {"mode": None},
        {"target": 1},
        {"teams": 1},
        {"teams": 9},
        {"choice": "yes"},
        {"several": 1},
    ],
    ids=str,
)
def test_an_option_that_does_not_do_is_named(wrong: dict[str, object]) -> None:
    with pytest.raises(OptionsError) as caught:
        Options(**wrong)  # pyright: ignore
    assert caught.value.field == next(iter(wrong))
    assert caught.value.code == f"game_{caught.value.field}"
    assert caught.value.message.endswith(".")
    assert isinstance(caught.value, RequestError)


def test_limits_come_with_the_error() -> None:
    with pytest.raises(OptionsError) as caught:
        Options(rounds=99)
    assert caught.value.values == {"least": 1, "most": 20}


def test_presets_outlive_options_that_come_and_go() -> None:
    for kind in KINDS:
        for mode in MODES:
            options = Options(kind=kind, mode=mode, decade=1990, genre="Western", known=0.25)
            assert Options.from_json(json.loads(json.dumps(options.to_json()))) == options
    assert Options.from_json({"kind": "year", "of_old": 1}) == Options(kind="year")
    with pytest.raises(OptionsError):
        Options.from_json({"kind": "of old"})


def test_elimination_lets_everyone_answer() -> None:
    assert Options(mode="elimination").everyone
    assert Options(several=True).everyone
    assert not Options().everyone


def test_questions_and_guesses_are_kept_whole() -> None:
    hints = (Hint("decade", "1990s"), Hint("out", "2"))
    full = question(
        "odd", hints=hints, shared=("Crime",), year=1994.5, own_genres=("War",), sample=True
    )
    for asked in (full, question(typed=True, rivals=("The Heat",)), question("genres")):
        assert Question.from_json(json.loads(json.dumps(asked.to_json()))) == asked
        assert set(asked.to_json()) == {field.name for field in fields(Question)}
    guess = Guess(5, 1.25, step=2, hints=1, genres=("War",), right=False)
    assert Guess.from_json(json.loads(json.dumps(guess.to_json()))) == guess
