"""What the service counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one application; two applications in a process do not share them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "mtkg_requests",
            "Requests answered, by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "mtkg_request_seconds",
            "Seconds from the request's head to the answer's end, cache hits left out.",
            ("route",),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._counted: dict[tuple[str, str, int], Counter] = {}
        self._timed: dict[str, Histogram] = {}

    def gauge(self, name: str, help: str, read: Callable[[], float]) -> None:
        """A value that is read when it is asked for."""
        Gauge(name, help, registry=self._registry).set_function(read)

    def count(self, route: str, method: str, status: int) -> None:
        """One answer more."""
        key = (route, method, status)
        counter = self._counted.get(key)
        if counter is None:
            counter = self._requests.labels(route, method, str(status))
            self._counted[key] = counter
        counter.inc()

    def time(self, route: str, seconds: float) -> None:
        """How long an answer took that had to be made."""
        histogram = self._timed.get(route)
        if histogram is None:
            histogram = self._timed[route] = self._seconds.labels(route)
        histogram.observe(seconds)

    def text(self) -> bytes:
        """Everything in the exposition format."""
        return generate_latest(self._registry)
