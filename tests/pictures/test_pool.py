"""The workers: bounded, replaced where they fail, ended at once."""

from __future__ import annotations

import ast
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from services.core.errors import MarqueeError, PosterError, UnavailableError
from services.core.settings import Settings
from services.pictures import frames, images, pool, process
from services.pictures.pool import DecodePool, memory_for
from tests.pictures import hostile
from tests.pictures.pictures import assert_corners, busy, corners, encoded, read

TASKS = "tests.pictures.tasks"
LIMITS = {"max_bytes": 2**24, "max_pixels": 24_500_000}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the tasks ask for POSIX limits")


def settings(**changes: int) -> Settings:
    return Settings(_env_file=None, **{"threads": 1, **changes})  # pyright: ignore[reportCallIssue, reportArgumentType]


@pytest.fixture(scope="module")
def decoders() -> Iterator[DecodePool]:
    """One worker that decodes, for the tests that do it no harm."""
    shared = DecodePool(settings())
    yield shared
    shared.close()


def told(decoders: DecodePool, data: bytes) -> str:
    with pytest.raises(MarqueeError) as caught:
        decoders.decode(data, **LIMITS)
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_picture_is_as_it_would_be_in_this_process(decoders: DecodePool, kind: str) -> None:
    data = encoded(busy(300, 450), kind)
    there, here = decoders.decode(data, **LIMITS), read(data)
    assert there.mode == "RGB"
    assert np.array_equal(np.asarray(there), np.asarray(here))


def test_heic_is_read_where_its_reader_is_installed(decoders: DecodePool) -> None:
    pytest.importorskip("pi_heif", reason="needs the `heif` extra")
    image = decoders.decode(hostile.HEIC, **LIMITS)
    assert image.size == (48, 72)
    assert_corners(image, tolerance=40)
    assert told(decoders, hostile.HEIC[:400]) == "truncated"


def test_refusals_and_what_was_logged_come_through(
    decoders: DecodePool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="services.pictures.images")
    assert told(decoders, b"words") == "not_an_image"
    assert told(decoders, hostile.scanned(3_000)) == "too_much_work"
    assert told(decoders, encoded(busy(), "JPEG")[:-400]) == "truncated"
    assert "refused a file" in caplog.text
    assert_corners(decoders.decode(encoded(corners(), "PNG"), **LIMITS))
    assert len(decoders.workers) == 1


def test_one_that_never_answers_is_killed_and_replaced() -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:never", wall_s=0.01)
    decoders.start()
    (first,) = decoders.workers
    assert told(decoders, b"stay") == "too_much_work"
    assert not first.alive
    (second,) = decoders.workers
    assert second.pid != first.pid
    decoders.close()


@pytest.mark.slow
def test_one_that_takes_too_much_processor_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CPU_S", 0.0)
    decoders = DecodePool(settings(), task=f"{TASKS}:spin", wall_s=300)
    assert told(decoders, b"") == "too_much_work"
    decoders.close()


def test_one_that_crashes_gets_a_second_chance_and_no_third(
    caplog: pytest.LogCaptureFixture,
) -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:crash")
    assert told(decoders, b"crash") == "truncated"
    assert len([line for line in caplog.records if "a decoder ended" in line.message]) == 2
    assert decoders.decode(b"ok", **LIMITS).size == (1, 1)
    decoders.close()


def test_a_picture_whose_worker_was_killed_by_somebody_is_decoded_all_the_same() -> None:
    decoders = DecodePool(settings())
    decoders.decode(encoded(corners(), "PNG"), **LIMITS)
    (worker,) = decoders.workers
    os.kill(worker.pid, signal.SIGKILL)
    assert_corners(decoders.decode(encoded(corners(), "PNG"), **LIMITS))
    decoders.close()


def test_a_picture_whose_workers_are_killed_from_outside_is_not_called_damaged() -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:killed")
    assert told(decoders, b"") == "unavailable"
    decoders.close()


def test_limits_hold_in_a_worker_and_nothing_heavy_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MARQUEE_DISCORD_TOKEN", "hidden")
    decoders = DecodePool(settings(), task=f"{TASKS}:limits")
    with pytest.raises(PosterError) as caught:
        decoders.decode(b"", **LIMITS)
    limits = ast.literal_eval(caught.value.message)
    decoders.close()
    assert 0 < limits["time"] <= pool.CPU_S + 1
    assert limits["heavy"] == limits["private"] == []
    assert limits["blocks"] == "1048576"
    if sys.platform == "linux":
        most = memory_for(settings())
        assert most < limits["memory"] < most + 2**28


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only pixels are bounded")
def test_more_memory_than_a_picture_may_take_is_not_given() -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:greedy")
    assert told(decoders, b"") == "too_many_pixels"
    decoders.close()


def test_an_answer_out_of_bounds_is_not_read() -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:lie")
    assert told(decoders, b"") == "truncated"
    decoders.close()
    assert frames.MAX_RESULT == images.MAX_RESULT


def test_a_worker_is_replaced_when_it_has_served_its_time() -> None:
    decoders = DecodePool(settings(), lifetime=2)
    seen = set()
    for _ in range(4):
        decoders.decode(encoded(corners(), "PNG"), **LIMITS)
        seen |= {worker.pid for worker in decoders.workers}
    assert len(seen) == 3
    decoders.close()


def test_a_closed_pool_ends_what_is_being_decoded_and_takes_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:never", wall_s=3600)
    decoders.decode(b"ok", **LIMITS)
    (worker,) = decoders.workers
    codes: list[str] = []
    asked = threading.Event()

    def ask(*question: Any) -> None:
        frames.ask(*question)
        asked.set()

    monkeypatch.setattr(process, "ask", ask)
    waiting = threading.Thread(target=lambda: codes.append(told(decoders, b"stay")))
    waiting.start()
    assert asked.wait(30)
    decoders.close()
    waiting.join(30)
    assert codes == ["unavailable"]
    assert not worker.alive
    assert decoders.workers == []
    assert told(decoders, b"ok") == "unavailable"
    decoders.close()


def test_where_no_worker_starts_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    decoders = DecodePool(settings())
    with pytest.raises(UnavailableError):
        decoders.decode(b"", **LIMITS)
    decoders.close()


def test_what_a_library_says_of_a_broken_file_stays_in_its_worker(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    decoders = DecodePool(settings(), task=f"{TASKS}:chatter")
    decoders.decode(b"ok", **LIMITS)
    decoders.close()
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
