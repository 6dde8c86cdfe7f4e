"""The figures of the server, as Prometheus reads them from /metrics."""

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from ui.observation.record import RequestRecord

Kind = Literal["ask", "search"]
"""`search` gives passages only, as the library page's field does."""

Outcome = Literal["answered", "abstained", "refused", "busy", "left", "failed"]
"""A search that finds nothing has abstained."""

_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one app, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "depeche_requests", "Requests answered.", ["route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "depeche_request_seconds",
            "Seconds from a request to the end of its response.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refused = Counter(
            "depeche_refused", "Requests refused.", ["reason"], registry=self.registry
        )
        self._questions = Counter(
            "depeche_questions", "Questions, by what came of them.", ["kind", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.open_questions = Gauge(
            "depeche_questions_open",
            "Questions being answered or waiting for their turn.",
            registry=self.registry,
        )

    def count_request(self, record: RequestRecord, status: int, seconds: float) -> None:
        """Count a request that was answered with `status` after so many seconds."""
        self._requests.labels(record.route, str(status)).inc()
        self._seconds.labels(record.route).observe(seconds)
        if record.refused:
            self._refused.labels(record.refused).inc()

    def count_question(self, kind: Kind, outcome: Outcome) -> None:
        """Count a question, asked through whichever door."""
        self._questions.labels(kind, outcome).inc()


def metrics_router(metrics: Metrics) -> APIRouter:
    """The route that Prometheus reads; ui/access/doors.py says who may."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    def figures() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router
