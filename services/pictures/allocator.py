"""How memory goes back to the system that pictures took, where the C library is glibc.

Left to itself, glibc keeps the place of a large block that was given back for the next one, in an
arena of each thread, and there it falls to pieces: after some thousand hostile pictures the service
held 120 MB more than it used, each worker 30 MB. Blocks from a megabyte on are asked of the system
and returned to it. What is free at the end of the heap stays up to four: else each poster's pages
were given back and asked for again, 330 faults and a third of the time that decoding one takes.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

_LARGE = 2**20
_KEPT = 4 * 2**20
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
# For a process that is started: the same, and one arena, for each would be counted with 64 MB
# against its memory limit.
ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(_LARGE),
    "MALLOC_TRIM_THRESHOLD_": str(_KEPT),
}


def return_large_blocks() -> None:
    """Let this process return large blocks to the system, where it can be told to."""
    # Not on Windows (TypeError), and in no other C library (AttributeError).
    with suppress(OSError, TypeError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, _KEPT)
