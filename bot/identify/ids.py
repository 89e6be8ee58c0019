"""What the buttons and the menu of an answer hold: their custom ids, written and read.

A button holds all that it needs, so that it works after a restart. Messages of earlier versions
depend on these ids. What happens on a press is in `handlers`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.kit.limits import CUSTOM_ID
from services.store import feedback

VERDICT = re.compile(r"marquee:verdict:(?P<verdict>right|wrong):(?P<query>\d{1,18})")
SHOW = re.compile(r"marquee:show")
LIKE = re.compile(r"marquee:like:(?P<encoder>[a-z0-9._-]*)")
# The title of a film without ids is its key, and may hold anything, a line's end included.
PAGE = re.compile(
    r"marquee:page:(?P<skip>\d{1,4}):(?P<k>\d{1,2}):(?P<encoder>[a-z0-9._-]*):(?P<key>.*)",
    re.DOTALL,
)
# The number of the poster is told where the picture shows several.
PERHAPS = re.compile(
    r"marquee:perhaps:(?P<word>yes|no):(?P<query>\d{1,18})(?::(?P<number>\d{1,2}))?"
)
PICTURE = re.compile(r"marquee:picture:(?P<number>\d{1,4}):(?P<key>.+)", re.DOTALL)

_THUMBS = {"right": "👍", "wrong": "👎"}


@dataclass(frozen=True, slots=True)
class QueryVerdict:
    """A verdict on the answer to a query.

    Attributes:
        verdict: `right` or `wrong`.
        query_id: The row of the query in the log.
    """

    verdict: feedback.Verdict
    query_id: int

    @property
    def custom_id(self) -> str:
        """How a button holds it."""
        return f"marquee:verdict:{self.verdict}:{self.query_id}"

    @classmethod
    def of(cls, match: re.Match[str]) -> QueryVerdict:
        """Return the verdict in an id that `VERDICT` matches."""
        return cls("right" if match["verdict"] == "right" else "wrong", int(match["query"]))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A yes or no to the film that a picture perhaps shows.

    Attributes:
        agreed: Whether it is that film.
        query_id: The row of the query in the log, which has the film and who asked.
        number: Which of several posters in the picture it is about, from 1; None where it is one.
    """

    agreed: bool
    query_id: int
    number: int | None = None

    @property
    def custom_id(self) -> str:
        """How a button holds it."""
        which = "" if self.number is None else f":{self.number}"
        return f"marquee:perhaps:{'yes' if self.agreed else 'no'}:{self.query_id}{which}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Confirmation:
        """Return what is in an id that `PERHAPS` matches."""
        number = match["number"]
        return cls(match["word"] == "yes", int(match["query"]), int(number) if number else None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of neighbours.

    Attributes:
        skip: How many are nearer.
        k: How many it shows.
        encoder: The encoder that ranked them.
        key: The film they are neighbours of; empty for a picture, whose neighbours are those in
            the menu of its answer.
    """

    skip: int
    k: int
    encoder: str
    key: str

    @property
    def custom_id(self) -> str:
        """How a button holds it."""
        return f"marquee:page:{self.skip}:{self.k}:{self.encoder}:{self.key}"

    @property
    def fits(self) -> bool:
        """Whether a button can hold it: the key of a film without ids may be too long."""
        return len(self.custom_id) <= CUSTOM_ID

    @classmethod
    def of(cls, match: re.Match[str]) -> Page:
        """Return the page in an id that `PAGE` matches."""
        return cls(int(match["skip"]), int(match["k"]), match["encoder"], match["key"])


@dataclass(frozen=True, slots=True)
class Shown:
    """One of a film's pictures.

    Attributes:
        number: Which, from 1, its own poster.
        key: The film's `Film.key`.
    """

    number: int
    key: str

    @property
    def custom_id(self) -> str:
        """How a button holds it."""
        return f"marquee:picture:{self.number}:{self.key}"

    @property
    def fits(self) -> bool:
        """Whether a button can hold it."""
        return len(self.custom_id) <= CUSTOM_ID

    @classmethod
    def of(cls, match: re.Match[str]) -> Shown:
        """Return the picture in an id that `PICTURE` matches."""
        return cls(int(match["number"]), match["key"])


@dataclass(frozen=True, slots=True)
class Choice:
    """A film in the menu.

    Attributes:
        key: Its `Film.key`.
        similarity: How near it is, if it is a neighbour; None for the film that was recognised.
    """

    key: str
    similarity: float | None

    @property
    def value(self) -> str:
        """How the menu holds it."""
        return f"{'=' if self.similarity is None else f'{self.similarity:.4f}'} {self.key}"

    @classmethod
    def of(cls, value: str) -> Choice:
        """Return the choice of that value."""
        similarity, _, key = value.partition(" ")
        return cls(key, None if similarity == "=" else float(similarity))


def verdict_button(verdict: QueryVerdict, label: str) -> discord.ui.Button[Any]:
    """Return the button that gives a verdict."""
    emoji = _THUMBS[verdict.verdict]
    return discord.ui.Button(label=label, emoji=emoji, custom_id=verdict.custom_id)


def perhaps_button(confirmation: Confirmation, label: str) -> discord.ui.Button[Any]:
    """Return the button that says yes or no to a film."""
    emoji = "✅" if confirmation.agreed else "❌"
    return discord.ui.Button(label=label, emoji=emoji, custom_id=confirmation.custom_id)


def show_button(label: str) -> discord.ui.Button[Any]:
    """Return the button that shows a private answer to everyone."""
    return discord.ui.Button(label=label, emoji="📣", custom_id="marquee:show")


def page_button(page: Page, label: str, emoji: str) -> discord.ui.Button[Any]:
    """Return the button that turns to a page."""
    return discord.ui.Button(label=label, emoji=emoji, custom_id=page.custom_id)


def picture_button(shown: Shown, label: str, emoji: str) -> discord.ui.Button[Any]:
    """Return the button that shows another picture of a film."""
    return discord.ui.Button(label=label, emoji=emoji, custom_id=shown.custom_id)


def like_menu(
    encoder: str, options: Sequence[discord.SelectOption], placeholder: str
) -> discord.ui.Select[Any]:
    """Return the menu that shows a film with its neighbours.

    Args:
        encoder: The encoder whose neighbours are shown; empty for the server's.
        options: Films, each with the value of a `Choice`.
        placeholder: What the menu says.
    """
    return discord.ui.Select(
        placeholder=placeholder, options=list(options), custom_id=f"marquee:like:{encoder}"
    )


def neighbours_in(menu: discord.ui.Select[Any]) -> list[Choice]:
    """Return the neighbours that a menu of `like_menu` holds, nearest first."""
    choices = [Choice.of(option.value) for option in menu.options]
    return [choice for choice in choices if choice.similarity is not None]
