"""An index that must not be opened: every way is a `bad_index`, and none ends the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.core.encoders import EncoderSpec, Metric
from services.core.errors import UnavailableError
from services.training.starter import quantise
from services.vision.index import Kind, open_index, write_index
from services.vision.index.search import build_annoy
from services.vision.index.write import write_facts
from tests.vision.index.helpers import (
    build_of,
    clustered,
    cosines,
    edit_manifest,
    films,
    spec,
    vouch_for,
)

SPEC = spec()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An Annoy index of 200 films that opens."""
    folder = tmp_path / "made-up"
    write_index(folder, SPEC, films(200), clustered(200, 24), kind=Kind.ANNOY)
    assert len(open_index(folder, SPEC).entries) == 200
    return folder


def refusal(root: Path, encoder: EncoderSpec = SPEC, code: str = "bad_index") -> str:
    with pytest.raises(UnavailableError) as caught:
        open_index(root, encoder)
    assert caught.value.code == code
    message = caught.value.message
    assert "\n" not in message and message.endswith(".")
    if code == "bad_index":
        assert "`marquee catalogue build` writes it anew" in message
    return message


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": "other"}, "not for other"),
        ({"revision": "2"}, "made-up@1"),
        ({"dimension": 25}, "25 numbers"),
        ({"metric": Metric.EUCLIDEAN}, "euclidean"),
    ],
)
def test_another_encoder_than_the_index_is_for(
    root: Path, changes: dict[str, Any], named: str
) -> None:
    assert named in refusal(root, spec(**changes))


FILES = ("index.ann", "vectors.npy", "axes.npy", "films.jsonl")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file(root: Path, name: str) -> None:
    (build_of(root) / name).unlink()
    assert f"{name} is missing" in refusal(root)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0, 0.5, 0.999])
def test_a_truncated_file(root: Path, name: str, share: float) -> None:
    path = build_of(root) / name
    os.truncate(path, int(path.stat().st_size * share))
    assert f"{name} has another size" in refusal(root)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte(root: Path, name: str) -> None:
    path = build_of(root) / name
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    assert f"{name} has another checksum" in refusal(root)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_the_manifest_does_not_list(root: Path, name: str) -> None:
    edit_manifest(root, lambda manifest: manifest["files"].pop(name))
    assert f"does not list {name}" in refusal(root)


@pytest.mark.parametrize(
    "name", ["../secret", "..", ".", "", "/etc/hostname", "a/b", "index.ann/", "a\0b"]
)
def test_a_file_name_that_leads_elsewhere(root: Path, name: str) -> None:
    (root / "secret").write_text("x", encoding="utf-8")
    facts = {
        "size": 1,
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    }
    edit_manifest(root, lambda manifest: manifest["files"].update({name: facts}))
    assert "is missing" in refusal(root)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", '"manifest"', "7", "{}", "\x00", "[" * 100),
        '{"format": 1}',
        '{"format": 1, "files": []}',
        '{"format": 1, "files": {"films.jsonl": 3}}',
    ],
)
def test_a_manifest_that_is_none(root: Path, text: str) -> None:
    (build_of(root) / "manifest.json").write_text(text, encoding="utf-8")
    assert "manifest.json cannot be read" in refusal(root)


def test_a_manifest_that_is_no_text(root: Path) -> None:
    (build_of(root) / "manifest.json").write_bytes(b"\xff\xfe\x00\x80")
    refusal(root)
    (build_of(root) / "manifest.json").unlink()
    (build_of(root) / "manifest.json").mkdir()
    refusal(root)


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_version_of_the_layout(root: Path, version: Any) -> None:
    edit_manifest(root, lambda manifest: manifest.update(format=version))
    assert "version" in refusal(root)


@pytest.mark.parametrize(
    "changes",
    [
        {"items": 199},
        {"items": 201},
        {"items": "200"},
        {"kind": "faiss"},
        {"metric": "manhattan"},
        {"annoy_dimension": 23},
        {"annoy_dimension": 0},
        {"match_threshold": None},
        {"match_threshold": "0.9"},
        {"match_threshold": float("nan")},
        {"match_threshold": 9},
        {"added": "by a later version"},
    ],
)
def test_a_manifest_that_contradicts_itself(root: Path, changes: dict[str, Any]) -> None:
    edit_manifest(root, lambda manifest: manifest.update(changes))
    refusal(root)


def test_a_manifest_that_lacks_a_field(root: Path) -> None:
    whole = json.loads((build_of(root) / "manifest.json").read_text(encoding="utf-8"))
    for name in whole:
        edit_manifest(root, lambda manifest, name=name: manifest.pop(name))
        refusal(root)
        edit_manifest(root, lambda manifest: manifest.update(whole))
    assert len(open_index(root, SPEC).entries) == 200


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", "7", '{"year": 1999}', '{"title": "T", "genres": 5}', "\xff"]
)
def test_damaged_films(root: Path, line: str) -> None:
    path = build_of(root) / "films.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[7] = line
    path.write_bytes(("\n".join(lines) + "\n").encode("latin-1"))
    vouch_for(root, "films.jsonl")
    assert "films.jsonl cannot be read" in refusal(root)


def test_a_film_too_few(root: Path) -> None:
    path = build_of(root) / "films.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[:-1]), "utf-8")
    vouch_for(root, "films.jsonl")
    assert "200 films" in refusal(root)


def strings(shape: tuple[int, ...]) -> Any:
    return np.full(shape, "x")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "array",
    [
        np.zeros((199, 24), np.float16),
        np.zeros((200, 23), np.float16),
        np.zeros((24, 200), np.float16),
        np.zeros(4800, np.float16),
        np.zeros((200, 24, 1), np.float16),
        np.zeros((0, 24), np.float16),
        np.float16(1),
        strings((200, 24)),
        np.zeros((200, 24), complex),
        np.zeros((200, 24), np.int8),  # its scales are not there
    ],
    ids=lambda array: f"{array.dtype}-{array.shape}",
)
def test_vectors_of_another_shape_or_kind(tmp_path: Path, kind: Kind, array: Any) -> None:
    write_index(tmp_path, SPEC, films(200), clustered(200, 24), kind=kind)
    np.save(build_of(tmp_path) / "vectors.npy", array)
    vouch_for(tmp_path, "vectors.npy")
    refusal(tmp_path)


@pytest.mark.parametrize("shape", [(24, 23), (23, 24), (24,), (24, 24, 1), (576, 1)])
def test_axes_of_another_shape(root: Path, shape: tuple[int, ...]) -> None:
    np.save(build_of(root) / "axes.npy", np.zeros(shape, np.float32))
    vouch_for(root, "axes.npy")
    refusal(root)


@pytest.mark.parametrize("name", ["vectors.npy", "axes.npy"])
@pytest.mark.parametrize("data", [b"", b"\x93NUMPY", b"PK\3\4" + b"\0" * 99, b"\x80\4.", b"x" * 99])
def test_arrays_that_are_none(root: Path, name: str, data: bytes) -> None:
    (build_of(root) / name).write_bytes(data)
    vouch_for(root, name)
    assert f"{name} cannot be read" in refusal(root)


def test_a_pickle_in_an_array_is_not_run(root: Path, tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "boom",))

    np.save(build_of(root) / "vectors.npy", np.array([Bomb()], object), allow_pickle=True)
    vouch_for(root, "vectors.npy")
    refusal(root)
    assert not (tmp_path / "boom").exists()


@pytest.mark.parametrize("name", ["../elsewhere", "..", ".", "", "/etc", "a/b", ".hidden", "\xff"])
def test_a_pointer_that_leads_elsewhere(root: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    build_of(root).rename(elsewhere)
    (root / "current").write_bytes(name.encode("latin-1"))
    assert "`current`" in refusal(root)


def test_a_pointer_to_nothing(root: Path) -> None:
    (root / "current").write_text("20200101T000000-abcdef\n", encoding="utf-8")
    refusal(root, code="no_catalogue")


def test_a_pointer_that_is_a_folder(root: Path) -> None:
    (root / "current").unlink()
    (root / "current").mkdir()
    refusal(root)


def test_no_index_at_all(tmp_path: Path) -> None:
    refusal(tmp_path / "nowhere", code="no_catalogue")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refusal(tmp_path / "file")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def truncate_by_nodes(path: Path) -> None:
    # 12 bytes before an angular node's 24 numbers.
    os.truncate(path, path.stat().st_size - 200 * (12 + 4 * 24))


def of_another_dimension(path: Path) -> None:
    path.unlink()
    build_annoy(path, clustered(200, 31), 31, Metric.COSINE, trees=5)


def of_another_metric(path: Path) -> None:
    path.unlink()
    build_annoy(path, clustered(200, 24), 24, Metric.EUCLIDEAN, trees=5)


def of_another_catalogue(path: Path) -> None:
    path.unlink()
    build_annoy(path, clustered(120, 24), 24, Metric.COSINE, trees=5)


def flip_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-2000:] = bytes(byte ^ 0x5A for byte in data[-2000:])
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


OPEN = """
import sys
from pathlib import Path
from tests.vision.index.helpers import clustered, spec
from services.core.errors import UnavailableError
from services.vision.index import open_index
try:
    index = open_index(Path(sys.argv[1]), spec())
except UnavailableError as error:
    print(error.code)
else:
    print(len(index.vectors.search(clustered(3, 24), 3)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "vouched"),
    [
        (truncate, False),
        (flip_bytes, False),
        # A manifest that vouches for the wrong file: what is left is what can be seen of it.
        (truncate, True),
        (truncate_by_nodes, True),
        (of_another_dimension, True),
        (of_another_metric, True),
        (of_another_catalogue, True),
        (empty, True),
    ],
)
def test_a_damaged_annoy_file_does_not_end_the_process(
    root: Path, damage: Callable[[Path], None], vouched: bool
) -> None:
    damage(build_of(root) / "index.ann")
    if vouched:
        vouch_for(root, "index.ann")
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "bad_index\n"), done.stderr


# Rows of 8 bits, as the starter has them


def write_small_rows(folder: Path, scales: Any = None) -> None:
    rows, own_scales = quantise(clustered(300, 24))
    folder.mkdir()
    np.save(folder / "vectors.npy", rows)
    if scales is not False:
        np.save(folder / "scales.npy", own_scales if scales is None else scales)
    write_facts(folder, SPEC, films(300), kind=Kind.EXACT, threshold=0.9)


def test_rows_of_8_bits_rank_as_the_vectors_they_were(tmp_path: Path) -> None:
    write_small_rows(tmp_path / "starter")
    index = open_index(tmp_path / "starter", SPEC)
    vectors, queries = clustered(300, 24), clustered(60, 24, seed=8)
    wanted = cosines(queries, vectors)
    for number, (hit, *_) in enumerate(index.vectors.search(queries, 3)):
        assert hit.similarity == pytest.approx(wanted[number, hit.row], abs=0.01)
        assert hit.similarity == pytest.approx(wanted[number].max(), abs=0.01)
    for row, (hit, *_) in enumerate(index.vectors.search(vectors, 1)):
        assert hit.row == row
        assert hit.similarity > 0.999


@pytest.mark.parametrize(
    "scales", [False, np.ones(299, np.float32), np.ones((300, 2), np.float32), strings((300,))]
)
def test_scales_that_do_not_fit(tmp_path: Path, scales: Any) -> None:
    write_small_rows(tmp_path / "starter", scales)
    assert "scales.npy" in refusal(tmp_path / "starter")
