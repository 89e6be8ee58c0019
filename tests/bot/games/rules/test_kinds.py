"""Every kind of game is whole: its texts are in the locales, its questions can be asked."""

from __future__ import annotations

import json

import pytest

from bot.games.leaderboard import KINDS as BOARDS
from bot.games.rules import kinds
from bot.games.rules.kinds.base import Controls, Kind
from bot.games.rules.kinds.film import film_question
from bot.games.rules.options import KINDS as CHOICES
from bot.games.rules.options import Options
from bot.games.rules.types import MARQUEE, Question
from bot.kit.i18n import DEFAULT, messages
from services.core.types import Film
from tests.bot.games.rules.helpers import FILM, OTHERS, question

KINDS = pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)


@KINDS
def test_a_kinds_texts_are_there(kind: Kind) -> None:
    name = kind.name
    needed = {f"{key}-{name}" for key in ("cmd-game-kind", "game-kind", "board-kind")}
    needed |= {f"cmd-leaderboard-choice-{name}"}
    for asked in (question(name), question(name, typed=True)):
        needed |= {f"game-ask-{kind.prompt(asked)}"}
        needed |= {sentence.key for sentence in kind.truth(asked)}
        if kind.controls(asked) is Controls.TYPED:
            form = kind.form(asked).name
            texts = ("game-modal-{}", "game-modal-{}-label", "game-modal-{}-help", "game-answer-{}")
            needed |= {text.format(form) for text in texts}
            if kind.read("no answer") is None:
                needed |= {f"game-refused-{form}"}
    assert needed <= messages(DEFAULT)


@KINDS
def test_a_stored_question_is_of_the_same_kind(kind: Kind) -> None:
    asked = question(kind.name)
    again = Question.from_json(json.loads(json.dumps(asked.to_json())))
    assert kinds.of(again) is kind
    assert kind.choices(again) == kind.choices(asked)


def test_what_there_is_to_choose_from_follows_from_the_kinds() -> None:
    names = tuple(kind.name for kind in kinds.KINDS)
    assert len(set(names)) == len(names) >= 4
    assert (*names, "mix") == CHOICES
    assert ("all", *names) == BOARDS
    assert kinds.among("mix") == kinds.KINDS
    assert [kinds.among(name) for name in names] == [(kind,) for kind in kinds.KINDS]


def test_what_marquee_answers_is_its_own() -> None:
    year, genres = kinds.named("year"), kinds.named("genres")
    guess = year.marquee(question("year", year=1994.6))
    assert guess is not None
    assert (guess.player, guess.year) == (MARQUEE, 1995)
    guess = genres.marquee(question("genres", own_genres=("War",)))
    assert guess is not None
    assert (guess.player, guess.genres) == (MARQUEE, ("War",))
    assert year.marquee(question("year")) is None
    assert genres.marquee(question("genres")) is None
    assert kinds.named("film").marquee(question()) is None


def test_hints_of_four_choices_always_rule_something_out() -> None:
    same = [Film(f"Other {place}", 1991 + place, ("Crime",), f"tt{place:07}") for place in range(3)]
    alike = film_question(Film("Heat", 1995, ("Crime",)), Options(), 7, wrong=same)
    assert alike is not None
    # All are of the 1990s and crime films: neither is worth points.
    assert [hint.kind for hint in alike.hints] == ["out", "out"]
    assert len({hint.value for hint in alike.hints}) == 2
    assert str((alike.answer or 0) + 1) not in {hint.value for hint in alike.hints}
    unlike = film_question(FILM, Options(), 7, wrong=OTHERS)
    assert unlike is not None
    assert [hint.kind for hint in unlike.hints] == ["out", "decade", "genres", "out"]
