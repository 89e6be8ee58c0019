from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.fonts import face
from services.core.errors import UnavailableError
from services.vision.lettering import models
from services.vision.lettering.detection import find_lines
from services.vision.lettering.models import ModelFiles, installed_models, model_files, open_session
from services.vision.lettering.reader import Line, Reader
from services.vision.lettering.recognition import decoded, read_lines, straightened

needs_models = pytest.mark.skipif(model_files() is None, reason="needs the extra `ocr`")


class Session:
    """A model that gives what it is told; keeps what it was asked."""

    def __init__(self, output: np.ndarray) -> None:
        self.output = output
        self.asked: list[np.ndarray] = []

    def get_inputs(self) -> list[Any]:
        return [type("Port", (), {"name": "x"})]

    def run(self, _: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        (pixels,) = inputs.values()
        self.asked.append(pixels)
        return [self.output[: len(pixels)]]


def shares(height: int, width: int, *boxes: tuple[int, int, int, int]) -> np.ndarray:
    found = np.zeros((1, 1, height, width), dtype=np.float32)
    for left, top, right, bottom in boxes:
        found[0, 0, top:bottom, left:right] = 0.9
    return found


def test_boxes_are_grown_and_in_the_pictures_own_pixels() -> None:
    session: Any = Session(shares(64, 128, (32, 16, 96, 32)))
    (box,) = find_lines(session, np.zeros((128, 256, 3), np.uint8), longest=128, most=9)
    left, top = box.corners.min(axis=0)
    right, bottom = box.corners.max(axis=0)
    assert 30 < left < 60 < 190 < right < 220
    assert 0 <= top < 30 < 66 < bottom < 96
    assert session.asked[0].shape == (1, 3, 64, 128)


def test_no_more_boxes_than_wanted_and_the_largest_first() -> None:
    session: Any = Session(shares(128, 128, (5, 5, 60, 10), (5, 40, 120, 70), (5, 90, 120, 105)))
    picture = np.zeros((128, 128, 3), np.uint8)
    boxes = find_lines(session, picture, longest=128, most=2)
    assert len(boxes) == 2
    assert boxes[0].height > boxes[1].height > 10


def test_a_blank_between_two_letters_makes_them_two() -> None:
    steps = [1, 1, 0, 1, 2, 2, 0]
    output = np.full((len(steps), 3), 0.1, dtype=np.float32)
    output[np.arange(len(steps)), steps] = 0.8
    text, sure = decoded(output, ("o", "k"))
    assert text == "ook"
    assert sure == pytest.approx(0.8)
    assert decoded(output[2:3], ("o", "k")) == ("", 0.0)


def test_a_line_of_any_width_is_read_within_bounds() -> None:
    session: Any = Session(np.zeros((9, 4, 3), dtype=np.float32))
    lines = [np.zeros((10, width, 3), np.uint8) for width in (1, 100, 5000)]
    read_lines(session, ("o", "k"), lines)
    assert session.asked[0].shape[2] == 48
    assert session.asked[0].shape[3] <= 960


def test_a_box_is_straightened_the_way_its_text_runs() -> None:
    picture = np.zeros((40, 40, 3), np.uint8)
    picture[:20] = 200
    corners = np.array([[10, 0], [10, 40], [0, 40], [0, 0]], dtype=np.float32)
    part = straightened(picture, corners)
    assert part.shape[1] > part.shape[0]
    assert part[:, :8].mean() > 150 > 50 > part[:, -8:].mean()


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "model_files", lambda: None)
    with pytest.raises(UnavailableError, match=r"marquee-bot\[ocr\]"):
        installed_models()


def test_a_file_that_is_no_model_is_refused(tmp_path: Any) -> None:
    broken = tmp_path / "broken_det_small.onnx"
    broken.write_bytes(b"no model")
    with pytest.raises(UnavailableError):
        open_session(broken, 1)
    with pytest.raises(UnavailableError):
        Reader.open(files=ModelFiles(broken, broken))


def test_a_picture_that_is_read_again_is_made_larger_and_never_beyond_bounds() -> None:
    detection: Any = Session(shares(32, 32))
    recognition: Any = Session(np.zeros((1, 1, 3)))
    recognition.get_modelmeta = lambda: type(
        "Told", (), {"custom_metadata_map": {"character": "a"}}
    )
    reader = Reader(detection, recognition)
    for size in ((182, 268), (300, 450), (1280, 960), (500, 500)):
        for again in (False, True):
            reader.read(Image.new("RGB", size), again=again)
    longest = [max(pixels.shape[2:]) for pixels in detection.asked]
    assert longest == [480, 800, 640, 960, 640, 896, 640, 768]


@pytest.mark.parametrize(("again", "most"), [(False, 170), (True, 105)])
def test_of_a_page_of_text_only_so_much_is_read(again: bool, most: int) -> None:
    rows = [(10, 20 * row + 5, 630, 20 * row + 11) for row in range(30)]
    detection: Any = Session(shares(640, 640, *rows))
    recognition: Any = Session(np.zeros((8, 4, 3), dtype=np.float32))
    recognition.get_modelmeta = lambda: type(
        "Told", (), {"custom_metadata_map": {"character": "a"}}
    )
    size = (640, 640) if not again else (213, 213)
    assert Reader(detection, recognition).read(Image.new("RGB", size), again=again) == []
    # What is not sure is asked again upside down, six lines at most.
    read = sum(pixels.shape[0] * pixels.shape[3] for pixels in recognition.asked)
    assert 0 < read <= (most + 6 * 20) * 48


def drawn(*texts: str) -> Image.Image:
    image = Image.new("RGB", (420, 600), "navy")
    pen = ImageDraw.Draw(image)
    for row, text in enumerate(texts):
        pen.text((30, 60 + 110 * row), text, fill="white", font=face(56, bold=True))
    return image


@needs_models
@pytest.mark.slow
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_large_lettering_is_read_whichever_way_the_picture_lies(turns: int) -> None:
    image = drawn("RUNAWAY", "TRAIN").rotate(90 * turns, expand=True)
    lines: list[Line] = Reader.open().read(image)
    assert sorted(each.text for each in lines) == ["RUNAWAY", "TRAIN"]


@needs_models
@pytest.mark.slow
def test_a_white_sheet_and_a_sliver_say_nothing() -> None:
    reader = Reader.open()
    assert reader.read(Image.new("RGB", (400, 600), "white")) == []
    assert reader.read(Image.new("RGB", (4000, 3), "white")) == []
