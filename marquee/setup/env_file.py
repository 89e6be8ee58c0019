"""`.env`, changed line by line: what else stands in it stays, and nobody else can read it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values, set_key

_PLAIN = re.compile(r"[\w.:/@+=~-]+", re.ASCII)
_HEAD = (
    "# Marquee's settings; .env.example, which comes with the source, has them all.\n"
    "# Written by `marquee setup`. It may hold tokens: let nobody else read it.\n"
)


def write(path: Path, values: Mapping[str, str]) -> bool:
    """Set variables in the file; return whether that changed it.

    It is written aside, with mode 0600 from the start, and renamed. A link is followed.

    Raises:
        OSError: the disk refused.
    """
    path = path.resolve()
    there = path.read_text(encoding="utf-8") if path.exists() else None
    known = dotenv_values(path) if there is not None else {}
    if there is not None and all(known.get(name) == value for name, value in values.items()):
        path.chmod(0o600)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".env-", dir=path.parent)  # of mode 0600
    aside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_HEAD if there is None else there)
        for variable, value in values.items():
            # Quotes only where they must be: `docker run --env-file` takes them for the value's.
            mode = "never" if _PLAIN.fullmatch(value) else "always"
            set_key(aside, variable, value, quote_mode=mode)
        aside.chmod(0o600)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return True
