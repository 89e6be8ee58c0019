"""Large blocks are returned where the C library can be told to, and elsewhere nothing happens."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest

from services.pictures import allocator


def test_it_is_told_from_which_size_on(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    library = SimpleNamespace(mallopt=lambda what, size: told.append((what, size)))
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    allocator.return_large_blocks()
    assert told == [(-3, 2**20), (-1, 2**22)]
    assert allocator.ENVIRONMENT["MALLOC_MMAP_THRESHOLD_"] == str(2**20)
    # Set one alone, the other would be 128 KiB: less than any picture.
    assert allocator.ENVIRONMENT["MALLOC_TRIM_THRESHOLD_"] == str(2**22)


@pytest.mark.parametrize("error", [OSError, TypeError])
def test_a_library_that_is_none_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(name: object) -> object:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    allocator.return_large_blocks()
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    allocator.return_large_blocks()
