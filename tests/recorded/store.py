"""Where the recordings lie, and how they are read and written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE / "data-0.1.0"


def load(name: str) -> Any:
    """Return a recording."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def save(name: str, recording: Any) -> None:
    """Write a recording, a line an entry, so that a difference can be read."""
    opening, closing = "[]" if isinstance(recording, list) else "{}"
    entries = (
        [json.dumps(each, ensure_ascii=False) for each in recording]
        if isinstance(recording, list)
        else [
            f"{json.dumps(key)}: {json.dumps(each, ensure_ascii=False)}"
            for key, each in recording.items()
        ]
    )
    text = f"{opening}\n" + ",\n".join(entries) + f"\n{closing}\n"
    (HERE / f"{name}.json").write_text(text, encoding="utf-8")


def copy_database(folder: Path) -> Path:
    """Copy the recorded database into a folder of its own and return that."""
    shutil.copy(DATA / "marquee.db", folder / "marquee.db")
    return folder
