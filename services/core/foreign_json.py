"""JSON from a file or a server that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import TypeAdapter


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=_Dataclass)


def parse(text: str | bytes) -> Any:
    """Return what the text says.

    Raises:
        ValueError: it is no JSON, or brackets in brackets beyond what Python follows.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("brackets in brackets without an end") from None


def parse_as(kind: type[T], text: str | bytes) -> T:
    """Return the text as a dataclass, every field of the type that it is declared with.

    Raises:
        ValueError: it is no JSON, or a field is missing, unknown or of another type.
    """
    raw = parse(text)
    if isinstance(raw, dict) and not raw.keys() <= kind.__dataclass_fields__.keys():
        raise ValueError("a field that is not known")
    return TypeAdapter(kind).validate_json(text, strict=True)
