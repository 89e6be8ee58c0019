"""Ask whether a locked version is known to be vulnerable: `make audit`.

pip-audit alone would ask for what one platform and one Python install; here markers are left out,
so that every locked version is asked for. Where the data cannot be reached, that is said and is no
failure; a question that was not answered is never taken for a good answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

from requirements.pins import Pin, read_all

# What pip-audit says, or fails with, where its service does not answer.
_UNREACHED = ("ConnectionError", "Could not connect", "not redirecting", "Timeout", "HTTPError")


def main() -> int:
    """Print what is known, and return 1 where something is vulnerable or pip-audit fails."""
    answers: list[dict[str, Any]] = []
    for lines in layers(read_all()):
        answered, said = _ask(lines)
        if answered is None:
            if reason := unreached(said):
                print(f"audit skipped, its data cannot be reached: {reason}")
                return 0
            print(said, file=sys.stderr)
            return 1
        answers += answered
    failed, text = verdict(answers)
    print(text)
    return int(failed)


def _ask(lines: list[str]) -> tuple[list[dict[str, Any]] | None, str]:
    with tempfile.TemporaryDirectory() as folder:
        question, report = Path(folder) / "question.txt", Path(folder) / "report.json"
        question.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--no-deps"]
        command += ["--disable-pip", "--format", "json", "--output", str(report)]
        command += ["--requirement", str(question)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            return None, done.stderr
        return json.loads(report.read_text(encoding="utf-8"))["dependencies"], done.stderr


def unreached(said: str) -> str | None:
    """Return the line in which pip-audit says that its data cannot be reached, if it does."""
    # Of a traceback the last line says what went wrong.
    lines = reversed(said.splitlines())
    return next((line for line in lines if any(word in line for word in _UNREACHED)), None)


def layers(pins: Iterable[Pin]) -> list[list[str]]:
    """Return the pins as lists that name no package twice, which pip-audit would refuse."""
    versions: dict[str, set[str]] = {}
    for pin in pins:
        versions.setdefault(pin.name, set()).add(f"{pin.name}=={pin.version}")
    return [[line for line in row if line] for row in zip_longest(*map(sorted, versions.values()))]


def verdict(answers: list[dict[str, Any]]) -> tuple[bool, str]:
    """Return whether something is vulnerable, and what is to be said of pip-audit's answers."""
    unasked = [answer for answer in answers if "skip_reason" in answer]
    asked = [answer for answer in answers if "skip_reason" not in answer]
    if not asked:
        reason = unasked[0]["skip_reason"] if unasked else "nothing was asked for"
        return False, f"audit skipped, its data cannot be reached: {reason}"
    lines = [
        f"{answer['name']} {answer['version']}: {flaw['id']}, "
        f"fixed in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for answer in asked
        for flaw in answer["vulns"]
    ]
    summary = f"{len(asked)} locked versions asked for, {len(lines)} known vulnerabilities"
    if unasked:
        summary += f"; nothing is known of {', '.join(answer['name'] for answer in unasked)}"
    return bool(lines), "\n".join([*lines, summary])


if __name__ == "__main__":
    sys.exit(main())
