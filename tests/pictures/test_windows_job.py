"""The job object of a worker on Windows: what Windows is asked for, on any machine."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import pytest

from services.pictures.windows_job import WindowsJob, _BasicLimits, _ExtendedLimits


class Kernel:
    """Takes the calls of one job; the call named `refuses` fails."""

    def __init__(self, refuses: str = "") -> None:
        self._refuses = refuses
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any) -> int:
            if name == "SetInformationJobObject":
                limits = given[2]._obj
                given = (*given[:2], limits.ProcessMemoryLimit, given[3])
                assert limits.BasicLimitInformation.LimitFlags == 0x2100
            self.calls.append((name, *given))
            return 0 if name == self._refuses else 7

        return call


def test_the_layouts_are_those_of_windows() -> None:
    wide = ctypes.sizeof(ctypes.c_void_p) == 8
    assert ctypes.sizeof(_BasicLimits) == (64 if wide else 48)
    assert ctypes.sizeof(_ExtendedLimits) == (144 if wide else 112)
    assert _ExtendedLimits.ProcessMemoryLimit.offset == (112 if wide else 96)


def test_a_process_gets_its_limit_and_ends_with_its_job() -> None:
    kernel = Kernel()
    job = WindowsJob(42, 300 * 2**20, kernel)
    job.close()
    job.close()
    assert kernel.calls == [
        ("CreateJobObjectW", None, None),
        ("SetInformationJobObject", 7, 9, 300 * 2**20, ctypes.sizeof(_ExtendedLimits)),
        ("AssignProcessToJobObject", 7, 42),
        ("CloseHandle", 7),
    ]


@pytest.mark.parametrize("name", ["SetInformationJobObject", "AssignProcessToJobObject"])
def test_a_job_that_windows_refuses_is_let_go_of(name: str) -> None:
    kernel = Kernel(refuses=name)
    with pytest.raises(OSError, match="no job for a decoder"):
        WindowsJob(42, 1, kernel)
    assert kernel.calls[-1] == ("CloseHandle", 7)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is Windows that answers")
def test_elsewhere_there_is_none() -> None:
    with pytest.raises(OSError, match="are Windows'"):
        WindowsJob(42, 1)
