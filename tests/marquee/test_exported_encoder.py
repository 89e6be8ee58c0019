"""A catalogue, heads, words and figures on exported files: torch could not be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.core.encoders import SPECS
from services.core.settings import get_settings
from services.vision.encoders.exported import exported_folder
from tests.marquee.test_training_commands import home, run
from tests.training.tiny_clip import SPEC, tiny_clip

NEEDS = "needs the `models` extra"
pytest.importorskip("open_clip", reason=NEEDS)
pytest.importorskip("tokenizers", reason=NEEDS)
pytestmark = [pytest.mark.models, pytest.mark.slow]

__all__ = ["home"]


def test_build_heads_words_evaluate(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.training.stock_export import export_stock

    monkeypatch.setitem(SPECS, SPEC.name, SPEC)
    export_stock(tiny_clip(), exported_folder(SPEC, get_settings()))
    built = run("catalogue", "build", "--encoder", SPEC.name)
    assert built.exit_code == 0, built.output
    fitted = run("train", "heads", "--encoder", SPEC.name)
    assert fitted.exit_code == 0, fitted.output
    found = run("search", "a", "western", "--by", "words", "--limit", "3", "--json")
    assert found.exit_code == 0, found.output
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    assert [answer["by"] for answer in answers] == ["words"] * 3
    judged = run("evaluate", "--encoder", SPEC.name, "--copies", "5", "--json")
    assert judged.exit_code == 0, judged.output
    (figures,) = [json.loads(judged.stdout)]
    assert figures["encoder"] == SPEC.key
