from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import importlib, pkgutil, sys
import bot.games.rules
for module in pkgutil.iter_modules(bot.games.rules.__path__):
    importlib.import_module(f"bot.games.rules.{module.name}")
for name in ("crops", "draw", "reveal", "sample_draw"):
    importlib.import_module(f"bot.games.{name}")
heavy = {"discord", "sqlalchemy", "torch", "onnxruntime", "annoy"} & set(sys.modules)
print(len(list(pkgutil.iter_modules(bot.games.rules.__path__))), sorted(heavy))
"""


def test_the_rules_know_neither_discord_nor_the_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    count, heavy = done.stdout.split(maxsplit=1)
    assert int(count) > 10
    assert heavy.strip() == "[]"
