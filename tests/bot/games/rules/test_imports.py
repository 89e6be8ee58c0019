from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import importlib, pkgutil, sys
import bot.games.rules
found = list(pkgutil.walk_packages(bot.games.rules.__path__, "bot.games.rules."))
for module in found:
    importlib.import_module(module.name)
for name in ("crops", "draw", "reveal", "sample_draw"):
    importlib.import_module(f"bot.games.{name}")
heavy = {"discord", "sqlalchemy", "torch", "onnxruntime", "annoy", "cv2"} & set(sys.modules)
print(len(found), sorted(heavy))
"""


def test_the_rules_know_neither_discord_nor_the_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    count, heavy = done.stdout.split(maxsplit=1)
    assert int(count) > 15
    assert heavy.strip() == "[]"
