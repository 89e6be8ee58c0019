"""A title's letters are a hint only where they leave something to be found."""

from __future__ import annotations

import pytest

from bot.games.rules.kinds.film import film_question
from bot.games.rules.options import Options
from services.core.types import Film


def told(title: str) -> list[object]:
    options = Options(kind="film", choice=False)
    question = film_question(Film(title, 1990, ("Drama",)), options, 1)
    assert question is not None
    return [hint.value for hint in question.hints if hint.kind == "letters"]


@pytest.mark.parametrize("title", ["M*A*S*H", "9", "M", "S.W.A.T.", "Go", "Up", "F/X", "8½", "X2"])
def test_none_that_would_tell_the_title(title: str) -> None:
    assert told(title) == []


@pytest.mark.parametrize(
    ("title", "letters"), [("The Gardener", "T__  G_______"), ("Heat", "H___"), ("JFK", "J__")]
)
def test_the_first_letter_of_each_word(title: str, letters: str) -> None:
    assert told(title) == [letters]
