"""Figures for Prometheus: valid, bounded, of nobody, for those who may see them; and the dashboard that shows them."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.answers import Notice, Reason
from assistant.api import access, observed, problems
from assistant.api.figures import figures_router
from assistant.database.opening import Database
from assistant.maintenance.jobs import Ending, Jobs, Kind, State
from assistant.maintenance.kept_backups import note_backup
from assistant.observing import metrics
from assistant.observing.steps import Ending as Ended
from assistant.observing.steps import Step, ignore, step, watch
from assistant.observing.troubles import Trouble
from indexer.errors import DatabaseUnavailable, InvalidSetting
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOKEN = "jeton-assez-long-pour-servir"
HERE = ("127.0.0.1", 50000)
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@dataclass
class Serving:
    """What answers: a generation of two publications."""

    def assistant(self) -> object:
        """An assistant over it."""
        manifest = SimpleNamespace(built_at="2026-11-01T08:00:00+00:00", documents=(1, 2), passages=40, generation="g1")
        return SimpleNamespace(index=SimpleNamespace(manifest=manifest))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Figures asked for, by this machine; some jobs and a backup behind it."""
    made = Settings(data_dir=tmp_path, metrics="on")
    with_jobs = Database.of(made)
    jobs = Jobs(with_jobs)
    jobs.end(jobs.ask(Kind.INDEX, {}, "zinzolin").number, Ending(State.DONE, {}))
    jobs.ask(Kind.EVAL, {}, "zinzolin")
    with_jobs.close()
    note_backup(tmp_path, dt.datetime.now(dt.UTC).isoformat())
    return made


class FullDisk:
    """What looks for trouble, on a full disk."""

    def troubles(self) -> tuple[Trouble, ...]:
        """That one."""
        return (Trouble.NO_ROOM,)


def app_of(settings: Settings) -> FastAPI:
    """The route, observed."""
    made = FastAPI()
    problems.install(made)
    access.install(made, settings)
    made.include_router(figures_router(settings))
    made.state.serving = Serving()
    made.state.watch = FullDisk()
    observed.watch(made, settings)

    @made.get("/publications/{doc}")
    def read(doc: str) -> str:
        return doc

    return made


def client_of(settings: Settings, client: tuple[str, int] = HERE) -> TestClient:
    """Somebody who asks, from an address."""
    return TestClient(app_of(settings), client=client, raise_server_exceptions=False)


def figures(client: TestClient) -> Figures:
    """What it exposes, read by prometheus_client's own parser."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_the_state_of_the_service_is_told(settings: Settings) -> None:
    """Index, jobs, mail, backup; of nobody in particular."""
    told = figures(client_of(settings))
    assert told["reperes_index_documents", ()] == 2
    assert told["reperes_index_passages", ()] == 40
    assert told["reperes_index_built_timestamp_seconds", ()] == 1_793_520_000
    assert told["reperes_index_follows", ()] == 0
    assert told["reperes_jobs", (("kind", "index"), ("state", "done"))] == 1
    assert told["reperes_jobs", (("kind", "eval"), ("state", "waiting"))] == 1
    assert told["reperes_jobs", (("kind", "index"), ("state", "failed"))] == 0
    assert told["reperes_solicitations", (("status", "received"),)] == 0
    assert told["reperes_state_errors", ()] == 0
    assert told["reperes_trouble", (("trouble", "no_room"),)] == 1
    assert told["reperes_trouble", (("trouble", "database"),)] == 0
    assert told["reperes_backup_timestamp_seconds", ()] > 1_700_000_000
    assert told["process_resident_memory_bytes", ()] > 1_000_000
    assert "zinzolin" not in str(told)


def test_requests_are_counted_by_route_and_never_by_address(settings: Settings) -> None:
    """Whatever is asked for: templates, classes of status, methods that exist."""
    client = client_of(settings)
    key = ("reperes_http_requests_total", (("method", "GET"), ("route", "/publications/{doc}"), ("status", "2xx")))
    before = figures(client).get(key, 0)
    for word in range(30):
        client.get(f"/publications/zinzolin-{word}?mot={word}")
        client.get(f"/zinzolin-{word}")
        client.request(f"ZINZOLIN{word}", "/publications/a")
    told = figures(client)
    assert told[key] == before + 30
    assert "zinzolin" not in str(told).lower()
    routes = {dict(labels)["route"] for name, labels in told if name == "reperes_http_requests_total"}
    assert "(inconnue)" in routes
    methods = {dict(labels)["method"] for name, labels in told if name == "reperes_http_requests_total"}
    assert methods <= {*observed.METHODS, observed.OTHER}
    assert told["reperes_http_request_duration_seconds_count", key[1][:2]] >= 30


def test_answers_are_counted_by_outcome(settings: Settings) -> None:
    """And what a language model did not do; each series begins at 0, so that its first event is seen."""
    client = client_of(settings)
    before = figures(client)
    metrics.FIGURES.ends(Ended.ANSWERED, "", Notice.TOO_SLOW.value, drafted=False)
    metrics.FIGURES.ends(Ended.REFUSED, Reason.OFF_TOPIC.value, "", drafted=False)
    with step(Step.RETRIEVE):
        pass
    told = figures(client)

    def rise(name: str, **labels: str) -> float:
        key = (name, tuple(sorted(labels.items())))
        return told[key] - before[key]

    assert rise("reperes_answers_total", outcome="answered", reason="", drafted="false") == 1
    assert rise("reperes_answers_total", outcome="refused", reason="off_topic", drafted="false") == 1
    assert rise("reperes_llm_degradations_total", notice="too_slow") == 1
    assert rise("reperes_answer_step_duration_seconds_count", step="retrieve") == 1
    for reason in Reason:
        assert ("reperes_answers_total", (("drafted", "false"), ("outcome", "refused"), ("reason", reason))) in told


@pytest.mark.parametrize(
    ("changed", "client", "headers", "status"),
    [
        ({}, HERE, {}, 200),
        ({}, ("::1", 50000), {}, 200),
        ({}, ("192.0.2.7", 50000), {}, 404),
        ({}, HERE, {"X-Forwarded-For": "192.0.2.7"}, 404),
        ({}, HERE, {"Forwarded": "for=192.0.2.7"}, 404),
        ({"metrics": "off"}, HERE, {}, 404),
        ({"metrics": "off", "metrics_token": SecretStr(TOKEN)}, HERE, {"Authorization": f"Bearer {TOKEN}"}, 404),
        ({"metrics_token": SecretStr(TOKEN)}, HERE, {}, 404),
        ({"metrics_token": SecretStr(TOKEN)}, HERE, {"Authorization": f"Bearer {TOKEN}x"}, 404),
        ({"metrics_token": SecretStr(TOKEN)}, ("192.0.2.7", 1), {"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_figures_are_for_those_who_may_see_them(
    changed: dict[str, object], client: tuple[str, int], headers: dict[str, str], status: int, settings: Settings
) -> None:
    """Off by default; then the token, or this machine without a proxy. For others nothing stands there."""
    response = client_of(settings.model_copy(update=changed), client).get("/metrics", headers=headers)
    assert response.status_code == status
    if status == 404:
        assert "reperes_" not in response.text


def test_figures_are_off_unless_they_are_asked_for(tmp_path: Path) -> None:
    """And a token that could be guessed is refused as the service starts."""
    assert Settings().metrics == "off"
    with pytest.raises(InvalidSetting):
        figures_router(Settings(data_dir=tmp_path, metrics_token=SecretStr("court")))


def test_a_database_that_cannot_be_read_leaves_the_other_figures(settings: Settings) -> None:
    """It is said, and nothing is told wrong."""

    class Gone:
        def reading(self) -> object:
            raise DatabaseUnavailable(database="x")

    app = app_of(settings)
    app.state.database = Gone()
    told = figures(TestClient(app, client=HERE))
    assert told["reperes_state_errors", ()] == 1
    assert told["reperes_index_documents", ()] == 2
    assert not any(name == "reperes_jobs" for name, _ in told)


def test_the_dashboard_shows_figures_that_exist(settings: Settings, root: Path) -> None:
    """Every query of every panel, and every label that it names, against what is exposed."""
    client = client_of(settings)
    client.get("/publications/a")
    told = figures(client)
    known = {name for name, _ in told} | {"up"}
    labels = {label for _, pairs in told for label, _ in pairs} | {"instance", "job"}
    dashboard = json.loads((root / "docs" / "grafana" / "reperes.json").read_text(encoding="utf-8"))
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    queries += [variable["query"] for variable in dashboard["templating"]["list"] if variable["type"] == "query"]
    assert len(queries) > 20
    shown = set()
    for query in queries:
        asked = set(re.findall(r"\b(?:reperes|process|python)_[a-z_]+\b|\bup\b", query))
        assert asked, query
        assert asked <= known, query
        named = set(re.findall(r"([a-z_]+)\s*=~?\s*\"", query))
        named |= {each.strip() for by in re.findall(r"by \(([^)]*)\)", query) for each in by.split(",")}
        assert named <= labels, query
        shown |= asked
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in known if name.startswith("reperes_")}
    assert {name for name in ours if not any(each.startswith(name) for each in shown)} == set()
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


def test_watchers_hear_each_step_begin_and_end() -> None:
    """Also of a step that fails; one that listens twice hears once."""
    heard: list[str] = []

    class Notes:
        def begins(self, step: Step) -> Callable[[], None]:
            heard.append(f"{step} begins")
            return lambda: heard.append(f"{step} ends")

        def ends(self, ending: Ended, reason: str, notice: str, *, drafted: bool) -> None:
            heard.append(ending)

    notes = Notes()
    watch(notes)
    watch(notes)
    try:
        with pytest.raises(KeyError), step(Step.SELECT):
            raise KeyError
    finally:
        ignore(notes)
    with step(Step.SELECT):
        pass
    assert heard == ["select begins", "select ends"]
