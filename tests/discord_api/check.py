"""What is wrong with what the bot asked of Discord: by its description, and by what it documents.

Every simulated Discord of the tests ends with this check (`tests/bot/conftest.py`,
`tests/recorded/world.py`), so that a new command is held to it by its own tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Protocol

from jsonschema_rs import Draft202012Validator

from bot.kit.limits import CUSTOM_ID, LAYOUT_PARTS, LAYOUT_TEXT
from tests.discord_api.cut import DESCRIPTION

Json = dict[str, Any]

_TEXT, _THUMBNAIL, _GALLERY = 10, 11, 12
_PICTURE = re.compile(r"\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


class Asked(Protocol):
    """A request, as SimCord notes it where discord.py's HTTP client sends it."""

    @property
    def method(self) -> str:
        """Such as `POST`."""
        ...

    @property
    def path(self) -> str:
        """Behind the version, without a query."""
        ...

    @property
    def json(self) -> Any:
        """The body, of a form its `payload_json`."""
        ...


def complaints(requests: Iterable[Asked]) -> list[str]:
    """Return what is wrong with the requests, a line each."""
    return [
        f"{each.method} {each.path}: {wrong}"
        for each in requests
        if each.json is not None
        for wrong in wrongs(each.method, each.path, each.json)
    ]


def wrongs(method: str, path: str, body: Any) -> list[str]:
    """Return what is wrong with a body."""
    found = [validator for pattern, validator in _routes(method) if pattern.fullmatch(path)]
    if not found:
        return ["a request that description.json does not have; cut.py names those it has"]
    told = [f"{error.instance_path}: {error.message}" for error in found[0].iter_errors(body)]
    for message in _messages(body):
        told += _of_message(message)
    return told


@cache
def _routes(method: str) -> list[tuple[re.Pattern[str], Draft202012Validator]]:
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    routes: list[tuple[re.Pattern[str], Draft202012Validator]] = []
    for name, schema in description["bodies"].items():
        verb, path = name.split()
        if verb == method.lower():
            whole = {**schema, "components": description["components"]}
            pattern = re.compile(re.sub(r"\{[a-z_]+\}", "[^/]+", path))
            routes.append((pattern, Draft202012Validator(whole)))
    # "@original" is told apart from any message's number by being the first that fits.
    return sorted(routes, key=lambda route: "@" not in route[0].pattern)


def _messages(body: Any) -> Iterator[Json]:
    """Return the messages in a body: it may be one, a response with one, or a post's first."""
    if isinstance(body, dict):
        yield body
        for key in ("data", "message"):
            if isinstance(body.get(key), dict):
                yield body[key]


def _of_message(message: Json) -> list[str]:
    parts = list(_walked(message.get("components") or []))
    told: list[str] = []
    if (length := sum(len(part["content"]) for part in parts if part["type"] == _TEXT)) > (
        LAYOUT_TEXT
    ):
        told.append(f"{length} letters in a layout")
    if len(parts) > LAYOUT_PARTS:
        told.append(f"{len(parts)} parts in a layout")
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    told += [f"two parts have the id {each}" for each in {*ids} if ids.count(each) > 1]
    told += [f"the id {each} is too long" for each in ids if len(each) > CUSTOM_ID]
    for part in parts:
        values = [option["value"] for option in part.get("options") or []]
        told += [f"two options are {each}" for each in {*values} if values.count(each) > 1]
    return told + _silent(message, parts)


def _silent(message: Json, parts: list[Json]) -> list[str]:
    """Return the pictures without an alt text."""
    shown = [part for part in parts if part["type"] == _THUMBNAIL]
    shown += [item for part in parts if part["type"] == _GALLERY for item in part["items"]]
    told = {item["media"]["url"] for item in shown if item.get("description")}
    silent = [f"no alt text for {item['media']['url']}" for item in shown]
    silent = [each for each in silent if each.removeprefix("no alt text for ") not in told]
    for file in message.get("attachments") or []:
        name = file.get("filename")
        if name and _PICTURE.search(name) and not file.get("description"):
            silent += [] if f"attachment://{name}" in told else [f"no alt text for {name}"]
    return silent


def _walked(parts: Iterable[Json]) -> Iterator[Json]:
    for part in parts:
        yield part
        yield from _walked(part.get("components") or [])
        for inner in (part.get("accessory"), part.get("component")):
            if inner:
                yield from _walked([inner])
