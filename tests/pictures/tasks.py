"""What a worker may be told to do instead of decoding; imported in its process."""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
import time
import warnings

from services.core.errors import PosterError
from services.pictures.frames import Answer, Question


def never(question: Question, heif: bool) -> Answer:
    """Answer `ok` at once, and nothing else ever; it takes no processor time."""
    while question.data != b"ok":
        time.sleep(3600)
    return Answer((1, 1), b"abc")


def spin(question: Question, heif: bool) -> Answer:
    """Take processor time for ever."""
    while True:
        pass


def crash(question: Question, heif: bool) -> Answer:
    """End as a decoder does that a file has broken."""
    if question.data == b"ok":
        return Answer((1, 1), b"abc")
    os.abort()


def killed(question: Question, heif: bool) -> Answer:
    """End as one does that the system has no memory for."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it is gone by now")


def limits(question: Question, heif: bool) -> Answer:
    """Tell the limits that hold here, and what was loaded."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
        "time": resource.getrlimit(resource.RLIMIT_CPU)[0] - used.ru_utime - used.ru_stime,
        "heavy": sorted({"numpy", "onnxruntime", "cv2", "torch", "aiohttp"} & sys.modules.keys()),
        "blocks": os.environ.get("MALLOC_MMAP_THRESHOLD_"),
        "private": sorted(name for name in os.environ if "TOKEN" in name),
    }
    raise PosterError("told", repr(told))


def greedy(question: Question, heif: bool) -> Answer:
    """Take more memory than there is for a picture."""
    try:
        bytearray(2**31)
    except MemoryError:
        raise PosterError("too_many_pixels", "There is a limit.") from None
    return Answer((1, 1), b"abc")


def lie(question: Question, heif: bool) -> Answer:
    """Say that the answer is larger than any."""
    return Answer((2**16, 2**16), b"")


def chatter(question: Question, heif: bool) -> Answer:
    """Say of a broken file what libraries say, past Python and by its warnings."""
    os.write(2, b"TIFFFillStrip: Read error on strip 0")
    warnings.warn("Tag data larger than file", stacklevel=1)
    logging.getLogger("PIL.TiffImagePlugin").error("More samples than can be decoded")
    print("found something")
    return Answer((1, 1), b"abc")
