"""Secrets from files: `MARQUEE_<NAME>_FILE` names the file that holds `MARQUEE_<NAME>`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from services.core.errors import UnavailableError

_LONGEST = 2**16
ENDING = "_FILE"


class SecretFiles(PydanticBaseSettingsSource):
    """Reads every secret setting whose `..._FILE` variable one of the given sources holds.

    So a token or a password need not stand in the environment, which `ps`, `docker inspect` and a
    child process show. Where both are set, the file is taken.

    Args:
        settings: The settings' class.
        named_by: Where the names of files are looked for, the first that has one is taken: the
            variables of the process, then `.env`.
    """

    def __init__(self, settings: type[BaseSettings], *named_by: PydanticBaseSettingsSource) -> None:
        super().__init__(settings)
        self._named_by = named_by

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the file's text, or None where no file is named."""
        variable = f"{self.config.get('env_prefix') or ''}{field_name}{ENDING}".upper()
        for variables in self._variables():
            # Without regard to case, as the variables themselves are read.
            named = variables.get(variable.lower())
            if named:
                return _read(Path(named), variable), field_name, False
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the settings that came from files."""
        found: dict[str, Any] = {}
        for name, field in self.settings_cls.model_fields.items():
            if is_secret(field):
                value, key, _ = self.get_field_value(field, name)
                if value is not None:
                    found[key] = value
        return found

    def _variables(self) -> Iterator[dict[str, str | None]]:
        for source in self._named_by:
            yield dict(getattr(source, "env_vars", {}))


def is_secret(field: FieldInfo) -> bool:
    """Say whether a setting is one that is never shown."""
    return field.annotation is SecretStr or SecretStr in get_args(field.annotation)


def in_a_file(settings: type[BaseSettings], name: str) -> bool:
    """Say whether a variable of the process or a line of `.env` names a file for this secret."""
    variable = f"{settings.model_config.get('env_prefix') or ''}{name}{ENDING}".upper()
    written = dotenv_values(str(settings.model_config.get("env_file")))
    return bool(os.environ.get(variable) or written.get(variable))


def _read(path: Path, variable: str) -> str:
    # The path is not told: whoever mixes the two variables up has written the secret itself there.
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST + 1)
        if len(text) > _LONGEST:
            raise UnavailableError(
                "bad_settings", f"{variable} names a file that is too long to hold a secret."
            )
        value = text.decode().strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise UnavailableError(
            "bad_settings", f"{variable} names a file that cannot be read: {reason}."
        ) from None
    if not value:
        raise UnavailableError("bad_settings", f"{variable} names an empty file.")
    return value
