"""Lines of a picture -> the runs of them that may be a title: "THE" above "GODFATHER" is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from services.core.text_folding import fold
from services.vision.lettering.reader import Line

# A title is set in so many lines at most.
_MOST_LINES = 5
# Runs are made of all lines, and of those that are at least so high beside the highest: between
# the words of a title stand smaller ones ("A film by").
_SHARES = (0.0, 0.3, 0.6)
# So many neighbouring lines, all about as high, are read in every order: lettering that stands
# askew or is of many sizes is not always found line below line.
_ANY_ORDER = 3
_ABOUT_AS_HIGH = 0.5
# Lines whose middles are nearer than this, in heights of the higher one, stand side by side.
_SAME_ROW = 0.5
_LONGEST = 200
_ROMAN = {
    "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "xi": 11, "xii": 12, "xiii": 13,
}  # fmt: skip
_SPELT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
# How the models read the strokes of II and III.
_STROKES = re.compile(r"[il1|]{2,3}")
_STICKING = re.compile(r"(?<=\d)(?=\D)|(?<=\D)(?=\d)")
# Letters and digits that are taken for each other.
_ALIKE = str.maketrans({"0": "o", "1": "i", "l": "i", "5": "s", "8": "b", "|": "i"})
# Behind such words another film is named than the picture's own.
_OTHER_FILM = re.compile(
    r"\b(?:directors?|producers?|creators?|makers?|filmmakers?|writers?|stars?|studios?|team|people)"
    r" (?:of|behind)\b|\b(?:brought|gave) (?:you|us)\b"
)
# What stands large on a box of several films, whose titles stand on it too, or on one of a series.
_BOXES = frozenset(
    [
        "trilogy",
        "quadrilogy",
        "tetralogy",
        "anthology",
        "boxset",
        "season",
        "seasons",
        "saeson",
        "staffel",
        "saison",
        "temporada",
        "stagione",
    ]
)
_YEAR = re.compile(r"(?<!\d)(?:18[89]|19\d|20[0-3])\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines, read one after the other.

    Attributes:
        words: Their folded words.
        squeezed: The words without blanks, for these are often not seen.
        height: The height of the lowest of its lines, as a share of the highest in the picture.
        numbers: Those of sequels in it, or alone in a line of like height next to it.
        explained: Letters of it as a share of those of all lines that are about as high or higher.
        mention: Whether it, or the line before it, says that another film is named ("from the
            director of").
        boxes: Words in large lettering, anywhere in the picture, that are set on boxes of several
            films.
    """

    words: tuple[str, ...]
    squeezed: str
    height: float
    numbers: frozenset[int]
    explained: float
    mention: bool
    boxes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Placed:
    words: tuple[str, ...]
    height: float
    row: float
    column: float


def runs_of(lines: Sequence[Line]) -> list[Run]:
    """Return the runs of a picture's lines, each text once, with its highest lettering."""
    placed = _in_reading_order(lines)
    if not placed:
        return []
    tallest = max(line.height for line in placed)
    best: dict[str, Run] = {}
    for share in _SHARES:
        kept = [line for line in placed if line.height >= share * tallest]
        for start in range(len(kept)):
            for end in range(start + 1, min(len(kept), start + _MOST_LINES) + 1):
                _keep(best, _run(placed, kept, start, end, tallest))
    high = [line for line in placed if line.height >= _ABOUT_AS_HIGH * tallest]
    for start in range(len(high)):
        for end in range(start + 2, min(len(high), start + _ANY_ORDER) + 1):
            # The first order is the one that was read already.
            for inside in list(permutations(high[start:end]))[1:]:
                around = [*high[:start], *inside, *high[end:]]
                _keep(best, _run(placed, around, start, end, tallest))
    return list(best.values())


def _keep(best: dict[str, Run], run: Run) -> None:
    known = best.get(run.squeezed)
    if len(run.squeezed) <= _LONGEST and (known is None or known.height < run.height):
        best[run.squeezed] = run


def years_in(lines: Sequence[Line]) -> frozenset[int]:
    """Return the years that a picture names."""
    return frozenset(int(year) for line in lines for year in _YEAR.findall(line.text))


def number_of(word: str) -> int | None:
    """Return the number of a sequel that a folded word is ("2", "ii", "two"), or None."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 2 else None
    if word in _ROMAN:
        return _ROMAN[word]
    if _STROKES.fullmatch(word):
        return len(word)
    return _SPELT.get(word)


def alike(squeezed: str) -> str:
    """Return a text in which letters and digits that are taken for each other are one."""
    return squeezed.translate(_ALIKE)


def numbers_in(words: Iterable[str]) -> frozenset[int]:
    """Return the numbers of sequels among folded words, those too that stick to a word."""
    parts = (part for word in words for part in _STICKING.split(word))
    return frozenset(number for part in parts if (number := number_of(part)) is not None)


def _run(
    placed: Sequence[_Placed], kept: Sequence[_Placed], start: int, end: int, tallest: float
) -> Run:
    inside = kept[start:end]
    words = tuple(word for line in inside for word in line.words)
    lowest = min(line.height for line in inside)
    around = [*kept[max(0, start - 1) : start], *kept[end : end + 1]]
    beside = [
        line.words[0] for line in around if line.height >= 0.4 * lowest and len(line.words) == 1
    ]
    squeezed = "".join(words)
    large_words = {
        word for line in placed if line.height >= _ABOUT_AS_HIGH * tallest for word in line.words
    }
    large = sum(len("".join(line.words)) for line in placed if line.height >= 0.7 * lowest)
    numbers = numbers_in((*words, *beside))
    before = placed.index(inside[0])
    said = [word for line in placed[max(0, before - 1) : before] for word in line.words]
    return Run(
        words,
        squeezed,
        lowest / tallest,
        numbers,
        min(1.0, len(squeezed) / max(1, large)),
        bool(_OTHER_FILM.search(" ".join((*said, *words)))),
        _BOXES & large_words,
    )


def _in_reading_order(lines: Sequence[Line]) -> list[_Placed]:
    along = _direction(lines)
    down = np.array([-along[1], along[0]])
    placed = []
    for line in lines:
        words = tuple(fold(line.text).split())
        middle = np.mean(line.corners, axis=0)
        if words:
            placed.append(_Placed(words, line.height, float(middle @ down), float(middle @ along)))
    placed.sort(key=lambda line: line.row)
    rows: list[list[_Placed]] = []
    for line in placed:
        last = rows[-1][-1] if rows else None
        near = _SAME_ROW * max(line.height, last.height) if last else 0.0
        if last is not None and line.row - last.row <= near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.column)]


def _direction(lines: Sequence[Line]) -> np.ndarray:
    """Return the unit vector that most of the lettering runs along: a picture may lie askew."""
    total = np.zeros(2)
    for line in lines:
        start, end, *_ = np.asarray(line.corners)
        total += (end - start) * line.height
    length = float(np.linalg.norm(total))
    return total / length if length > 0 else np.array([1.0, 0.0])
