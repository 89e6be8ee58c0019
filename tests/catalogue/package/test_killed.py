"""SIGKILL at any moment leaves what was there, and the next run ends where one run would have."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.catalogue.cleaning.clean import clean_catalogue
from services.catalogue.package.export import export_catalogue
from services.catalogue.package.layout import PackageManifest
from services.catalogue.verify import verify_catalogue, verify_package
from services.core.settings import Settings
from services.store import Store
from tests.catalogue.cleaning.helpers import PosterCatalogue, draw, film
from tests.catalogue.helpers import TinyEncoder, dump

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
# More than a batch of the import.
FILMS = 600
DIFFERENT = 150


async def _fill(catalogue: PosterCatalogue) -> None:
    for number in range(1, FILMS + 1):
        path = catalogue.folder / f"{number}.jpg"
        if number <= DIFFERENT:
            draw(path, number, (64, 96))
        else:
            first = (number - 1) % DIFFERENT + 1
            path.write_bytes((catalogue.folder / f"{first}.jpg").read_bytes())
    await catalogue.import_rows([film(number) for number in range(1, FILMS + 1)])
    await catalogue.build(TinyEncoder())


def _killed(data: Path, after: float, *arguments: str | Path) -> bool:
    """Run `marquee catalogue`, kill it `after` seconds, and return whether that caught it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "marquee", "catalogue", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"MARQUEE_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _finished(data: Path, *arguments: str | Path) -> str:
    """Run `marquee catalogue` to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "marquee", "catalogue", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"MARQUEE_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _moments(data: Path, *arguments: str | Path) -> list[float]:
    """Return three random moments within the time that the command takes here."""
    start = time.monotonic()
    _finished(data, *arguments)
    lasted = time.monotonic() - start
    return [random.uniform(0.3, 1.0) * lasted for _ in range(3)]


async def test_an_export_that_is_killed_leaves_no_folder_or_a_whole_one(
    catalogue: PosterCatalogue, settings: Settings, tmp_path: Path
) -> None:
    await _fill(catalogue)
    target = tmp_path / "out"
    for after in _moments(settings.data_dir, "export", tmp_path / "first", "--pictures"):
        _killed(settings.data_dir, after, "export", target, "--pictures", "--replace")
        if target.exists():
            assert verify_package(target).problems == {}
    _finished(settings.data_dir, "export", target, "--pictures", "--replace")
    assert PackageManifest.read(target).pictures == DIFFERENT
    assert verify_package(target).problems == {}


async def test_an_import_that_is_killed_goes_on_to_the_same_catalogue(
    catalogue: PosterCatalogue, tmp_path: Path
) -> None:
    await _fill(catalogue)
    await export_catalogue(catalogue.store, tmp_path / "out", pictures=True)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for after in _moments(whole, "import", tmp_path / "out"):
        _killed(broken, after, "import", tmp_path / "out")
    _finished(broken, "import", tmp_path / "out")
    states = []
    for data in (whole, broken):
        settings = Settings(_env_file=None, data_dir=data, threads=2)  # pyright: ignore[reportCallIssue]
        async with await Store.open(settings.database_path) as store:
            report = await verify_catalogue(store, settings)
            assert report.problems == {}
            assert report.checked["files"] == DIFFERENT
            assert report.checked["embeddings of tiny"] == DIFFERENT + 1
            # Paths and times of change are each machine's own.
            states.append([(*row[:9], row[-5]) for row in await dump(store)])
    assert len(states[0]) == FILMS
    assert states[0] == states[1]


async def test_a_cleaning_that_is_killed_has_changed_nothing_or_all(
    catalogue: PosterCatalogue, settings: Settings
) -> None:
    await _fill(catalogue)
    for number in range(1, 9):  # one picture of eight films: a placeholder
        (catalogue.folder / f"{number}.jpg").write_bytes((catalogue.folder / "1.jpg").read_bytes())
    await catalogue.import_rows([film(number) for number in range(1, FILMS + 1)])
    for after in _moments(settings.data_dir, "clean", "--dry-run"):
        _killed(settings.data_dir, after, "clean")
        rejected = await catalogue.rejected()
        assert set(rejected.values()) <= {"placeholder"}
        assert len(rejected) in {0, 1}
    await clean_catalogue(catalogue.store, settings)
    assert await catalogue.rejected() == {"tt0000001": "placeholder"}
