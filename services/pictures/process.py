"""One worker process, as the pool holds it: started, asked, ended."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from contextlib import suppress
from typing import IO

from services.pictures.allocator import ENVIRONMENT
from services.pictures.frames import READY, Answer, BrokenAnswerError, Question, answered, ask
from services.pictures.windows_job import WindowsJob

# What Python and Pillow take before the first picture.
_PYTHON_BYTES = 96 * 2**20
_PIPE_BYTES = 2**20
_CODE = (
    "import sys; sys.path[:] = {path!r}; "
    "from services.pictures.worker import main; main({task!r}, {memory})"
)

_log = logging.getLogger(__name__)


class Worker:
    """One process that decodes one picture at a time.

    Args:
        task: As of `DecodePool`.
        memory: Bytes that a picture may take.

    Attributes:
        served: Pictures that it answered.
        ready: Whether it has loaded what it needs.
    """

    def __init__(self, task: str, memory: int) -> None:
        self.served = 0
        self.ready = False
        code = _CODE.format(path=sys.path, task=task, memory=memory)
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**_environment(), **ENVIRONMENT},
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in: IO[bytes] = self._process.stdin
        self._out: IO[bytes] = self._process.stdout
        _widen(self._in)
        _widen(self._out)
        self._job = _job(self._process, memory)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait for a process that has just been started. Raises BrokenAnswerError."""
        if self._out.read(1) != READY:
            raise BrokenAnswerError("the worker did not start")
        self.ready = True

    def answer(self, question: Question) -> Answer:
        """Ask and wait for the answer. Raises BrokenAnswerError or OSError."""
        ask(self._in, question)
        answer = answered(self._out)
        self.served += 1
        return answer

    def kill(self) -> None:
        """End the process, whatever it does; who waits for its answer gets an error."""
        self._process.kill()

    def end(self, patience_s: float = 0) -> int:
        """End the process and let go of it; return what it ended with. For who holds it alone.

        Args:
            patience_s: How long it may take to end by itself.
        """
        if patience_s:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience_s)
        self._process.kill()
        code = self._process.wait()
        if self._job is not None:
            self._job.close()
        self._in.close()
        self._out.close()
        return code


def _job(process: subprocess.Popen[bytes], memory: int) -> WindowsJob | None:
    """Bound a worker's memory on Windows; elsewhere it bounds itself."""
    if sys.platform != "win32":
        return None
    try:
        return WindowsJob(int(process._handle), _PYTHON_BYTES + memory)
    except OSError as error:  # the deadline and the limit of pixels are left
        _log.warning("the memory of a decoder has no limit: %s", error)
        return None


def _environment() -> dict[str, str]:
    """Return this process's variables without those that a decoder has no business with."""
    return {name: value for name, value in os.environ.items() if not _is_private(name)}


def _is_private(name: str) -> bool:
    name = name.upper()
    return name.startswith("MARQUEE_") or any(word in name for word in ("TOKEN", "SECRET", "KEY"))


def _widen(pipe: IO[bytes]) -> None:
    """Let a picture through a pipe in few pieces, where the platform can."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl  # noqa: PLC0415

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
