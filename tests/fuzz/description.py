"""An answer of the service held to what the service says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any
from urllib.parse import unquote_to_bytes

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from tests.fuzz.exchange import Reply

Json = dict[str, Any]
# In the words of the description: what any address may answer.
_ANYWHERE = {
    (400, "bad_request"), (404, "not_found"), (405, "method_not_allowed"), (403, "wrong_host"),
    (403, "foreign_page"), (401, "unauthorized"), (413, "too_large"), (417, "expectation_failed"),
}  # fmt: skip


class Description:
    """The description of a service.

    Args:
        document: What `/openapi.json` gave.
    """

    def __init__(self, document: Json) -> None:
        self._document = document
        self._validators: dict[str, Validator] = {}

    @cached_property
    def _paths(self) -> list[tuple[re.Pattern[bytes], str]]:
        return [
            (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)).encode()), path)
            for path in self._document["paths"]
        ]

    def problems(self, method: str, target: str | None, reply: Reply) -> Iterator[str]:
        """Tell what is wrong with an answer.

        Args:
            method: Of the request.
            target: Of the request, as it was sent; None where there is none that can be read.
            reply: The answer.
        """
        if reply.status >= 500 and reply.status != 503:
            yield f"status {reply.status}"
        if "server" in reply.headers:
            yield "the answer says what serves it"
        if method == "HEAD":
            if reply.body:
                yield "an answer to HEAD with a body"
            return
        operation = self._operation(method, target)
        if reply.status >= 400:
            yield from self._error(operation, reply)
        elif operation is not None:
            yield from self._answer(operation, reply)

    def _operation(self, method: str, target: str | None) -> Json | None:
        if target is None:
            return None
        path = re.sub(r"^https?://[^/?#]*", "", target).partition("?")[0].partition("#")[0]
        raw = unquote_to_bytes(path.encode("utf-8", "surrogateescape"))
        for pattern, described in self._paths:
            if pattern.fullmatch(raw):
                return self._document["paths"][described].get(method.lower())
        return None

    def _error(self, operation: Json | None, reply: Reply) -> Iterator[str]:
        if reply.headers.get("content-type", "").partition(";")[0] != "application/json":
            yield f"status {reply.status} that is no JSON"
            return
        try:
            body = json.loads(reply.body)
            error = body["error"]
            code, message = error["code"], error["message"]
        except (ValueError, TypeError, LookupError):
            yield f"status {reply.status} that is not of the documented shape"
            return
        if set(body) != {"error"} or set(error) != {"code", "message"}:
            yield "an error with more than its code and message"
        if not isinstance(message, str) or not message.strip().endswith((".", "?")):
            yield f"an error whose message is no sentence ({code})"
        if reply.status == 503 and "retry-after" not in reply.headers:
            yield "503 without Retry-After"
        if (reply.status, code) in _ANYWHERE or operation is None:
            return
        described = operation["responses"].get(str(reply.status))
        codes = (
            described["content"]["application/json"]["schema"]["allOf"][1]["properties"]["error"][
                "properties"
            ]["code"]["enum"]
            if described is not None
            else ()
        )
        if code not in codes:
            yield f"status {reply.status} with {code!r}, which is not described"

    def _answer(self, operation: Json, reply: Reply) -> Iterator[str]:
        described = operation["responses"].get(str(reply.status))
        if described is None:
            yield f"status {reply.status}, which is not described"
            return
        kinds = described.get("content")
        if kinds is None:
            return
        given = reply.headers.get("content-type", "").partition(";")[0]
        kind = next((kind for kind in kinds if fnmatchcase(given, kind)), None)
        if kind is None:
            yield f"an answer of the type {given!r}, which is not described"
        elif kind == "application/json":
            yield from self._shape(operation["operationId"], kinds[kind]["schema"], reply.body)

    def _shape(self, name: str, schema: Json, body: bytes) -> Iterator[str]:
        if name not in self._validators:
            whole = {**schema, "components": self._document["components"]}
            self._validators[name] = Draft202012Validator(whole)
        try:
            answer = json.loads(body)
        except ValueError:
            yield "an answer that is no JSON"
            return
        for error in self._validators[name].iter_errors(answer):
            yield f"an answer of another shape at {error.json_path}: {error.message[:80]}"
            return
