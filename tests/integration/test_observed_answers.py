"""A real question, watched: its steps are timed and traced, its outcome counted, its words nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.observing import metrics
from assistant.observing.steps import Step
from assistant.observing.tracing import tracing
from assistant.questions import Question
from assistant.service import Assistant
from indexer.index import open_index

if TYPE_CHECKING:
    from places import Place

ANSWERED = "Combien de QPV compte la France en 2024 ?"
REFUSED = "Quelle est la recette de la tarte aux pommes ?"


def test_the_steps_of_a_question_are_timed_and_its_outcome_counted(served: Place) -> None:
    """One that is answered, one that is not; of neither is a word kept."""
    metrics.start()
    assistant = Assistant(open_index(served.settings), served.embedder, served.settings)
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def count(**labels: str) -> float:
        return metrics.REGISTRY.get_sample_value("reperes_answers_total", labels) or 0

    answered = {"outcome": "answered", "reason": "", "drafted": "false"}
    refused = {"outcome": "refused", "reason": "off_topic", "drafted": "false"}
    before = count(**answered), count(**refused)
    with tracing(provider):
        assistant.ask(Question(ANSWERED))
        assistant.ask(Question(REFUSED))
    assert (count(**answered), count(**refused)) == (before[0] + 1, before[1] + 1)
    spans = exporter.get_finished_spans()
    made = [f"reperes.{each}" for each in (Step.UNDERSTAND, Step.RETRIEVE, Step.SELECT, Step.DECIDE, Step.COMPOSE)]
    assert [span.name for span in spans] == made * 2
    told = " ".join(span.to_json() for span in spans)
    assert "QPV" not in told
    assert "tarte" not in told
    for name in made:
        key = {"step": name.removeprefix("reperes.")}
        assert (metrics.REGISTRY.get_sample_value("reperes_answer_step_duration_seconds_count", key) or 0) >= 2
