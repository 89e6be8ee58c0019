"""What a member sees of the daily poster, and what they show of it. Made for phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import discord
from babel.dates import format_date

from bot.games import lines
from bot.games.ids import daily_button
from bot.games.messages import laid_out
from bot.games.rules import daily
from bot.games.rules.daily import STEPS, Try
from bot.games.rules.types import Question
from bot.kit.formatting import COLOUR, escape, titled
from bot.kit.i18n import spoken
from bot.watchlist.save_button import SaveButton

_GUESS_LENGTH = 40
_NAME_LENGTH = 32
_DONE = discord.Colour(0x6B6F76)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member, and the server, stand.

    Attributes:
        streak: Days in a row that the member solved.
        best: The most of them ever.
        players: How many members tried this poster, and how many of them named it.
    """

    streak: int
    best: int
    players: tuple[int, int]


def page(
    locale: discord.Locale,
    poster_id: int,
    question: Question,
    tries: Sequence[Try],
    standing: Standing,
    *,
    day: date,
    picture: str | None,
    next_at: datetime,
    alone: bool,
) -> discord.ui.LayoutView:
    """Return the message: the next picture and what to do, or how it ended.

    Args:
        locale: The member's language.
        poster_id: Its id.
        question: The question.
        tries: What the member did so far.
        standing: How they stand.
        day: Of which day it is.
        picture: Name of the attached picture, or None where it is gone.
        next_at: When the next poster comes.
        alone: Whether there is no server.
    """
    tell = lines.speaker(locale)
    over, solved = daily.over(tries), daily.solved(tries)
    top = ["### " + tell("daily-title", day=date_in_words(locale, day))]
    if not over:
        top.append(tell("daily-ask", step=daily.step(tries), steps=STEPS))
    else:
        top.append(tell("daily-won" if solved else "daily-lost", film=titled(question.film)))
    below = [*(_told(tell, each) for each in tries if not each.right)]
    if over:
        below = [daily.squares(tries), words(locale, tries)]
        if standing.streak:
            below.append(tell("daily-streak", days=standing.streak, best=standing.best))
        tried, named = standing.players
        if not alone and tried > 1:
            below.append(tell("daily-players", players=tried, solved=named))
    when = discord.utils.format_dt(next_at, "R")
    below += ["", f"-# {tell('daily-next', when=when)}"]
    buttons: list[Any]
    if over:
        buttons = [
            daily_button("share", poster_id, label=tell("daily-share"), emoji="📣", main=True),
            SaveButton(question.film.key, tell("keep-button")),
        ]
    else:
        last = daily.step(tries) == STEPS
        buttons = [
            daily_button("guess", poster_id, label=tell("daily-guess"), emoji="✏️", main=True),
            daily_button("more", poster_id, label=tell("daily-give-up" if last else "daily-more")),
        ]
    return laid_out(
        top,
        picture=picture,
        alt=question.film.label if over else tell("game-picture"),
        below=below,
        rows=[discord.ui.ActionRow(*buttons)],
        colour=_DONE if over else COLOUR,
    )


def shared(locale: discord.Locale, name: str, day: date, tries: Sequence[Try], streak: int) -> str:
    """Return what a member shows everybody: squares and words, and nothing of the film."""
    tell = lines.speaker(locale)
    count = str(len(tries)) if daily.solved(tries) else "–"
    head = tell(
        "daily-shared",
        name=escape(name, _NAME_LENGTH),
        day=date_in_words(locale, day),
        count=count,
        steps=STEPS,
    )
    if streak > 1:
        head += f" · {tell('daily-shared-streak', days=streak)}"
    return "\n".join([head, daily.squares(tries), words(locale, tries)])


def date_in_words(locale: discord.Locale, day: date) -> str:
    """Return a date as people write it: "26 November 2026"."""
    code = str(locale).replace("-", "_")
    language = spoken(locale)
    return format_date(day, "long", code if code.startswith(language) else language)


def words(locale: discord.Locale, tries: Sequence[Try]) -> str:
    """Return what the squares say, for who hears the message or sees no colours."""
    tell = lines.speaker(locale)
    said = ", ".join(_repeated(tell, word, len(list(run))) for word, run in groupby(tries, _word))
    if daily.solved(tries):
        return f"-# {tell('daily-words-solved', step=len(tries), steps=STEPS, tries=said)}"
    return f"-# {tell('daily-words-missed', steps=STEPS, tries=said)}"


def _repeated(tell: Any, word: str, count: int) -> str:
    told = tell(f"daily-word-{word}")
    return f"{told} ×{count}" if count > 1 else told


def _word(tried: Try) -> str:
    if tried.right:
        return "right"
    if tried.text is None:
        return "more"
    return "near" if tried.near else "wrong"


def _told(tell: Any, tried: Try) -> str:
    if tried.text is None:
        return f"⏭️ {tell('daily-word-more')}"
    title = escape(tried.text, _GUESS_LENGTH)
    return f"🔥 {title} ({tell('daily-word-near')})" if tried.near else f"❌ {title}"
