"""The staff's pages, through their client: who comes in, what each page shows, what each form does, what is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote

import pytest
from fakes import NameMasker, PlainDesk
from fastapi import FastAPI
from solicitation_places import Clock, mail, triage_of
from starlette.testclient import TestClient

from assistant.accounts.rights import NOBODY
from assistant.api import access
from assistant.api.access import COOKIE
from assistant.api.placing import Placed, base_path
from assistant.database.held import HeldDatabase
from assistant.solicitations import directory, directory_file
from assistant.solicitations.kept import Source, Status
from assistant.solicitations.newsletter import next_issue
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from assistant.triage.learning import corrected_examples
from assistant.triage.model import Alarm, Alert, DraftSentence, Part, Place, Seen, Urgency
from indexer.settings import Settings
from ui import site
from ui.site.guard import MOST_BYTES
from ui.staff.marking import pieces
from ui.staff.services import Services
from ui.staff.showing import without_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

    from assistant.solicitations.kept import Stored

PASSWORD = "quatre lampes vertes au grenier"
BASE = "/sollicitations"
PAGES = ("/", "/relais", "/annuaire", "/annuaire/organisation", "/statistiques", "/publications", "/donnees")
TODAY = dt.date(2026, 3, 5)
HOSTILE = '<script>alert(1)</script> "onerror=x {{ 7*7 }}'
EML = (
    "From: Solène Arnoux <s.arnoux@cc-val.exemple.fr>\nTo: contact@exemple.fr\nSubject: Évaluation du CLS\n"
    "Date: Mon, 02 Mar 2026 09:00:00 +0100\nMessage-ID: <{id}@exemple.fr>\nContent-Type: text/plain; charset=utf-8\n\n"
    "Bonjour,\n\nComment évaluer {what} ?\n\nSolène Arnoux\n"
)


class Staff:
    """A member of the staff, with a browser."""

    def __init__(self, app: FastAPI, queue: Solicitations) -> None:
        self.app = app
        self.client = TestClient(app, raise_server_exceptions=False)
        self.queue = queue

    def enter(self, name: str = "Camille", *rights: str) -> Staff:
        """Signs in, with an account that is made for it."""
        accounts, login = self.app.state.accounts, f"{name.lower()}@exemple.fr"
        if not accounts.list(login).total:
            accounts.add(login, name, rights or ["equipe"], by=NOBODY, password=PASSWORD)
        self.client.cookies.set(COOKIE, accounts.sign_in(login, PASSWORD).cookie)
        return self

    def get(self, path: str, status: int = 200) -> str:
        """A page."""
        response = self.client.get(f"{BASE}{path}")
        assert response.status_code == status, response.text
        return response.text

    @property
    def token(self) -> str:
        """Of the session, as forms have it."""
        found = re.search(r'name="jeton" value="([^"]+)"', self.get("/donnees"))
        assert found
        return found.group(1)

    def post(self, path: str, status: int = 200, files: object = None, **fields: object) -> Response:
        """Sends a form; a field whose name has a hyphen is given with an underscore."""
        data = {"jeton": self.token, **{name.replace("_", "-"): value for name, value in fields.items()}}
        response = self.client.post(f"{BASE}{path}", data=data, files=files)  # type: ignore[arg-type]
        assert response.status_code == status, response.text
        return response

    def file(self, subject: str = "Évaluation du CLS", number: int = 1, **understood: object) -> Stored:
        """Puts a message in the queue."""
        message = mail(subject=subject, message_id=f"{number}@exemple.fr", signature="Solène Arnoux")
        return self.queue.add(message, triage_of(message, **understood), source=Source.UPLOAD).stored  # type: ignore[arg-type]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Staff]]:
    """Makes the application, over an empty queue, and a visitor of it."""
    queue = Solicitations(tmp_path / "s.sqlite", clock=Clock())
    desk = PlainDesk(triage_of)
    reception = Reception(lambda: desk, lambda: queue)
    made: list[FastAPI] = []

    def visitor(**changed: object) -> Staff:
        if not made or changed:
            settings = Settings(data_dir=tmp_path, **changed)  # type: ignore[arg-type]
            app = FastAPI()
            app.state.staff = Services(lambda: reception, masker=NameMasker("Solène Arnoux"), today=lambda: TODAY)
            access.install(app, settings, HeldDatabase(lambda: queue.database))
            app.add_middleware(Placed, base=base_path(settings))
            site.mount(app, settings)
            made.append(app)
        return Staff(made[-1], queue)

    yield visitor
    queue.close()


@pytest.fixture
def staff(make: Callable[..., Staff]) -> Staff:
    """A member who has come in."""
    return make().enter()


@pytest.mark.parametrize("path", [*PAGES, "/message/S-2026-0001", "/statistiques.csv"])
def test_nothing_is_shown_to_strangers(make: Callable[..., Staff], path: str) -> None:
    """They are led to sign in, and from there to where they wanted to go."""
    visitor = make()
    visitor.file()
    response = visitor.client.get(f"{BASE}{path}?q=été", follow_redirects=False)
    assert response.status_code == 303
    assert unquote(response.headers["location"]) == f"/connexion?suite={BASE}{path}?q=%C3%A9t%C3%A9"
    assert not response.text


@pytest.mark.parametrize("rights", [["lecture"], ["maintenance"]])
def test_nothing_is_shown_to_those_who_may_not(make: Callable[..., Staff], rights: list[str]) -> None:
    """Signed in or not: maintainers see no personal data."""
    visitor = make().enter("Camille", *rights)
    kept = visitor.file()
    for path in PAGES:
        page = visitor.get(path, 403)
        assert "le droit «\u00a0équipe\u00a0»" in page
        assert "Relais" not in page
    visitor.client.post(f"{BASE}/message/{kept.reference}/note", data={"note": "x"})
    assert not visitor.queue.notes(kept.reference)


def test_an_administrator_sees_all(make: Callable[..., Staff]) -> None:
    """Administration has every other right."""
    assert "À traiter" in make().enter("Camille", "administration").get("/")


@pytest.mark.parametrize("cookie", ["", "n’importe quoi".encode().hex(), "WyJKbyIsICJ4Il0.aaaa.bbbb"])
def test_a_forged_session_is_none(make: Callable[..., Staff], cookie: str) -> None:
    """A cookie that nobody was given opens nothing, for reading or for changing."""
    visitor = make()
    kept = visitor.file()
    visitor.client.cookies.set(COOKIE, cookie)
    assert visitor.client.get(f"{BASE}/", follow_redirects=False).status_code == 303
    sent = visitor.client.post(f"{BASE}/message/{kept.reference}/note", data={"note": "x"}, follow_redirects=False)
    assert sent.status_code == 401
    assert not visitor.queue.notes(kept.reference)


def test_whoever_leaves_is_out_at_once(staff: Staff) -> None:
    """Closed accounts see nothing more, whatever pages they still have open."""
    accounts = staff.app.state.accounts
    accounts.disable(accounts.find("camille@exemple.fr").id, by=NOBODY)
    assert staff.client.get(f"{BASE}/", follow_redirects=False).status_code == 303


def test_whoever_comes_can_be_given_solicitations(make: Callable[..., Staff]) -> None:
    """Under the name of their account, which signs what they change."""
    staff = make().enter("Inès")
    kept = staff.file()
    staff.post(f"/message/{kept.reference}/note", note="À relire.")
    assert staff.queue.members() == ("Inès",)
    assert [note.author for note in staff.queue.notes(kept.reference)] == ["Inès"]


def test_what_is_done_with_somebody_s_data_is_in_the_log(staff: Staff) -> None:
    """Who did it, how much; never whose."""
    staff.file()
    staff.post("/donnees", personne="Solène Arnoux", faire="exporter")
    staff.post("/donnees", personne="Solène Arnoux", faire="effacer", confirmer="oui")
    erased, copied = staff.app.state.accounts.log.list().items[:2]
    assert (copied.actor, copied.action) == ("camille@exemple.fr", "person_exported")
    assert (erased.action, erased.detail["anonymised"]) == ("person_erased", 1)
    assert "Arnoux" not in f"{erased}{copied}"


@pytest.mark.parametrize("kept", ["", "/reperes"], ids=["path taken off", "path left"])
def test_pages_keep_below_their_public_address(make: Callable[..., Staff], kept: str) -> None:
    """Behind a proxy that serves us under a path, whether it takes it off: links, forms and redirections stay there."""
    staff = make(public_url="https://exemple.fr/reperes")
    at = f"{kept}{BASE}"
    response = staff.client.get(f"{at}/annuaire", follow_redirects=False)
    assert response.headers["location"] == f"/reperes/connexion?suite={quote_plus(f'{BASE}/annuaire')}"
    staff.enter()
    assert staff.client.get(at, follow_redirects=False).headers["location"] == f"/reperes{BASE}/"
    reference = staff.file().reference
    for path in (*PAGES, f"/message/{reference}", "/?categorie=B2", "/nulle-part"):
        page = staff.client.get(f"{at}{path}").text
        assert re.findall(r'(?:href|src|action)="(/(?!reperes/)[^"]*)"', page) == [], path
    assert f'href="/reperes{BASE}/annuaire" aria-current="page"' in staff.client.get(f"{at}/annuaire").text
    found = re.search(r'name="jeton" value="([^"]+)"', staff.client.get(f"{at}/").text)
    assert found
    form = {"jeton": found.group(1), "choix": reference, "membre": "Inès"}
    for path, deed in ((f"/message/{reference}/statut", "archiver"), ("/lot", "moi"), ("/donnees/equipe", "ajouter")):
        sent = staff.client.post(f"{at}{path}", data={**form, "faire": deed}, follow_redirects=False)
        assert sent.headers["location"].startswith(f"/reperes{BASE}/"), path


@pytest.mark.parametrize(
    "path",
    ["/deposer", "/lot", "/message/S-2026-0001/brouillon", "/message/S-2026-0001/statut", "/annuaire/oter", "/donnees"],
)
def test_a_form_without_the_sessions_token_is_refused(staff: Staff, path: str) -> None:
    """Whatever another site makes a browser send changes nothing."""
    kept = staff.file()
    for token in ("", "faux", "é"):
        data = {"jeton": token, "choix": kept.reference, "faire": "archiver", "texte": "x", "personne": "Solène Arnoux"}
        response = staff.client.post(f"{BASE}{path}", data=data)
        assert response.status_code == 403
        assert "ne vient pas d’une page" in response.text
    assert staff.queue.get(kept.reference) == kept


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_empty_and_full(staff: Staff, path: str) -> None:
    """One first title, a name for each landmark, nothing left of the templates, nothing from elsewhere."""
    for full in (False, True):
        if full:
            staff.file()
            staff.file(number=2, category="A2", event=dt.date(2026, 4, 9))
            directory.put(staff.queue, directory_file.shipped())
        page = staff.get(path)
        assert len(re.findall("<h1", page)) == 1
        assert "{{" not in page
        assert not re.search(r'(?:src|action)="(?:https?:)?//', page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>", page)


@pytest.mark.parametrize("path", [*PAGES, "/nulle-part", "/statistiques.csv"])
def test_browsers_are_told_what_they_may_load(staff: Staff, path: str) -> None:
    """Nothing inline, nothing from elsewhere, in no frame, kept in no cache."""
    headers = staff.client.get(f"{BASE}{path}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_bare_address_leads_to_the_queue(staff: Staff) -> None:
    """`/sollicitations`, as people type it."""
    assert staff.client.get(BASE, follow_redirects=False).headers["location"] == f"{BASE}/"


def test_the_queue_tells_what_is_most_urgent_first(staff: Staff) -> None:
    """Danger before all; what is unsure is « à trier »; days left are told."""
    staff.file("Plus tard", urgency=Urgency.NORMAL, summary="Plus tard.", due=dt.date(2026, 3, 16))
    message = mail(subject="Au secours", request="Je ne vois plus d’issue.", message_id="2@exemple.fr")
    triaged = triage_of(message, category="C1", urgency=Urgency.TODAY, summary="Détresse.", due=dt.date(2026, 3, 4))
    alert = Alert(Alarm.DANGER, (Seen("plus d’issue", Part.REQUEST),))
    unsure = dataclasses.replace(triaged.sorted, abstains=True)
    triaged = dataclasses.replace(triaged, alerts=(alert,), sorted=unsure)
    staff.queue.add(message, triaged, source=Source.UPLOAD)
    page = staff.get("/")
    assert page.index("Détresse.") < page.index("Plus tard.")
    for told in (
        "Personne peut-être en danger",
        "en retard d’un jour",
        "dans 11\u00a0jours",
        "À trier",
        "non attribué",
    ):
        assert told in page


def test_the_queue_is_narrowed_by_each_filter(staff: Staff) -> None:
    """Status, category, requester, theme, territory, assignee, words; a territory that is none is told."""
    creil = staff.file("Évaluer", number=1, summary="Premier message.")
    lille = Place("Lille", "COM-59350", "commune")
    staff.file("Webinaire", number=2, category="A2", requester="association", themes=(), place=lille, summary="Second.")
    staff.get("/")  # whoever has visited can be given one
    staff.queue.assign(creil.reference, "Camille", author="Camille")
    for asked in (
        "categorie=B2",
        "demandeur=coordonnateur",
        "theme=evaluation",
        "territoire=Oise",
        "attribution=Camille",
    ):
        page = staff.get(f"/?{asked}")
        assert "Premier message." in page, asked
        assert "Second." not in page, asked
    assert "Second." in staff.get("/?q=webinaire")
    assert "Aucun message" in staff.get("/?statut=archived")
    assert "Aucun territoire ne porte le nom" in staff.get("/?territoire=Xyzzyville")
    assert "Précisez le département" in staff.get("/?territoire=Saint-Aubin")


def test_a_long_queue_has_pages(staff: Staff) -> None:
    """Thirty a page, the filters staying; a page beyond the last is the last."""
    for number in range(31):
        staff.file(f"Message {number}", number=number, summary=f"Résumé {number}.")
    assert "Page 1 sur 2" in staff.get("/?categorie=B2")
    assert f'href="{BASE}/?categorie=B2&amp;page=2"' in staff.get("/?categorie=B2")
    assert "Page 2 sur 2" in staff.get("/?page=2")
    assert "Page 2 sur 2" in staff.get("/?page=99")
    assert "Page 1 sur 2" in staff.get("/?page=-3x")


def test_several_are_archived_or_given_at_once(staff: Staff) -> None:
    """What is ticked, by whoever is there, and the filters stay."""
    first, second = staff.file(number=1), staff.file("Autre", number=2)
    references = [first.reference, second.reference]
    back = staff.post("/lot", choix=references, faire="moi", retour="categorie=B2&mal=1")
    assert back.url.params["categorie"] == "B2"
    assert "mal" not in back.url.params
    assert {staff.queue.get(reference).assignee for reference in references} == {"Camille"}
    staff.post("/lot", choix=references, faire="archiver")
    assert {staff.queue.get(reference).status for reference in references} == {Status.ARCHIVED}
    assert "Cochez au moins une ligne" in staff.post("/lot", faire="archiver").text
    assert staff.post("/lot", 404, choix=["S-1999-0001"], faire="archiver")
    assert staff.post("/lot", 422, choix=references, faire="envoyer")


def test_a_pasted_message_is_triaged_and_opened(staff: Staff) -> None:
    """At once; the same one again leads to the first."""
    text = "De : Solène Arnoux <s.arnoux@exemple.fr>\r\nObjet : Évaluation\r\n\r\nComment évaluer un CLS ?"
    opened = staff.post("/deposer", texte=text)
    assert opened.url.path == f"{BASE}/message/S-2026-0001"
    again = staff.post("/deposer", texte=text)
    assert again.url.path == opened.url.path
    assert "était déjà là" in again.text
    assert "Déposez au moins un fichier" in staff.post("/deposer", 422, texte="  ").text


def test_several_files_are_triaged_and_those_that_cannot_be_are_told(staff: Staff) -> None:
    """One bad file does not stop the others; its name is shown as text."""
    files = [
        ("fichiers", ("un.eml", EML.format(id=1, what="un CLS").encode(), "message/rfc822")),
        ("fichiers", ("deux.eml", EML.format(id=2, what="un atelier santé ville").encode(), "message/rfc822")),
        ("fichiers", ("<b>photo.png", b"\x89PNG", "image/png")),
        ("fichiers", ("vide.txt", b"", "text/plain")),
    ]
    page = staff.post("/deposer", files=files).text
    assert "2 messages triés" in page
    assert "&lt;b&gt;photo.png" in page
    assert "<b>photo" not in page
    assert "vide.txt" in page
    assert staff.queue.list().total == 2


def test_too_much_at_once_is_refused(staff: Staff) -> None:
    """Before it is read whole."""
    response = staff.client.post(
        f"{BASE}/deposer",
        content=(b"x" * (1024 * 1024) for _ in range(MOST_BYTES // (1024 * 1024) + 2)),
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert response.status_code in (400, 413)
    assert staff.queue.list().total == 0


def test_a_message_hides_who_wrote_until_it_is_asked(staff: Staff) -> None:
    """Masked in the page itself, not by its style; the words that led to the category are marked."""
    reference = staff.file().reference
    page = staff.get(f"/message/{reference}")
    assert "Solène" not in page
    assert "s.arnoux" not in page
    assert "[nom 1]" in page
    assert "<mark>évaluer</mark>" in page
    assert "Montrer les données personnelles" in page
    plain = staff.get(f"/message/{reference}?montrer=1")
    assert "Solène Arnoux" in plain
    assert "s.arnoux@cc-val.exemple.fr" in plain


def test_what_a_hostile_message_holds_is_only_text(staff: Staff) -> None:
    """In its subject, its sender, its words, its attachments, its summary, a note, the draft."""
    message = mail(HOSTILE, subject=HOSTILE, name=HOSTILE, address=HOSTILE, message_id="h@exemple.fr")
    triaged = triage_of(message, summary=HOSTILE, place=Place(HOSTILE))
    bad = dataclasses.replace(triaged.resources[0], title=HOSTILE, url="javascript:alert(1)", quote=HOSTILE)
    triaged = dataclasses.replace(triaged, resources=(bad,))
    kept = staff.queue.add(message, triaged, source=Source.UPLOAD).stored
    staff.post(f"/message/{kept.reference}/note", note=HOSTILE)
    staff.post(f"/message/{kept.reference}/brouillon", faire="garder", objet=HOSTILE, brouillon=f"</textarea>{HOSTILE}")
    for path in ("/", f"/message/{kept.reference}", f"/message/{kept.reference}?montrer=1", "/?q=%3Cscript%3Ealert"):
        page = staff.get(path)
        assert "<script>alert" not in page
        assert '"onerror' not in page
        assert "javascript:" not in page
        assert "49" not in re.sub(r"[\w-]{20,}", "", page)
    assert "&lt;/textarea&gt;" in staff.get(f"/message/{kept.reference}")


def test_what_was_understood_is_corrected(staff: Staff) -> None:
    """Only what changed is kept as a correction, signed; a homonym is refused with its namesakes."""
    reference = staff.file(deadline=dt.date(2026, 3, 20)).reference
    form = {
        "version": "2",
        "categorie": "B7",
        "demandeur": "coordonnateur",
        "theme": ["evaluation", "gouvernance"],
        "secondaire": ["A4"],
        "urgence": "S",
        "echeance": "2026-03-25",
        "humain": "oui",
        "territoire": "Lille",
        "lieu": "",
    }
    version = staff.queue.get(reference).version
    page = staff.post(f"/message/{reference}/corriger", **{**form, "version": str(version)}).text
    assert "Les corrections sont enregistrées" in page
    item = staff.queue.get(reference)
    assert (item.category, item.territory_code, item.deadline) == ("B7", "COM-59350", dt.date(2026, 3, 25))
    fields = {correction.field for correction in staff.queue.corrections()}
    assert fields == {"category", "territory", "territory_code", "deadline"}
    assert all(correction.author == "Camille" for correction in staff.queue.corrections())
    refused = staff.post(f"/message/{reference}/corriger", 422, **{**form, "territoire": "Saint-Aubin"})
    assert "Précisez le département" in refused.text
    assert staff.post(f"/message/{reference}/corriger", 422, **{**form, "echeance": "demain"})


def test_a_right_triage_is_confirmed_and_learnt_from(staff: Staff) -> None:
    """Once: the button goes, history tells who; what was hesitated on is held for sure."""
    reference = staff.file(category="B1", abstains=True).reference
    assert "Le tri est juste" in staff.get(f"/message/{reference}")
    version = str(staff.queue.get(reference).version)
    page = staff.post(f"/message/{reference}/confirmer", version=version).text
    assert "Le tri est confirmé" in page
    assert "Tri confirmé" in page
    assert "Le tri est juste" not in page
    assert not staff.queue.get(reference).abstained
    (kept,) = staff.queue.corrections()
    assert (kept.field, kept.before, kept.after, kept.author) == ("category", "B1", "B1", "Camille")
    assert [example.category for example in corrected_examples([kept], [staff.queue.get(reference)])] == ["B1"]


def test_a_confirmed_triage_holds(staff: Staff) -> None:
    """Triaged again, nothing of it changes; a day put right by hand leaves the category to be confirmed."""
    stored = staff.file(category="B1", abstains=True)
    staff.queue.correct(stored.reference, {"deadline": dt.date(2026, 3, 25)}, author="Camille")
    assert "Le tri est juste" in staff.get(f"/message/{stored.reference}")
    staff.queue.confirm(stored.reference, author="Camille")
    assert stored.message is not None
    again = triage_of(stored.message, category="C3", requester="entreprise", themes=(), abstains=True)
    kept = staff.queue.triage(stored.reference, again)
    assert (kept.category, kept.requester, kept.abstained) == ("B1", "coordonnateur", False)
    assert kept.themes == ("evaluation", "gouvernance")


def test_a_draft_given_back_as_it_was_shown_is_nobody_s(staff: Staff) -> None:
    """No false line in the history; a word changed is one."""
    reference = staff.file().reference
    staff.queue.update(reference, {"draft": "Objet : Votre CLS\n\nBonjour,", "draft_subject": "Votre CLS"}, author="C")
    before = len(staff.queue.history(reference))
    form = {"faire": "garder", "objet": "Votre CLS", "brouillon": "Bonjour,"}
    staff.post(f"/message/{reference}/brouillon", **form, version=str(staff.queue.get(reference).version))
    assert [c.field for c in staff.queue.history(reference)[before:] if c.field.startswith("draft")] == []
    form["brouillon"] = "Bonjour à vous,"
    staff.post(f"/message/{reference}/brouillon", **form, version=str(staff.queue.get(reference).version))
    assert staff.queue.get(reference).draft == "Bonjour à vous,"


def test_a_draft_is_shown_without_the_line_that_is_its_subject(staff: Staff) -> None:
    """The subject has a field of its own; another first line stays."""
    assert without_subject("Objet : Votre offre\n\nBonjour,", "Votre offre") == "Bonjour,"
    assert without_subject("Objet : Autre\n\nBonjour,", "Votre offre") == "Objet : Autre\n\nBonjour,"
    reference = staff.file().reference
    staff.queue.update(reference, {"draft": "Objet : Votre CLS\n\nBonjour,", "draft_subject": "Votre CLS"}, author="C")
    assert re.search(r"<textarea[^>]*data-draft>\s*Bonjour,</textarea>", staff.get(f"/message/{reference}"))


def test_the_day_of_the_next_issue_is_kept(staff: Staff) -> None:
    """Told once, it is proposed until it is over; without a day, it is forgotten."""
    assert "Cette date est passée" in staff.post("/relais/parution", parution="2026-03-04").text
    assert next_issue(staff.queue, TODAY) is None
    assert "est retenue" in staff.post("/relais/parution", parution="2026-03-12").text
    assert 'value="2026-03-12"' in staff.get("/relais")
    assert next_issue(staff.queue, TODAY) == dt.date(2026, 3, 12)
    assert next_issue(staff.queue, dt.date(2026, 3, 13)) is None
    assert staff.post("/relais/parution", 422, parution="demain")
    assert "plus retenue" in staff.post("/relais/parution", parution="").text
    assert next_issue(staff.queue, TODAY) is None


def test_the_draft_is_kept_then_told_as_sent(staff: Staff) -> None:
    """With the publications ticked; nothing is sent, and the page says so."""
    reference = staff.file().reference
    version = staff.queue.get(reference).version
    page = staff.post(
        f"/message/{reference}/brouillon",
        version=str(version),
        faire="garder",
        objet="Re",
        brouillon="Bonjour,\r\nOui.",
    ).text
    assert "Le brouillon est enregistré" in page
    assert staff.queue.get(reference).draft == "Bonjour,\nOui."
    assert staff.queue.get(reference).status is Status.IN_PROGRESS
    assert "le logiciel n’envoie rien" in page
    page = staff.post(
        f"/message/{reference}/brouillon",
        faire="repondu",
        objet="Re",
        brouillon="Bonjour, voici.",
        ressource=["notes/evaluation.pdf", "inconnue.pdf"],
        envoye_le="2026-03-04",
    ).text
    assert "Rien n’a été envoyé par le logiciel" in page
    item = staff.queue.get(reference)
    assert (item.status, item.sent, item.sent_on) == (Status.ANSWERED, "Bonjour, voici.", dt.date(2026, 3, 4))
    assert [sent.doc for sent in item.resources_sent] == ["notes/evaluation.pdf"]


def test_a_draft_tells_what_it_rests_on(staff: Staff) -> None:
    """The association's own words in one piece, up to the next source."""
    assert pieces(
        [
            DraftSentence("Bonjour,\n\n"),
            DraftSentence("Merci. "),
            DraftSentence("« Oui. » ", 1),
            DraftSentence("À vous."),
        ]
    ) == [(0, "Bonjour,\n\nMerci."), (1, "« Oui. »"), (0, "À vous.")]
    assert "mots de l’association" in staff.get(f"/message/{staff.file().reference}")


def test_the_history_is_told_in_words(staff: Staff) -> None:
    """Days as French writes them, categories by their names."""
    stored = staff.file(category="B1", deadline=dt.date(2026, 3, 20))
    edits = {"category": "B7", "deadline": dt.date(2026, 3, 25)}
    staff.queue.correct(stored.reference, edits, author="Camille")
    page = staff.get(f"/message/{stored.reference}")
    assert "20\u00a0mars 2026 → 25\u00a0mars 2026" in page
    assert "→ B7 · Données, statistiques, chiffres" in page


def test_whoever_must_sign_in_again_comes_back_to_a_page(make: Callable[..., Staff]) -> None:
    """Not to the address that a form was sent to, which opens nothing."""
    visitor = make()
    page = visitor.client.post(f"{BASE}/lot", data={"faire": "moi"}).text
    assert 'href="/connexion"' in page
    assert "suite=" not in page


def test_a_past_answer_is_proposed_for_a_message_that_is_alike(staff: Staff) -> None:
    """With what was sent, masked like the message."""
    for number in (1, 2):
        text = f"De : a{number}@exemple.fr\nObjet : Évaluation {number}\n\nComment évaluer un contrat local de santé ?"
        staff.post("/deposer", texte=text)
    staff.post("/message/S-2026-0001/brouillon", faire="repondu", brouillon="Chère Solène Arnoux, voici.", objet="")
    page = staff.get("/message/S-2026-0002")
    assert "Cas proches, déjà répondus" in page
    assert "Chère [nom 1], voici." in page


def test_two_people_on_one_message(make: Callable[..., Staff]) -> None:
    """The second is told, and given back what they had written; nothing is overwritten."""
    first, second = make().enter("Camille"), make().enter("Inès")
    reference = first.file().reference
    version = str(first.queue.get(reference).version)
    first.post(f"/message/{reference}/brouillon", version=version, faire="garder", brouillon="De Camille", objet="")
    told = second.post(
        f"/message/{reference}/brouillon", 409, version=version, faire="garder", brouillon="D’Inès", objet=""
    )
    assert "modifiée par quelqu’un d’autre" in told.text
    assert "D’Inès" in told.text
    assert first.queue.get(reference).draft == "De Camille"


def test_a_message_is_taken_archived_taken_up_again_given_annotated_forgotten(staff: Staff) -> None:
    """Each is told, and stands in the history under the member's name."""
    reference = staff.file().reference
    here = f"/message/{reference}"
    staff.post(f"{here}/statut", faire="prendre")
    assert (staff.queue.get(reference).assignee, staff.queue.get(reference).status) == ("Camille", Status.IN_PROGRESS)
    staff.post(f"{here}/statut", faire="archiver")
    assert staff.queue.get(reference).status is Status.ARCHIVED
    staff.post(f"{here}/statut", faire="reprendre")
    staff.post(f"{here}/attribuer", membre="")
    assert staff.queue.get(reference).assignee == ""
    page = staff.post(f"{here}/note", note="À rappeler.").text
    assert "À rappeler." in page
    assert "En cours → Archivé" in page
    assert "Rien n’a changé" in staff.post(f"{here}/oublier").text
    assert "n’est plus conservé" in staff.post(f"{here}/oublier", confirmer="oui").text
    assert staff.queue.get(reference).purged


def test_a_message_filed_without_its_triage_is_triaged_when_asked(staff: Staff) -> None:
    """What came in while the desk could not work is still there."""
    reference = staff.queue.add(mail(), source=Source.IMAP).stored.reference
    assert "Message sans résumé" in staff.get("/")
    assert "Trier ce message" in staff.get(f"/message/{reference}")
    page = staff.post(f"/message/{reference}/statut", faire="trier").text
    assert "Le message est trié." in page
    assert "Trier ce message" not in page


@pytest.mark.parametrize(
    "path",
    ["/message/S-1999-0001", "/message/%00", "/message/x'%22", "/annuaire/organisation?nom=Inconnue", "/nulle-part"],
)
def test_what_is_not_there_is_told_in_french(staff: Staff, path: str) -> None:
    """A page, and not a trace of the program."""
    page = staff.get(path, 404)
    assert f'href="{BASE}/" aria-current="page">Sollicitations</a>' in page
    assert "Traceback" not in page


def test_relays_become_a_list_for_the_newsletter(staff: Staff) -> None:
    """Ticked, put right, in the order wanted; as a page, Markdown or text; then told as published."""
    first = staff.file("Webinaire", number=1, category="A2", event=dt.date(2026, 4, 9))
    second = staff.file("Journée d’étude", number=2, category="A2", event=dt.date(2026, 4, 2))
    staff.file("Passé", number=3, category="A2", event=dt.date(2026, 3, 1))
    form: dict[str, object] = {"parution": "2026-03-10", "choix": [first.reference, second.reference]}
    for rank, (item, title, day) in enumerate(
        ((first, "Webinaire <1>", "2026-04-09"), (second, "Journée", "2026-04-03")), 1
    ):
        form |= {
            f"titre-{item.reference}": title,
            f"jour-{item.reference}": day,
            f"fin-{item.reference}": "",
            f"limite-{item.reference}": "",
            f"lieu-{item.reference}": "Lille",
            f"lien-{item.reference}": "javascript:alert(1)" if item is second else "https://exemple.fr/w",
            f"rang-{item.reference}": str(rank),
        }
    assert "Dernier jour passé" in staff.get("/relais?parution=2026-03-10")
    page = staff.post("/relais", faire="voir", **form).text
    assert page.index("<strong>Webinaire &lt;1&gt;</strong>") < page.index("<strong>Journée</strong>")
    assert "javascript:" not in page
    kept = staff.queue.get(second.reference)
    assert (kept.event, kept.event_place) == (dt.date(2026, 4, 3), "Lille")
    written = staff.post("/relais", faire="txt", **form)
    assert written.headers["content-disposition"] == 'attachment; filename="relais-2026-03-10.txt"'
    assert "• Webinaire <1> — 9\u00a0avril 2026 — Lille — https://exemple.fr/w" in written.text
    assert staff.post("/relais", faire="md", **form).text.startswith("## Événements")
    assert "marqués comme publiés" in staff.post("/relais", faire="publier", **form).text
    assert staff.queue.get(first.reference).relayed_on == TODAY
    assert "Cochez au moins une ligne" in staff.post("/relais", faire="voir", parution="2026-03-10").text


def test_the_directory_is_kept_by_the_staff(staff: Staff) -> None:
    """Added, found, changed, removed; imported, or refused with the line; a person only with their consent."""
    staff.post(
        "/annuaire/organisation", nom="Réseau du Val", role="Réseau", genre=["reseau"], territoires="Oise, France"
    )
    entry = directory.organisations(staff.queue)[0]
    assert entry.territories == ("DEP-60", "PAYS-FR")
    assert "Réseau du Val" in staff.get("/annuaire?q=val")
    assert "Aucune organisation" in staff.get("/annuaire?q=mer")
    assert staff.post("/annuaire/organisation", 422, nom="Reseau du val")
    assert staff.post("/annuaire/organisation", 422, nom="Autre", page="javascript:alert(1)")
    staff.post("/annuaire/organisation", avant="Réseau du Val", nom="Réseau du Haut-Val", role="Réseau")
    good = {"fichier": ("a.csv", b"name,role\nCentre A,Ressources\n", "text/csv")}
    assert "1 ajoutée" in staff.post("/annuaire/importer", files=good, faire="fichier").text
    bad = {"fichier": ("a.csv", b"name,themes\nCentre B,inconnu\n", "text/csv")}
    assert "Rien n’a été importé" in staff.post("/annuaire/importer", 422, files=bad, faire="fichier").text
    assert staff.post("/annuaire/contact", 422, nom="Awa Diop", accord="par téléphone")
    staff.post("/annuaire/contact", nom="Awa Diop", accord="par téléphone", accord_le="2026-03-01")
    assert "Accord du 1er\u00a0mars 2026" in staff.get("/annuaire")
    number = directory.contacts(staff.queue)[0].number
    staff.post("/annuaire/contact/oter", numero=str(number))
    staff.post("/annuaire/oter", nom="Réseau du Haut-Val")
    assert len(directory.organisations(staff.queue)) == 2
    staff.post("/annuaire/oter", nom="Réseau du Haut-Val", confirmer="oui")
    assert [each.name for each in directory.organisations(staff.queue)] == ["Centre A"]


def test_figures_are_charted_tabled_told_and_exported(staff: Staff) -> None:
    """For the period chosen; a reversed one is put right and told; a bad day is refused."""
    staff.file()
    page = staff.get("/statistiques?du=2026-01-01&au=2026-12-31")
    assert "l’association a reçu 1\u00a0sollicitation" in page
    assert page.index(">Par catégorie</h2>") < page.index('<rect class="bar" width="100.0"')
    assert "Aucune sollicitation" in staff.get("/statistiques?du=2025-01-01&au=2025-12-31")
    assert "précède son début" in staff.get("/statistiques?du=2026-12-31&au=2026-01-01", 422)
    staff.get("/statistiques?du=hier", 422)
    written = staff.client.get(f"{BASE}/statistiques.csv?du=2026-01-01&au=2026-12-31")
    assert written.content.startswith("\ufeff".encode())
    assert ";B2;" in written.text
    sheet = staff.client.get(f"{BASE}/statistiques.xlsx?du=2026-01-01&au=2026-12-31")
    assert sheet.content.startswith(b"PK")
    staff.get("/statistiques.exe", 404)


def test_questions_without_a_publication_are_ranked(staff: Staff) -> None:
    """With their themes and the mails that put them."""
    message = mail(message_id="g@exemple.fr")
    triaged = dataclasses.replace(triage_of(message), unanswered=("Comment évaluer un contrat local de santé ?",))
    reference = staff.queue.add(message, triaged, source=Source.UPLOAD).stored.reference
    page = staff.get("/publications")
    for told in ("Évaluation", "Comment évaluer un contrat local de santé ?", reference):
        assert told in page


def test_a_persons_data_is_found_copied_erased(staff: Staff) -> None:
    """Seen first, erased only when confirmed; their name never stands in an address."""
    reference = staff.file().reference
    assert "trop court" in staff.post("/donnees", 422, personne="S", faire="voir").text
    page = staff.post("/donnees", personne="Solène Arnoux", faire="voir").text
    assert reference in page
    copy = staff.post("/donnees", personne="Solène Arnoux", faire="exporter")
    assert copy.json()["solicitations"][0]["reference"] == reference
    staff.post("/donnees", personne="Solène Arnoux", faire="effacer")
    assert not staff.queue.get(reference).purged
    done = staff.post("/donnees", personne="Solène Arnoux", faire="effacer", confirmer="oui").text
    assert "1 message effacé" in done
    assert staff.queue.get(reference).purged
    assert "Rien n’est conservé" in staff.post("/donnees", personne="Solène Arnoux", faire="voir").text


def test_the_team_is_a_list_that_the_staff_keeps(staff: Staff) -> None:
    """Names to which messages may be given."""
    staff.post("/donnees/equipe", membre="Inès", faire="ajouter")
    assert staff.queue.members() == ("Camille", "Inès")
    staff.post("/donnees/equipe", membre="Inès", faire="oter")
    assert staff.queue.members() == ("Camille",)
