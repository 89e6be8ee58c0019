"""What an install takes: this project's own distribution, and the versions that are locked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from requirements import audit, pins

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]

# `marquee` on PyPI is another project's, so nothing may ask for it, with extras or without.
STRANGER = re.compile(
    r"\bmarquee\["
    r"|\b(?:pip3?|pipx|uv|tool) +(?:install|inject|add|upgrade|download)\b"
    r"[^\n`&;|,#]*[ '\"]marquee(?![\w-])"
    r"|\b(?:version|metadata|distribution|requires|files)\(f?['\"]marquee['\"]\)"
)
HASH = "0" * 64
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
)
ENVIRONMENTS = [
    platform | {"python_version": python, "python_full_version": f"{python}.4"}
    for python in PYTHONS
    for platform in PLATFORMS
]


def tracked() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and name != f"tests/{Path(__file__).name}":
            yield ROOT / name


def test_no_text_asks_for_the_strangers_distribution() -> None:
    seen = 0
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        seen += 1
        found = STRANGER.search(text)
        assert not found, f"{path.relative_to(ROOT)}: {found and found[0]}"
    assert seen > 100


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("pip install 'marquee[train]'", True),
        ("`marquee[models]` and its weights", True),
        ("python -m pip install --upgrade marquee", True),
        ("pipx install marquee", True),
        ('uv tool install "marquee"', True),
        ('version("marquee")', True),
        ("pip install 'marquee-bot[train]'", False),
        ("pipx install marquee-bot", False),
        ("uv tool install . && marquee demo", False),
        ("pip install .    # then: marquee identify", False),
        ("docker build -t marquee .", False),
    ],
)
def test_what_asking_for_it_looks_like(text: str, asks: bool) -> None:
    assert bool(STRANGER.search(text)) is asks


def test_the_distribution_and_its_command() -> None:
    assert PROJECT["project"]["name"] == "marquee-bot"
    assert PROJECT["project"]["scripts"] == {"marquee": "marquee.__main__:main"}


def test_an_install_without_the_lock_is_held_to_lower_bounds() -> None:
    for line in PROJECT["project"]["dependencies"]:
        operators = {bound.operator for bound in Requirement(line).specifier}
        assert ">=" in operators, line
        assert operators <= {">=", "<"}, line


def asked_for(name: str) -> list[Requirement]:
    """Return what pyproject.toml asks for in the file of this name."""
    if name == "build":
        return [Requirement(line) for line in PROJECT["build-system"]["requires"]]
    wanted = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    for requirement in map(Requirement, EXTRAS.get(name, [])):
        if canonicalize_name(requirement.name) == PROJECT["project"]["name"]:
            wanted += [each for extra in requirement.extras for each in asked_for(extra)]
        else:
            wanted.append(requirement)
    return wanted


def applies(it: Requirement | pins.Pin, environment: dict[str, str]) -> bool:
    return it.marker is None or it.marker.evaluate(environment | {"extra": ""})


def locked(name: str) -> list[pins.Pin]:
    return pins.read(pins.FOLDER / f"{name}.txt")


def test_there_is_a_file_for_every_extra() -> None:
    assert {path.stem for path in pins.FOLDER.glob("*.txt")} == {"build", "light", *EXTRAS}


@pytest.mark.parametrize("name", ["build", "light", *EXTRAS])
def test_the_lock_has_what_pyproject_asks_for(name: str) -> None:
    there = locked(name)
    for environment in ENVIRONMENTS:
        for requirement in asked_for(name):
            if not applies(requirement, environment):
                continue
            versions = {
                pin.version
                for pin in there
                if pin.name == canonicalize_name(requirement.name) and applies(pin, environment)
            }
            assert len(versions) == 1, f"`make lock`: {requirement} is {versions or 'not locked'}"
            version = versions.pop()
            assert requirement.specifier.contains(version, prereleases=True), (
                f"`make lock`: {requirement} is locked at {version}"
            )


def test_the_extras_can_be_installed_together() -> None:
    for environment in ENVIRONMENTS:
        versions: dict[str, Version] = {}
        for pin in pins.read_all():
            if applies(pin, environment):
                assert versions.setdefault(pin.name, pin.version) == pin.version, pin.name


@pytest.mark.parametrize("name", ["light", "dev", "models"])
def test_nothing_is_missing_in_the_lock_and_nothing_left_over(name: str) -> None:
    here = {key: str(value) for key, value in default_environment().items()}
    there = {pin.name: pin for pin in locked(name) if applies(pin, here)}
    reached: set[tuple[str, str]] = set()
    waiting = [requirement for requirement in asked_for(name) if applies(requirement, here)]
    while waiting:
        requirement = waiting.pop()
        package = str(canonicalize_name(requirement.name))
        assert package in there, f"`make lock`: {requirement} is not locked"
        try:
            installed = metadata.distribution(package)
        except metadata.PackageNotFoundError:
            pytest.skip(f"{package} is not installed, so what it needs is not known")
        if Version(installed.version) != there[package].version:
            pytest.skip(f"{package} {installed.version} is not the version that is locked")
        for extra in {"", *requirement.extras}:
            if (package, extra) not in reached:
                reached.add((package, extra))
                for line in installed.requires or ():
                    needed = Requirement(line)
                    if needed.marker is None or needed.marker.evaluate(here | {"extra": extra}):
                        waiting.append(needed)
    assert there.keys() == {package for package, _ in reached}, "`make lock`"


def test_no_address_of_an_index_is_in_the_lock() -> None:
    for path in pins.FOLDER.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "//" not in text
        assert set(re.findall(r"(?<!\S)-[\w-]+", text)) <= {"-r", "--hash"}


def test_only_pins_with_hashes_are_read() -> None:
    text = f"# no pin\n-r light.txt\na==1 ; sys_platform == 'win32' \\\n    --hash=sha256:{HASH}\n"
    (pin,) = pins.parse(text)
    assert (pin.name, pin.version, str(pin.marker)) == (
        "a",
        Version("1"),
        'sys_platform == "win32"',
    )
    assert pin.hashes == (HASH,)
    for line in ("a==1", "a>=1", f"a>=1 \\\n    --hash=sha256:{HASH}", "--index-url x", "a @ b"):
        with pytest.raises(ValueError, match="not a pin"):
            pins.parse(text + line + "\n")


def test_the_images_folders_and_what_they_install() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    copied = [
        source
        for line in text.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    ]
    assert all((ROOT / source).exists() for source in copied), copied
    packages = {
        pattern.removesuffix("*")
        for pattern in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    }
    assert packages <= set(copied)
    locks = {source for source in copied if source.startswith("requirements/")}
    assert locks == {f"requirements/{name}.txt" for name in ("build", "light", "heif")}
    installs = re.findall(r"pip install[^&\n]*", text)
    assert len(installs) == 3
    assert "requirements/heif.txt" in installs[1]  # with the light install in it
    for install in installs:
        assert "--require-hashes" in install or "--no-deps" in install, install


def test_the_service_answers_to_its_old_name_as_well() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services.keys() == {"inference", "bot", "secret"}
    # Both are in the network in which the old name is an alias.
    assert services["inference"]["networks"] == {"default": {"aliases": ["eye"]}}
    assert "networks" not in services["bot"]
    assert services["bot"]["environment"]["MARQUEE_INFERENCE_URL"] == "http://inference:8080"
    assert services["bot"]["depends_on"].keys() == {"inference"}
    hosts = services["inference"]["environment"]["MARQUEE_ALLOWED_HOSTS"]
    assert hosts == "${MARQUEE_ALLOWED_HOSTS:-inference,eye}"


@pytest.mark.skipif(os.name == "nt", reason="what runs in a container")
def test_the_containers_share_a_secret_that_is_made_once(tmp_path: Path) -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for name in ("inference", "bot"):
        assert services[name]["environment"]["MARQUEE_SECRET_FILE"] == "/secret/marquee"
        assert "secret:/secret:ro" in services[name]["volumes"]
    assert services["secret"]["entrypoint"] == ["sh", "-c"]
    (command,) = services["secret"]["command"]
    made = []
    for _ in range(2):
        here = command.replace("/secret", str(tmp_path)).replace("python", sys.executable)
        subprocess.run(["sh", "-c", here], check=True)
        file = tmp_path / "marquee"
        assert file.stat().st_mode & 0o777 == 0o600
        made.append(file.read_text().strip())
    assert made[0] == made[1]
    assert len(made[0]) > 40


def test_the_audit_asks_for_every_version_once() -> None:
    text = "".join(f"{pin} \\\n    --hash=sha256:{HASH}\n" for pin in ("a==1", "b==2", "a==3"))
    lists = audit.layers(pins.parse(text + text.replace("b==2", "b==2 ; os_name == 'nt'")))
    assert lists == [["a==1", "b==2"], ["a==3"]]


def test_the_audit_does_not_take_silence_for_a_good_answer() -> None:
    silent = {"name": "a", "skip_reason": "a was not found"}
    good = {"name": "b", "version": "2", "vulns": []}
    flaw = {"id": "PYSEC-1", "fix_versions": ["3.1"]}
    bad = {"name": "c", "version": "3", "vulns": [flaw]}
    assert audit.verdict([silent]) == (
        False,
        "audit skipped, its data cannot be reached: a was not found",
    )
    assert audit.verdict([good, silent]) == (
        False,
        "1 locked versions asked for, 0 known vulnerabilities; nothing is known of a",
    )
    failed, told = audit.verdict([good, bad])
    assert failed
    assert told.splitlines()[0] == "c 3: PYSEC-1, fixed in 3.1"


def test_the_audit_is_skipped_only_where_its_data_cannot_be_reached() -> None:
    refused = "Traceback\n raise ConnectionError(e)\nrequests.ConnectionError: no such host\n"
    assert audit.unreached(refused) == "requests.ConnectionError: no such host"
    assert audit.unreached("ERROR:pip_audit._cli:package numpy has duplicates\n") is None


# Several packages bring a folder `cv2`, and the one that is installed last wins.
OPENCVS = {
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
}


def test_every_install_has_one_cv2() -> None:
    installed = set(metadata.packages_distributions().get("cv2", ()))
    assert installed <= {"opencv-python-headless"}
    locked = {str(pin.name) for pin in pins.read_all()}
    assert locked & OPENCVS == {"opencv-python-headless"}


def test_the_extra_that_reads_takes_a_release_that_wants_no_other_cv2() -> None:
    (reader,) = map(Requirement, EXTRAS["ocr"])
    # Before 3.10 it asks for `opencv-python`, whose windows want a desktop's libraries.
    assert reader.name == "rapidocr"
    assert not reader.specifier.contains("3.9.2")
    assert reader.specifier.contains("3.10.0")
