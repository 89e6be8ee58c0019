"""What is on disk of answers that were promised: whole, for its owner only, and gone when kept."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.kit.promise_file import Promise, PromiseFile

TOKEN = "aW50ZXJhY3Rpb246c2VjcmV0" * 10


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "marquee.db"


def promise(number: int = 1, token: str = TOKEN) -> Promise:
    return Promise(7, number, token, 1_000.5, "pt-BR", thinking=True)


def files(database: Path) -> list[Path]:
    return sorted(database.parent.glob("*.promises"))


def die(file: PromiseFile) -> None:
    """Let go of the file as the system does when a process is killed."""
    file._file.close()


def test_what_a_dead_bot_left_is_found_whole(database: Path):
    file = PromiseFile.create(database)
    file.write(promise(1))
    file.write(promise(2), None)
    die(file)
    (left,) = PromiseFile.left_behind(database)
    assert list(left.promises().values()) == [promise(1), promise(2)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_the_files_of_the_living_are_left_alone(database: Path):
    file = PromiseFile.create(database)
    file.write(promise())
    assert PromiseFile.left_behind(database) == []
    die(file)
    (taken,) = PromiseFile.left_behind(database)
    assert PromiseFile.left_behind(database) == []  # a second one that starts in the same moment
    assert taken.promises()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes")
def test_nobody_else_may_read_it(database: Path):
    umask = os.umask(0)
    try:
        file = PromiseFile.create(database)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_kept_promise_is_gone_from_the_disk(database: Path):
    file = PromiseFile.create(database)
    first, second = file.write(promise(1)), file.write(promise(2))
    file.wipe(first)
    assert file.path.read_bytes().count(TOKEN.encode()) == 1
    assert file.write(promise(3)) == first  # a day of answers needs no more room than an hour
    file.wipe(first)
    file.wipe(second)
    assert not file.path.read_bytes().strip(b"\0")
    file.close()
    file.close()
    assert files(database) == []


def test_one_that_is_not_kept_outlives_the_close(database: Path):
    file = PromiseFile.create(database)
    file.write(promise())
    file.close()
    assert files(database) == [file.path]


def test_what_changed_takes_the_place_of_what_was(database: Path):
    file = PromiseFile.create(database)
    block = file.write(promise(1, token="old"))
    assert file.write(promise(1, token="new"), block) == block
    die(file)
    (left,) = PromiseFile.left_behind(database)
    assert left.promises() == {block: promise(1, token="new")}


def test_damage_costs_what_is_damaged(database: Path):
    file = PromiseFile.create(database)
    for number in range(4):
        file.write(promise(number))
    die(file)
    data = bytearray(file.path.read_bytes())
    data[5:9] = b"\xff\xff\xff\xff"
    text = json.dumps({"of": "another version"}).encode()
    data[1024:2048] = text.ljust(1024, b"\0")
    file.path.write_bytes(data[:-1])  # the disk was full within the last one
    (left,) = PromiseFile.left_behind(database)
    assert list(left.promises().values()) == [promise(2)]
    left.wipe(2)
    left.close()
    assert files(database) == []


def test_one_too_long_is_refused_and_leaves_the_others(database: Path):
    file = PromiseFile.create(database)
    file.write(promise(1))
    with pytest.raises(OSError, match="too long"):
        file.write(promise(2, token="x" * 2000))
    assert file.promises() == {0: promise(1)}


def test_the_token_is_in_no_words():
    assert TOKEN not in repr(promise())
    assert TOKEN not in str(promise())


_DOOMED = """
import sys, time
from pathlib import Path
from bot.kit.promise_file import Promise, PromiseFile
file = PromiseFile.create(Path(sys.argv[1]))
for number in range(20):
    file.write(Promise(7, number, "secret", 1.0, "de", thinking=False))
file.wipe(3)
print("written", flush=True)
time.sleep(600)
"""


def test_it_outlives_a_kill(database: Path):
    with subprocess.Popen(
        [sys.executable, "-c", _DOOMED, str(database)], stdout=subprocess.PIPE, text=True
    ) as doomed:
        try:
            assert doomed.stdout is not None
            assert doomed.stdout.readline() == "written\n"
        finally:
            doomed.kill()
    (left,) = PromiseFile.left_behind(database)
    found = {kept.interaction_id for kept in left.promises().values()}
    assert found == set(range(20)) - {3}
