"""Numbers in titles, however they are written: one way of writing for each.

"Rocky II", "rocky 2", "rocky two" and "Rocky the Second" have one number, and so have "20,000" and
"twenty thousand", "1984" and "nineteen eighty four", "8½", "8.5" and "eight and a half". English
words alone are read: they are what people type in place of digits.

num2words writes numbers and reads none, and word2number stops at the first word that it does not
know; neither knows where in a title "I" or "second" is a number.
"""

from __future__ import annotations

import re

# "Part II" is the number alone, and so are "Vol. 2" and "No. 2".
PARTS = frozenset(("part", "pt", "chapter", "vol", "volume", "episode", "ep", "number", "no", "nr"))
OVER = "over"
"""Between the numbers of a fraction that is one word: 1over2."""

_UNITS = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_UNIT_ORDINALS = re.findall(
    r"\w+",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
)
_SMALL = {word: number for number, word in enumerate(_UNITS)}
_TEN = {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_ORDINALS = {word: number for number, word in enumerate(_UNIT_ORDINALS, start=1)} | {
    f"{word[:-1]}ieth": number for word, number in _TEN.items()
}
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_SPELT = _SMALL.keys() | _TEN.keys() | _ORDINALS.keys() | _LARGE.keys()
_PIECES = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8}
_PIECES |= {f"{word}s": number for word, number in _PIECES.items()}
_ROMAN_TENS = ("", "x")
_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN = {
    tens + units: 10 * place + number
    for place, tens in enumerate(_ROMAN_TENS)
    for number, units in enumerate(_ROMAN_UNITS)
    if tens + units
}
# Roman numbers that are letters too, or words: numbers behind "part", or as the last of several.
_LETTERS = frozenset(("v", "x"))

_FIGURES = frozenset("0123456789")
_DIGITS = re.compile(r"([0-9]{1,9})(?:st|nd|rd|th)?")
_THOUSANDS = re.compile(r"(?<![\d.,/])(\d{1,3})((?:[,.']\d{3})+)(?![\d/])|(?<!\d)(\d{1,3}) 000\b")
_DECIMAL = re.compile(r"(?<![\d.,])(\d{1,3})[.,](5|25|75)(?![\d/])")
_FRACTION = re.compile(r"(?<![\d/.,])([1-9])/([2-9]|10)(?![\d/])")
_DECIMALS = {"5": f"1{OVER}2", "25": f"1{OVER}4", "75": f"3{OVER}4"}


def set_numbers(case: str) -> str:
    """Return a text, folded at `case`, with its thousands in one and fractions as words."""
    if not any(char.isdigit() for char in case):
        return case
    case = _THOUSANDS.sub(_joined, case)
    case = _DECIMAL.sub(lambda found: f"{found[1]} {_DECIMALS[found[2]]} ", case)
    return _FRACTION.sub(_fraction, case)


def is_number(word: str) -> bool:
    """Whether a word, as `read_numbers` writes it, is a number."""
    return word.isdigit() or (OVER in word and word.replace(OVER, "").isdigit())


def read_numbers(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return the words with numbers as digits, and "part" before them left out.

    Returns:
        The words, and those of the numbers that were long words.
    """
    if not any(token in _SPELT or token in ROMAN or token[0] in _FIGURES for token in tokens):
        return list(tokens), []
    words: list[str] = []
    spelt: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        value, used = _at(tokens, place, after_number=bool(words) and is_number(words[-1]))
        if not used:
            # "The second part" is "part two".
            behind = place > 0 and token in PARTS and tokens[place - 1] in _ORDINALS
            if not behind or (place + 1 < len(tokens) and _at(tokens, place + 1)[1]):
                words.append(token)
            place += 1
            continue
        if place and tokens[place - 1] in PARTS and words and words[-1] == tokens[place - 1]:
            words.pop()
        words.append(value)
        if any(each.isalpha() and len(each) >= 5 for each in tokens[place : place + used]):
            spelt.append(value)
        place += used
    return words, spelt


def _at(tokens: list[str], place: int, *, after_number: bool = False) -> tuple[str, int]:
    """Return the number that stands there, and how many words it takes: 0 where there is none."""
    token = tokens[place]
    if after_number and (piece := _piece(tokens, place)):
        return piece
    if token in _SPELT:
        number, used = _in_words(tokens, place)
        return str(number), used
    if found := _DIGITS.fullmatch(token):
        large = _LARGE.get(tokens[place + 1]) if tokens[place + 1 :] and token == found[1] else None
        return str(int(found[1]) * (large or 1)), 2 if large else 1
    if is_number(token):
        return token, 1
    return _roman(tokens, place)


def _roman(tokens: list[str], place: int) -> tuple[str, int]:
    token = tokens[place]
    number = ROMAN.get(token)
    last = place == len(tokens) - 1 > 0
    behind_part = place > 0 and tokens[place - 1] in PARTS
    word = not behind_part and (token == "i" or (token in _LETTERS and not last))
    return ("", 0) if number is None or word else (str(number), 1)


def _in_words(tokens: list[str], place: int) -> tuple[int, int]:
    """Read as many number words as make one number."""
    total, current, before = 0, -1, ""
    start = place
    while place < len(tokens):
        word = tokens[place]
        if word == "and" and before in _LARGE and place + 1 < len(tokens):
            # "Two thousand and one", but not "a hundred and a half".
            if tokens[place + 1] in _SPELT and tokens[place + 1] not in _LARGE:
                place += 1
                continue
            break
        taken = _added(total, current, before, word)
        if taken is None:
            following = tokens[place + 1] if place + 1 < len(tokens) else ""
            # "Twenty oh one".
            if word in ("oh", "o") and 10 <= current <= 20 and not total and _unit(following) > 0:
                return 100 * current + _unit(following), place + 2 - start
            break
        total, current = taken
        before = word
        place += 1
        if word in _ORDINALS:
            break
    return total + max(current, 0), place - start


def _added(total: int, current: int, before: str, word: str) -> tuple[int, int] | None:
    """Return the number with one word more; None where the word begins another one."""
    if large := _LARGE.get(word):
        # Not "two hundred hundred".
        if before and not 0 <= current < large:
            return None
        size = max(current, 1)
        return (total, size * large) if large == 100 else (total + size * large, 0)
    value = _SMALL.get(word, _TEN.get(word, _ORDINALS.get(word, -1)))
    if value < 0 or current < 0:
        return None if value < 0 else (total, value)
    if before in _LARGE or (before in _TEN and 0 < value < 10):
        return total, current + value
    # "Nineteen eighty", "twenty twelve"; "four" may follow as above.
    year = not total and 10 <= current <= 20 and value >= 10 and word not in _ORDINALS
    return (total, 100 * current + value) if year else None


def _unit(word: str) -> int:
    number = _SMALL.get(word, 0)
    return number if number < 10 else 0


def _piece(tokens: list[str], place: int) -> tuple[str, int] | None:
    """Return the fraction behind a number: "and a half", "and two thirds", "point five"."""
    if tokens[place] == "point" and tokens[place + 1 : place + 2] in (["five"], ["5"]):
        return f"1{OVER}2", 2
    if tokens[place] != "and" or len(tokens) < place + 3:
        return None
    count, size = tokens[place + 1], _PIECES.get(tokens[place + 2])
    number = 1 if count == "a" else _SMALL.get(count, int(count) if count.isdigit() else 0)
    return (f"{number}{OVER}{size}", 3) if size and 0 < number < size else None


def _joined(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[3]}000"
    return found[1] + re.sub(r"\D", "", found[2])


def _fraction(found: re.Match[str]) -> str:
    # "9/11" and "50/50" are no parts of one.
    if int(found[1]) >= int(found[2]):
        return found[0]
    return f" {found[1]}{OVER}{found[2]} "
