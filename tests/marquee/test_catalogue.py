"""`marquee catalogue` as a person meets it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from marquee.catalogue import app
from services.catalogue import local_features
from services.catalogue.local_features import FeaturesReport
from services.core.settings import get_settings
from tests.catalogue.helpers import TinyEncoder, draw, draw_films, write_csv

ROOT = Path(__file__).parents[2]
# The first batch is kept, then comes Ctrl-C.
STOP_AFTER_ONE_BATCH = """
import os, signal
from rich.progress import Progress
shown = Progress.update
def update(self, *args, **kwargs):
    shown(self, *args, **kwargs)
    os.kill(os.getpid(), signal.SIGINT)
Progress.update = update
from marquee.catalogue import app
app()
"""


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def _fresh_settings_afterwards():
    yield
    get_settings.cache_clear()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_import_twice_and_stats(folder: Path) -> None:
    csv = write_csv(folder / "films.csv", draw_films(folder, 7))
    (folder / "0003.png").write_text("\x1b[31mnot a picture")
    first = run("import-folder", folder, "--csv", csv)
    assert first.exit_code == 0, first.output
    assert "6 added, 0 updated, 0 unchanged, 1 skipped." in first.stdout
    assert "not an image" in first.stdout
    assert "0003.png" in first.stdout
    assert "0 added, 0 updated, 6 unchanged" in run("import-folder", folder, "--csv", csv).stdout
    stats = run("stats")
    assert stats.exit_code == 0
    assert "Films by decade" in stats.stdout
    assert "1950s" in stats.stdout


def test_names_that_would_colour_the_terminal_do_not(folder: Path) -> None:
    csv = write_csv(folder / "films.csv", [{"file": "\x1b[31m.png", "title": "A"}])
    shown = run("import-folder", folder, "--csv", csv).stdout
    assert "?[31m.png" in shown
    assert "\x1b" not in shown


@pytest.mark.slow
def test_an_import_stopped_by_ctrl_c_says_so_and_goes_on_later(folder: Path) -> None:
    csv = write_csv(folder / "films.csv", draw_films(folder, 300))
    stopped = subprocess.run(
        [sys.executable, "-c", STOP_AFTER_ONE_BATCH, "import-folder", folder, "--csv", csv],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert stopped.returncode == 128 + signal.SIGINT, stopped.stderr
    assert "Stopped after 256 of 300 films; they are kept" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    again = run("import-folder", folder, "--csv", csv)
    assert "44 added, 0 updated, 256 unchanged, 0 skipped." in again.stdout


@pytest.fixture
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds take a small encoder."""
    monkeypatch.setattr("services.vision.encoders.open_encoder", lambda *_: TinyEncoder())


@pytest.mark.usefixtures("_tiny")
def test_a_build_tells_what_was_embedded_and_what_was_read(folder: Path) -> None:
    csv = write_csv(folder / "films.csv", draw_films(folder, 5))
    run("import-folder", folder, "--csv", csv)
    (folder / "0004.png").unlink()
    first = run("build")
    assert first.exit_code == 0, first.output
    assert "4 pictures embedded, 1 left out; local features of 4 read." in first.stdout
    assert "missing file" in first.stdout
    assert "The index of tiny holds 4 films (exact)." in first.stdout
    again = run("build")
    assert "0 pictures embedded, 1 left out; local features of 0 read." in again.stdout


@pytest.mark.usefixtures("_tiny")
def test_a_build_stopped_while_it_reads_features_says_how_far_it_came(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(*_: object, report: FeaturesReport, **__: object) -> None:
        report.total, report.done, report.read = 5, 4, 3
        raise KeyboardInterrupt

    csv = write_csv(folder / "films.csv", draw_films(folder, 5))
    run("import-folder", folder, "--csv", csv)
    with monkeypatch.context() as patched:
        patched.setattr(local_features, "read_pending", stopped)
        result = run("build")
    assert result.exit_code == 128 + signal.SIGINT
    assert "5 pictures embedded, 0 left out; local features of 3 read." in result.stdout
    assert "Stopped after 4 of 5 pictures' local features; they are kept" in result.stderr
    assert "The index of tiny" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import-folder", "/nowhere"), "There is no folder /nowhere."),
        (("import-folder", ".", "--csv", "/nowhere.csv"), "/nowhere.csv cannot be read: No such"),
        (("build",), "The catalogue has no posters yet"),
        (("build", "--encoder", "resnet50"), "The catalogue has no posters yet"),
    ],
)
def test_an_error_is_one_sentence_on_stderr(arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_an_unknown_encoder_is_told_which_there_are(folder: Path) -> None:
    csv = write_csv(folder / "films.csv", draw_films(folder, 1))
    run("import-folder", folder, "--csv", csv)
    result = run("build", "--encoder", "hal-9000")
    assert result.exit_code == 1
    assert "no encoder called 'hal-9000'" in result.stderr


def test_a_data_folder_that_cannot_be_used_is_one_sentence(folder: Path, data_dir: Path) -> None:
    draw_films(folder, 1)
    data_dir.write_text("in the way")
    result = run("import-folder", folder)
    assert result.exit_code == 1
    assert f"The folder {data_dir} cannot be used" in result.stderr


def test_a_dry_run_shows_what_would_be_read_and_touches_nothing(
    folder: Path, data_dir: Path
) -> None:
    for name in ("Heat (1995) {tmdb-949}/poster.jpg", "Heat (1995) {tmdb-949}/folder.jpg"):
        draw(folder / name, 1)
    draw(folder / "Heat (1995) {tmdb-949}" / "fanart.jpg", 2)
    draw(folder / "TV Shows" / "Lost (2004)" / "poster.jpg", 3)
    draw(folder / "@eaDir" / "x.jpg", 4)
    shown = run("import-folder", folder, "--dry-run")
    assert shown.exit_code == 0, shown.output
    lines = shown.stdout.splitlines()
    assert "Heat (1995) {tmdb-949}/poster.jpg: Heat (1995), tmdb-949" in lines
    assert "Heat (1995) {tmdb-949}/folder.jpg: Heat (1995), tmdb-949, further picture" in lines
    assert "Heat (1995) {tmdb-949}/fanart.jpg: left out, no poster: fanart" in lines
    assert "Films: 1; further pictures of them: 1; left out: 2. Nothing was changed." in lines
    assert "Passed by: 1 system folder." in lines
    assert not data_dir.exists()
    series = run("import-folder", folder, "--dry-run", "--with-series").stdout
    assert "TV Shows/Lost (2004)/poster.jpg: Lost (2004), series" in series
    out = run("import-folder", folder, "--dry-run", "--exclude", "Heat*", "--exclude", "*shows")
    assert "There are no pictures in" in out.output


def test_an_import_lists_all_that_it_changed(folder: Path) -> None:
    csv = write_csv(folder / "films.csv", draw_films(folder, 3))
    run("import-folder", folder, "--csv", csv)
    rows = draw_films(folder, 3)
    rows[1] |= {"title": "Another", "year": "1999"}
    shown = run("import-folder", folder, "--csv", write_csv(csv, rows)).stdout
    assert "Changed (1)\n  0002.png: title 'Film 2' -> 'Another', year 1952 -> 1999\n" in shown
    assert "is for folders" in run("import-folder", folder, "--csv", csv, "--exclude", "a").output
