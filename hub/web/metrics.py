"""Figures for Prometheus: requests, the writer, listeners, devices. Labels are routes, views and device names, never people."""

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from hub.store.writer import Figures
from hub.web.push.broker import Broker
from hub.web.push.views import VIEWS
from hub.wire import KioskView

Kiosks = Callable[[], Awaitable[tuple[KioskView, ...]]]


_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)

WRITER = {
    "waiting": "Operations in the writer's queue",
    "operations": "Operations since the start",
    "commits": "Commits since the start",
    "commit_seconds": "Seconds in COMMIT since the start",
    "last_group": "Operations of the last commit",
}


class Metrics:
    """One registry a hub, so that two hubs in one process do not share figures."""

    def __init__(self, broker: Broker, kiosks: Kiosks, writer: Callable[[], Figures]) -> None:
        self._broker, self._kiosks, self._writer = broker, kiosks, writer
        self.registry = CollectorRegistry()
        self._requests = Counter("uketsuke_requests", "Requests answered", ("route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "uketsuke_request_seconds", "Time to an answer", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self._listeners = Gauge("uketsuke_event_listeners", "Open event streams", ("view",), registry=self.registry)
        self._last_fact = Gauge("uketsuke_last_fact", "Place of the newest fact in the log", registry=self.registry)
        self._seen = Gauge(
            "uketsuke_kiosk_last_seen_seconds", "Unix time a kiosk was last heard", ("kiosk",), registry=self.registry
        )
        self._printer = Gauge(
            "uketsuke_kiosk_printer", "1 for the state a printer is in", ("kiosk", "state"), registry=self.registry
        )
        self._help = Gauge("uketsuke_kiosk_help_called", "1 while a kiosk calls for help", ("kiosk",), registry=self.registry)
        self._gauges = {name: Gauge(f"uketsuke_writer_{name}", words, registry=self.registry) for name, words in WRITER.items()}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """`route`: the pattern of the table, never the path that was asked for."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    async def text(self) -> bytes:
        """Everything in Prometheus' text format, read now."""
        for view in VIEWS:
            self._listeners.labels(view).set(len(self._broker.listeners(view)))
        self._last_fact.set(self._broker.head)
        figures = self._writer()
        for name, gauge in self._gauges.items():
            gauge.set(getattr(figures, name))
        self._printer.clear()
        for kiosk in await self._kiosks():
            self._seen.labels(kiosk.kiosk).set(kiosk.last_seen.timestamp() if kiosk.last_seen else 0)
            self._printer.labels(kiosk.kiosk, kiosk.state.printer if kiosk.state else "unknown").set(1)
            self._help.labels(kiosk.kiosk).set(1 if kiosk.help_since else 0)
        return generate_latest(self.registry)
