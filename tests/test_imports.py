"""Who imports whom: no circles. The rest of the import rule is in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    graph = grimp.build_graph("marquee", "bot", "services", "migrations", cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_no_module_needs_itself(imports: dict[str, set[str]]) -> None:
    assert len(imports) > 200
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


def test_a_circle_would_be_found(imports: dict[str, set[str]]) -> None:
    circle = imports | {"services.core.types": {"bot.app"}}
    with pytest.raises(CycleError):
        TopologicalSorter(circle).prepare()


REMOTE = """
import sys
from importlib import import_module
from pkgutil import walk_packages
import bot
import services.inference.connect
for module in walk_packages(bot.__path__, "bot."):
    if module.name != "bot.demo":
        import_module(module.name)
heavy = {"torch", "onnxruntime", "annoy", "cv2", "rapidocr"}
print(len([name for name in sys.modules if name.startswith("bot.")]), heavy & sys.modules.keys())
"""


@pytest.mark.slow
def test_a_bot_with_a_remote_service_loads_no_library_of_the_models() -> None:
    done = subprocess.run(
        [sys.executable, "-c", REMOTE], capture_output=True, text=True, check=True, timeout=120
    )
    count, heavy = done.stdout.split(maxsplit=1)
    assert int(count) > 50
    assert heavy.strip() == "set()"
