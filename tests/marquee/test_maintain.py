"""`marquee catalogue clean`, `export`, `import`, `verify`, `remove` as a person meets them."""

from importlib.machinery import PathFinder
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from marquee.__main__ import app
from services.core.settings import get_settings
from tests.catalogue.cleaning.helpers import POSTER, draw, film
from tests.catalogue.helpers import write_csv

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    yield tmp_path / "data"
    get_settings.cache_clear()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["catalogue", *map(str, arguments)])


def fill(folder: Path) -> Path:
    for number in range(1, 5):
        draw(folder / f"{number}.jpg", number)
    Image.new("RGB", POSTER, "red").save(folder / "5.jpg")
    rows = [film(number) for number in range(1, 6)]
    rows[0]["title"] = "\x1b[31mRed"
    csv = write_csv(folder / "films.csv", rows)
    assert run("import-folder", folder, "--csv", csv).exit_code == 0
    return csv


def test_clean_tells_what_it_took_out_and_gives_it_back(folder: Path) -> None:
    fill(folder)
    dry = run("clean", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "nothing was changed." in dry.stdout
    assert "catalogue build" not in dry.stdout
    assert "blank" in dry.stdout
    assert "Film 5 (1955)" in dry.stdout
    first = run("clean").stdout
    assert "5 pictures, 0 of them out already; out now: the pictures of 1 film." in first
    assert "compared by their hashes alone" in first
    assert "`marquee catalogue build` brings the index in line." in first
    again = run("clean").stdout
    assert "5 pictures, 1 of them out already; out now: the pictures of 0 films." in again
    assert "catalogue build" not in again
    assert "Pictures taken out" in run("stats").stdout
    kept = run("clean", "--keep", "tt0000005").stdout
    assert "5 pictures, 0 of them out already; out now: the pictures of 0 films." in kept
    wrong = run("clean", "--keep", "tt0000001")
    assert wrong.exit_code == 1
    assert "No picture of tt0000001 was taken out." in wrong.stderr


def test_a_catalogue_goes_from_one_data_folder_to_another(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow", reason="moving a catalogue needs the `parquet` extra")
    fill(folder)
    out = tmp_path / "out"
    made = run("export", out, "--pictures")
    assert made.exit_code == 0, made.output
    assert "holds 5 films, 5 pictures and the embeddings of no encoder." in made.stdout
    assert "exists already" in run("export", out).stderr
    assert "Nothing is wrong." in run("verify", out).stdout
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "other"))
    get_settings.cache_clear()
    assert "5 added, 0 updated, 0 unchanged; 0 without" in run("import", out).stdout
    assert "0 added, 0 updated, 5 unchanged" in run("import", out).stdout
    assert "Nothing is wrong." in run("verify").stdout
    (out / "films.parquet").write_bytes(b"")
    broken = run("import", out)
    assert broken.exit_code == 1
    assert "is no usable export of a catalogue" in broken.stderr


def test_without_pyarrow_one_sentence_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder)
    found = PathFinder.find_spec
    monkeypatch.setattr(
        PathFinder,
        "find_spec",
        lambda name, *rest: None if name == "pyarrow" else found(name, *rest),
    )
    monkeypatch.delitem(__import__("sys").modules, "pyarrow", raising=False)
    for command in ("export", "import", "verify"):
        result = run(command, tmp_path / "out")
        assert result.exit_code == 1
        assert "pip install 'marquee-bot[parquet]'" in result.stderr


def test_verify_exits_with_1_where_something_is_wrong(folder: Path) -> None:
    fill(folder)
    assert run("verify").exit_code == 0
    (folder / "1.jpg").unlink()
    result = run("verify", "--quick")
    assert result.exit_code == 1
    assert "missing file" in result.stdout


def test_remove_by_key_and_by_source(folder: Path) -> None:
    csv = fill(folder)
    removed = run("remove", "tt0000001", "tt0000009")
    assert removed.exit_code == 1
    assert "1 film removed, 4 left." in removed.stdout
    assert "\x1b" not in removed.stdout
    assert "Not in the catalogue: tt0000009." in removed.stderr
    write_csv(csv, [film(2), film(3), film(4)])
    dry = run("remove", "--gone-from", folder, "--csv", csv, "--dry-run")
    assert "1 film would be removed, 3 left." in dry.stdout
    assert "1 film removed, 3 left." in run("remove", "--gone-from", folder, "--csv", csv).stdout
    assert run("remove").exit_code == 2
    assert run("remove", "tt0000002", "--gone-from", folder).exit_code == 2


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_stats_are_drawn(folder: Path, tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the `train` extra")
    fill(folder)
    path = tmp_path / "drawn" / f"stats.{suffix}"
    assert run("stats", "--plot", path).exit_code == 0
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG") if suffix == "png" else b"films by year" in data
    assert [item.name for item in path.parent.iterdir()] == [path.name]
    wrong = run("stats", "--plot", tmp_path / "stats.doc")
    assert wrong.exit_code == 1
    assert "should end in one of .png" in wrong.stderr


def test_block_unblock_and_what_is_blocked(folder: Path) -> None:
    csv = fill(folder)
    assert "The block list is empty." in run("blocked").stdout
    done = run("block", "tt0000001", "tmdb-949", "nothing")
    assert done.exit_code == 1
    assert "1 film removed for good, 4 left." in done.stdout
    assert "Blocked before they come: tmdb-949." in done.stdout
    assert "Neither a film of the catalogue nor an id: nothing." in done.stderr
    again = run("import-folder", folder, "--csv", csv).stdout
    assert "0 added, 0 updated, 4 unchanged, 1 skipped." in again
    assert "on the block list" in again
    listed = run("blocked").stdout
    assert "tt0000001" in listed and "tmdb-949" in listed and "\x1b" not in listed
    back = run("unblock", "tt0000001", "tt0000009")
    assert back.exit_code == 1
    assert "May come again with the next import: " in back.stdout
    assert "Not on the block list: tt0000009." in back.stderr
    assert "1 added" in run("import-folder", folder, "--csv", csv).stdout


def test_mark_and_what_is_marked(folder: Path) -> None:
    fill(folder)
    assert "No film is marked." in run("marked").stdout
    done = run("mark", "tt0000001", "tt0000009")
    assert done.exit_code == 1
    assert "1 film: not for everybody." in done.stdout
    assert "Not in the catalogue: tt0000009." in done.stderr
    listed = run("marked").stdout
    assert "tt0000001" in listed and "\x1b" not in listed
    assert "1 film: for everybody." in run("mark", "--off", "tt0000001").stdout
    assert "No film is marked." in run("marked").stdout
    assert run("mark", "--off", "--as-told", "tt0000001").exit_code == 2
