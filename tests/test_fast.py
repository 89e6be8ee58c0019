"""The watch over the fast tests is awake: they can neither import torch nor read what does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
FAST = "not slow and not browser and not models and not shared"
QUIETLY = ("-p", "no:randomly", "-p", "no:cacheprovider")
CONFTEST = """
from tests.conftest import _light, pytest_collection_finish, pytest_ignore_collect
"""
AMONG_OTHERS = """
import pytest

def test_light():
    pass

def test_heavy():
    import torch

@pytest.mark.models
def test_meant():
    import timm
"""
AT_THE_TOP = """
import torch

def test_nothing():
    pass
"""
UNREAD = """
import pytest
import timm

pytestmark = [
    pytest.mark.models,
    pytest.mark.slow,
]

def test_meant():
    pass
"""


def outcome(folder: Path, *arguments: str, **modules: str) -> str:
    """Run these test modules beside a torch and a timm that do nothing; return the last line."""
    for name, text in {"conftest": CONFTEST, "torch": "", "timm": "", **modules}.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *QUIETLY, *arguments, "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()[-1]


def test_a_fast_test_that_imports_torch_fails(tmp_path: Path) -> None:
    told = outcome(tmp_path, test_among_others=AMONG_OTHERS)
    assert "3 passed" in told
    assert "1 error" in told


def test_a_fast_module_that_imports_torch_fails(tmp_path: Path) -> None:
    assert "1 error" in outcome(tmp_path, "-m", FAST, test_at_the_top=AT_THE_TOP)


def test_what_the_selection_excludes_is_not_read(tmp_path: Path) -> None:
    told = outcome(tmp_path, "-m", FAST, test_unread=UNREAD, test_light="def test_light(): pass")
    assert "1 passed" in told
    assert "error" not in told
    assert "2 passed" in outcome(tmp_path, "-m", "models or not slow")
