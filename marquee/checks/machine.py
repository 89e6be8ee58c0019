"""Settings, packages, disk and memory of this machine."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

from marquee.checks.finding import Finding, ok, warning, wrong
from services.core.settings import Settings
from services.core.settings_errors import ENV_FILE, unknown_variables

_GB = 2**30
# An index is written beside the old one, and a database grows by journals.
LITTLE_DISK = 2 * _GB
NO_DISK = 200 * 2**20
# The model with its index and two workers that open pictures.
NEEDED_MEMORY = 700 * 2**20
# Distributions that bring a module of the same name, so that one overwrites the other.
CLASHES = (
    ("cv2", {"opencv-python", "opencv-python-headless", "opencv-contrib-python"}),
    ("discord", {"discord.py", "py-cord", "discord.py-self", "nextcord"}),
    ("onnxruntime", {"onnxruntime", "onnxruntime-gpu", "onnxruntime-directml"}),
)
# What Marquee's own packages are called.
_OWN = ("bot", "services", "migrations", "marquee")
_DISTRIBUTION = "marquee-bot"


def settings_files() -> Iterator[Finding]:
    """Look for variables that are no settings, and for a `.env` that others can read."""
    unknown = [*unknown_variables(Settings)]
    for sentence in unknown:
        yield warning("settings", sentence, "Rename the variable, or take it out.")
    if not unknown:
        yield ok("settings", "Every MARQUEE_* variable is a setting.")
    if os.name == "posix" and ENV_FILE.is_file():
        others = ENV_FILE.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        if others:
            yield warning(
                ".env",
                f"{ENV_FILE} can be read by other users of this machine.",
                f"chmod 600 {ENV_FILE}",
            )
        else:
            yield ok(".env", f"Only you can read {ENV_FILE}.")


def packages(found: Mapping[str, Sequence[str]] | None = None) -> Iterator[Finding]:
    """Look for packages that overwrite each other.

    Args:
        found: Which distributions brought each module; None: as this Python has them.
    """
    found = packages_distributions() if found is None else found
    fine = True
    for module, known in CLASHES:
        both = sorted(known & {name.lower() for name in found.get(module, ())})
        if len(both) > 1:
            fine = False
            yield wrong(
                "packages",
                f"{' and '.join(both)} are both installed, and both bring the module {module}.",
                f"pip uninstall {' '.join(both)}, then install Marquee anew.",
            )
    strangers: dict[str, list[str]] = {}
    for module in _OWN:
        for name in set(found.get(module, ())) - {_DISTRIBUTION}:
            strangers.setdefault(name, []).append(module)
    for name, modules in sorted(strangers.items()):
        fine = False
        yield wrong(
            "packages",
            f"{name} brings {', '.join(modules)}, as Marquee does.",
            f"pip uninstall {name}, then install Marquee anew, in an environment of its own.",
        )
    if fine:
        yield ok("packages", "No two packages overwrite each other.")


def disk(settings: Settings) -> Finding:
    """Look whether the data folder can be written, and how much room there is."""
    folder = settings.data_dir.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return wrong(
            "disk",
            f"{there} is no folder that Marquee may write to.",
            "Let this user write there, or name another folder with MARQUEE_DATA_DIR.",
        )
    free = shutil.disk_usage(there).free
    said = f"{free / _GB:,.1f} GB are free for {settings.data_dir}."
    to_do = "Make room, or name a folder on another disk with MARQUEE_DATA_DIR."
    if free < NO_DISK:
        return wrong("disk", said, to_do)
    return warning("disk", said, to_do) if free < LITTLE_DISK else ok("disk", said)


def memory(settings: Settings, free: int | None = None) -> Finding:
    """Look whether the model fits.

    Args:
        settings: With an inference service, the model is elsewhere.
        free: Bytes that may be taken; None: as the system says.
    """
    free = available_memory() if free is None else free
    if free is None:
        return ok("memory", "This system does not say how much memory is free.")
    said = f"{free / _GB:,.1f} GB of memory are free."
    if settings.inference_url is None and free < NEEDED_MEMORY:
        return warning(
            "memory",
            f"{said} The model with its catalogue takes {NEEDED_MEMORY / _GB:.1f} GB.",
            "End something else, raise the container's limit, or run the model on another machine "
            "with `marquee serve` and MARQUEE_INFERENCE_URL.",
        )
    return ok("memory", said)


def available_memory() -> int | None:
    """Return the bytes that a new process may take, within a container's limit; None if unknown."""
    found = [value for value in (_of_the_system(), _of_the_container()) if value is not None]
    return min(found) if found else None


def _of_the_system() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        told = dict(line.split(":", 1) for line in lines)
        return int(told["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _of_the_container() -> int | None:
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text(encoding="ascii").strip()
        used = int((group / "memory.current").read_text(encoding="ascii"))
        # What the kernel holds of files is given back when a process asks for memory.
        facts = (group / "memory.stat").read_text(encoding="ascii").splitlines()
        kept = sum(int(line.split()[1]) for line in facts if line.split()[0] == "inactive_file")
        return None if limit == "max" else max(0, int(limit) - used + kept)
    except (OSError, ValueError, IndexError):
        return None
