from __future__ import annotations

import ast
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import run

import pytest

from services.core.encoders import CHOICES, SPECS, WORDS_ENCODER, EncoderSpec, encoder_spec

BEFORE = ["poster-lite", "clip-vit-b-32", "resnet50", "vgg16"]


@pytest.fixture(params=SPECS.values(), ids=list(SPECS))
def spec(request: pytest.FixtureRequest) -> EncoderSpec:
    return request.param


def test_each_is_filed_under_its_own_name(spec: EncoderSpec) -> None:
    assert SPECS[spec.name] is encoder_spec(spec.name) is spec


def test_each_says_how_it_is_called_and_what_it_loads(spec: EncoderSpec) -> None:
    assert spec.display_name.strip() == spec.display_name != ""
    assert spec.weights


def test_no_two_look_alike_to_people() -> None:
    names = [spec.display_name for spec in SPECS.values()]
    assert len({name.casefold() for name in names}) == len(names)


def test_the_opener_of_each_is_there(spec: EncoderSpec) -> None:
    module, function = spec.opener.split(":")
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    # Read, not imported: its libraries may not be installed.
    parts = ast.parse(Path(found.origin).read_text(encoding="utf-8")).body
    assert function in {part.name for part in parts if isinstance(part, ast.FunctionDef)}


def test_people_choose_among_all_but_baselines() -> None:
    assert [name for name in CHOICES if name in BEFORE] == BEFORE
    assert set(SPECS) - set(CHOICES) == {spec.name for spec in SPECS.values() if spec.baseline}
    assert "imagenet-lite0" not in CHOICES


def test_words_are_asked_of_one_who_knows_words() -> None:
    assert WORDS_ENCODER.words
    assert WORDS_ENCODER.name == "clip-vit-b-32"
    assert not SPECS["poster-lite"].words


def test_reading_them_loads_no_library() -> None:
    heavy = ("numpy", "PIL", "onnxruntime", "cv2", "torch", "services.vision")
    code = f"import sys, services.core.encoders; print([n for n in {heavy} if n in sys.modules])"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
