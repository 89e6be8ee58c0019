"""Titles as people write them: "Gardener;The" and "Gardener, The" -> "The Gardener"."""

from __future__ import annotations

import re

# Articles that MovieLens moves to the end, in the languages it does so for.
_ARTICLES = (
    r"The|A|An|La|Le|Les|El|Los|Las|Il|Lo|Gli|Der|Die|Das|Den|Det|De|Een|Un|Une|Una|Ein|Eine"
    r"|En|O|Os|L'"
)
_MOVED = re.compile(rf"^(?P<rest>.+?)[;,]\s*(?P<article>{_ARTICLES})$")
_MOVED_IN_A_NAME = re.compile(rf"^(?P<rest>.+?),\s*(?P<article>{_ARTICLES})$", re.IGNORECASE)
# A title and the other titles in brackets behind it are mended each by itself.
_PART = re.compile(r"[^()]+")
_ALSO = re.compile(r"^(?P<also>(?:a\.k\.a\.|aka)\s+)?(?P<title>.*)$", re.IGNORECASE | re.DOTALL)


def display_title(text: str) -> str:
    """Return a title with its article first.

    A semicolon stands for the comma that the source took out: "Kiki;Love to Love" is "Kiki, Love
    to Love". White space is folded.
    """
    title = _PART.sub(lambda match: _mend(match.group()), text)
    return re.sub(r"\s+", " ", title).strip()


def article_first(title: str) -> str:
    """Return a title as a file is named, "Matrix, The", with its article first."""
    moved = _MOVED_IN_A_NAME.match(title)
    if moved is None:
        return title
    article = moved["article"][0].upper() + moved["article"][1:]
    gap = "" if article.endswith("'") else " "
    return f"{article}{gap}{moved['rest']}"


def _mend(part: str) -> str:
    stripped = part.strip()
    found = _ALSO.match(stripped)
    also, title = (found["also"] or "", found["title"]) if found else ("", stripped)
    if moved := _MOVED.match(title):
        article = moved["article"]
        gap = "" if article.endswith("'") else " "
        title = f"{article}{gap}{moved['rest']}"
    title = re.sub(r"\s*;\s*", ", ", title)
    # The blanks around a part belong to what is outside it.
    lead = part[: len(part) - len(part.lstrip())]
    trail = part[len(part.rstrip()) :]
    return f"{lead}{also}{title}{trail}" if stripped else part
