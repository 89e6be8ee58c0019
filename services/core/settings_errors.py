"""What is wrong with the settings, each in one sentence that names the variable."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from dotenv import dotenv_values
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from services.core.settings_files import ENDING, is_secret

PREFIX = "MARQUEE_"
ENV_FILE = Path(".env")
# What people write for the first setting that they need; by its letters it is nearer to TMDB's.
_MEANT = {"TOKEN": "DISCORD_TOKEN", "BOT_TOKEN": "DISCORD_TOKEN", "TMDB_KEY": "TMDB_TOKEN"}
_NEAR = 0.6


def wrong_settings(settings: type[BaseSettings], problems: Sequence[Mapping[str, Any]]) -> str:
    """Return a sentence for each setting that is wrong; it never holds what was given.

    Args:
        settings: The settings' class.
        problems: What pydantic says of them.
    """
    names = dict.fromkeys(str(problem["loc"][0]) for problem in problems)
    return " ".join(
        f"{PREFIX}{name.upper()} must be {_wanted(settings.model_fields[name])}." for name in names
    )


def unknown_variables(settings: type[BaseSettings]) -> Iterator[str]:
    """Yield a sentence for each variable that looks like a setting and is none.

    Those of the process and of `.env` that are not empty; the nearest real one is named.
    """
    known = {name.upper() for name in settings.model_fields}
    secret = {name.upper() for name, field in settings.model_fields.items() if is_secret(field)}
    real = known | {f"{name}{ENDING}" for name in secret}
    given = {**_in_env_file(), **os.environ}
    for variable in sorted(name for name, value in given.items() if value):
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper().startswith(PREFIX) and name not in real:
            yield f"{variable} is no setting of Marquee's and is ignored{_instead(name, real)}"


def _instead(name: str, real: set[str]) -> str:
    plain = name.removesuffix(ENDING)
    if plain in real:
        return f": only secrets are read from files; please set {PREFIX}{plain}."
    near = [_MEANT[name]] if name in _MEANT else get_close_matches(name, sorted(real), 1, _NEAR)
    return f"; did you mean {PREFIX}{near[0]}?" if near else "; .env.example has them all."


def _in_env_file() -> dict[str, str | None]:
    try:
        return dotenv_values(ENV_FILE)
    except (OSError, ValueError):
        return {}  # said where the settings are read


def _wanted(field: FieldInfo) -> str:
    """Return what a setting takes, in words."""
    if field.examples:
        *others, last = map(str, field.examples)
        return f"{', '.join(others)} or {last}"
    kinds = {field.annotation, *get_args(field.annotation)}
    if bool in kinds:
        return "true or false"
    if int in kinds:
        return f"a whole number{_within(field)}"
    if float in kinds:
        return f"a number{_within(field)}"
    return "a path" if Path in kinds else "a text"


def _within(field: FieldInfo) -> str:
    def bound(kind: str) -> object:
        found = (getattr(item, kind, None) for item in field.metadata)
        return next((value for value in found if value is not None), None)

    low, high, above = bound("ge"), bound("le"), bound("gt")
    if low is not None and high is not None:
        return f" from {low} to {high}"
    if above is not None:
        return f" above {above}"
    return "" if low is None else f", {low} or more"
