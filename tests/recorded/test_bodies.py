"""Bodies that version 0.1.0's service gave: this one gives them too, and the client reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.recorded.bodies import READS, REQUESTS, asked, client_of, read, served
from tests.recorded.store import load

RECORDED = load("bodies")
READ = [name for name, body in RECORDED.items() if "read" in body]


def as_then(given: Any, recorded: Any) -> Any:
    """Return what is given without the fields that were gained since: none may be lost."""
    if isinstance(given, dict) and isinstance(recorded, dict):
        return {name: as_then(given[name], recorded[name]) for name in recorded if name in given}
    if isinstance(given, list) and isinstance(recorded, list) and len(given) == len(recorded):
        return [as_then(one, other) for one, other in zip(given, recorded, strict=True)]
    return given


async def test_the_service_answers_as_it_did(tmp_path: Path) -> None:
    assert list(RECORDED) == list(REQUESTS)
    async with served(tmp_path) as servers, ClientSession() as http:
        for name, request in REQUESTS.items():
            given, recorded = await asked(http, servers, request), dict(RECORDED[name])
            recorded.pop("read", None)
            if name in ("encoders", "encoder names"):  # more of them may come
                names = [each["name"] for each in recorded["body"]["encoders"]]
                every = given["body"]["encoders"]
                given["body"]["encoders"] = [each for each in every if each["name"] in names]
            if name == "metrics":  # more of them may come
                given |= {"body": [line for line in given["body"] if line in recorded["body"]]}
            if name == "titles of nothing":  # the better known come first by now
                for body in (given["body"], recorded["body"]):
                    body["films"] = sorted(body["films"], key=lambda film: film["film"]["title"])
            assert as_then(given, recorded) == recorded, name


# A page and its cookie, which have tests of their own.
PAGES = {"/sign-in", "/session"}


async def test_every_route_was_recorded(tmp_path: Path) -> None:
    """A route that is added is asked here as well, so that its body is held from then on."""
    paths = {(request.get("post") or request["get"]).split("?")[0] for request in REQUESTS.values()}
    async with served(tmp_path) as servers:
        resources = servers[True].app.router.resources()
        for resource in (each for each in resources if each.canonical not in PAGES):
            parts = resource.canonical.split("/")
            assert any(
                len(path.split("/")) == len(parts)
                and all(
                    part == given or part.startswith("{")
                    for part, given in zip(parts, path.split("/"), strict=True)
                )
                for path in paths
            ), f"{resource.canonical} was not recorded"


@pytest.mark.parametrize("name", READ)
async def test_the_client_reads_what_was_answered_then(name: str) -> None:
    async with client_of(RECORDED[name]) as client:
        then = RECORDED[name]["read"]
        assert as_then(await read(READS[name](client)), then) == then


def test_every_kind_of_answer_and_error_is_read() -> None:
    assert set(READS) == set(READ)
    reads = [RECORDED[name]["read"] for name in READ]
    errors = {each["error"][0] for each in reads if "error" in each}
    assert errors == {"PosterError", "RequestError", "UnavailableError"}
    assert len(errors) < sum("answer" in each for each in reads)
