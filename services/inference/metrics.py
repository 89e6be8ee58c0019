"""What the service counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

_REQUEST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_STAGE_S = (0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)


class Metrics:
    """The counters of one service, in a registry of their own.

    Args:
        waiting: Returns the requests let in and not yet answered.
    """

    def __init__(self, waiting: Callable[[], int]) -> None:
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
        Gauge(
            "marquee_queue_depth",
            "Posters let in and not yet answered.",
            registry=self._registry,
        ).set_function(waiting)
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
