"""The process that decodes: one picture after another from its input, until that is closed.

It is started by the pool, as a Python of its own and not as a fork: the model's threads and
memory stay where they are.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
import warnings
from contextlib import suppress
from io import BufferedReader, FileIO
from typing import TYPE_CHECKING

from services.core.errors import PosterError
from services.pictures.frames import READY, Answer, Question, answer, asked

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import resource
except ImportError:  # Windows: there the pool bounds the memory, and the deadline the time
    resource = None

_MOST_LOGGED = 20


class _Kept(logging.Handler):
    """Keeps what is logged, for the pool to log where somebody reads it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[tuple[int, str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip()
        if len(self.lines) < _MOST_LOGGED:
            self.lines.append((record.levelno, record.name, text[:10_000]))

    def taken(self) -> tuple[tuple[int, str, str], ...]:
        lines, self.lines = tuple(self.lines), []
        return lines


def main(task: str, memory: int) -> None:
    """Answer questions until there are no more.

    Args:
        task: Of what answers one, "module:function".
        memory: Bytes that a picture may take beside what the process has when it starts.
    """
    # Ctrl-C goes to all processes of a terminal; this one ends when its input is closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = _pipes()
    work, heif, log = _prepared(task)
    _quieten()
    limit_memory(memory)
    answers.write(READY)
    while (question := asked(questions)) is not None:
        limit_time(question.cpu_s)
        try:
            given = work(question, heif)
        except PosterError as error:
            given = Answer(refusal=(error.code, error.message))
        # The file's bytes are no longer needed; an answer may take as many.
        del question
        given = Answer(given.size, given.pixels, given.refusal, log.taken())
        try:
            answer(answers, given)
        except BrokenPipeError:
            break
        del given


def decode(question: Question, heif: bool) -> Answer:
    """Decode a picture; raises PosterError."""
    from services.pictures.images import decode as decoded  # noqa: PLC0415

    image = decoded(
        question.data, max_bytes=question.max_bytes, max_pixels=question.max_pixels, heif=heif
    )
    return Answer(image.size, image.tobytes())


def limit_memory(more: int) -> None:
    """Let this process take that many bytes beside what it has, where the platform can tell."""
    if resource is None:
        return
    with suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            now = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))


def limit_time(seconds: float) -> None:
    """Let this process take that many seconds of processor time from now on; then it is ended."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    # Whole seconds are counted, so that a picture may get up to one more.
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _pipes() -> tuple[BufferedReader, FileIO]:
    """Return where questions come in and answers go out, out of reach of what prints."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = FileIO(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return questions, answers


def _quieten() -> None:
    """Keep what decoders say of broken files out of the log: strangers choose how much it is."""
    warnings.simplefilter("ignore")
    pillow = logging.getLogger("PIL")
    pillow.addHandler(logging.NullHandler())
    pillow.propagate = False
    # libtiff and others write past Python; a traceback of our own still comes out.
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _prepared(task: str) -> tuple[Callable[[Question, bool], Answer], bool, _Kept]:
    """Load what the pictures will need, so that the first one need not wait for it."""
    from pkgutil import resolve_name  # noqa: PLC0415

    from PIL import (  # noqa: PLC0415
        AvifImagePlugin,
        BmpImagePlugin,
        GifImagePlugin,
        ImageCms,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    from services.pictures import images  # noqa: PLC0415
    from services.pictures.heif import register  # noqa: PLC0415

    # The pool's processes are what works side by side; threads of a decoder take more memory.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    for module in (
        BmpImagePlugin, GifImagePlugin, ImageCms, JpegImagePlugin, MpoImagePlugin, PngImagePlugin,
        TiffImagePlugin, WebPImagePlugin, images,
    ):  # fmt: skip
        assert module.__name__ in sys.modules
    log = _Kept()
    logging.getLogger().addHandler(log)
    logging.getLogger("services").setLevel(logging.INFO)
    return resolve_name(task), register(), log
