"""Other ways of writing the same letters: umlauts as two, digits and signs for letters."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from services.core.text_folding import fold

# What keyboards without them write; folding alone takes the dots away.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_HEART = re.compile(r"[♥❤♡💗💙💚💛💜🖤🧡]|(?<!\S)<3(?!\S)")
_SIGNS = {"$": "s", "@": "a", "€": "e", "!": "i", "|": "l"}
_SIGN = re.compile(r"[$@€]+(?=\w*[^\W\d_])|(?<=[^\W\d_])[$@€]+|(?<=[^\W\d_])[!|](?=[^\W\d_])")
# The first is the usual one.
_SHAPES = {
    "0": "o",
    "1": "ilt",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "gb",
    "7": "vtl",
    "8": "b",
    "9": "g",
}
_MIXED = re.compile(r"(?<![^\W_])(?=\d*[^\W\d_])(?=[^\W\d_]*\d)[^\W_]{3,}(?![^\W_])")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)")
_MOST = 12


@lru_cache(maxsize=1024)
def spellings(text: str) -> tuple[str, ...]:
    """Return other ways of writing a text, folded at `case`: for "Se7en" "seven", and "seten".

    Empty for most. What comes back should fit a title exactly: a slip beside a digit that was read
    as a letter may make any word.

    Args:
        text: A title, or what somebody typed.
    """
    if text.isascii() and not _UNUSUAL.search(text):
        return ()
    case = fold(text, "case")
    found = dict.fromkeys((case.translate(_TWO_LETTERS),))
    signed = _SIGN.sub(lambda sign: "".join(_SIGNS[each] for each in sign[0]), case)
    signed = _HEART.sub(" heart ", signed)
    found.setdefault(" ".join(signed.split()))
    mixed = [word for word in _MIXED.findall(signed) if not _ORDINAL.fullmatch(word)]
    shapes = [[*_letters(word)] for word in dict.fromkeys(mixed)]
    for chosen in itertools.islice(itertools.product(*shapes), _MOST):
        spelt = signed
        for word, letters in zip(dict.fromkeys(mixed), chosen, strict=True):
            spelt = spelt.replace(word, letters)
        found.setdefault(spelt)
    found.pop(case, None)
    return tuple(found)


def _letters(word: str) -> list[str]:
    ways = itertools.product(*(_SHAPES.get(char, char) for char in word))
    return ["".join(way) for way in itertools.islice(ways, _MOST)]


_UNUSUAL = re.compile(r"[$@!|]|<3|[^\W\d_]\d|\d[^\W\d_]")
