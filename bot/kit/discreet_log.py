"""The log without Discord's tokens, which libraries put into addresses and events."""

from __future__ import annotations

import logging
import re

# With an interaction's token anybody may answer in the bot's place, for a quarter of an hour. It is
# a part of addresses, which stand in what goes wrong with the network, and of events, which
# discord.py logs word by word where the level is DEBUG; so is the bot's own. In a log of JSON the
# quotes have backslashes.
_TOKENS = re.compile(
    r"""(/(?:webhooks|interactions)/\d+/|\\?["']token\\?["']:\s*\\?["'])[^/?"'\s\\]+""",
    re.IGNORECASE,
)


class Discreet(logging.Formatter):
    """Formats as another formatter does, and leaves the tokens out, of tracebacks too.

    Args:
        formatter: The other one; None for logging's own.
    """

    def __init__(self, formatter: logging.Formatter | None) -> None:
        super().__init__()
        self._formatter = formatter or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return _TOKENS.sub(r"\1…", self._formatter.format(record))
