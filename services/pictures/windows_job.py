"""The memory limit of a worker process on Windows, which has no `setrlimit`: a job object.

Layouts and numbers: https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-jobobject_extended_limit_information
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import Any

_EXTENDED_LIMITS = 9
_LIMIT_PROCESS_MEMORY, _KILL_ON_CLOSE = 0x100, 0x2000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class WindowsJob:
    """A job of one process, which ends with it.

    Args:
        process: The process's handle.
        memory: Bytes that the process may commit.
        kernel: Windows' kernel32; the tests give their own.

    Raises:
        OSError: Windows refused.
    """

    def __init__(self, process: int, memory: int, kernel: Any = None) -> None:
        self._kernel = kernel or _kernel()
        self._handle = self._checked(self._kernel.CreateJobObjectW(None, None))
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _LIMIT_PROCESS_MEMORY | _KILL_ON_CLOSE
        limits.ProcessMemoryLimit = memory
        try:
            self._checked(
                self._kernel.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
            )
            self._checked(self._kernel.AssignProcessToJobObject(self._handle, process))
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """End the process, if it still runs, and let go of the job. Safe to call twice."""
        if self._handle:
            self._kernel.CloseHandle(self._handle)
            self._handle = 0

    @staticmethod
    def _checked(given: int) -> int:
        if not given:
            code = ctypes.get_last_error() if sys.platform == "win32" else 0
            raise OSError(code, "Windows gave no job for a decoder")
        return given


def _kernel() -> Any:
    if sys.platform != "win32":
        raise OSError("job objects are Windows'")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
    kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD,
    )  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    return kernel
