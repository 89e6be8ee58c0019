"""What an embedded client counts of itself; the service tells it to Prometheus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from services.inference.answer_cache import CacheCounts


@dataclass(slots=True)
class Tallies:
    """The counts of one client.

    Attributes:
        cache: What the cache of answers did.
        refusals: Questions that were refused or dropped, by why: see `services.inference.batcher`.
    """

    cache: CacheCounts = field(default_factory=CacheCounts)
    refusals: Counter[str] = field(default_factory=Counter)

    def refused(self, why: str) -> None:
        """Count a question that was refused or dropped."""
        self.refusals[why] += 1
