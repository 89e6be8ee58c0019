"""JSON from a file or a server that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any


def parse(text: str | bytes) -> Any:
    """Return what the text says.

    Raises:
        ValueError: it is no JSON, or brackets in brackets beyond what Python follows.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("brackets in brackets without an end") from None
