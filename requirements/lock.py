"""Lock what each extra installs, on every platform and Python: `make lock`.

Everything is resolved at once, so that the extras agree, and then cut into a file an extra: what it
adds to the files that it includes. A version that is locked stays while pyproject.toml admits it;
`--upgrade` takes the newest of everything but of what held.in holds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements.pins import FOLDER, Pin, parse, read_all

ROOT = FOLDER.parent
_HEAD = "# Written by `make lock`; do not edit.\n"


def main() -> None:
    """Write the files anew."""
    parser = argparse.ArgumentParser(description="Lock what each extra installs.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    upgrade = parser.parse_args().upgrade
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = included_extras(pyproject)
    build = pyproject["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "everything.txt"
        if not upgrade:
            everything.write_text("\n".join(pin.text for pin in read_all()), encoding="utf-8")
        _compile(["pyproject.toml", "-", "--all-extras"], build, "--output-file", str(everything))
        agreed = ("--constraint", str(everything))
        files = {"build": _compile(["-"], build, *agreed)}
        files["light"] = _compile(["pyproject.toml"], (), *agreed)
        for extra in included:
            files[extra] = _compile(["pyproject.toml", "--extra", extra], (), *agreed)
    for stale in FOLDER.glob("*.txt"):
        stale.unlink()
    for name, pins in files.items():
        above = included.get(name, [])
        there = {pin for base in above for pin in files[base]}
        lines = [f"-r {base}.txt\n" for base in above]
        lines += [f"{pin.text}\n" for pin in pins if pin not in there]
        (FOLDER / f"{name}.txt").write_text(_HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(set().union(*files.values()))} versions locked in {len(files)} files")


def included_extras(pyproject: dict) -> dict[str, list[str]]:
    """Return for each extra the names of the files that its own file includes.

    Those of the extras that it asks for by this project's own name, or else `light`.
    """
    project = pyproject["project"]
    included = {}
    for extra, lines in project["optional-dependencies"].items():
        own = [
            requirement
            for requirement in map(Requirement, lines)
            if canonicalize_name(requirement.name) == canonicalize_name(project["name"])
        ]
        included[extra] = sorted(name for it in own for name in it.extras) or ["light"]
    return included


def _compile(sources: Sequence[str], stdin: Sequence[str], *options: str) -> list[Pin]:
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"),
        *("--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"),
        *("--no-emit-index-url", "--no-emit-find-links", "--constraint", str(FOLDER / "held.in")),
        *(*sources, *options),
    ]
    done = subprocess.run(
        command, cwd=ROOT, input="\n".join(stdin), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)
    return parse(done.stdout)


if __name__ == "__main__":
    main()
