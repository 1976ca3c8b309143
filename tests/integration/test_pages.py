"""The readers' pages through the real application: a question, an answer, a publication read; who may, and who not."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from places import SAMPLE
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.accounts.rights import NOBODY, Right
from assistant.api.access import COOKIE, TOKEN_HEADER
from assistant.api.app import create_app
from assistant.serving import Serving
from indexer.errors import IndexCorrupt
from indexer.index import open_index
from indexer.passages import SentenceKind
from ui import site
from ui.bench.door import PATH as BENCH
from ui.bench.door import Door
from ui.bench.steps import steps
from ui.chat import messages
from ui.site.addresses import address
from ui.site.guard import HEADERS
from ui.site.quoting import told
from ui.site.visiting import House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fastapi import FastAPI
    from httpx2 import Response
    from places import Place

    from indexer.index import Index
    from indexer.passages import Passage
    from indexer.settings import Settings

QUESTION: Final = "Combien de QPV compte la France en 2024 ?"
GAP: Final = "Quel est le budget annuel de la maison sport-santé de Vannes ?"
HOSTILE: Final = "Un CLS <script>alert(1)</script> \"'><img src=x onerror=alert(1)> ?"
PDF: Final = "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf"
OLD: Final = "notes-de-synthese/qpv-2015-offre-de-soins.docx"
READER: Final = {"Accept": "text/html,*/*;q=0.8"}
SCRIPT: Final = {"Accept": "text/event-stream"}
PASSWORD: Final = "quatre lampes vertes au grenier"


def application(settings: Settings, serving: Serving | None = None) -> FastAPI:
    """The application as `reperes serve` makes it, without Gradio, for which a word stands behind its door.

    Mounted, Gradio 6.31 leaves event loops open, which these tests take for the error that it is elsewhere.
    """
    app = create_app(settings, serving or Serving(settings))
    app.get(BENCH + "/{rest:path}", response_class=PlainTextResponse)(lambda: "le banc")
    app.post(BENCH + "/{rest:path}", response_class=PlainTextResponse)(lambda: "le banc")
    app.add_middleware(Door, house=House(app, settings))
    site.mount(app, settings)
    return app


@pytest.fixture(scope="module")
def client(served: Place) -> Iterator[TestClient]:
    """A reader of the sample; a fault of the program comes back as a response."""
    with TestClient(application(served.settings), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def index(served: Place) -> Index:
    """What is served."""
    return open_index(served.settings)


def parsed(response: Response, status: int = 200) -> BeautifulSoup:
    """A page, checked to be one of ours."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    page = BeautifulSoup(response.text, "html.parser")
    assert page.html is None or page.html["lang"] == "fr"
    return page


def asked(
    client: TestClient, question: str, headers: Mapping[str, str] | None = None, **more: object
) -> list[tuple[str, dict[str, str]]]:
    """What comes of a question, as the page's script gets it: names and values."""
    response = client.post("/demander", json={"question": question, **more}, headers={**SCRIPT, **(headers or {})})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in response.text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        events.append((lines["event"], json.loads(lines["data"])))
    return events


def turn_of(events: list[tuple[str, dict[str, str]]]) -> Tag:
    """The turn that ends them."""
    name, values = events[-1]
    assert name == "turn", values
    article = BeautifulSoup(values["html"], "html.parser").article
    assert article is not None
    return article


def history(*turns: Tag) -> list[dict[str, object]]:
    """What the page sends along with the next question."""
    return [
        message
        for turn in turns
        for message in (
            {"role": "user", "content": turn["data-question"]},
            {"role": "assistant", "content": turn["data-answer"], "sources": json.loads(str(turn["data-titles"]))},
        )
    ]


def texts(root: Tag, selector: str) -> list[str]:
    """Text of each element found, spaces levelled."""
    return [" ".join(each.get_text(" ").split()) for each in root.select(selector)]


# ── The conversation ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_is_ready_for_a_first_question(client: TestClient, index: Index) -> None:
    """In French, with a place for examples and filters that some publication bears; it loads nothing from elsewhere."""
    page = parsed(client.get("/"))
    assert texts(page, "title") == ["Repères"]
    examples = page.select_one("[data-welcome] [data-next-from]")
    assert examples is not None
    assert examples["data-next-from"] == "/api/v1/suggestions/first"
    assert examples.has_attr("hidden") is not bool(examples.select("button"))
    kinds = {str(option["value"]) for option in page.select("#choix-type option")} - {""}
    assert kinds == {document.metadata.kind for document in index.public_documents}
    assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", str(page))
    assert page.select("[style], [onclick], script:not([src]), style") == []


def test_a_question_is_answered_without_a_script(client: TestClient) -> None:
    """By the form alone: quotations, their sources, and the box for the next one."""
    page = parsed(client.post("/", data={"question": QUESTION}, headers=READER))
    (turn,) = page.select("[data-turn]")
    assert "1362" in "".join(texts(turn, ".answer")[0].split())
    for reference in turn.select("a.reference"):
        assert turn.select_one(str(reference["href"]))
    (opened, *_) = turn.select(".source [data-read]")
    assert parsed(client.get(str(opened["href"]))).select("mark")
    assert page.select_one("form[data-composer] textarea")


@pytest.mark.parametrize(("typed", "words"), [("", "vide"), (" ?! ", "vide"), ("a" * 5000, "la limite est de 2000")])
def test_a_question_that_cannot_be_put_comes_back_with_the_reason(client: TestClient, typed: str, words: str) -> None:
    """In French, what was typed still in the box, on both ways."""
    page = parsed(client.post("/", data={"question": typed}, headers=READER), 422)
    assert words in texts(page, "[role=alert] .notice")[0]
    assert page.textarea is not None
    assert page.textarea.get_text() == typed
    ((name, values),) = asked(client, typed)
    assert name == "problem"
    assert words in values["words"]


def test_an_answer_comes_sentence_by_sentence_then_whole(client: TestClient) -> None:
    """The same words; the turn stands at the place that the conversation gives it."""
    events = asked(client, QUESTION)
    names = [name for name, _ in events]
    assert names == ["sentence"] * (len(names) - 1) + ["turn"]
    assert len(names) > 1
    turn = turn_of(events)
    assert turn["id"] == "tour-1"
    quoted = "".join("".join(texts(turn, ".answer")[0].split()))
    for _, said in events[:-1]:
        assert said["quoted"] is True
        assert all("".join(part.split()) in quoted for part in said["words"].split(" — "))


def test_a_follow_up_leans_on_what_was_said(client: TestClient) -> None:
    """It is searched whole, and stands second."""
    first = turn_of(asked(client, QUESTION))
    alone = turn_of(asked(client, "Et en 2015 ?"))
    then = turn_of(asked(client, "Et en 2015 ?", history=history(first)))
    assert then["id"] == "tour-2"
    assert then["data-question"] == "Et en 2015 ?"
    assert then["data-answer"] != alone["data-answer"]


def test_a_question_edited_takes_the_place_that_it_had(client: TestClient) -> None:
    """Its position is told, since what follows it is gone."""
    first = turn_of(asked(client, QUESTION))
    assert turn_of(asked(client, QUESTION, position=2, history=history(first)))["id"] == "tour-2"


def test_filters_chosen_are_kept_to(client: TestClient) -> None:
    """Only such publications are cited; an unknown one is told."""
    turn = turn_of(asked(client, "Que fait la coordination ?", filters={"kinds": ["fiche-experience"]}))
    assert {fact.split()[0] for fact in texts(turn, ".facts li:first-child")} <= {"Fiche"}
    ((name, values),) = asked(client, QUESTION, filters={"themes": ["inconnu"]})
    assert (name, "inconnu" in values["words"]) == ("problem", True)


def test_a_filter_heard_is_shown_and_can_be_taken_back(client: TestClient) -> None:
    """Once taken back, it is neither applied nor shown; what nobody hears cannot be."""
    question = "Dans une fiche expérience, que fait la coordination ?"
    heard = turn_of(asked(client, question))
    (chip,) = heard.select("[data-ignore]")
    assert chip["data-ignore"] == "kind"
    free = turn_of(asked(client, question, ignore=["kind"]))
    assert free.select("[data-ignore]") == []
    assert free["data-ignored"] == "kind"
    refused = client.post("/demander", json={"question": question, "ignore": ["question"]}, headers=SCRIPT)
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")


def test_what_no_publication_answers_is_refused_with_the_nearest(client: TestClient) -> None:
    """No sentence before the refusal, no source; where to look."""
    events = asked(client, GAP)
    assert [name for name, _ in events] == ["turn"]
    turn = turn_of(events)
    assert texts(turn, ".refusal > h3") == ["Pas de réponse dans nos publications"]
    assert turn.select(".source") == []
    assert turn.select(".sources .card [data-read]")


def test_whoever_is_in_danger_reads_numbers_and_nothing_else(client: TestClient) -> None:
    """Without a script too."""
    page = parsed(client.post("/", data={"question": "Je veux mourir"}, headers=READER))
    (turn,) = page.select("[data-turn]")
    assert turn.select("a[href='tel:3114']")
    assert turn.select("aside, .actions") == []


def test_what_is_typed_is_never_markup(client: TestClient) -> None:
    """Neither in the page, nor in the event that a script puts into it."""
    page = parsed(client.post("/", data={"question": HOSTILE}, headers=READER))
    article = turn_of(asked(client, HOSTILE))
    for root in (page, article):
        assert root.select("script:not([src]), img, [onerror]") == []
        assert "<script>alert(1)</script>" in root.get_text()
    assert article["data-question"] == HOSTILE


@pytest.mark.parametrize(
    ("error", "told_of"),
    [(IndexCorrupt(path="/srv/secret", detail="x"), messages.UNAVAILABLE), (RuntimeError("boum"), messages.UNEXPECTED)],
)
def test_a_failure_is_told_in_french_without_its_details(
    served: Place, error: Exception, told_of: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The reader learns what to do; paths and traces go to the log."""

    class Failing:
        def assistant(self) -> object:
            raise error

    app = application(served.settings)
    with TestClient(app, raise_server_exceptions=False) as reader:
        working, app.state.serving = app.state.serving, Failing()
        ((name, values),) = asked(reader, QUESTION)
        page = parsed(
            reader.post("/", data={"question": QUESTION}, headers=READER), 503 if "Corrupt" in repr(error) else 500
        )
        app.state.serving = working
    assert (name, values["words"]) == ("problem", told_of)
    for words in (values["words"], str(page)):
        assert "secret" not in words
        assert "boum" not in words
    assert str(error) in caplog.text or "/srv/secret" in caplog.text


def test_too_many_questions_are_told_to_wait(served: Place) -> None:
    """Of the page as of the API, with the status that says so."""
    settings = served.settings.model_copy(update={"limit_reader": "1/minute"})
    with TestClient(application(settings)) as reader:
        turn_of(asked(reader, GAP))
        ((name, values),) = asked(reader, GAP)
        page = parsed(reader.post("/", data={"question": GAP}, headers=READER), 429)
    assert (name, "seconde" in values["words"]) == ("problem", True)
    assert page.textarea is not None
    assert page.textarea.get_text() == GAP


# ── Publications read ───────────────────────────────────────────────────────────────────────────────────────────────


def quotable(index: Index, doc: str) -> Iterator[tuple[Passage, str]]:
    """Passages of a publication, and what may be quoted of each."""
    for row in index.rows_by_document[doc]:
        passage = index.passages[row]
        for sentence in passage.sentences:
            if sentence.kind in (SentenceKind.PROSE, SentenceKind.ITEM, SentenceKind.ROW):
                yield passage, passage.quote(sentence)


def reading(doc: str, **values: object) -> str:
    """Where a publication is read."""
    return address("", f"/ressources/lire/{doc}", values)


def levelled(words: str) -> str:
    """Words without what separates them."""
    return "".join(words.split())


@pytest.mark.parametrize("doc", [doc for doc in SAMPLE if not doc.endswith(".pdf")])
def test_a_publication_is_read_as_text_with_the_quote_marked(client: TestClient, index: Index, doc: str) -> None:
    """DOCX, HTML, Markdown, workbook: every quotation is marked word for word, by itself and in the dialog."""
    found = list(quotable(index, doc))
    for passage, quote in found[:: max(1, len(found) // 6)]:
        where = reading(doc, page=passage.page, citation=told([quote]))
        page = parsed(client.get(where))
        marked = levelled("".join(mark.get_text() for mark in page.select("mark")))
        assert levelled(quote) in marked, quote
        assert not any("n’est plus à cette place" in told_of for told_of in texts(page, "main .notice"))
        assert page.select_one("[data-viewer]") is None
        part = parsed(client.get(f"{where}&partie=1"))
        assert part.html is None
        assert levelled(quote) in levelled("".join(mark.get_text() for mark in part.select("mark")))


def test_a_pdf_opens_on_the_page_with_its_text_under_it(client: TestClient, index: Index) -> None:
    """The viewer is told the file, the page and the words as they stand there; readers without a script get the text."""
    for passage, quote in list(quotable(index, PDF))[::5]:
        page = parsed(client.get(reading(PDF, page=passage.page, citation=told([quote]))))
        viewer = page.select_one("[data-viewer]")
        assert viewer is not None
        assert (viewer["data-file"], viewer["data-page"]) == (f"/api/v1/documents/{PDF}/file", str(passage.page))
        assert json.loads(str(viewer["data-quotes"])) == [quote]
        assert all(json.loads(str(viewer["data-words"])).values())
        assert levelled(quote) in levelled("".join(mark.get_text() for mark in page.select("noscript mark")))
        assert client.get(str(viewer["data-file"])).headers["content-type"] == "application/pdf"
        link = page.select_one(f"a[href$='/file#page={passage.page}']")
        assert link is not None


@pytest.mark.parametrize(("wanted", "shown"), [(None, "1"), (3, "3"), (99, "5")])
def test_a_page_that_a_pdf_does_not_have_is_the_nearest_one(client: TestClient, wanted: int | None, shown: str) -> None:
    """A link of before the publication was shortened still opens it."""
    viewer = parsed(client.get(reading(PDF, page=wanted))).select_one("[data-viewer]")
    assert viewer is not None
    assert viewer["data-page"] == shown


def test_a_quote_that_is_gone_is_told(client: TestClient) -> None:
    """Rather than leaving the reader to look for it."""
    page = parsed(client.get(reading(PDF, page=2, citation=["Cette phrase n’est nulle part."])))
    assert "n’est plus à cette place" in texts(page, "main .notice.warn")[0]


def test_what_replaces_a_publication_is_named(client: TestClient, index: Index) -> None:
    """By its title, with the way to it."""
    successor = index.documents[OLD].metadata.replaced_by
    (link,) = parsed(client.get(reading(OLD))).select("main .notice.warn a")
    assert link.get_text() == index.documents[successor].metadata.title


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=un", "page=1&citation=" + "a" * 5000, "citation=&citation="]
)
def test_no_address_breaks_the_page(client: TestClient, query: str) -> None:
    """Told, or read without a mark."""
    response = client.get(f"{reading(PDF)}?{query}", headers=READER)
    assert response.status_code in (200, 400)
    parsed(response, response.status_code)


@pytest.mark.parametrize(
    "doc", ["inconnu.pdf", "../catalogue.yaml", "%2e%2e/catalogue.yaml", "catalogue.yaml", "a%00b.pdf"]
)
def test_an_unknown_publication_is_a_page_that_says_so(client: TestClient, doc: str) -> None:
    """Whatever its name climbs or hides; a script is told as scripts are."""
    page = parsed(client.get(f"/ressources/lire/{doc}", headers=READER), 404)
    assert page.select("main a[href='/']")
    problem = client.get(f"/ressources/lire/{doc}", headers={"Accept": "application/json"})
    assert problem.headers["content-type"] == "application/problem+json"


def test_answers_one_by_one_are_counted_and_never_shown(place: Place) -> None:
    """A CSV file whose lines are people: its figures are read, neither its lines nor a way to the file."""
    lines = "".join(f"S{n:03};{'oui' if n % 3 else 'non'};Une phrase de la personne {n}.\n" for n in range(30))
    place.write("reponses.csv", f"resp_id;Un plan ?;Commentaire\n{lines}")
    place.index()
    with TestClient(application(place.settings)) as reader:
        page = parsed(reader.get(reading("reponses.csv", citation=["oui 20 66,7"])))
    assert levelled("oui2066,7") in levelled("".join(mark.get_text() for mark in page.select("mark")))
    assert "décrit une personne" in texts(page, "main .notice")[0]
    assert page.select("a[href$='/file']") == []
    assert "phrase de la personne" not in page.get_text()


def test_a_csv_file_is_read_as_a_table(place: Place) -> None:
    """Its columns at the top of each part."""
    rows = "".join(f"Commune {n};{n * 10};{n % 7}\n" for n in range(40))
    place.write("communes.csv", f"Commune;Habitants;Quartiers\n{rows}")
    place.index()
    with TestClient(application(place.settings)) as reader:
        page = parsed(reader.get(reading("communes.csv", citation=["Commune 31 310 3"])))
    assert levelled("".join(texts(page, "mark"))) == "Commune313103"
    assert texts(page, "table th[scope=col]")[:3] == ["Commune", "Habitants", "Quartiers"]


def test_what_is_for_the_team_alone_is_like_a_missing_publication(place: Place) -> None:
    """Word for word; no question, filter nor successor tells of it."""
    doc = "interne/note-belvoir.md"
    place.write(doc, "# Le dispositif Belvoir\n\nEn 2026, 14 coordinations expérimentent le dispositif Belvoir.\n")
    catalogue = place.corpus / "catalogue.yaml"
    publications = yaml.safe_load(catalogue.read_text(encoding="utf-8"))["publications"]
    note = {"id": "belvoir", "title": "Note Belvoir", "publisher": "Atelier Belvoir", "file": doc, "audience": "equipe"}
    catalogue.write_text(yaml.safe_dump({"publications": [*publications, note]}, allow_unicode=True), encoding="utf-8")
    assert not place.index().failed
    with TestClient(application(place.settings)) as reader:
        internal = reader.get(reading(doc), headers=READER)
        missing = reader.get(reading(f"{doc}x"), headers=READER)
        home = reader.get("/").text
        turn = turn_of(asked(reader, "Combien de coordinations expérimentent le dispositif Belvoir ?"))
    assert (internal.status_code, missing.status_code) == (404, 404)
    assert internal.text == missing.text.replace("belvoir.mdx", "belvoir.md")
    assert "Atelier Belvoir" not in home
    assert "14 coordinations" not in str(turn)


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def members(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., TestClient]]:
    """Readers of a service for those who have an account: with some rights, or strangers."""
    place = untouched.copied(tmp_path_factory.mktemp("members"))
    app = application(place.settings.model_copy(update={"access": "accounts"}))
    numbers = itertools.count()

    def member(*rights: Right) -> TestClient:
        """Somebody signed in with these rights, their token in each request; a stranger without any."""
        made = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        if rights:
            login = f"ana{next(numbers)}@exemple.fr"
            app.state.accounts.add(login, "Ana", rights, by=NOBODY, password=PASSWORD)
            signed_in = app.state.accounts.sign_in(login, PASSWORD)
            made.headers[TOKEN_HEADER] = signed_in.caller().token
            made.cookies.set(COOKIE, signed_in.cookie)
        return made

    with TestClient(app):
        yield member


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/", "/connexion?suite=%2F"),
        (reading(PDF, page=2, citation=["a b"]), "/connexion?suite=%2Fressources%2Flire%2F"),
        ("/conversations", "/connexion?suite=%2Fconversations"),
    ],
)
def test_strangers_are_sent_to_sign_in_and_back(members: Callable[..., TestClient], path: str, back: str) -> None:
    """Where reading is for accounts; pages about the service stay open; a question is refused as scripts want it."""
    stranger = members()
    response = stranger.get(path, headers=READER)
    assert response.status_code == 303
    assert response.headers["location"].startswith(back)
    if "?" in path:
        assert "page%3D2" in response.headers["location"]
    assert parsed(stranger.get("/aide"))
    refused = stranger.post("/demander", json={"question": QUESTION}, headers=SCRIPT)
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
    assert stranger.post("/", data={"question": QUESTION}, headers=READER).status_code == 401


def test_a_question_of_somebody_signed_in_wants_their_token(members: Callable[..., TestClient]) -> None:
    """Another site may send the cookie along, never the token; a wrong one is no better."""
    ana = members(Right.READING)
    for wrong in ("", "a" * 40):
        response = ana.post("/demander", json={"question": QUESTION}, headers={**SCRIPT, TOKEN_HEADER: wrong})
        assert (response.status_code, response.headers["content-type"]) == (403, "application/problem+json")
    assert parsed(ana.get("/")).select_one("[data-chat]")["data-token"] == ana.headers[TOKEN_HEADER]  # type: ignore[index]  # it is there
    assert turn_of(asked(ana, QUESTION))


def test_a_conversation_of_somebody_signed_in_is_kept_for_them_alone(members: Callable[..., TestClient]) -> None:
    """Begun by the first question, gone on with by the second, opened again as it was, changed in its place."""
    ana, zoe = members(Right.READING), members(Right.TEAM)
    *_, (name, kept), last = asked(ana, QUESTION)
    assert name == "conversation"
    first = turn_of([last])
    more = asked(ana, "Et en 2015 ?", conversation=kept["id"], position=2, history=history(first))
    assert more[-2][1] == kept
    page = parsed(ana.get(kept["url"]))
    assert [turn["data-question"] for turn in page.select("[data-turn]")] == [QUESTION, "Et en 2015 ?"]
    assert page.select("[data-turn]")[0]["data-answer"] == first["data-answer"]
    asked(ana, GAP, conversation=kept["id"], position=1)
    page = parsed(ana.get(kept["url"]))
    assert [turn["data-question"] for turn in page.select("[data-turn]")] == [GAP]
    assert zoe.get(kept["url"], headers=READER).status_code == 404
    ((name, told_of),) = [event for event in asked(zoe, QUESTION, conversation=kept["id"]) if event[0] == "problem"]
    assert QUESTION not in told_of["words"]


def test_the_bench_is_for_maintenance(members: Callable[..., TestClient]) -> None:
    """A browser is sent to sign in, or told that its account may not; none of Gradio's addresses is open to others."""
    stranger, reader, keeper = members(), members(Right.TEAM), members(Right.MAINTENANCE)
    sent = stranger.get(BENCH, headers=READER)
    assert (sent.status_code, sent.headers["location"]) == (303, "/connexion?suite=%2Fadministration%2Fbanc")
    page = parsed(reader.get(BENCH, headers=READER), 403)
    assert "Votre compte n’a pas le droit" in page.get_text()
    for path in (f"{BENCH}/config", f"{BENCH}/gradio_api/queue/join"):
        for who, status in ((stranger, 401), (reader, 403)):
            refused = who.post(path) if path.endswith("join") else who.get(path)
            assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    opened = keeper.get(f"{BENCH}/", headers=READER)
    assert opened.text == "le banc"
    assert "unsafe-eval" in opened.headers["content-security-policy"]
    assert "unsafe" not in keeper.get("/").headers["content-security-policy"]


def test_the_bench_tells_each_step_of_a_question(served: Place) -> None:
    """Passages with their scores, the sentences that the selector prefers, the decision; what cannot be put is told."""
    with Serving(served.settings) as serving:
        decision, passages, sentences = steps(serving.assistant(), QUESTION)
        assert decision.startswith("Réponse")
        assert passages[0][0] == 1
        assert len(sentences) > 1
        assert [row[0] for row in sentences] == sorted((row[0] for row in sentences), reverse=True)  # type: ignore[type-var]  # numbers
        refused, *_ = steps(serving.assistant(), GAP)
        assert refused.startswith("Refus")
        assert "vide" in steps(serving.assistant(), "")[0]
