"""Traces: a request, the steps below it, and nothing of what was asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from starlette.testclient import TestClient

from assistant.answers import Reason, Unanswered
from assistant.api import observed, problems
from assistant.api.app import create_app
from assistant.observing.steps import Step, step, told
from assistant.observing.tracing import endpoint, sending, tracing
from assistant.understood import Understood
from indexer.settings import Settings
from ui import site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from opentelemetry.sdk.trace import ReadableSpan

SECRET = "zinzolin"
ALLOWED = {
    *("http.request.method", "http.route", "http.response.status_code", "reperes.request_id"),
    *("reperes.outcome", "reperes.reason", "reperes.notice", "reperes.drafted"),
}


@pytest.fixture
def app() -> FastAPI:
    """Routes that put a question, at once and as it is answered."""
    made = FastAPI(telemetry=observed.UNTRACED)
    problems.install(made)

    def steps() -> Iterator[str]:
        with step(Step.RETRIEVE):
            yield "un"
        with step(Step.DRAFT):
            yield "deux"
        told(Unanswered(Reason.OFF_TOPIC, (), (), Understood(SECRET), 0.9))

    @made.get("/demander/{question}")
    def ask(question: str) -> list[str]:
        return list(steps())

    @made.get("/flux/{question}")
    def stream(question: str) -> StreamingResponse:
        return StreamingResponse(steps())

    @made.get("/panne/{question}")
    def fail(question: str) -> None:
        raise ValueError(question)

    observed.watch(made, Settings())
    return made


@pytest.fixture
def kept() -> Iterator[InMemorySpanExporter]:
    """The spans that are made meanwhile."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with tracing(provider):
        yield exporter
    provider.shutdown()


def spans(kept: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    """By name; nothing of what was asked is in any."""
    found = kept.get_finished_spans()
    for span in found:
        assert set(span.attributes or {}) <= ALLOWED
        assert SECRET not in span.to_json()
        assert not span.events
    return {span.name: span for span in found}


@pytest.mark.parametrize("way", ["demander", "flux"])
def test_the_steps_of_a_question_stand_below_its_request(way: str, app: FastAPI, kept: InMemorySpanExporter) -> None:
    """Also of an answer that is sent as it comes, from one thread then another."""
    with TestClient(app) as client:
        response = client.get(f"/{way}/{SECRET}?q={SECRET}", headers={"Cookie": SECRET, "User-Agent": SECRET})
    found = spans(kept)
    request = found[f"GET /{way}/{{question}}"]
    assert (request.kind, request.status.status_code) == (SpanKind.SERVER, StatusCode.UNSET)
    assert request.attributes is not None
    assert request.attributes["reperes.request_id"] == response.headers["x-request-id"]
    assert request.attributes["reperes.outcome"] == "refused"
    assert request.attributes["reperes.reason"] == "off_topic"
    for name in ("reperes.retrieve", "reperes.draft"):
        below = found[name]
        assert below.parent is not None
        assert request.context is not None
        assert below.parent.span_id == request.context.span_id
        assert (request.start_time or 0) <= (below.start_time or 0) <= (below.end_time or 0) <= (request.end_time or 0)


def test_a_failure_is_marked_without_its_words(app: FastAPI, kept: InMemorySpanExporter) -> None:
    """The status says it; the log says where."""
    with TestClient(app, raise_server_exceptions=False) as client:
        client.get(f"/panne/{SECRET}")
    assert spans(kept)["GET /panne/{question}"].status.status_code is StatusCode.ERROR


def test_a_trace_that_a_proxy_began_goes_on(app: FastAPI, kept: InMemorySpanExporter) -> None:
    """As W3C's `traceparent` tells it."""
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    with TestClient(app) as client:
        client.get("/rien", headers={"traceparent": f"00-{trace_id}-b7ad6b7169203331-01"})
    (span,) = spans(kept).values()
    assert span.context is not None
    assert f"{span.context.trace_id:032x}" == trace_id


def test_fastapi_traces_nothing_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its spans would hold addresses and queries: not even where the whole process is traced."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr("opentelemetry.trace._TRACER_PROVIDER", provider)
    settings = Settings(data_dir=tmp_path)
    app = create_app(settings)
    site.mount(app, settings)
    client = TestClient(app, raise_server_exceptions=False)
    for path in ("/healthz", f"/?q={SECRET}", f"/aide?q={SECRET}", f"/{SECRET}"):
        client.get(path)
    assert exporter.get_finished_spans() == ()
    provider.shutdown()


def test_nothing_is_sent_unless_a_collector_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """By our setting, or by the variables that all of OpenTelemetry reads; one of which forbids it."""
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_SDK_DISABLED"):
        monkeypatch.delenv(name, raising=False)
    assert endpoint(Settings()) == ""
    assert endpoint(Settings(otel_endpoint="http://127.0.0.1:4318/")) == "http://127.0.0.1:4318/v1/traces"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    assert endpoint(Settings())
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    assert endpoint(Settings(otel_endpoint="http://127.0.0.1:4318")) == ""


def test_spans_reach_a_collector(app: FastAPI) -> None:
    """Over OTLP/HTTP, all of them by the time that the service has ended."""
    received: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            received.append((self.path, body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sending(Settings(otel_endpoint=f"http://127.0.0.1:{server.server_port}")), TestClient(app) as client:
            client.get(f"/demander/{SECRET}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    ((path, body),) = received
    assert path == "/v1/traces"
    assert SECRET.encode() not in body
    (resource,) = ExportTraceServiceRequest.FromString(body).resource_spans
    assert {each.key: each.value.string_value for each in resource.resource.attributes}["service.name"] == "reperes"
    names = {span.name for scope in resource.scope_spans for span in scope.spans}
    assert names == {"GET /demander/{question}", "reperes.retrieve", "reperes.draft"}
