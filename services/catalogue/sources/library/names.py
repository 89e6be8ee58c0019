"""The name of a file or folder -> a film's title, year and ids, as libraries write them.

"Heat (1995) {tmdb-949} - [Bluray-1080p].jpg", "Heat.1995.1080p.x264-GRP", "Matrix, The [1999]".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from services.catalogue.sources.library import words
from services.catalogue.titles import article_first
from services.core.facts import FIRST_YEAR, YEARS_AHEAD
from services.core.text_folding import fold

# What stands for signs that a file's name may not have.
_LOOKALIKES = str.maketrans({"꞉": ":", "∕": "/", "⧸": "/", "⁄": "/", "﹕": ":", "ː": ":"})
_FULL_WIDTH = str.maketrans({"：": ":", "？": "?", "＊": "*", "／": "/", "＂": '"', "｜": "|"})
_OPEN, _CLOSE = r"[\[({]", r"[\])}]"
_ID = re.compile(
    rf"{_OPEN}?(?<![^\W_])(?P<of>imdb|tmdb|tvdb)(?:[\s_-]?id)?[\s_]?[-=:_][\s_]?"
    rf"(?P<id>tt\d{{5,12}}|\d{{1,10}})(?![^\W_]){_CLOSE}?",
    re.IGNORECASE,
)
_IMDB = re.compile(rf"{_OPEN}?(?<![^\W_])(?P<id>tt\d{{7,10}})(?![^\W_]){_CLOSE}?", re.IGNORECASE)
_BRACKETED_YEAR = re.compile(
    rf"[\s_-]*{_OPEN}\s*(?P<year>\d{{4}})(?:\s*(?P<dash>[-–—])\s*(?P<last>\d{{4}})?)?\s*{_CLOSE}"
)
_YEAR = re.compile(r"(?<![^\W_])(?P<year>\d{4})(?![^\W_])")
_YEAR_FIRST = re.compile(r"^(?P<year>\d{4})\s+[-–—]\s+(?=\S)")
_NOTE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)")
_SITE = re.compile(
    r"^(?:[\[(]\s*(?:www\.)?[\w-]+\.(?:[a-z]{2,4})(?:\.[a-z]{2})?\s*[\])]|www\.[\w.-]+\s+-)\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(?:0\d{1,2}\s*[-.)]\s*|\d{1,3}\.\s+)(?=\D)")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")
# A full stop that was taken for a blank.
_SHORT = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Sgt|Vol|vs) (?=\S)")
# "Mission_ Impossible", "Mission- Impossible": no file's name may have a colon on Windows.
_COLON = re.compile(r"(?<=[^\W_])[_-] (?!(?:und|oder|and|or|y|e|et|ou)\s)")
_EDGES = " \t._-–—,;:+~"
_LANGUAGE = re.compile(
    r"(?:^|[\s._\-\[(])(?P<language>[a-z]{2}(?:-[A-Z]{2})?)[\])]?(?:[\s._-]*\d{1,3})?$"
)
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name says.

    Attributes:
        title: The film's title, article first; empty where the name tells none.
        year: Its year, or None.
        imdb_id, tmdb_id, tvdb_id: Numbers of the film, as they are written; None where none are.
        art: The word for the picture, in small letters ("poster", "fanart"), or None.
        is_art_alone: Whether the name is such a word and nothing else.
        language: Code of the picture's language, or None.
        is_copy: Whether it is marked as a copy, or numbered.
        is_season: Whether it is a season's or an episode's.
        is_range: Whether its years are a range, as of a series that has ended.
    """

    title: str = ""
    year: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    tvdb_id: int | None = None
    art: str | None = None
    is_art_alone: bool = False
    language: str | None = None
    is_copy: bool = False
    is_season: bool = False
    is_range: bool = False

    @property
    def names_a_film(self) -> bool:
        """Whether a year or an id says that this is a film's name, and not any word."""
        return self.year is not None or self.has_id

    @property
    def has_id(self) -> bool:
        """Whether it has an id."""
        return any(one is not None for one in (self.imdb_id, self.tmdb_id, self.tvdb_id))


@dataclass(slots=True)
class _Text:
    """A name as it is taken apart: what is left of it, and what was found."""

    left: str
    ids: dict[str, str] = field(default_factory=dict)


def read_name(text: str) -> Name:
    """Return what a name says of a film; without the suffix of a file."""
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES).strip()
    if text.translate(_FULL_WIDTH).isascii():
        text = text.translate(_FULL_WIDTH)
    alone = words.ART.fullmatch(text)
    if alone:
        art = alone["art"].lower()
        language = _LANGUAGE.search(text[alone.end("art") :])
        told = language["language"] if language else None
        return Name(art=art, is_art_alone=True, language=told, is_copy=text.lower() != art)
    rest = _Text(text)
    _take_ids(rest)
    season = words.SEASON.search(rest.left) or words.EPISODE.search(rest.left)
    name = replace(_title_and_year(rest.left), **_ids(rest.ids))
    # A film's title may begin so: "S21 The Khmer Rouge Killing Machine (2003)".
    return replace(name, is_season=season is not None and (name.year is None or season.start() > 0))


def _take_ids(rest: _Text) -> None:
    def take(match: re.Match[str]) -> str:
        number = match["id"].lower()
        of = "imdb" if number.startswith("tt") else match["of"].lower()
        rest.ids.setdefault(of, number)
        return " "

    rest.left = _ID.sub(take, rest.left)
    rest.left = _IMDB.sub(take, rest.left).strip()


def _ids(ids: dict[str, str]) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for of, text in ids.items():
        if of == "imdb":
            found["imdb_id"] = text if text.startswith("tt") else f"tt{int(text):07}"
        else:
            found[f"{of}_id"] = int(text)
    return found


def _title_and_year(text: str) -> Name:
    text = _SITE.sub("", words.COPY_OF.sub("", text))
    for found in _BRACKETED_YEAR.finditer(text):
        year = _plausible(found["year"])
        if year is None:
            continue
        head, tail = text[: found.start()], text[found.end() :]
        if not head.strip(_EDGES):
            # "(1995) Heat"
            name = _without_year(tail)
            return replace(name, year=year)
        return replace(
            _behind_year(tail),
            title=_tidy(_NUMBERED.sub("", head)),
            year=year,
            is_range=found["last"] is not None,
        )
    return _bare(text)


def _behind_year(tail: str) -> Name:
    """Return what stands behind a year in brackets: a picture's word, a language, a number."""
    copy = words.COPY.search(tail)
    tail = words.COPY.sub("", tail) if copy else tail
    plain = _NOTE.sub(" ", tail).strip()
    art = words.ART_AFTER_YEAR.search(plain)
    language = _LANGUAGE.search(tail.strip(" ])"))
    numbered = re.search(r"\d{1,3}[\])]?$", plain) is not None
    return Name(
        art=art["art"].lower() if art else None,
        language=language["language"] if language and not words.RELEASE.search(tail) else None,
        is_copy=bool(copy) or numbered,
    )


def _bare(text: str) -> Name:
    """Read a name that has no year in brackets."""
    art = words.ART_BEHIND.search(text)
    # "deep-cover" is a title; "Heat-cover" a picture.
    if art is not None and art["art"].lower() == "cover" and _PLAIN.fullmatch(text):
        art = None
    art = art or words.POSTER_BEHIND.search(text)
    if art is not None and text[: art.start()].strip(_EDGES):
        text = text[: art.start()]
    else:
        art = None
    copy = words.COPY.search(text)
    if copy is not None and text[: copy.start()].strip(_EDGES):
        text = text[: copy.start()]
    name = _without_year(text, may_have_one=True)
    return replace(
        name, art=art["art"].lower() if art else None, is_copy=copy is not None or name.is_copy
    )


def _without_year(text: str, *, may_have_one: bool = False) -> Name:
    text = _blanks(_NOTE.sub(_kept_note, text))
    if not may_have_one:
        return Name(title=_tidy(_before_release(text)))
    title = text.strip(_EDGES)
    first = _YEAR_FIRST.match(text)
    if first and (year := _plausible(first["year"])) and fold(title) not in words.WITH_A_YEAR:
        return Name(title=_tidy(_before_release(text[first.end() :])), year=year)
    for found in reversed(list(_YEAR.finditer(text))):
        year = _plausible(found["year"])
        head, tail = text[: found.start()].rstrip(" -,_"), text[found.end() :].strip(_EDGES)
        if year is None or not head.strip(_EDGES):
            continue
        is_release = _release(tail) is not None
        ends = is_release or not tail or words.VERSION.match(tail)
        if ends and not _is_of_the_title(text[: found.start()], year, is_release=is_release):
            head = _title_alone(head) if is_release else head
            return Name(title=_tidy(_NUMBERED.sub("", head)), year=year)
    return Name(title=_tidy(_NUMBERED.sub("", _before_release(text))))


def _is_of_the_title(head: str, year: int, *, is_release: bool) -> bool:
    """Return whether a number is no year, but the end of a title: "Class of 1984"."""
    before = head.lower().split()[-1]
    # A release tells its year: "The.Earrings.of.Madame.de.1953.1080p".
    joined = before == "of" if is_release else before in words.BEFORE_A_NUMBER
    return joined or fold(f"{head} {year}") in words.WITH_A_YEAR


def _kept_note(found: re.Match[str]) -> str:
    """Keep what stands in brackets, unless it tells of a release, a version or a number."""
    inside = found.group()[1:-1].strip()
    note = found.group().startswith("{") or any(
        pattern.match(inside) for pattern in (words.RELEASE, words.VERSION)
    )
    return " " if note or not inside else found.group()


def _before_release(text: str) -> str:
    at = _release(text)
    if at is None or not text[:at].strip(_EDGES):
        return text
    return _title_alone(text[:at])


def _title_alone(text: str) -> str:
    title = text.split()
    while len(title) > 1 and title[-1].lower().strip("()[]") in words.BEFORE_RELEASE:
        title.pop()
    return " ".join(title)


def _release(text: str) -> int | None:
    """Return where the words of a release begin."""
    for found in re.finditer(r"(?:^|[\s\-\[(]+)", text):
        if words.RELEASE.match(text, found.end()):
            return found.start()
    return None


def _blanks(text: str) -> str:
    """Return a name whose words are parted by dots, underscores or dashes with blanks between."""
    text = text.strip()
    if " " in text:
        return text
    if "_" in text or "." in text:
        initials = [found.span() for found in _INITIALS.finditer(text)]
        letters = [
            " "
            if letter in "._" and not any(start <= at < end - 1 for start, end in initials)
            else letter
            for at, letter in enumerate(text)
        ]
        for _, end in initials:
            letters[end - 1] = ". "
        return _SHORT.sub(r"\1. ", " ".join("".join(letters).split()))
    if _PLAIN.fullmatch(text) and _YEAR.search(text):
        return " ".join(word.capitalize() for word in text.split("-"))
    return text


def _tidy(text: str) -> str:
    """Return a title as people write it."""
    text = _blanks(_NOTE.sub(_kept_note, text))
    text = _COLON.sub(": ", text).replace("_", " ")
    text = " ".join(text.split()).lstrip(_EDGES).rstrip(" \t_-–—,;:+~")
    # No title ends so.
    return article_first(re.sub(r"(?<=\w) (The)$", r", \1", text))


def _plausible(text: str) -> int | None:
    """Return a year in which a film may have come out, or None."""
    year = int(text)
    return year if FIRST_YEAR <= year <= datetime.now(UTC).year + YEARS_AHEAD else None
