"""Numbers are one, however they are written."""

from __future__ import annotations

import pytest

from services.core.titles.names import acronyms, like_name, name, part_names, whole_names
from services.core.titles.spellings import spellings

SAME = [
    ("Rocky II", "rocky 2"),
    ("Rocky II", "rocky two"),
    ("Rocky II", "Rocky the Second"),
    ("Rocky II", "rocky part two"),
    ("The Godfather: Part II", "godfather second part"),
    ("Jackass Number Two", "jackass 2"),
    ("Beethoven's 2nd", "beethovens second"),
    ("25th Hour", "twenty-fifth hour"),
    ("Miracle on 34th Street", "miracle on thirty fourth st."),
    ("20,000 Leagues Under the Sea", "20000 leagues under the sea"),
    ("20,000 Leagues Under the Sea", "20 000 leagues under the sea"),
    ("20,000 Leagues Under the Sea", "twenty thousand leagues under the sea"),
    ("10,000 BC", "10.000 bc"),
    ("House of 1000 Corpses", "house of a thousand corpses"),
    ("$1,000,000 Duck", "million duck"),
    ("One Hundred and One Dalmatians", "101 dalmatians"),
    ("8½", "8.5"),
    ("8½", "eight and a half"),
    ("Naked Gun 33⅓", "naked gun thirty-three and a third"),
    ("2¼", "two and a quarter"),
    ("2¾", "2 and three quarters"),
    ("1984", "nineteen eighty four"),
    ("2001: A Space Odyssey", "twenty oh one a space odyssey"),
    ("2001: A Space Odyssey", "two thousand and one: a space odyssey"),
    ("2012", "twenty twelve"),
    ("1408", "fourteen oh eight"),
    ("The Legend of 1900", "legend of nineteen hundred"),
    ("Summer of '42", "summer of forty two"),
    ("11:14", "eleven fourteen"),
    ("Fahrenheit 9/11", "fahrenheit 911"),
    ("The Taking of Pelham One Two Three", "taking of pelham 1 2 3"),
    ("S.W.A.T.", "swat"),
    ("L.A. Story", "la story"),
    ("Made in U.S.A.", "made in usa"),
    ("M*A*S*H", "mash"),
    ("Monsters, Inc.", "monsters incorporated"),
    ("Se7en", "seven"),
    ("Thir13en Ghosts", "13 ghosts"),
    ("Ca$h", "cash"),
    ("I ♥ Huckabees", "i heart huckabees"),
    ("S1m0ne", "simone"),
    ("Brüno", "brueno"),
    ("Die Fälscher", "die faelscher"),
    ("Død snø", "doed snoe"),
    ("E.T. the Extra-Terrestrial", "et"),
    ("A.I. Artificial Intelligence", "ai"),
]
DIFFERENT = [
    ("Rocky II", "rocky iii"),
    ("Rocky", "rocky 2"),
    ("The Naked Gun 2½", "the naked gun 2"),
    ("8½", "8¼"),
    ("8½", "81/2"),
    ("10,000 BC", "10 bc"),
    ("V for Vendetta", "5 for vendetta"),
    ("One, Two, Three", "123rd street"),
    ("1984", "nineteen eighty five"),
    ("Evangelion: 2.0", "evangelion 2"),
    ("Split Second", "split seconds"),
    ("2nd Chance", "$econd @ce"),
]


@pytest.mark.parametrize(("title", "typed"), SAME)
def test_one_name(title: str, typed: str) -> None:
    assert like_name(title, typed)


@pytest.mark.parametrize(("title", "typed"), DIFFERENT)
def test_two_names(title: str, typed: str) -> None:
    assert not like_name(title, typed)


def test_a_letter_is_a_number_only_where_a_sequel_has_its() -> None:
    assert name("The King and I").numbers == ()
    assert name("History of the World: Part I").numbers == ("1",)
    assert name("Rocky V").numbers == ("5",)
    assert name("X-Men").numbers == ()


def test_few_texts_are_spelt_otherwise() -> None:
    for text in ("The Matrix", "Alien", "2nd", "42nd Street", "$9.99", "Heat (1995)", "???"):
        assert spellings(text) == ()
    # However many digits, the ways are counted.
    assert len(spellings("a1b1c1d1e1f1g1h1 i7j7k7l7 m1n1o1")) < 20


def test_what_people_call_a_film() -> None:
    def parts(title: str) -> set[str]:
        return {part.letters for part in part_names(title)}

    assert "lifeofbrian" in parts("Monty Python's Life of Brian")
    assert "templeofdoom" in parts("Indiana Jones and the Temple of Doom")
    assert "holygrail" in parts("Monty Python and the Holy Grail")
    assert "lifeaquatic" in parts("The Life Aquatic with Steve Zissou")
    assert "closeencounters" in parts("Close Encounters of the Third Kind")
    # One word of a title is no name for it.
    assert parts("Rosemary's Baby") == parts("Beauty and the Beast") == set()
    assert [each.letters for each in acronyms("The Lord of the Rings: The Two Towers")][
        -1
    ] == "lotr"
    assert [each.words for each in acronyms("Back to the Future Part II")] == [("bttf", "2")]
    assert acronyms("Fight Club") == ()
    assert whole_names("???") == ()
