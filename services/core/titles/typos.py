"""Whether a title was meant and a key was missed, or another word was."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from services.core.titles.names import Name

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {
    letter: (row, column + (0.0, 0.3, 0.9)[row])
    for row, letters in enumerate(_ROWS)
    for column, letter in enumerate(letters)
}
_VOWELS = frozenset("aeiouy")
# Consonants that sound alike, which people mix up when they spell.
_ALIKE = {frozenset(pair) for pair in ("ck", "cs", "sz", "kq", "gj", "vw", "dt", "mn", "fv", "td")}


def likeness(guess: Name, title: Name) -> float:
    """Return 0.0 where the guess is no misspelling of the title, else 0 to 1 how like it is.

    Numbers must be the same. A word of up to three letters may have two of them swapped, one of
    four a slip of a finger, longer ones one to three slips.
    """
    if guess.numbers == title.numbers:
        return _words(guess.words, title.words)
    missed = list(title.numbers)
    for number in guess.numbers:
        if number not in missed:
            return 0.0
        missed.remove(number)
    # "twleve monkeys": the number is there, but as a word with a slip in it.
    if all(number in title.spelt for number in missed):
        return _words(guess.plain, title.plain)
    return 0.0


def _words(guess: tuple[str, ...], title: tuple[str, ...]) -> float:
    typed, meant = "".join(guess), "".join(title)
    distance = OSA.distance(typed, meant)
    if not typed or not meant or distance > _allowed(len(meant)):
        return 0.0
    if distance and len(title) == 1 and not _lone(typed, meant, distance):
        return 0.0
    many = len(title) >= 3
    aligned = len(guess) == len(title) and all(
        _word(word, other, many=many) for word, other in zip(guess, title, strict=True)
    )
    # Blanks set elsewhere: what is typed must then be nearly right.
    glued = len(guess) != len(title) and distance <= len(meant) // 8
    return 1.0 - distance / len(meant) if aligned or glued else 0.0


def _allowed(length: int) -> int:
    if length <= 3:
        return 0
    return 1 if length <= 7 else 2 if length <= 13 else 3 if length <= 21 else 4


def _word(typed: str, meant: str, *, many: bool) -> bool:
    """Whether a word within a title may have been meant by what was typed.

    Args:
        typed: The word as typed.
        meant: The title's.
        many: Whether the title has three words or more, so that one of them says less.
    """
    if typed == meant:
        return True
    if meant.isdigit() or typed.isdigit():
        return False
    distance = OSA.distance(typed, meant)
    if len(meant) <= 3:
        return _swapped(typed, meant) or (many and _vowel(typed, meant))
    if typed[0] != meant[0] and not _swapped(typed, meant):
        return False
    if len(meant) <= 7:
        # "Boys" is no slip for "Toys", and "Man" none for "Mask".
        mixed = len(meant) >= 5 and sorted(typed) == sorted(meant)
        two = distance == 2 and (mixed or len(meant) >= 7)
        return two or (distance == 1 and _slip(typed, meant))
    return distance <= (2 if len(meant) < 12 else 3)


def _lone(typed: str, meant: str, distance: int) -> bool:
    """The same for a title of one word, where a slip soon makes another film of it."""
    # "Aliens" is not "Alien", "Predators" not "Predator".
    if typed == f"{meant}s" or meant == f"{typed}s":
        return False
    if len(meant) <= 4:
        return _swapped(typed, meant) or _doubled(typed, meant)
    if len(meant) == 5:
        return typed[0] == meant[0] and (
            _swapped(typed, meant) or _doubled(typed, meant) or _neighbour_key(typed, meant)
        )
    if typed[0] != meant[0]:
        return distance == 1 and _swapped(typed, meant)
    if len(meant) <= 7:
        # A letter more or less at the end makes another word of it: "Drive", "Driver".
        longer, shorter = sorted((typed, meant), key=len, reverse=True)
        longer_end = longer[:-1] == shorter and not _doubled(typed, meant)
        return distance == 1 and _slip(typed, meant) and not longer_end
    return True


def _slip(typed: str, meant: str) -> bool:
    if len(typed) != len(meant):
        return _doubled(typed, meant) or len(meant) > 4 or len(typed) < len(meant)
    return _swapped(typed, meant) or _neighbour_key(typed, meant) or _sounds_alike(typed, meant)


def _swapped(typed: str, meant: str) -> bool:
    return typed != meant and sorted(typed) == sorted(meant) and OSA.distance(typed, meant) == 1


def _doubled(typed: str, meant: str) -> bool:
    """Whether a letter was typed twice, or once instead of twice."""
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter
        and longer[place] in longer[max(place - 1, 0) : place] + longer[place + 1 : place + 2]
        for place in range(len(longer))
    )


def _replaced(typed: str, meant: str) -> tuple[str, str] | None:
    """Return the one letter that differs, as typed and as meant."""
    if len(typed) != len(meant):
        return None
    pairs = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return pairs[0] if len(pairs) == 1 else None


def _neighbour_key(typed: str, meant: str) -> bool:
    pair = _replaced(typed, meant)
    if pair is None or any(letter not in _PLACES for letter in pair):
        # A digit for a letter ("se7en"), or a letter of another script.
        return pair is not None and any(letter.isdigit() for letter in pair)
    (row, column), (other_row, other_column) = (_PLACES[letter] for letter in pair)
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1.1


def _sounds_alike(typed: str, meant: str) -> bool:
    pair = _replaced(typed, meant)
    return _vowel(typed, meant) or (pair is not None and frozenset(pair) in _ALIKE)


def _vowel(typed: str, meant: str) -> bool:
    pair = _replaced(typed, meant)
    return pair is not None and set(pair) <= _VOWELS
