"""What one part of the fuzzing tried, and what it found."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Of findings that look alike so many are kept; the rest is counted.
_ALIKE = 5
LAST = "last.bin"
_TOLD = 2_000


class Report:
    """Counts what is tried, and keeps each finding as a file with a note beside it.

    Args:
        part: The name of the part.
        folder: Where findings go; made with the first.
        seconds: How long to try.
        clock: Seconds that only go forwards.
    """

    def __init__(
        self,
        part: str,
        folder: Path,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.part = part
        self.folder = folder
        self.tried: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.figures: dict[str, float] = {}
        self._clock = clock
        self._began = clock()
        self._end = self._began + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self._clock() >= self._end

    @property
    def left_s(self) -> float:
        """Seconds that are left."""
        return max(0.0, self._end - self._clock())

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Let what is done inside not count as time of trying."""
        began = self._clock()
        try:
            yield
        finally:
            self._end += self._clock() - began

    def came(self, sort: str, outcome: str) -> None:
        """Count something that was tried."""
        self.tried[sort] += 1
        self.outcomes[outcome] += 1

    def most(self, name: str, figure: float) -> None:
        """Keep the largest of some figures."""
        self.figures[name] = max(figure, self.figures.get(name, figure))

    def find(self, what: str, given: bytes, **facts: Any) -> None:
        """Keep a finding.

        Args:
            what: What is wrong, in words that are the same for findings that look alike.
            given: What was sent or read.
            facts: What helps to understand it.
        """
        self.found[what] += 1
        if self.found[what] > _ALIKE:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{self.part}-{hashlib.sha256(given).hexdigest()[:12]}"
        (self.folder / f"{name}.bin").write_bytes(given)
        note = {"what": what, **{key: str(value)[:_TOLD] for key, value in facts.items()}}
        (self.folder / f"{name}.json").write_text(json.dumps(note, indent=1) + "\n")
        print(f"  FOUND {what}: {self.folder / name}.bin", flush=True)

    def last(self, given: bytes) -> None:
        """Note what is tried now, for the case that it ends the process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{self.part}-{LAST}").write_bytes(given)

    def tell(self) -> None:
        """Print what was tried and found."""
        seconds = self._clock() - self._began
        print(f"{self.part}: {self.tried.total():,} tried in {seconds:.0f} s", flush=True)
        for title, counted in (("tried", self.tried), ("outcome", self.outcomes)):
            listed = ", ".join(f"{name} {count:,}" for name, count in counted.most_common())
            print(f"  {title}: {listed}")
        for name, figure in sorted(self.figures.items()):
            print(f"  {name}: {figure:,.2f}")
        for what, count in self.found.most_common():
            print(f"  FOUND {count:,} times: {what}")
        print(f"  {self.found.total()} findings", flush=True)
