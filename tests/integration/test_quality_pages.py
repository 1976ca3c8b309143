"""Pages that tell how the publications and the answers do, and the backup: what they show, refuse, and to whom."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import sqlite3
import sys
import tarfile
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts.audit import Action, Sought
from assistant.accounts.rights import NOBODY, Right
from assistant.api import access, problems
from assistant.api.access import COOKIE
from assistant.gaps import GAPS_NAME, Gaps
from assistant.maintenance.backup import MANIFEST
from assistant.maintenance.evaluations import Figure, Measured
from assistant.maintenance.jobs import Ending, Kind, State, now
from assistant.maintenance.quality.messages import CHECKS
from assistant.maintenance.quality.model import Check, Finding, Quality
from assistant.maintenance.upkeep import BACKUP, By, Upkeep
from assistant.observing.troubles import Watch
from evals.floors import floors
from indexer.index import open_index
from ui import site
from ui.administration import backup, evaluations, quality, unanswered
from ui.administration.messages import FAMILIES, OFFERED, RELATIONS
from ui.site.guard import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response
    from places import Place

    from assistant.accounts.store import Accounts
    from indexer.index import Index
    from indexer.settings import Settings

PASSWORD: Final = "quatre lampes vertes au grenier"
BASE: Final = "/administration"
READER: Final = {"Accept": "text/html,*/*;q=0.8"}
HOSTILE: Final = "Quel budget <script>alert(1)</script> pour un ASV ?"
FORMULA: Final = "=1+1 CLSM combien de postes ?"
MORNING: Final = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)


class Somebody:
    """A browser of somebody who has a right, or of a stranger."""

    def __init__(self, app: FastAPI, right: Right | None) -> None:
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=READER)
        self.token = ""
        if right is not None:
            accounts: Accounts = app.state.accounts
            login = f"{right}@exemple.fr"
            if not accounts.list(login).total:
                accounts.add(login, f"Personne {right}", [right], by=NOBODY, password=PASSWORD)
            opened = accounts.sign_in(login, PASSWORD)
            self.client.cookies.set(COOKIE, opened.cookie)
            self.token = opened.caller().token

    def get(self, path: str, status: int = 200) -> BeautifulSoup:
        """A page of ours."""
        return page_of(self.client.get(f"{BASE}{path}"), status)

    def send(self, path: str, **fields: object) -> Response:
        """A form, with its token."""
        return self.client.post(f"{BASE}{path}", data={"jeton": self.token, **fields})  # type: ignore[arg-type]


def page_of(response: Response, status: int = 200) -> BeautifulSoup:
    """A page, checked to be one of ours, with no script nor style of its own."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select("script:not([src]), style, [style], [onclick]") == []
    return page


def text_of(page: BeautifulSoup | Tag, selector: str) -> str:
    """What a part of a page says."""
    found = page.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


@pytest.fixture(scope="module")
def index(served: Place) -> Index:
    """What is served."""
    return open_index(served.settings)


@pytest.fixture
def settings(place: Place) -> Settings:
    """Of a copy of the sample: pages write beside it."""
    return place.settings


@pytest.fixture
def app(settings: Settings, index: Index) -> Iterator[FastAPI]:
    """The pages over the sample, without a model, which none of them asks anything of."""
    made = FastAPI()
    problems.install(made)
    access.install(made, settings)
    made.state.serving = SimpleNamespace(assistant=lambda: SimpleNamespace(index=index), is_behind=False)
    made.state.watch = Watch(settings, made.state.serving, made.state.database)
    made.state.upkeep = Upkeep(settings, made.state.database, made.state.serving)
    site.mount(made, settings)
    yield made
    made.state.watch.close()
    made.state.database.close()


@pytest.fixture
def somebody(app: FastAPI) -> Callable[[Right | None], Somebody]:
    """Makes visitors."""
    return lambda right: Somebody(app, right)


@pytest.fixture
def keeper(app: FastAPI) -> Somebody:
    """Somebody who looks after the publications."""
    return Somebody(app, Right.MAINTENANCE)


@pytest.fixture
def chief(app: FastAPI) -> Somebody:
    """Somebody who administers."""
    return Somebody(app, Right.ADMINISTRATION)


def upkeep_of(app: FastAPI) -> Upkeep:
    """What the pages show."""
    held: Upkeep = app.state.upkeep
    return held


def run(day: int, suite: str = "dev", recall: float = 0.95, failures: tuple[str, ...] = ()) -> Measured:
    """A run of a suite."""
    figures = {
        "recall@5": Figure(recall, 115, recall - 0.03, min(1.0, recall + 0.03)),
        "latency p50, s": Figure(0.5, 140),
    }
    return Measured(MORNING + dt.timedelta(days=day), suite, f"g{day}", figures, failures, "abc123", "d1", "e5")


def deeds(app: FastAPI, action: Action) -> int:
    """How many of a sort the log has."""
    accounts: Accounts = app.state.accounts
    return accounts.log.list(Sought(action=action)).total


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def routes() -> Iterator[tuple[str, str, Right]]:
    """Method, path and right of every route of these pages."""
    for module, right in (
        (quality, Right.MAINTENANCE),
        (evaluations, Right.MAINTENANCE),
        (unanswered, Right.MAINTENANCE),
        (backup, Right.ADMINISTRATION),
    ):
        for route in module.router.routes:
            path = re.sub(r"\{[^}]+\}", "blind", route.path)  # type: ignore[attr-defined]  # all are FastAPI's
            yield from ((method, path, right) for method in route.methods)  # type: ignore[attr-defined]  # likewise


@pytest.mark.parametrize(("method", "path", "right"), list(routes()))
def test_each_page_is_open_to_its_right_alone(
    somebody: Callable[[Right | None], Somebody], method: str, path: str, right: Right
) -> None:
    """Strangers are shown the way in, others are told; a form without the session's token is refused to all."""
    stranger = somebody(None).client.request(method, BASE + path)
    assert stranger.status_code == (303 if method == "GET" else 401)
    for each in Right:
        visitor = somebody(each)
        answer = visitor.client.request(method, BASE + path)
        allowed = method == "GET" and each in (right, Right.ADMINISTRATION)
        assert (answer.status_code != 403) == allowed, f"{each}: {method} {path} → {answer.status_code}"
        assert "<h1>" in answer.text or path.endswith(".csv")


def test_tabs_show_what_may_be_opened(keeper: Somebody, chief: Somebody) -> None:
    """The backup is for administrators."""
    assert "Sauvegarde" not in text_of(keeper.get("/qualite"), ".tabs")
    assert "Sauvegarde" in text_of(chief.get("/qualite"), ".tabs")
    assert text_of(chief.get("/evaluations"), ".tabs [aria-current]") == "Évaluations"


# ── Quality ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_check_is_in_one_family() -> None:
    """With its words; what names another publication says what this one is to it."""
    codes = [code for several in quality.FAMILIES.values() for code in several]
    assert sorted(codes) == sorted(CHECKS)
    assert list(quality.FAMILIES) == list(FAMILIES)
    assert set(RELATIONS) <= set(CHECKS)


def test_the_report_counts_then_names_each_publication(app: FastAPI, keeper: Somebody) -> None:
    """What is wrong, what to do, a link to the publication; as many as the core found."""
    found = upkeep_of(app).quality()
    page = keeper.get("/qualite")
    total = sum(len(check.findings) for check in found.checks)
    assert total > 0
    assert text_of(page, ".totals dd") == str(total)
    for check in found.checks:
        section = page.select_one(f"section:has(#{check.code})")
        assert (section is not None) == bool(check.findings)
        if section is None:
            continue
        assert "Que faire" in section.get_text()
        links = [link["href"] for link in section.select(".plainlist > li > a")]
        assert len(links) == min(len(check.findings), quality.FIRST)
        assert links[0].startswith("/ressources/publications/")
    family = keeper.get("/qualite?famille=fiches")
    shown = {section["aria-labelledby"] for section in family.select("section[aria-labelledby]")}
    assert shown <= set(quality.FAMILIES["fiches"])
    assert keeper.get("/qualite?famille=autre").select_one("section") is not None


def long_report(index: Index) -> Quality:
    """One check with many findings, one that names another publication, one for the team alone."""
    docs = list(index.documents)
    many = tuple(Finding(docs[0], f"Publication {n}", "1 sur 3 : 2", page=2) for n in range(60))
    twin = Finding(docs[1], "Jumelle", "82 % du texte en commun", other=docs[0])
    hidden = Finding("interne/absente.md", "Pour l’équipe", "une phrase", page=1, count=3)
    return Quality(
        "g1", 60, 10, 9, (1, 2, 3), (Check("blind", many), Check("near", (twin,)), Check("short_passages", (hidden,)))
    )


def test_a_check_has_a_page_of_all_its_findings(app: FastAPI, keeper: Somebody, index: Index) -> None:
    """A part at a time; a page beyond the last is the last."""
    report = long_report(index)
    app.state.upkeep = SimpleNamespace(quality=lambda: report)
    first = keeper.get("/qualite/blind")
    assert len(first.select(".plainlist > li")) == quality.PAGE_SIZE
    assert text_of(first, ".heading p").startswith("60 constats")
    assert len(first.select("nav.pages a")) == 3
    for number in ("3", "99"):
        assert len(keeper.get(f"/qualite/blind?page={number}").select(".plainlist > li")) == 10
    read = first.select_one("a[href*='/ressources/lire/']")
    assert read is not None
    assert read["href"].endswith("?page=2")
    (link,) = keeper.get("/qualite/near").select(".facts a")
    assert link.get_text() == index.documents[next(iter(index.documents))].metadata.title
    short = keeper.get("/qualite/short_passages")
    assert short.select(".plainlist a") == []
    assert "3 passages" in text_of(short, ".facts")
    assert "Voir les 60 constats" in text_of(keeper.get("/qualite"), "section")
    keeper.get("/qualite/inconnu", 404)


def test_nothing_found_is_told(app: FastAPI, keeper: Somebody) -> None:
    """And an empty index says what to do."""
    fine = Quality("g1", 3, 10, 9, (1, 2, 3), (Check("blind", ()),))
    app.state.upkeep = SimpleNamespace(quality=lambda: fine)
    assert "Rien à signaler" in text_of(keeper.get("/qualite"), ".empty")
    assert "Rien à signaler" in text_of(keeper.get("/qualite/blind"), ".empty")
    app.state.upkeep = SimpleNamespace(quality=lambda: Quality("g1", 0, 0, 0, (0, 0, 0), ()))
    assert keeper.get("/qualite").select(".empty a[href='/administration/publications']")


# ── Evaluations ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_any_evaluation_one_is_offered(keeper: Somebody) -> None:
    """The form stands open."""
    page = keeper.get("/evaluations")
    assert "Aucune évaluation encore" in text_of(page, ".empty")
    assert page.select_one("details[open] form[action='/administration/evaluations/lancer']") is not None
    assert [box["value"] for box in page.select("[name=jeux]")] == [name for name in OFFERED if name != "retours"]


def test_none_is_offered_where_none_can_be_run(keeper: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra: the page says what to install, and has no button that would be dead."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    page = keeper.get("/evaluations")
    assert ".[evals]" in text_of(page, "details .notice.info")
    assert not page.select("form[action='/administration/evaluations/lancer']")
    assert ".[evals]" in text_of(page_of(keeper.send("/evaluations/lancer", jeux="dev"), 503), "details .notice.info")


def test_a_measure_is_drawn_with_its_floor_and_told_in_a_table(app: FastAPI, keeper: Somebody) -> None:
    """A dot for each run, the interval of each, the floor in dashes; the figures under it."""
    low = floors("dev")["recall@5"] - 0.05
    kept = upkeep_of(app).evaluations
    kept.record([run(1), run(1, "robustness")])
    kept.record([run(2)])
    kept.record([run(3, recall=low, failures=("dev, recall@5 : trop bas",))])
    page = keeper.get("/evaluations")
    charts = page.select("figure.chart")
    assert len(charts) == 2
    assert len(charts[0].select("circle")) == 3
    assert len(charts[0].select("[stroke-dasharray]")) == 1
    assert "rappel@5" in text_of(charts[0], "figcaption")
    assert "sous le seuil" in text_of(charts[0], "figcaption")
    assert "n = 115" in text_of(charts[0], ".hint").replace("\u00a0", " ")
    assert [row.select_one("td").get_text() for row in charts[0].select("tbody tr")][:2] == [  # type: ignore[union-attr]  # each has one
        f"{low:.3f}".replace(".", ","),
        "0,950",
    ]
    assert charts[1].select("[stroke-dasharray]") == []
    assert "non calculé" in text_of(charts[1], "tbody")
    assert len(page.select("main > section table.rows tbody tr")) == 3
    other = keeper.get("/evaluations?jeu=robustness")
    assert len(other.select_one("figure.chart").select("circle")) == 1  # type: ignore[union-attr]  # it is there


def test_one_evaluation_has_a_page(app: FastAPI, keeper: Somebody) -> None:
    """Its suites, each measure beside its floor and the run of before, what fell, and the job that did it."""
    upkeep = upkeep_of(app)
    upkeep.evaluations.record([run(1)])
    job = upkeep.jobs.ask(Kind.EVAL, {}, "ana@exemple.fr")
    assert upkeep.jobs.take_turn(job.number)
    late = run(0, recall=0.8, failures=("dev, recall@5 : trop bas",))
    at = now()
    upkeep.evaluations.record([Measured(at, "dev", "g9", late.figures, late.failures, "def456", "d2", "e5")])
    upkeep.jobs.end(job.number, Ending(State.DONE, {}, "reports/x/report.html"))
    (link, first) = keeper.get("/evaluations").select("main > section table.rows tbody a")
    page = page_of(keeper.client.get(str(link["href"])))
    assert "trop bas" in text_of(page, ".notice.alert")
    row = text_of(page, "tbody tr")
    assert row.startswith("rappel@5 0,800")
    assert "franchi" in row
    assert row.endswith("0,950")
    assert page.select(f"a[href='/administration/index/travaux/{job.number}']")
    assert page.select(f"a[href='/api/v1/maintenance/jobs/{job.number}/report']")
    former = page_of(keeper.client.get(str(first["href"])))
    assert "ligne de commande" in text_of(former, ".facts-list")
    assert former.select(".notice.alert") == []
    for gone in ("20200101T000000000000Z", "hier", "2020"):
        keeper.get(f"/evaluations/{gone}", 404)


def test_evaluations_come_in_parts(app: FastAPI, keeper: Somebody) -> None:
    """The last first; only the last are drawn."""
    for day in range(evaluations.DRAWN + 5):
        upkeep_of(app).evaluations.record([run(day), run(day, "triage")])
    page = keeper.get("/evaluations")
    assert len(page.select("main > section table.rows tbody tr")) == evaluations.PAGE_SIZE
    assert len(page.select_one("figure.chart").select("circle")) == evaluations.DRAWN  # type: ignore[union-attr]  # it is there
    assert len(keeper.get("/evaluations?page=2").select("main > section table.rows tbody tr")) == 15


def test_an_evaluation_is_asked_for_as_a_job(
    app: FastAPI, keeper: Somebody, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is led to its page; a second one is refused while it waits, with the sentence that says why."""
    monkeypatch.setenv("PYTHONPATH", str(root))
    upkeep = upkeep_of(app)
    for fields in ({}, {"jeux": "inconnu"}):
        refused = page_of(keeper.send("/evaluations/lancer", **fields), 422)
        assert "au moins un jeu" in text_of(refused, ".notice.alert[role=alert]")
    running = upkeep.jobs.ask(Kind.INDEX, {}, "ana")  # nobody's turn comes meanwhile
    assert upkeep.jobs.take_turn(running.number)
    sent = keeper.send("/evaluations/lancer", jeux=["injection", "dev"])
    (job,) = upkeep.jobs.list(kind=Kind.EVAL).jobs
    assert (sent.status_code, sent.headers["location"]) == (303, f"/administration/index/travaux/{job.number}")
    assert (job.options, job.asked_by) == ({"suites": ["dev", "injection"]}, "maintenance@exemple.fr")
    again = page_of(keeper.send("/evaluations/lancer", jeux="dev"), 409)
    assert str(job.number) in text_of(again, ".notice.alert[role=alert]")
    assert again.select(f".notice.info a[href='/administration/index/travaux/{job.number}']")
    assert deeds(app, Action.EVALUATION_ASKED) == 1
    upkeep.cancel(job.number, By.of(NOBODY, app.state.accounts))
    log = upkeep.data_dir / "jobs" / f"{job.number}.log"
    until = time.monotonic() + 60
    while not log.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert upkeep.jobs.get(job.number).state is State.CANCELLED


def test_readers_feedback_is_offered_once_there_is_some(settings: Settings, keeper: Somebody) -> None:
    """As a suite of its own."""
    (settings.data_dir / "evals").mkdir()
    (settings.data_dir / "evals" / "retours.jsonl").write_text("", encoding="utf-8")
    assert "retours" in [box["value"] for box in keeper.get("/evaluations").select("[name=jeux]")]


# ── Unanswered questions ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def asked(settings: Settings) -> list[str]:
    """Questions that were noted, the most frequent first."""
    gaps = Gaps(settings.data_dir, 200)
    questions = ["Quel budget pour un ASV ?", "Combien de CLS en Corse ?", FORMULA]
    for place, question in enumerate(questions):
        for day in range(3 - place):
            gaps.note(question, dt.date(2026, 10, 1 + 10 * place + day))
    with contextlib.closing(sqlite3.connect(settings.data_dir / GAPS_NAME)) as noted, noted:
        noted.execute("UPDATE gaps SET question = ? WHERE question = ?", (HOSTILE, questions[0]))  # none is noted today
    return [HOSTILE, *questions[1:]]


def test_questions_are_counted_searched_and_sorted(keeper: Somebody, asked: list[str]) -> None:
    """Days only; nothing that was typed runs."""
    page = keeper.get("/sans-reponse")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]
    assert [row.select_one("th").get_text() for row in page.select("tbody tr")] == asked  # type: ignore[union-attr]  # each has one
    assert "3 1er octobre 2026 3 octobre 2026" in rows[0].replace("\u00a0", " ")
    assert not re.search(r"\d\d? h \d\d", text_of(page, "main").replace("\u00a0", " "))
    assert "3 questions" in text_of(page, "caption")
    recent = keeper.get("/sans-reponse?tri=recentes")
    assert text_of(recent, "tbody th").startswith("=1+1")
    assert [th.get_text() for th in keeper.get("/sans-reponse?q=cls+CORSE").select("tbody th")] == [asked[1]]
    nothing = keeper.get("/sans-reponse?q=licorne")
    assert "Aucune question avec ces mots" in text_of(nothing, ".empty")
    assert keeper.get("/sans-reponse?page=40").select("tbody tr")


def test_a_question_is_erased_for_good(app: FastAPI, keeper: Somebody, asked: list[str]) -> None:
    """One, and the log says it without its words; all, once it is confirmed."""
    sent = keeper.send("/sans-reponse/effacer", question=HOSTILE)
    assert sent.headers["location"] == "/administration/sans-reponse?fait=question-effacee"
    assert "est effacée" in text_of(keeper.get("/sans-reponse?fait=question-effacee"), ".notice.done")
    assert [gap.question for gap in upkeep_of(app).gaps()] == asked[1:]
    assert "cochez" in text_of(page_of(keeper.send("/sans-reponse/tout-effacer"), 422), ".notice.alert[role=alert]")
    assert keeper.send("/sans-reponse/tout-effacer", certain="oui").status_code == 303
    assert upkeep_of(app).gaps() == []
    assert "Aucune question sans réponse" in text_of(keeper.get("/sans-reponse"), ".empty")
    assert (deeds(app, Action.GAP_DISMISSED), deeds(app, Action.GAPS_CLEARED)) == (1, 1)


def test_the_list_is_taken_away_for_a_spreadsheet(keeper: Somebody, asked: list[str]) -> None:
    """As French ones read it; what begins like a formula is none."""
    sheet = keeper.client.get(f"{BASE}/sans-reponse/questions.csv")
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sheet.headers["content-disposition"].startswith('attachment; filename="questions-sans-reponse-')
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Question;Nombre de fois;Premier jour;Dernier jour"
    assert lines[2] == f"{asked[1]};2;2026-10-11;2026-10-12"
    assert lines[3].startswith("’=1+1")


def test_a_damaged_list_is_told(settings: Settings, keeper: Somebody) -> None:
    """In a sentence; neither a trace nor an empty list that would be taken for good news."""
    (settings.data_dir / GAPS_NAME).write_bytes(b"ceci n'est pas une base" * 100)
    page = keeper.get("/sans-reponse", 500)
    assert text_of(page, ".notice.alert[role=alert]")
    assert page.select(".empty") == []
    assert keeper.send("/sans-reponse/effacer", question="x").status_code == 500
    assert keeper.client.get(f"{BASE}/sans-reponse/questions.csv").status_code == 500


# ── Backup ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_downloaded_and_leaves_nothing(app: FastAPI, chief: Somebody, settings: Settings) -> None:
    """With the index or without; the log has it, and the page says when."""
    page = chief.get("/sauvegarde")
    assert "Aucune n’a encore été prise" in text_of(page, "section")
    for wanted, expected in (("", False), ("oui", True)):
        sent = chief.send("/sauvegarde/telecharger", index=wanted)
        assert sent.headers["content-type"] == "application/gzip"
        assert sent.headers["cache-control"] == "no-store"
        assert re.search(r'filename="reperes-[\d-]+\.tar\.gz"', sent.headers["content-disposition"])
        with tarfile.open(fileobj=io.BytesIO(sent.content), mode="r:gz") as archive:
            names = archive.getnames()
        assert MANIFEST in names
        assert any(name.startswith("data/generations/") for name in names) == expected
    assert list(settings.data_dir.glob(f"{BACKUP}*")) == []
    assert deeds(app, Action.BACKUP_TAKEN) == 2
    assert "administration@exemple.fr" in text_of(chief.get("/sauvegarde"), "section")


def test_what_a_backup_lacks_is_told(app: FastAPI, chief: Somebody, settings: Settings) -> None:
    """And how it is put back: by which command, in which folder, replacing what."""
    text = text_of(chief.get("/sauvegarde"), "main")
    for words in ("--force", "from-backup", f"--data-dir {settings.data_dir}", ".env", "mis de côté"):
        assert words in text
    assert "pg_dump" not in text


def test_a_backup_that_cannot_be_made_is_told(app: FastAPI, chief: Somebody, settings: Settings) -> None:
    """In a sentence, on the same page."""
    (settings.data_dir / "added").mkdir()
    (settings.data_dir / "added" / "fiche.sqlite").write_bytes(b"pas une base" * 507)
    page = page_of(chief.send("/sauvegarde/telecharger"), 507)
    assert text_of(page, ".notice.alert[role=alert]")
    assert deeds(app, Action.BACKUP_TAKEN) == 0
