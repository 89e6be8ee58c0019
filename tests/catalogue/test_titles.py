"""Titles: the article goes first, in each of a title's bracketed names by itself."""

from __future__ import annotations

import pytest

from services.catalogue.titles import display_title


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Heat", "Heat"),
        ("Gardener, The", "The Gardener"),
        ("Reckoning;The", "The Reckoning"),
        ("Wildcat;The (Die Bergkatze)", "The Wildcat (Die Bergkatze)"),
        ("Student of Prague;The (a.k.a. Bargain with Satan;A) (Student von Prag;Der)",
         "The Student of Prague (a.k.a. A Bargain with Satan) (Der Student von Prag)"),
        ("Ace in the Hole (Big Carnival, The)", "Ace in the Hole (The Big Carnival)"),
        ("Avventura;L' (Adventure;The)", "L'Avventura (The Adventure)"),
        ("Kiki;Love to Love", "Kiki, Love to Love"),
        ("Me, Myself & Irene", "Me, Myself & Irene"),
        ("Monsters, Inc.", "Monsters, Inc."),
        ("Good, the Bad and the Ugly;The", "The Good, the Bad and the Ugly"),
        ("  Two   spaces ", "Two spaces"),
        ("()", "()"),
        ("The", "The"),
    ],
)  # fmt: skip
def test_display_title(given: str, wanted: str) -> None:
    assert display_title(given) == wanted


def test_a_mended_title_stays_as_it_is() -> None:
    for title in ("The Gardener", "L'Avventura (The Adventure)", "Kiki, Love to Love"):
        assert display_title(title) == title
