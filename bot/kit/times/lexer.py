"""A text cut into tokens, in every way that it can be cut; none where a word is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from bot.kit.times.words import folded, lexicon
from bot.kit.times.zones import Zone, zone_of, zones_named

# More ways than these no sentence has that anybody writes.
_MOST_WAYS = 64
_LONGEST_PHRASE = 5
_GAP = re.compile(r"(?:\s|\.(?![0-9]))+|!+$|[?]+$")
# Parts of a time may be parted by these, but "8, 10 pm" and "8 - 10 pm" are two times.
_PARTED = re.compile(r"[,;()·|–—]|(?<![0-9a-z])-(?![0-9a-z])|(?<= )-|-(?= )")
_WORD = re.compile(r"[a-zß@/_']+|º|°")
_ZONE_NAME = re.compile(r"[a-z]+/[a-z_]+(?:/[a-z_]+)?")


class UnknownWord(Exception):
    """The text holds something that says nothing of a time, as far as is known."""


def _date(day: str, month: str, year: str | None) -> str:
    if year is None:
        return f"D0-{int(month)}-{int(day)}"
    return f"D{int(year) + (2000 if len(year) == 2 else 0)}-{int(month)}-{int(day)}"


def _iso(found: re.Match[str], language: str) -> list[str]:
    return [_date(found[3], found[2], found[1]) + " ISO"]


def _dotted(found: re.Match[str], language: str) -> list[str]:
    return [_date(found[1], found[2], found[3])]


def _slashed(found: re.Match[str], language: str) -> list[str]:
    day_first = _date(found[1], found[2], found[3])
    # Half of those who write English put the month first.
    return [day_first, _date(found[2], found[1], found[3])] if language == "en" else [day_first]


def _point(found: re.Match[str], language: str) -> list[str]:
    return [f"C{found[1]}:{found[2]}", _date(found[1], found[2], None)]


def _clock(found: re.Match[str], language: str) -> list[str]:
    return [f"C{found[1]}:{found[2]}"]


def _clock_with_h(found: re.Match[str], language: str) -> list[str]:
    return [f"H{found[1]}:{found[2]}"]


def _hour(found: re.Match[str], language: str) -> list[str]:
    return [f"HH{found[1]}"]


def _decimal(found: re.Match[str], language: str) -> list[str]:
    return [f"N{found[1]}.5"]


def _four(found: re.Match[str], language: str) -> list[str]:
    return [f"F{found[1]}"]


def _ordinal(found: re.Match[str], language: str) -> list[str]:
    return [f"O{int(found[1])}"]


def _with_point(found: re.Match[str], language: str) -> list[str]:
    return [f"O{int(found[1])}", f"N{found[1]}"]


def _number(found: re.Match[str], language: str) -> list[str]:
    return [f"N{found[1]}"]


# The first that fits is taken, so the longer ones come first.
_NUMERIC: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], list[str]]], ...] = tuple(
    (re.compile(pattern), tokens)
    for pattern, tokens in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:t(?=\d))?", _iso),
        (r"(\d{4})/(\d{1,2})/(\d{1,2})(?![\d/])", _iso),
        (r"(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)", _dotted),
        (
            r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4})(?!\d)|(\d{2})(?![\d:.h]))",
            lambda f, _: [_date(f[1], f[2], f[3] or f[4])],
        ),
        (r"(\d{1,2})\. ?(\d{1,2})\.()(?!\d[:\d])", lambda f, _: [_date(f[1], f[2], None)]),
        (r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])", _slashed),
        (r"(\d{1,2}):(\d{2})(?::\d{2})?(?: ?(?:hs|hrs|h)(?![a-z0-9])|(?![\d:]))", _clock),
        (r"(\d{1,2})\.(\d{2}) ?(?:hs|hrs|h)(?![a-z0-9])", _clock),
        (r"(\d{1,2})(\d{2}) ?(?:hs|hrs|h)(?![a-z0-9])", _clock),
        # With one gap alone the number is a day: "20h 28 de novembro".
        (r"(\d{1,2})(?:h| h )(\d{2})(?: ?min|m)?(?![a-z0-9:])", _clock_with_h),
        (r"(\d{1,2}) ?(?:hs|h)(?![a-z0-9])", _hour),
        (r"(\d{1,2})[.,]5(?![\d.])", _decimal),
        (r"(\d{1,2})\.(\d{2})(?![\d.])", _point),
        (r"(\d{1,2})\.(\d)(?![\d.])", lambda f, _: [_date(f[1], f[2], None)]),
        (r"(\d{3,4})(?![\d.:/])", _four),
        (r"(\d{1,2})(?:st|nd|rd|th|er|º|°|ª)(?![a-z0-9])", _ordinal),
        (r"(\d{1,2})\.(?!\d)", _with_point),
        (r"(\d{1,2})(?![\d.:/])", _number),
    )
)
_MERIDIEM = re.compile(r"(?P<dotted>[ap]\. ?m\.?|(?<=\d)[ap]m)(?![a-z])")
_OFFSET = re.compile(r"(?:utc|gmt) ?[+-] ?\d{1,2}(?::?\d{2})?|(?<=:\d\d)[+-]\d{2}:?\d{2}")
_ZULU = re.compile(r"(?<=:\d\d)z(?![a-z])")


def cut(typed: str, language: str) -> list[tuple[str, tuple[Zone, ...]]]:
    """Return each way to read a text as tokens, joined by spaces, and the zones it may name.

    Raises:
        UnknownWord: there is no way.
    """
    text = folded(typed).strip()
    ways: list[tuple[str, ...]] = []
    zones: tuple[Zone, ...] = ()
    at = 0
    while at < len(text):
        if gap := _GAP.match(text, at):
            at = gap.end()
        elif gap := _PARTED.match(text, at):
            ways.append(("SEP",))
            at = gap.end()
        elif found := _OFFSET.match(text, at) or _ZULU.match(text, at):
            name = found[0].replace(" ", "").upper().replace("Z", "UTC")
            clock = zone_of(name)
            if clock is None or zones:
                raise UnknownWord(found[0])
            zones, at = (Zone(name if name[0] == "U" else f"UTC{name}", clock),), found.end()
        elif found := _MERIDIEM.match(text, at):
            ways.append(("AM" if found[0][0] == "a" else "PM",))
            at = found.end()
        elif numeric := _numeric(text, at, language):
            tokens, at = numeric
            ways.append(tuple(tokens))
        else:
            tokens, named, at = _phrase(text, at, language)
            if named and zones:
                raise UnknownWord(text[:at])
            zones = zones or named
            ways.append(tokens)
    return [(" ".join(t for t in way if t), zones) for way in _ways(ways)]


def _ways(ways: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for count, way in enumerate(product(*ways)):
        if count == _MOST_WAYS:
            raise UnknownWord("too many ways")
        yield way


def _numeric(text: str, at: int, language: str) -> tuple[list[str], int] | None:
    for pattern, tokens in _NUMERIC:
        if found := pattern.match(text, at):
            return tokens(found, language), found.end()
    return None


def _phrase(text: str, at: int, language: str) -> tuple[tuple[str, ...], tuple[Zone, ...], int]:
    """Return the tokens of the longest known phrase, or the zones it names, and where it ends."""
    if found := _ZONE_NAME.match(text, at):
        clock = zone_of(found[0])
        if clock is None:
            raise UnknownWord(found[0])
        return ("ZONE",), (Zone(getattr(clock, "key", found[0]), clock),), found.end()
    ends: list[int] = []
    here = at
    while len(ends) < _LONGEST_PHRASE and (word := _WORD.match(text, here)):
        ends.append(word.end())
        here = word.end()
        # Words of a phrase lie apart by spaces, or by the point of a short form.
        gap = re.match(r"\.? +", text[here:])
        if gap is None:
            break
        here += gap.end()
    known = lexicon(language)
    for end in reversed(ends):
        phrase = " ".join(re.sub(r"[.']", " ", text[at:end]).split())
        if phrase in known:
            return known[phrase], (), end
        if zones := zones_named(phrase, language):
            return ("ZONE",), zones, end
    raise UnknownWord(text[at : ends[0] if ends else at + 1])
