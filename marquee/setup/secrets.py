"""Tokens and keys: from a file or from standard input, never from the command line itself.

What stands on a command line is seen by every user of the machine, and kept by the shell.
"""

from __future__ import annotations

import sys
from pathlib import Path

from services.core.errors import RequestError

STDIN = Path("-")
_LONGEST = 2**16


def read(source: Path | None) -> str:
    """Return the secret in a file, or the next line of standard input for `-`; "" for None.

    Raises:
        RequestError: `bad_request`, the file cannot be read or is empty. Its name is not told, for
            it may be the secret itself.
    """
    if source is None:
        return ""
    try:
        if source == STDIN:
            text = sys.stdin.readline(_LONGEST)
        else:
            with source.open(encoding="utf-8") as file:
                text = file.read(_LONGEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise RequestError("bad_request", f"A secret's file cannot be read: {reason}.") from None
    if not text.strip():
        where = "Standard input" if source == STDIN else "A secret's file"
        raise RequestError("bad_request", f"{where} is empty where a secret belongs.")
    return text.strip()
