"""The locked versions, as the files beside this one name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.version import Version

FOLDER = Path(__file__).resolve().parent
_PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?(?:\n|\Z))+)"
)


@dataclass(frozen=True)
class Pin:
    """One version of a package, for the environments that its marker names.

    `hashes` are those of every file that the version was published as; `text` is the pin as pip
    reads it.
    """

    name: str
    version: Version
    marker: Marker | None
    hashes: tuple[str, ...]
    text: str


def parse(text: str) -> list[Pin]:
    """Read pins as uv writes them.

    Raises:
        ValueError: Something in it is neither a pin with its hashes, a comment nor `-r FILE`.
    """
    pins = []
    while text:
        if found := _PIN.match(text):
            marker = found["marker"]
            pins.append(
                Pin(
                    name=found["name"],
                    version=Version(found["version"]),
                    marker=Marker(marker) if marker else None,
                    hashes=tuple(re.findall(r"sha256:([0-9a-f]{64})", found["hashes"])),
                    text=found[0].rstrip("\n"),
                )
            )
            text = text[found.end() :]
            continue
        line, _, text = text.partition("\n")
        if line and not line.startswith(("#", "-r ")):
            raise ValueError(f"not a pin with its hashes: {line}")
    return pins


def bases(path: Path) -> list[Path]:
    """Return the files that a file of pins includes with `-r`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [path.parent / line.removeprefix("-r ") for line in lines if line.startswith("-r ")]


def read(path: Path) -> list[Pin]:
    """Return what pip installs from a file: its own pins and those of the files it includes."""
    pins = [pin for base in bases(path) for pin in read(base)]
    return list(dict.fromkeys([*pins, *parse(path.read_text(encoding="utf-8"))]))


def read_all() -> list[Pin]:
    """Return every pin of every file, each once."""
    return list(dict.fromkeys(pin for path in sorted(FOLDER.glob("*.txt")) for pin in read(path)))
