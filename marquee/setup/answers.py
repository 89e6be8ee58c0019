"""What was answered: by a flag, or in the terminal; where nobody can be asked, the default."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from services.core.errors import RequestError


class Answers:
    """Asks where somebody is there to answer.

    Args:
        asks: Whether somebody is; else every question has its default for an answer.
    """

    def __init__(self, *, asks: bool) -> None:
        self.asks = asks

    def yes(self, question: str, *, default: bool) -> bool:
        """Ask for yes or no."""
        if not self.asks:
            return default
        import questionary  # noqa: PLC0415

        return bool(questionary.confirm(question, default=default).unsafe_ask())

    def number(self, question: str, *, default: int, most: int) -> int:
        """Ask for a whole number from 0 to `most`."""
        if not self.asks:
            return default
        import questionary  # noqa: PLC0415

        def fits(text: str) -> bool | str:
            good = text.strip().isdecimal() and int(text) <= most
            return good or f"Please give a whole number from 0 to {most:,}."

        return int(questionary.text(question, default=str(default), validate=fits).unsafe_ask())

    def text(self, question: str, *, default: str) -> str:
        """Ask for a text; an empty one is the default."""
        if not self.asks:
            return default
        import questionary  # noqa: PLC0415

        return questionary.text(question, default=default).unsafe_ask().strip() or default

    def secret(self, question: str, problem: Callable[[str], str | None]) -> str:
        """Ask for what nobody shall see; nothing where nobody can be asked, or nothing is typed.

        Args:
            question: What is asked.
            problem: Says what is wrong with an answer, in a sentence.
        """
        if not self.asks:
            return ""
        import questionary  # noqa: PLC0415

        def fits(text: str) -> bool | str:
            return not text.strip() or problem(text.strip()) or True

        return questionary.password(question, validate=fits).unsafe_ask().strip()

    def choice(self, question: str, choices: Mapping[str, str], *, default: str) -> str:
        """Ask for one of several, each with its words."""
        if not self.asks:
            return default
        import questionary  # noqa: PLC0415

        options = [questionary.Choice(words, value) for value, words in choices.items()]
        return questionary.select(question, options, default=default).unsafe_ask()


def somebody_is_there() -> bool:
    """Return whether questions can be asked: both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def require(value: str, what: str, how: str) -> str:
    """Return the value; raise RequestError, `bad_request`, where there is none."""
    if not value:
        raise RequestError("bad_request", f"{what} is missing: {how}.")
    return value
