"""A new index replaces the old one in one step, or not at all."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.core.encoders import Metric
from services.core.errors import UnavailableError
from services.vision.index import Kind, open_index, write_index
from services.vision.index import write as writing
from services.vision.index.manifest import Manifest
from tests.vision.index.helpers import build_of, clustered, films, spec

SPEC = spec()


def write(root: Path, number: int = 0, kind: Kind = Kind.ANNOY, count: int = 150) -> None:
    """Write an index whose films and vectors tell which one it is."""
    vectors = clustered(count, 24, seed=number)
    write_index(root, SPEC, films(count, f"Build {number}:"), vectors, kind=kind, trees=4)


def number_of(root: Path) -> int:
    """Open the index and return which one it is, its films and vectors compared."""
    index = open_index(root, SPEC)
    (number,) = {int(entry.film.title.split()[1][:-1]) for entry in index.entries}
    vectors = clustered(len(index.entries), 24, seed=number)
    for row, hits in enumerate(index.vectors.search(vectors[::10], 1)):
        assert hits[0].row == 10 * row
        assert hits[0].similarity > 0.999
    return number


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_a_reader_sees_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    write(tmp_path)
    seen: list[int] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(number_of(tmp_path))
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 21):
            write(tmp_path, number, Kind.ANNOY if number % 2 else Kind.EXACT, 150 + number)
            # Now and then a busy machine's readers are let catch up; mostly they are overtaken.
            before = len(seen)
            while number % 4 == 0 and len(seen) < before + 3 and not failures:
                time.sleep(0.001)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert not failures
    assert len(set(seen)) > 3, "the readers saw too few of the builds to prove anything"
    assert number_of(tmp_path) == 20


@pytest.mark.parametrize("kind", list(Kind))
def test_two_builds_finish_while_one_is_being_opened(
    tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 0, kind)
    check, opened = Manifest.check, []

    def check_late(self: Manifest, *args: Any) -> None:
        opened.append(args[0])
        if len(opened) == 1:
            write(tmp_path, 1, kind)
            write(tmp_path, 2, kind)
            assert not opened[0].exists()
        check(self, *args)

    monkeypatch.setattr(Manifest, "check", check_late)
    assert number_of(tmp_path) == 2
    assert len(opened) == 2


def test_an_index_stays_usable_once_its_files_are_swept(tmp_path: Path) -> None:
    write(tmp_path)
    index = open_index(tmp_path, SPEC)
    first = build_of(tmp_path)
    for number in (1, 2):
        write(tmp_path, number)
    assert not first.exists()
    hits = index.vectors.search(clustered(150, 24), 1)
    assert [hit.row for (hit,) in hits] == list(range(150))


def test_old_builds_are_swept_and_the_previous_one_is_kept(tmp_path: Path) -> None:
    builds = []
    for number in range(4):
        write(tmp_path, number)
        builds.append(build_of(tmp_path).name)
    assert names(tmp_path) == {"current", *builds[-2:]}
    assert (tmp_path / "current").read_text(encoding="utf-8") == builds[-1] + "\n"


def test_a_damaged_pointer_is_mended_by_the_next_build(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "current").write_bytes(b"../elsewhere\xff")
    write(tmp_path, 1)
    assert number_of(tmp_path) == 1
    assert names(tmp_path) == {"current", build_of(tmp_path).name}


DISK_FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("build_annoy", DISK_FULL),
        ("build_annoy", KeyboardInterrupt()),
        ("write_manifest", DISK_FULL),
        ("write_manifest", KeyboardInterrupt()),
        ("match_threshold", MemoryError()),
        ("os.replace", DISK_FULL),
    ],
)
def test_a_build_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, step: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    before = names(tmp_path)

    def fail(*_: Any, **__: Any) -> None:
        raise error

    with monkeypatch.context() as patch, pytest.raises(type(error)):
        owner = os if step == "os.replace" else writing
        patch.setattr(owner, step.removeprefix("os."), fail)
        write(tmp_path, 1)
    assert names(tmp_path) == before
    assert number_of(tmp_path) == 0
    write(tmp_path, 2)
    assert number_of(tmp_path) == 2


def test_a_first_build_that_fails_leaves_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(writing, "write_manifest", fail)
    with pytest.raises(OSError):
        write(tmp_path)
    assert names(tmp_path) == set()
    with pytest.raises(UnavailableError, match="There is no index"):
        open_index(tmp_path, SPEC)


def test_nothing_to_index(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as caught:
        write_index(tmp_path / "root", SPEC, [], np.empty((0, 24), np.float32))
    assert caught.value.code == "no_catalogue"
    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize("shape", [(9, 24), (11, 24), (10, 23), (10,), (0, 24)])
def test_films_and_vectors_that_do_not_fit(tmp_path: Path, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"is not \(10, 24\)"):
        write_index(tmp_path / "root", SPEC, films(10), np.zeros(shape, np.float32))
    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize("metric", list(Metric))
def test_the_same_input_gives_the_same_files(tmp_path: Path, metric: Metric) -> None:
    encoder, vectors = spec(metric, 200), clustered(2_000, 200, metric)
    sums = []
    for name in ("one", "other"):
        write_index(tmp_path / name, encoder, films(2_000), vectors, kind=Kind.ANNOY)
        build = build_of(tmp_path / name)
        sums.append(
            {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in build.iterdir()
                if path.name != "manifest.json"
            }
        )
    assert set(sums[0]) == {"index.ann", "axes.npy", "vectors.npy", "films.jsonl"}
    assert sums[0] == sums[1]


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    entries = films(150)
    manifest = write_index(tmp_path, SPEC, entries, clustered(150, 24))
    index = open_index(tmp_path, SPEC)
    assert index.manifest == manifest
    assert index.entries == tuple(entries)
    assert manifest.kind is Kind.EXACT
    assert (manifest.encoder, manifest.revision, manifest.items) == ("made-up", "1", 150)
