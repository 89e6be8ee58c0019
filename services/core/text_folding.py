"""Titles as people write them -> texts that can be compared: one folding for all who compare.

Each level ignores what the one before it does, and more:

- `case`: how a text was typed and set. Case, composed or not, full width, the kinds of quotes,
  dashes and blanks, fraction signs ("8½" is "8 1/2"). What is spelt otherwise stays otherwise.
- `marks`: diacritics, strokes and ligatures, punctuation. What is left are words with a blank
  between them: "Smørrebrød & Łódź" is "smorrebrod and lodz".
- `articles`: the article at the beginning, in any language that the catalogue moves one in.

Only what people leave out when they type is taken away: the accents of Latin and Greek, the points
of Hebrew and Arabic. Marks that make another letter or syllable stay: й is not и, が is not か, and
the vowel signs of Devanagari or Thai are half of the word. No script is turned into another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

Level = Literal["case", "marks", "articles"]

# Any of these between letters is what somebody's keyboard had for an apostrophe, so that single
# quotes are no marks of their own either; U+00B4 and the Greek ones would else fall into a blank
# and an accent. From U+02B9 on they transliterate letters, and most people leave them out.
_SINGLE = (
    "'`\u00b4\u0384\u1fbd\u1fbf\u1ffd\u1ffe\u1fef\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a"
    "\u275b\u275c\u275f\u02ca\u02cb\u055a\u05f3\ua78b\ua78c\u02b9\u02ba\u02bb\u02bc\u02bd\u02be"
    "\u02bf\u02ee"
)
# Double quotes that Unicode does not file as opening or closing ones.
_DOUBLE = (
    '"\u201e\u2033\u2036\u3003\u301d\u301e\u301f\u275d\u275e\u2760\u05f4\U0001f676\U0001f677'
    "\U0001f678\u300c\u300d\u300e\u300f\uff62\uff63"
)
_TYPED = {
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DOUBLE, '"'),
    "\u2044": "/",  # what fraction signs are decomposed with
    "\u2215": "/",
    "\u2212": "-",  # minus
    "\u2043": "-",
    "\u301c": "~",  # typed for the full-width tilde, and the other way round
    "\u2122": "",  # "TM" would become a part of the word before it
    "\u2120": "",
    "\u034f": "",  # joins marks, and is not seen
}
_TYPED_BY_KIND = {
    "Pi": '"',
    "Pf": '"',
    "Pd": "-",
    "Zs": " ",
    "Zl": " ",
    "Zp": " ",
    "Cc": " ",
    "Cf": "",  # soft hyphens, joiners, directions: nobody sees them
}
_LETTERS = {
    # Latin letters whose name does not tell what they are typed as.
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ȷ": "j",
    "ĸ": "k",
    "ŋ": "n",
    "ə": "e",
    "ɛ": "e",
    "ɔ": "o",
    "ɵ": "o",
    "ʉ": "u",
    # Read as "and" between words.
    "&": "&",
    "+": "&",
    "'": "",
    # Left out by most who type Russian or Arabic; the last one only makes a word longer.
    "ё": "е",
    "ѐ": "е",
    "ѝ": "и",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ـ": "",
}
# Unicode names a letter after the plain one even where it does not decompose it: "LATIN SMALL
# LETTER L WITH STROKE". Ligatures of two vowels are named after both.
_LATIN = re.compile(
    r"LATIN SMALL (?:LETTER|LIGATURE) (?P<plain>[A-Z]|A[AEOUVY]|O[EO])(?: WITH .*)?"
)
# By their names: accents and other general marks, points of Hebrew and Arabic. Japanese voicing
# marks are named "combining" too, but make other syllables.
_LEFT_OUT = re.compile(r"COMBINING (?!KATAKANA)|HEBREW |ARABIC ")
_ARTICLE = re.compile(
    r"(?:the|an?|las?|les?|el|los|il|lo|gli|i|der|die|das|den|det|de|een|une?|una|ein|eine|en|os|l)"
    r" (?=\S)"
)
_ELIDED = re.compile(r"^l'\s*(?=\w)")


class _Table(dict[int, str]):
    """What `str.translate` replaces a character by; worked out when it is first met.

    Args:
        folded: Returns what a character becomes.
    """

    def __init__(self, folded: Callable[[str], str]) -> None:
        super().__init__()
        self._folded = folded

    def __missing__(self, code: int) -> str:
        text = self._folded(chr(code))
        # Beyond are scripts of so many characters that keeping them all costs more than it saves.
        if code < 0x3100:
            self[code] = text
        return text


def fold(text: str, ignoring: Level = "marks") -> str:
    """Return what is left of a text where what the level ignores does not count.

    At `case` and `marks` folding twice changes nothing; one article more may go each time. Of a
    text without a letter or a digit nothing is left but at `case`: see `comparable`.

    Args:
        text: Any text.
        ignoring: The level.
    """
    folded = _without_case(text)
    if ignoring == "case":
        return folded
    if ignoring == "articles":
        # Before the apostrophe goes: nothing would tell the L of "L'Argent" from that of "Largo".
        return without_article(_without_marks(_ELIDED.sub("", folded)))
    return _without_marks(folded)


def comparable(text: str, ignoring: Level = "marks") -> str:
    """Return the text folded; one of which nothing would be left ("???") folded at `case`.

    For who asks whether two titles are the same: all those without a letter are not.

    Args:
        text: Any text.
        ignoring: The level.
    """
    return fold(text, ignoring) or fold(text, "case")


def without_article(folded: str) -> str:
    """Return a folded title without the article it begins with; one that is all of it stays."""
    found = _ARTICLE.match(folded)
    return folded[found.end() :] if found else folded


def _without_case(text: str) -> str:
    # Composed first: one character at a time could not tell that two ways of writing é are one.
    apart = text if text.isascii() else _SET_APART.sub(" ", unicodedata.normalize("NFC", text))
    typed = unicodedata.normalize("NFKC", apart.translate(_TYPING))
    # Lower case may be a letter and a mark that make one again; that of İ is an i with two dots.
    lower = unicodedata.normalize("NFKC", typed.casefold()).replace("i\u0307", "i")
    return " ".join(lower.split())


def _without_marks(text: str) -> str:
    words = unicodedata.normalize("NFC", text.translate(_WORDS))
    # "&" at an end is punctuation, as in a title that is half typed.
    parts = (" ".join(part.split()) for part in words.split("&"))
    return " and ".join(part for part in parts if part)


def _typing(char: str) -> str:
    if (typed := _TYPED.get(char)) is not None:
        return typed
    # How an emoji is drawn is told by a mark that nobody sees either.
    if "VARIATION SELECTOR" in unicodedata.name(char, ""):
        return ""
    if (typed := _TYPED_BY_KIND.get(unicodedata.category(char))) is not None:
        return typed
    whole = unicodedata.normalize("NFKC", char)
    return whole if whole == char else whole.translate(_TYPING)


def _words(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind.startswith("M"):
        return "" if _LEFT_OUT.match(unicodedata.name(char, "")) else char
    if not kind.startswith(("L", "N")):
        return " "
    bare = unicodedata.normalize("NFD", char)[0]
    name = unicodedata.name(bare, "")
    if latin := _LATIN.fullmatch(name):
        return latin["plain"].lower()
    return _LETTERS.get(bare, bare) if name.startswith(("LATIN", "GREEK")) else char


def _stands_apart(char: str) -> bool:
    """Whether a number is one of its own, however near it stands: the ² of "REC²", the ½ of 8½."""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    return kind in _APART_BY_KIND.get(unicodedata.category(char), ())


_APART_BY_KIND = {"No": ("<fraction>", "<super>", "<circle>"), "Nl": ("<compat>",)}
_TYPING = _Table(_typing)
_WORDS = _Table(_words)
# Without 0x3000 to 0x3200: ideographs, of which none stands apart.
_CODES = (*range(0x00B0, 0x3000), *range(0x3200, 0x3300))
_APART = "".join(char for char in map(chr, _CODES) if _stands_apart(char))
# Between one of them and what is no blank, no bracket and not such a number as well.
_SET_APART = re.compile(
    rf"(?<=[^\s!-/:-@\[-`{{-~{_APART}])(?=[{_APART}])|(?<=[{_APART}])(?=\w)(?![{_APART}])"
)
