"""What `make bench` makes of what it measured, and what it sends."""

from __future__ import annotations

from io import BytesIO, StringIO
from itertools import islice
from typing import Any

import pytest
from PIL import Image
from rich.console import Console

from benchmarks.serving.figures import load_figures, ratios, show
from benchmarks.serving.pictures import encoded, endless


def load(a_second: float, *, cpu_ms: float = 12.0, memory_mb: float = 300.0) -> dict[str, Any]:
    count = round(10 * a_second)
    told = {
        "times_ms": [32e3 / a_second] * count,
        "statuses": {"200": count, "503": 7, "400": 1},
        "seconds": 10.0,
        "cpu_s": 1.0,
        "stages_ms": {"decode": [1.0], "search": [0.3], "heads": [0.2]},
    }
    return load_figures(told, cpu_ms * count / 1e3, memory_mb)


@pytest.fixture
def figures() -> dict[str, Any]:
    one = {"p50_ms": 10.0, "cpu_ms": 10.0, "a_second": 100.0}
    names = [f"{n} {kind}" for kind in ("distinct", "identical") for n in (1, 8, 32, 128)]
    return {
        "machine": {"cores": 2},
        "encoder": {"one": one, "eights": one, "pixels": {"p50_ms": 0.4}},
        "embedded": {"p50_ms": 11.0, "cpu_ms": 11.0, "a_second": 90.0},
        "published": {"p50_ms": 176.0, "cpu_ms": 200.0, "a_second": 6.0},
        "loads": {name: load(80.0) for name in names}
        | {
            "32 identical": load(400.0),
            "128 distinct, asking again at once": load(76.0, memory_mb=303.0),
        },
        "reader": load(500.0),
        "crowd": {"alone": {"p50_ms": 20.0}, "other": {"p50_ms": 30.0}},
        "start": {"ready_s": 0.9, "memory_mb": 200.0},
        "install_mb": 450.0,
        "others": {"immich": "not installed here"},
    }


def test_a_load_is_counted_by_how_it_was_answered() -> None:
    figures = load(80.0)
    assert (figures["answered"], figures["refused"], figures["failed"]) == (800, 7, 1)
    assert figures["a_second"] == 80.0
    assert figures["cpu_ms"] == pytest.approx(12.0)
    assert figures["p99_ms"] == pytest.approx(400.0)


def test_ratios_are_what_they_say(figures: dict[str, Any]) -> None:
    values = [value for value, _ in ratios(figures).values()]
    assert values[:3] == pytest.approx([16.0, 10 / 11, 1.9])
    # 12 ms of the encoder's 10; 80 of the 95 a second that the load leaves; 400 of 500.
    assert values[3:5] == pytest.approx([1.2, 80 / 95])
    # All took 32 divided by the throughput; 400 of the reader's 500; as many at 128 as at 32.
    assert values[5:10] == pytest.approx([1.0, 0.8, 1.0, 1.0, 0.95])
    assert values[10:] == pytest.approx([1.01, 1.5])


def test_all_of_it_is_shown(figures: dict[str, Any]) -> None:
    console = Console(record=True, width=120, file=StringIO())
    show(figures, console)
    said = console.export_text()
    assert "32 identical" in said
    assert "immich: not installed here" in said
    figures["published"] = {"missing": "No module named 'torch'"}
    show(figures, console)
    assert "not installed" in console.export_text()
    assert "the published way's speed" not in str(ratios(figures))


def test_no_two_pictures_sent_are_the_same_file_and_all_are_the_same_picture() -> None:
    pictures = [encoded(Image.new("RGB", (60, 90), colour)) for colour in ("teal", "navy")]
    sent = [*islice(endless(pictures), 40)]
    assert len(set(sent)) == 40
    seen = {Image.open(BytesIO(data)).convert("RGB").tobytes() for data in sent}
    assert len(seen) == 2
