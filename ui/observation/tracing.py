"""Traces for OpenTelemetry, sent only where a collector is configured."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import SettingsInvalid

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

# OpenTelemetry's own variables, which its exporter reads by itself.
_VARIABLES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class TraceSpan:
    """A span that is under way, or nothing at all."""

    def __init__(self, span: "Span | None") -> None:
        self._span = span

    def rename(self, name: str) -> None:
        """Give it the name that was not known when it began."""
        if self._span is not None:
            self._span.update_name(name)

    def note(self, attributes: Mapping[str, str | int | float | bool]) -> None:
        """Add attributes."""
        if self._span is not None:
            self._span.set_attributes(dict(attributes))


class Tracing:
    """Makes spans with `tracer`; None makes none."""

    def __init__(self, tracer: "Tracer | None" = None) -> None:
        self._tracer = tracer

    @contextmanager
    def span(self, name: str, headers: Mapping[str, str] | None = None) -> Iterator[TraceSpan]:
        """A span around the block, inside the one that `headers` (W3C traceparent) tell of."""
        if self._tracer is None:
            yield TraceSpan(None)
            return
        from opentelemetry.propagate import extract

        context = extract(headers) if headers is not None else None
        with self._tracer.start_as_current_span(name, context=context) as span:
            yield TraceSpan(span)


def open_tracing(collector: str | None) -> Tracing:
    """Return what sends spans to the collector at that address (OTLP over HTTP).

    None leaves it to OpenTelemetry's own variables, and to nobody when they are not set. Raises
    SettingsInvalid when the packages of `depeche[otel]` are missing.
    """
    if collector is None and not any(os.environ.get(variable) for variable in _VARIABLES):
        return Tracing()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsInvalid(
            "Traces are configured, but OpenTelemetry is missing: `pip install 'depeche[otel]'`."
        ) from error
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {SERVICE_NAME: "depeche"}
    provider = TracerProvider(resource=Resource.create(named))
    endpoint = f"{collector.rstrip('/')}/v1/traces" if collector else None
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return Tracing(provider.get_tracer("depeche"))
