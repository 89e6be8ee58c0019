"""The options of `/night`'s commands, named and described in each member's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord import app_commands

from bot.kit.i18n import label
from bot.kit.limits import POLL_HOURS
from bot.nights.sources import FEWEST, MOST

Text = app_commands.Range[str, 1, 100]
Title = app_commands.Range[str, 1, 200]
Hours = app_commands.Range[int, 1, POLL_HOURS]
Count = app_commands.Range[int, FEWEST, MOST]

DRAWN = 5
WISHES = ("hours", "place", "voice", "timezone", "several")
DECADES = [
    app_commands.Choice(name=label("era", f"{decade}s", decade=str(decade)), value=decade)
    for decade in range(1910, 2030, 10)
]
KNOWN = [
    app_commands.Choice(name=label("cmd-night-choice-known-best", "the best known"), value=10),
    app_commands.Choice(name=label("cmd-night-choice-known-well", "well known"), value=30),
    app_commands.Choice(name=label("cmd-night-choice-known-any", "any film"), value=100),
]


_ABOUT = {
    "when": "When the film begins: 8pm, tomorrow 20:30, Friday 20:00, every Friday at 20:00.",
    "hours": "How long the poll is open (default: a day).",
    "place": "Where you meet, in words.",
    "voice": "The voice or stage channel where you watch.",
    "timezone": "A city where your clock hangs (default: the server's zone, else as last time).",
    "several": "Whether a member may vote for several films (default: True).",
    "films": "How many films to draw, 2 to 10 (default: 5).",
    "genre": "Only films of this genre.",
    "decade": "Only films of this decade.",
    "known": "How well known the films are (default: any).",
}


def options(*names: str) -> Callable[[Any], Any]:
    """Name and describe a command's options in each member's language."""

    def dress(command: Any) -> Any:
        command = app_commands.rename(
            **{name: label(f"cmd-night-option-{name}", name) for name in names}
        )(command)
        return app_commands.describe(
            **{
                name: label(f"cmd-night-option-{name}-description", _ABOUT[name])
                if name in _ABOUT
                else label("cmd-night-option-film-description", "Type, then choose the film.")
                for name in names
            }
        )(command)

    return dress


NAMED = tuple(f"film{number}" for number in range(1, MOST + 1))
