"""Traces by OpenTelemetry, where a collector is set: a request, and below it the steps of the question that it puts.

FastAPI 0.165 can trace by itself; it is kept from doing so: its spans hold the address and the query of each request,
its log records the words of errors, and what people look for stands in both. Spans here hold the template of the
route, a status, the reference of the request, and how a question ended.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from opentelemetry import context, trace
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from assistant.messages import OTEL_MISSING
from assistant.observing import steps
from indexer.errors import InvalidSetting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextvars import Token

    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer, TracerProvider

    from assistant.observing.steps import Ending, Step
    from indexer.settings import Settings

NAME: Final = "reperes"
STANDARD: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""The variables that all of OpenTelemetry reads; our own setting goes before them."""
SDK: Final = ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http.trace_exporter")
SERVER_ERROR: Final = 500
_PROPAGATOR: Final = TraceContextTextMapPropagator()
"""Not the baggage, which may hold anything."""


class Traces:
    """A watcher that makes a span of each step, below that of the request."""

    def __init__(self, provider: TracerProvider) -> None:
        self.tracer: Tracer = provider.get_tracer(NAME)

    def begins(self, step: Step) -> Callable[[], None]:
        """A span, which may end in another thread: it is never the current one."""
        return self.tracer.start_span(f"reperes.{step.value}").end

    def ends(self, ending: Ending, reason: str, notice: str, *, drafted: bool) -> None:
        """Said on the span of the request."""
        span = trace.get_current_span()
        span.set_attribute("reperes.outcome", ending.value)
        span.set_attribute("reperes.drafted", drafted)
        for name, value in (("reason", reason), ("notice", notice)):
            if value:
                span.set_attribute(f"reperes.{name}", value)


@dataclass(slots=True)
class Opened:
    """The span of a request that has begun; ended by whoever began it, in the same task."""

    span: Span
    _token: Token[Context]

    def end(self, method: str, route: str, status: int, reference: str) -> None:
        """What is told of it, once all is known."""
        self.span.update_name(f"{method} {route}")
        self.span.set_attributes(
            {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "reperes.request_id": reference,
            }
        )
        if status >= SERVER_ERROR:
            self.span.set_status(StatusCode.ERROR)
        self.span.end()
        context.detach(self._token)


_STARTED: Final[list[Traces]] = []
"""At most one."""


def begin_request(headers: Mapping[str, str]) -> Opened | None:
    """The span of a request, below that of whoever sends it (`traceparent`); `None` when nothing is traced."""
    if not _STARTED:
        return None
    around = _PROPAGATOR.extract({name: headers[name] for name in ("traceparent", "tracestate") if name in headers})
    span = _STARTED[0].tracer.start_span("request", context=around, kind=SpanKind.SERVER)
    return Opened(span, context.attach(trace.set_span_in_context(span, around)))


@contextlib.contextmanager
def tracing(provider: TracerProvider) -> Iterator[None]:
    """Traces into a provider meanwhile."""
    traces = Traces(provider)
    _STARTED[:] = [traces]
    steps.watch(traces)
    try:
        yield
    finally:
        steps.ignore(traces)
        _STARTED.clear()


def endpoint(settings: Settings) -> str:
    """Where traces are sent; empty when they are not made.

    Raises:
        InvalidSetting: The libraries that send them are not installed.
    """
    if os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return ""
    if not settings.otel_endpoint and not any(os.environ.get(name) for name in STANDARD):
        return ""
    own = f"{settings.otel_endpoint.rstrip('/')}/v1/traces" if settings.otel_endpoint else ""
    if not all(map(_is_there, SDK)):
        raise InvalidSetting(name="REPERES_OTEL_ENDPOINT", value="", detail=OTEL_MISSING)
    return own or STANDARD[0]


@contextlib.contextmanager
def sending(settings: Settings) -> Iterator[None]:
    """Traces to the collector that is set, meanwhile; what waits is sent at the end. Nothing where none is.

    Raises:
        InvalidSetting: As `endpoint`.
    """
    place = endpoint(settings)
    if not place:
        yield
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider as Provider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # The exporter reads the standard variables itself, in their own way, where it is told nothing.
    exporter = OTLPSpanExporter() if place == STANDARD[0] else OTLPSpanExporter(endpoint=place)
    resource = Resource.create() if os.environ.get("OTEL_SERVICE_NAME") else Resource.create({SERVICE_NAME: NAME})
    provider = Provider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        with tracing(provider):
            yield
    finally:
        provider.shutdown()


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
