"""The fuzzing itself: it runs, finds what is planted, and makes the same from the same seed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.fuzz import kinds, oddities, service
from tests.fuzz.__main__ import PARTS
from tests.fuzz.bombs import BOMBS
from tests.fuzz.description import Description
from tests.fuzz.exchange import Reply, take_apart
from tests.fuzz.findings import Report
from tests.fuzz.structure import take_apart as parts_of


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_few_seconds_of_each_part_find_nothing(part: str, tmp_path: Path) -> None:
    from subprocess import run

    given = ["--only", part, "--seconds", "3", "--seed", "7", "--folder", str(tmp_path / "found")]
    done = run(
        [sys.executable, "-m", "tests.fuzz", *given], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings" in done.stdout
    assert " 0 tried" not in done.stdout


@pytest.mark.parametrize("name", kinds.seeds())
def test_what_is_taken_apart_is_put_together_again(name: str) -> None:
    data = kinds.seeds()[name]
    tree = parts_of(data)
    assert tree is not None
    assert tree.join(tree) == data


def test_a_seed_makes_the_same_again() -> None:
    # Bombs take long to make, and chance is all that they are made of.
    makers = [oddities.odd, *(lambda rng, n=n: kinds._by_grammar(n, rng) for n in kinds.seeds())]
    for make in makers:
        assert make(random.Random(5)) == make(random.Random(5))
    assert set(BOMBS).isdisjoint(kinds.seeds())


def test_a_finding_is_a_file_and_those_alike_are_counted(tmp_path: Path) -> None:
    report = Report("part", tmp_path / "found", 10, clock=lambda: 0.0)
    for number in range(9):
        report.find("a crash", bytes([number]), sort="png")
    files = sorted(path.suffix for path in (tmp_path / "found").iterdir())
    assert files == [".bin"] * 5 + [".json"] * 5
    assert report.found == {"a crash": 9}


def test_answers_are_taken_apart_one_after_another() -> None:
    one = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
    replies, rest = take_apart(head + one + one[:-1], ["HEAD", "GET"])
    assert [reply.body for reply in replies] == [b"", b"ok"]
    assert rest == one[:-1]


def test_an_answer_that_is_not_as_described_is_told() -> None:
    error = {"properties": {"error": {"properties": {"code": {"enum": ["busy"]}}}}}
    content = {"application/json": {"schema": {"allOf": [{}, error]}}}
    document = {"paths": {"/a/{b}": {"get": {"responses": {"503": {"content": content}}}}}}
    told = Description(document)

    def problems(status: int, body: bytes, **headers: str) -> list[str]:
        given = {"content-type": "application/json", "retry-after": "1", **headers}
        return list(told.problems("GET", "/a/x?y", Reply(status, given, body)))

    sound = b'{"error": {"code": "busy", "message": "Later."}}'
    assert problems(503, sound) == []
    assert problems(500, sound)[0] == "status 500"
    assert problems(503, sound, server="x") == ["the answer says what serves it"]
    assert problems(503, sound.replace(b"busy", b"bad_index")) != []
    assert problems(503, b"<h1>busy</h1>") == ["status 503 that is not of the documented shape"]
    assert problems(503, sound, **{"content-type": "text/html"}) == ["status 503 that is no JSON"]


def test_what_is_wrong_in_a_log_is_told() -> None:
    time = "2026-11-25 10:00:00,000"
    trace = "Traceback (most recent call last):\n  File\nValueError: x 12\n"
    stumbled = f"{time} WARNING services.pictures.images: {service._EXPECTED}\n{trace}"
    assert [record.wrong for record in service.records(stumbled)] == [None]
    fault = f"{time} ERROR aiohttp.server: Unhandled exception\n{trace}"
    assert [r.wrong for r in service.records(stumbled + fault)] == [
        None,
        "an error in the log: ValueError: x N",
    ]
    (plain,) = service.records("TIFFReadDirectory: odd\n")
    assert plain.wrong == "lines in the log that no logger wrote"
