"""The custom ids of the games' buttons and menus, and plain buttons that carry them.

Old messages depend on these ids: they stay as they are. What a press does is in
`bot.games.handlers` (rounds and lobbies) and `bot.games.leaderboard`.
"""

from __future__ import annotations

from typing import Any, Literal

import discord

from bot.kit.limits import BUTTON_LABEL

Verb = Literal["join", "leave", "begin", "again", "answer", "choose", "hint", "skip"]

GAME = r"marquee:game:(?P<verb>[a-z]+):(?P<number>\d+):(?P<place>\d+)"
GENRES = r"marquee:game-genres:(?P<number>\d+)"
DailyVerb = Literal["guess", "more", "share"]
DAILY = r"marquee:daily:(?P<verb>guess|more|share):(?P<number>\d+)"
KNOWN = r"marquee:game-known:(?P<number>\d+)"
BOARD = (
    r"marquee:board:(?P<what>turn|time):(?P<kind>[a-z]+):(?P<period>[a-z]+)"
    r":(?P<page>-?\d+):(?P<owner>\d+)"
)


def game_button(
    verb: Verb,
    number: int,
    place: int = 0,
    *,
    label: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
) -> discord.ui.Button[Any]:
    """Return a button of a game.

    Args:
        verb: What it does.
        number: Id of the game (in lobbies and on podiums), or of the round.
        place: Which one of several: a choice, from 0, or a team, from 1.
        label: What it says.
        style: Its colour.
        emoji: What stands before the label.
    """
    return discord.ui.Button(
        label=label[:BUTTON_LABEL],
        style=style,
        emoji=emoji,
        custom_id=f"marquee:game:{verb}:{number}:{place}",
    )


def genre_menu(
    number: int, options: list[discord.SelectOption], *, most: int, placeholder: str
) -> discord.ui.Select[Any]:
    """Return the menu of a round of genres.

    Args:
        number: Id of the round.
        options: The genres.
        most: How many of them may be chosen.
        placeholder: What it says while nothing is chosen.
    """
    return discord.ui.Select(
        custom_id=f"marquee:game-genres:{number}",
        options=options,
        min_values=1,
        max_values=min(most, len(options)),
        placeholder=placeholder,
    )


def known_menu(
    number: int, options: list[discord.SelectOption], *, placeholder: str
) -> discord.ui.Select[Any]:
    """Return the menu of a lobby that says how well known the films shall be.

    Args:
        number: Id of the game.
        options: What there is to choose from.
        placeholder: What it says while nothing is chosen.
    """
    return discord.ui.Select(
        custom_id=f"marquee:game-known:{number}", options=options, placeholder=placeholder
    )


def daily_button(
    verb: DailyVerb, number: int, *, label: str, emoji: str | None = None, main: bool = False
) -> discord.ui.Button[Any]:
    """Return a button below a daily poster.

    Args:
        verb: What it does.
        number: Id of the poster.
        label: What it says.
        emoji: What stands before the label.
        main: Whether it is what most will press.
    """
    return discord.ui.Button(
        label=label[:BUTTON_LABEL],
        style=discord.ButtonStyle.primary if main else discord.ButtonStyle.secondary,
        emoji=emoji,
        custom_id=f"marquee:daily:{verb}:{number}",
    )


def board_button(
    label: str,
    *,
    what: Literal["turn", "time"],
    kind: str,
    period: str,
    page: int,
    owner: int,
    disabled: bool,
) -> discord.ui.Button[Any]:
    """Return a button that shows another page of a leaderboard, or that of another time.

    Args:
        label: What it says.
        what: `turn` for a page, `time` for another period: no two buttons share an id.
        kind: Of which game.
        period: Of which time.
        page: Which page, from 0 on.
        owner: Who asked for the board.
        disabled: Whether there is no such page, or it is the one shown.
    """
    return discord.ui.Button(
        label=label,
        disabled=disabled,
        custom_id=f"marquee:board:{what}:{kind}:{period}:{page}:{owner}",
    )
