"""A film's names -> the ways in which its title may be set on a poster."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.core.text_folding import fold, without_article

_BRACKETED = re.compile(r"\(([^()]*)\)")
_ALSO = re.compile(r"^(?:a\.?k\.?a\.?)\s+", re.IGNORECASE)
_PART_ENDS = re.compile(r":\s|\s[-–—]\s")
_ARTICLE_LAST = re.compile(
    r"^(?P<rest>.+), (?P<article>The|A|An|La|Le|Les|El|Los|Las|Il|Der|Die|Das)$"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which a film's title may be set.

    Attributes:
        film: The film's place in the catalogue.
        words: Its folded words.
        squeezed: The same without blanks.
        part: Whether it is only what stands before or behind a colon.
        numbers: The sequel's numbers in it.
        rarity: How rare its words are among the catalogue's titles, in nats, all of them together.
    """

    film: int
    words: tuple[str, ...]
    squeezed: str
    part: bool
    numbers: frozenset[int]
    rarity: float


def forms_of(names: Iterable[str]) -> list[tuple[tuple[str, ...], bool]]:
    """Return the ways in which a film's names are set: folded words, and whether only a part."""
    whole: dict[tuple[str, ...], None] = {}
    parts: dict[tuple[str, ...], None] = {}
    for name in names:
        for given in (_BRACKETED.sub(" ", name), *_BRACKETED.findall(name)):
            title = _ALSO.sub("", given.strip())
            moved = _ARTICLE_LAST.match(title)
            _add(whole, f"{moved['article']} {moved['rest']}" if moved else title)
            split = [part for part in _PART_ENDS.split(title) if part.strip()]
            for part in split if len(split) > 1 else ():
                _add(parts, part)
    known = [(words, False) for words in whole]
    return known + [(words, True) for words in parts if words not in whole]


def _add(forms: dict[tuple[str, ...], None], title: str) -> None:
    folded = fold(title)
    for text in (folded, without_article(folded)):
        words = tuple(text.split())
        if words and words != (words[0][:1],):
            forms[words] = None
