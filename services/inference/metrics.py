"""What the service counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from services.inference.batcher import REASONS
from services.inference.tallies import Tallies

_REQUEST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_STAGE_S = (0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked for its counts whenever the metrics are.

    Attributes:
        waiting: Returns the requests let in and not yet answered.
        pace_s: Returns the seconds an answer, while others wait.
        ready: Returns whether `/readyz` would say so.
        tallies: The client's counts.
        kills: Decoders that ended before they answered, by why.
    """

    waiting: Callable[[], int]
    pace_s: Callable[[], float]
    ready: Callable[[], bool]
    tallies: Tallies
    kills: Mapping[str, int]


class Metrics:
    """The counters of one service, in a registry of their own.

    Args:
        sources: Of what is counted elsewhere.
    """

    def __init__(self, sources: Sources) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "marquee_requests",
            "Requests by route and outcome (ok, or the error's code).",
            ["route", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "marquee_request_seconds",
            "Seconds from the request's head to its answer, upload included.",
            ["route"],
            buckets=_REQUEST_S,
            registry=self._registry,
        )
        self._stages = Histogram(
            "marquee_stage_seconds",
            "Seconds that one poster spent in a stage of the pipeline.",
            ["stage"],
            buckets=_STAGE_S,
            registry=self._registry,
        )
        self._registry.register(_Counted(sources))
        self._films = Gauge(
            "marquee_catalogue_films",
            "Films in the default encoder's catalogue.",
            ["encoder"],
            registry=self._registry,
        )

    def answered(self, route: str, outcome: str, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(route, outcome).inc()
        self._seconds.labels(route).observe(seconds)

    def stages(self, timings_ms: Mapping[str, float]) -> None:
        """Count one poster's stages, given in milliseconds."""
        for stage, milliseconds in timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1e3)

    def catalogue(self, encoder: str, films: int) -> None:
        """Note what is served."""
        self._films.labels(encoder).set(films)

    def page(self) -> bytes:
        """Return the exposition in Prometheus's text format."""
        return generate_latest(self._registry)


class _Counted(Collector):
    """What others count."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def collect(self) -> Iterable[Metric]:
        """Return all of it as it is now."""
        sources, cache = self._sources, self._sources.tallies.cache
        for name, told, value in (
            ("queue_depth", "Posters let in and not yet answered.", sources.waiting()),
            ("queue_pace_seconds", "Seconds an answer, while others wait.", sources.pace_s()),
            ("ready", "1 where /readyz says so, else 0.", int(sources.ready())),
            ("cache_bytes", "Memory of the answers that are kept.", cache.bytes),
            ("cache_entries", "Answers that are kept.", cache.entries),
        ):
            yield GaugeMetricFamily(f"marquee_{name}", told, value)
        hows = {"computed": cache.computed, "kept": cache.kept, "shared": cache.shared}
        yield _counter(
            "answers",
            "Answers by how they came to be: computed, kept of the same picture before, or shared "
            "with who asked for it at the same time.",
            "how",
            hows,
        )
        refusals = {reason: sources.tallies.refusals[reason] for reason in REASONS}
        yield _counter(
            "refusals",
            "Posters refused or dropped: the queue full, room made for another place, hopeless to "
            "be in time, or late.",
            "reason",
            refusals,
        )
        kills = {why: sources.kills.get(why, 0) for why in ("too_long", "ended")}
        yield _counter(
            "decoder_kills", "Decoders killed for their time, or that ended.", "why", kills
        )


def _counter(name: str, told: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"marquee_{name}", told, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family
