"""Who imports whom: no circles. The rest of the import rule is in pyproject.toml."""

from __future__ import annotations

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
