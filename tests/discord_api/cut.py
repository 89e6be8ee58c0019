"""Cuts what the bot sends out of Discord's OpenAPI description.

`python -m tests.discord_api.cut openapi.json`, with the file `specs/openapi.json` of
https://github.com/discord/discord-api-spec (MIT License, copyright 2023 Discord), writes
`description.json` anew. It is Discord's, shortened: schemas of these requests, no descriptions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

DESCRIPTION = Path(__file__).with_name("description.json")
OPERATIONS = (
    ("put", "/applications/{application_id}/commands"),
    ("post", "/interactions/{interaction_id}/{interaction_token}/callback"),
    ("post", "/webhooks/{webhook_id}/{webhook_token}"),
    ("patch", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
    ("patch", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
    ("post", "/channels/{channel_id}/messages"),
    ("patch", "/channels/{channel_id}/messages/{message_id}"),
    ("post", "/channels/{channel_id}/threads"),
    ("post", "/channels/{channel_id}/messages/{message_id}/threads"),
    ("post", "/guilds/{guild_id}/scheduled-events"),
    ("patch", "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"),
    ("patch", "/users/@me"),
    ("post", "/users/@me/channels"),
)
_SAID = frozenset({"description", "title"})


def cut(full: Json) -> Json:
    """Return the schemas of the operations, by method and path, and all that they refer to."""
    bodies: Json = {}
    wanted: list[str] = []
    for method, path in OPERATIONS:
        content = full["paths"][path][method]["requestBody"]["content"]
        bodies[f"{method} {path}"] = _plain(content["application/json"]["schema"])
        wanted += _named(bodies[f"{method} {path}"])
    schemas: Json = {}
    while wanted:
        name = wanted.pop()
        if name not in schemas:
            schemas[name] = _plain(full["components"]["schemas"][name])
            wanted += _named(schemas[name])
    # Its documentation has numbers in places where the description wants them as texts:
    # {"attachments": [{"id": 0}]}, https://discord.com/developers/docs/reference#uploading-files
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    return {
        "from": "https://github.com/discord/discord-api-spec (MIT License, copyright 2023 Discord)",
        "bodies": bodies,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _plain(schema: Any) -> Any:
    """Return a schema without what is said to people."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _plain(value)
        for key, value in schema.items()
        # A property may be called so as well; that is no text.
        if not (key in _SAID and isinstance(value, str)) and not key.startswith("x-")
    }


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _named(each)
    elif isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        for each in schema.values():
            yield from _named(each)


if __name__ == "__main__":
    read = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = json.dumps(cut(read), separators=(",", ":"))
    DESCRIPTION.write_text(lines + "\n", encoding="utf-8")
