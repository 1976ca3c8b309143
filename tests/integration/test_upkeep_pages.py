"""Pages of the index and of publications: what they refuse and how, without any indexing; the rest is in a browser."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup, Tag
from hostile.pdf import pages
from starlette.testclient import TestClient

from assistant.accounts.audit import Action, Sought
from assistant.accounts.rights import NOBODY, Right
from assistant.api.access import COOKIE
from assistant.api.app import create_app
from assistant.api.problems import status_of
from assistant.maintenance.jobs import Ending, Kind, State
from assistant.maintenance.upkeep import By, EvalOptions, IndexOptions
from assistant.maintenance.withdrawn import WITHDRAWN
from assistant.serving import Serving
from indexer.build import writing_lock
from indexer.errors import ExtraMissing
from indexer.fetching.limits import MEGABYTE
from indexer.index import ADDED, CURRENT_NAME, current_generation
from ui import site
from ui.site.calling import TOKEN_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from httpx2 import Response
    from places import Place

    from assistant.accounts.store import Accounts
    from assistant.maintenance.upkeep import Upkeep

INDEX: Final = "/administration/index"
PUBLICATIONS: Final = "/administration/publications"
ADDING: Final = f"{PUBLICATIONS}/ajouter"
PASSWORD: Final = "quatre lampes vertes au grenier"
TEXT: Final = "# Permanence de Lodève\n\nUne permanence de soins ouvre chaque mardi à la maison de santé de Lodève.\n"
OTHER: Final = (
    "# Permanence de Clermont\n\nUne consultation de psychologue est ouverte le jeudi à Clermont-l’Hérault.\n"
)
HOSTILE: Final = "<script>alert(1)</script>\"'>"


class Keeper:
    """Somebody with a right, in a browser without a script."""

    def __init__(self, app: FastAPI, right: Right) -> None:
        accounts: Accounts = app.state.accounts
        login = f"{right}@exemple.fr"
        if not accounts.list(login).total:
            accounts.add(login, "Zoé", [right], by=NOBODY, password=PASSWORD)
        opened = accounts.sign_in(login, PASSWORD)
        self.token = opened.caller().token
        self.app = app
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        self.client.cookies.set(COOKIE, opened.cookie)

    @property
    def upkeep(self) -> Upkeep:
        """What the pages show and change."""
        held: Upkeep = self.app.state.upkeep
        return held

    def see(self, path: str, status: int = 200) -> BeautifulSoup:
        """A page."""
        return parsed(self.client.get(path), status)

    def send(self, path: str, status: int = 303, **fields: object) -> Response:
        """A form."""
        return self.sent(self.client.post(path, data={TOKEN_FIELD: self.token, **fields}), status)  # type: ignore[arg-type]

    def give(self, path: str, *files: tuple[str, bytes | str], status: int = 303, **fields: str) -> Response:
        """A form with files."""
        given = [("fichier", (name, content)) for name, content in files or [("", b"")]]
        return self.sent(self.client.post(path, files=given, data={TOKEN_FIELD: self.token, **fields}), status)

    def sent(self, answer: Response, status: int) -> Response:
        """What came of a form."""
        assert answer.status_code == status, answer.text[:2000]
        return answer

    def add(self, name: str = "permanence.md", content: str = TEXT) -> str:
        """A publication is added; the address of its sheet."""
        return self.give(f"{ADDING}/fichiers", (name, content)).headers["location"].partition("?")[0]


def parsed(response: Response, status: int = 200) -> BeautifulSoup:
    """A page that is whole: one first title, a name for each field, nothing inline."""
    assert response.status_code == status, response.text[:500]
    page = BeautifulSoup(response.text, "html.parser")
    assert len(page.find_all("h1")) == 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>|\{\{", response.text)
    named = {label.get("for") for label in page.find_all("label")}
    for each in page.select("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea"):
        assert each.get("id") in named, each
    known = {each["id"] for each in page.find_all(id=True)}
    for each in page.select("[aria-describedby]"):
        assert set(str(each["aria-describedby"]).split()) <= known, each
    return page


def beside(page: BeautifulSoup, field: str) -> str:
    """What is wrong with a field, told beside it and bound to it."""
    wrong = page.find(id=field)
    assert isinstance(wrong, Tag)
    assert wrong["aria-invalid"] == "true"
    told = page.find(id=f"{field}-erreur")
    assert isinstance(told, Tag)
    assert f"{field}-erreur" in str(wrong["aria-describedby"]).split()
    return told.get_text(" ", strip=True).replace("\xa0", " ")


@pytest.fixture(scope="module")
def place(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample, its index and its folders, of which all is indexed."""
    made = untouched.copied(tmp_path_factory.mktemp("upkeep"))
    return replace(made, settings=made.settings.model_copy(update={"source": made.corpus, "upload_megabytes": 1}))


@pytest.fixture(scope="module")
def app(place: Place) -> Iterator[FastAPI]:
    """The application, running."""
    made = create_app(place.settings, Serving(place.settings))
    site.mount(made, place.settings)
    with TestClient(made):
        yield made


@pytest.fixture
def keeper(app: FastAPI, place: Place) -> Iterator[Keeper]:
    """Somebody who looks after the publications, of which none was added or withdrawn yet."""
    yield Keeper(app, Right.MAINTENANCE)
    for name in (ADDED, WITHDRAWN):
        shutil.rmtree(place.settings.data_dir / name, ignore_errors=True)


def test_they_are_for_those_who_look_after_publications(app: FastAPI) -> None:
    """Strangers are led to the way in, others are told; nobody's files are read before that, nor another site's."""
    stranger = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    reader, keeper = Keeper(app, Right.READING), Keeper(app, Right.MAINTENANCE)
    for path in (INDEX, PUBLICATIONS, ADDING, f"{INDEX}/travaux/1", f"{PUBLICATIONS}/fiche/x"):
        assert "/connexion" in stranger.get(path).headers["location"]
        assert reader.client.get(path).status_code == 403
    assert keeper.client.get("/administration").headers["location"] == INDEX
    for path in (f"{INDEX}/travaux", f"{ADDING}/fichiers", f"{ADDING}/adresse", f"{PUBLICATIONS}/fiche/x/fichier"):
        files = {"fichier": ("a.md", TEXT)} if "fichier" in path else None
        assert stranger.post(path, files=files).status_code == 401
        assert reader.client.post(path, files=files).status_code == 403
        for token in ("", "faux"):
            answer = keeper.client.post(path, files=files, data={TOKEN_FIELD: token})
            assert answer.status_code == 403, path
    assert keeper.upkeep.publications() == []
    assert not keeper.upkeep.jobs.list().jobs


def test_the_state_of_the_index_is_told(keeper: Keeper, place: Place) -> None:
    """What serves, what waits; nothing where nothing has changed."""
    page = keeper.see(INDEX)
    assert current_generation(place.settings.data_dir) in page.get_text()
    assert "l’index est à jour" in page.get_text()
    added, gone = place.write("nouvelle.md", OTHER), place.corpus / "notes-de-synthese/qpv-2024-population.pdf"
    kept = gone.read_bytes()
    gone.unlink()
    told = keeper.see(INDEX).get_text(" ", strip=True)
    assert "2 publications ont changé" in told.replace("\xa0", " ")
    assert "nouvelle.md" in told
    assert "qpv-2024-population.pdf" in told
    gone.write_bytes(kept)
    added.unlink()
    catalogue = place.corpus / "catalogue.yaml"
    known = catalogue.read_text()
    place.write("catalogue.yaml", "publications: [")
    assert "catalogue.yaml" in keeper.see(INDEX).select("main .notice.alert")[0].get_text()
    assert keeper.see(PUBLICATIONS).select("main .notice.alert")
    catalogue.write_text(known)


def test_whoever_asks_second_is_told_of_the_first(keeper: Keeper) -> None:
    """In a plain sentence, with the job that will do as well; once it runs, another may wait."""
    first = keeper.upkeep.jobs.ask(Kind.INDEX, {}, "ana@exemple.fr")
    page = parsed(keeper.send(f"{INDEX}/travaux", 409), 409)
    (told,) = page.select("main .notice.alert[role=alert]")
    assert "attend déjà son tour" in told.get_text()
    assert told.select(f'a[href="{INDEX}/travaux/{first.number}"]')
    assert "ana@exemple.fr" in page.select("main .notice.info")[0].get_text()
    assert "Suivre le travail" in keeper.see(PUBLICATIONS).get_text()
    keeper.upkeep.jobs.cancel(first.number)


def test_a_job_is_followed_stopped_and_reported(keeper: Keeper) -> None:
    """What its script asks for is the part that changes; reloading the page does as well."""
    jobs = keeper.upkeep.jobs
    number = jobs.ask(Kind.INDEX, {}, "ana@exemple.fr").number
    path = f"{INDEX}/travaux/{number}"
    assert keeper.see(path).select("a[data-without-script]")
    jobs.take_turn(number)
    step = {"step": "reading", "done": 12, "total": 69, "pages": 87, "seconds": 3.2, "left": 15.1}
    jobs.beat(number, {"steps": [step]})
    part = BeautifulSoup(keeper.client.get(f"{path}/suivi").text, "html.parser")
    assert part.html is None
    (told,) = part.select("[data-part]")
    assert (told["data-ended"], told["data-said"]) == ("non", "En cours\xa0: Lecture des fichiers")
    assert "12 sur 69, 87 pages, encore 15 s environ" in part.get_text().replace("\xa0", " ")
    assert part.select('progress[max="69"][value="12"]')
    assert keeper.send(f"{path}/arreter").headers["location"] == f"{path}?fait=arret-demande"
    assert "L’arrêt est demandé" in keeper.see(path).select("main .notice.warn")[0].get_text()
    report = {
        **{name: [] for name in ("changed", "unchanged", "removed", "skipped", "evals")},
        "added": [{"doc": "a.md"}, {"doc": "b.md", "reason": "renommé : c’était « c.md »"}],
        "failed": [{"doc": "vide.pdf", "reason": "Le fichier « vide.pdf » est vide. Retirez-le."}],
        "remarks": [{"doc": "a.md", "code": "blind", "reason": "1 page(s) sans texte"}],
        "documents": 8,
        "passages": 90,
        "seconds": 3.0,
        "generation": "g",
    }
    jobs.end(number, Ending(State.DONE, report), {"steps": [step]})
    page = keeper.see(path)
    assert not page.select("[data-follow], [data-without-script], .danger")
    for words in ("L’index nouveau est en service", "Retirez-le", "c’était « c.md »", "tesseract"):
        assert words in page.get_text().replace("\xa0", " ")
    keeper.see(f"{INDEX}/travaux/{number + 1}", 404)
    assert Action.JOB_CANCELLED in [each.action for each in keeper.app.state.accounts.log.list(Sought()).items]


def test_one_goes_back_to_a_generation_after_seeing_what_it_changes(keeper: Keeper, place: Place) -> None:
    """The page says what would come back; while something is being indexed, it is refused in a sentence."""
    first = current_generation(place.settings.data_dir)
    added = place.write("nouvelle.md", OTHER)
    place.index()
    added.unlink()
    second = current_generation(place.settings.data_dir)
    assert keeper.see(INDEX).select(f'a[href="{INDEX}/generations/{first}"]')
    page = keeper.see(f"{INDEX}/generations/{first}").get_text(" ", strip=True).replace("\xa0", " ")
    assert "Ne seraient plus servies : 1 Permanence de Clermont nouvelle.md" in page
    assert not keeper.see(f"{INDEX}/generations/{second}").select("form[action$=remettre]")
    with writing_lock(place.settings.data_dir):
        page = parsed(keeper.send(f"{INDEX}/generations/{first}/remettre", 409), 409)
        assert "Une autre indexation est en cours" in page.select("main .notice.alert")[0].get_text()
    assert keeper.send(f"{INDEX}/generations/{first}/remettre").headers["location"] == f"{INDEX}?fait=generation-remise"
    assert current_generation(place.settings.data_dir) == first
    assert keeper.see(INDEX).select(".current")[0].get_text().count("en service") == 1
    assert "absente" in keeper.see(f"{INDEX}/generations/absente", 404).get_text()
    assert "absente" in keeper.send(f"{INDEX}/generations/absente/remettre", 404).text


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((), "Choisissez au moins un fichier."),
        ((("programme.exe", b"MZ\x90\x00"),), "« programme.exe » est d’un type non pris en charge"),
        ((("faux.pdf", b"un texte"),), "« faux.pdf » est illisible"),
        ((("blanc.md", b"\n\n"),), "blanc.md"),
        ((("long.md", b"mot " * 300_000),), "dépasse la taille admise (1 Mo)"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_field(
    keeper: Keeper, files: tuple[tuple[str, bytes], ...], told: str
) -> None:
    """In a sentence that says what to do; what was ticked stays ticked."""
    page = parsed(keeper.give(f"{ADDING}/fichiers", *files, status=422, interne="oui"), 422)
    assert told in beside(page, "fichier")
    assert page.select("#fichiers ~ form input[name=interne][checked]")
    assert keeper.upkeep.publications() == []


def test_of_several_files_those_that_can_be_are_taken(keeper: Keeper) -> None:
    """The others are told by their name; the same content is only added when that is wanted."""
    page = parsed(keeper.give(f"{ADDING}/fichiers", ("a.md", TEXT), ("b.exe", b"MZ"), status=422), 422)
    assert "b.exe" in beside(page, "fichier")
    assert page.select(f'main .notice.done a[href="{PUBLICATIONS}/fiche/a"]')
    page = parsed(keeper.give(f"{ADDING}/fichiers", ("c.md", TEXT), status=422), 422)
    assert "a le même contenu que « a.md »" in beside(page, "fichier")
    assert page.select("input[name=jumeau]")
    keeper.give(f"{ADDING}/fichiers", ("c.md", TEXT), jumeau="oui")
    location = keeper.give(f"{ADDING}/fichiers", ("d.md", OTHER), ("e.pdf", pages(2, words=True))).headers["location"]
    assert location == f"{PUBLICATIONS}?fait=publications-ajoutees"
    assert {each.file for each in keeper.upkeep.publications()} == {"a.md", "c.md", "d.md", "e.pdf"}


def test_too_many_files_or_too_much_at_once_is_refused(keeper: Keeper) -> None:
    """Before all of it is held; elsewhere, less may come."""
    several = [(f"{n}.md", TEXT) for n in range(21)]
    assert "trop volumineux" in parsed(keeper.give(f"{ADDING}/fichiers", *several, status=413), 413).get_text()
    heavy = [(f"{n}.md", bytes(MEGABYTE)) for n in range(5)]
    parsed(keeper.give(f"{ADDING}/fichiers", *heavy, status=413), 413)
    assert keeper.upkeep.publications() == []


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/secret.pdf", "ftp://exemple.fr/a.pdf", "pas une adresse"])
def test_an_address_that_cannot_be_taken_is_refused_beside_its_field(keeper: Keeper, url: str) -> None:
    """What was typed stays."""
    page = parsed(keeper.send(f"{ADDING}/adresse", 422, adresse=url, interne="oui"), 422)
    assert beside(page, "adresse")
    (field,) = page.select("#adresse")
    assert field["value"] == url
    assert page.select("#adresses ~ form input[name=interne][checked]")


def test_a_publication_is_added_described_and_waits(keeper: Keeper) -> None:
    """What is read off its file is told beside what is left empty; the button to index is at hand."""
    path = keeper.add()
    page = keeper.see(f"{path}?fait=publication-ajoutee")
    assert "La publication est ajoutée" in page.select("main .notice.done")[0].get_text()
    assert page.select(f'main .notice.warn form[action="{INDEX}/travaux"]')
    assert "Permanence de Lodève" in page.select("#title-lu")[0].get_text()
    assert "Passages à indexer" in page.get_text()
    typed = {"title": HOSTILE, "kind": "fiche-experience", "date": "2026-05-19", "theme": ["sante-mentale"]}
    assert keeper.send(path, **typed, interne="oui").headers["location"] == f"{path}?fait=fiche-enregistree"
    assert "<script>alert" not in keeper.client.get(path).text
    assert keeper.upkeep.publications()[0].description.internal
    page = keeper.see(path)
    assert page.h1 is not None
    assert page.h1.get_text().startswith("<script>alert(1)</script>")
    assert page.select('input[name=theme][value="sante-mentale"][checked]')
    page = keeper.see(f"{PUBLICATIONS}?q=script&etat=pending")
    assert page.select(f'a[href="{path}"]')
    assert "Aucune publication ne correspond" in keeper.see(f"{PUBLICATIONS}?q=absente").get_text()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "ab", "Au moins 3 caractère"),
        ("title", "x" * 301, "300 caractères au plus"),
        ("kind", "roman", "roman"),
        ("date", "mai 2026", "Une date est attendue"),
        ("date", "2026-02-31", "2026-02-31"),
        ("date", "1492", "1900"),
        ("official_url", "javascript:alert(1)", "https://"),
    ],
)
def test_a_field_that_cannot_be_kept_is_told_beside_it(keeper: Keeper, field: str, value: str, told: str) -> None:
    """What was typed in the others stays, and nothing of it is kept."""
    path = keeper.add()
    typed = {"territory": "Mayotte", "theme": ["logement"], "publisher": "Une association", field: value}
    page = parsed(keeper.send(path, 422, **typed), 422)
    assert told in beside(page, field)
    assert page.select(f'main .notice.alert a[href="#{field}"]')
    assert page.select('#territory[value="Mayotte"], #publisher[value="Une association"]')
    assert page.select('input[name=theme][value="logement"][checked]')
    assert keeper.upkeep.publications()[0].description.territory == ""


def test_a_file_is_replaced_and_a_publication_superseded(keeper: Keeper) -> None:
    """Refusals beside their fields; the former version is kept aside."""
    path, other = keeper.add(), keeper.add("autre.md", OTHER)
    assert "Choisissez" in beside(parsed(keeper.give(f"{path}/fichier", status=422), 422), "fichier")
    page = parsed(keeper.give(f"{path}/fichier", ("permanence.md", OTHER), status=422), 422)
    assert "a le même contenu" in beside(page, "fichier")
    keeper.give(f"{path}/fichier", ("nouvelle.md", f"{TEXT}\nElle ferme en août.\n"))
    assert "version remplacée" in keeper.see(f"{PUBLICATIONS}?vue=retirees").get_text()
    keeper.send(f"{path}/remplacante", remplacante="autre")
    assert keeper.see(path).select('#replaced_by option[value="autre"][selected]')
    page = parsed(keeper.send(f"{other}/remplacante", 422, remplacante="permanence"), 422)
    assert "elle-même" in beside(page, "replaced_by")
    keeper.send(f"{other}/remplacante", 404, remplacante="absente")
    keeper.send(f"{path}/remplacante", remplacante="")
    assert not keeper.see(path).select(".badge.warn")


def test_a_publication_is_withdrawn_with_its_reason_and_comes_back(keeper: Keeper) -> None:
    """After a page that says what it means; for good only when that is meant."""
    path = keeper.add()
    assert keeper.see(f"{path}/retirer").select("form .danger")
    page = parsed(keeper.send(f"{path}/retirer", 422, motif="x" * 301), 422)
    assert "300 caractères au plus" in beside(page, "motif")
    location = keeper.send(f"{path}/retirer", motif="chiffres erronés").headers["location"]
    page = keeper.see(location)
    assert "chiffres erronés" in page.select("tbody")[0].get_text()
    (link,) = page.select("tbody a")
    aside = str(link["href"])
    keeper.see(aside)
    keeper.see(path, 404)
    keeper.add("double.md")
    page = parsed(keeper.send(f"{aside}/remettre", 409), 409)
    assert "a le même contenu" in page.select("main .notice.alert")[0].get_text()
    page = parsed(keeper.send(f"{aside}/effacer", 422), 422)
    assert "cochez la case" in page.select("main .notice.alert")[0].get_text()
    keeper.send(f"{PUBLICATIONS}/fiche/double/retirer")
    assert keeper.send(f"{aside}/remettre").headers["location"] == f"{path}?fait=publication-remise"
    keeper.send(f"{path}/retirer")
    for each in keeper.upkeep.added.withdrawn():
        keeper.send(f"{PUBLICATIONS}/retirees/{each.key}/effacer", certain="oui")
    assert "Rien n’a été retiré" in keeper.see(f"{PUBLICATIONS}?vue=retirees").get_text()
    for deed in ("remettre", "effacer"):
        keeper.send(f"{aside}/{deed}", 404, certain="oui")


def test_publications_of_the_folders_are_listed_and_searched(keeper: Keeper) -> None:
    """With what serves of them; they are changed in their folder."""
    page = keeper.see(f"{PUBLICATIONS}?vue=dossiers")
    assert len(page.select("tbody tr")) == 6
    assert page.select('a[href="/ressources/publications/notes-de-synthese/qpv-2024-population.pdf"]')
    (row,) = keeper.see(f"{PUBLICATIONS}?vue=dossiers&q=qpv 2024").select("tbody tr")
    assert "corpus/notes-de-synthese/qpv-2024-population.pdf" in row.get_text()


def test_what_should_serve_is_broken_and_another_is_put_back(keeper: Keeper, place: Place) -> None:
    """The page shows what is there, as the command does, and one goes back to it; so does the API."""
    current = place.settings.data_dir / CURRENT_NAME
    name = current_generation(place.settings.data_dir)
    try:
        current.write_text("20200101T000000000000-00000000-1")
        page = keeper.see(INDEX)
        assert "Aucune génération publiée ne peut être lue" in page.text
        assert page.find("a", href=f"{INDEX}/generations/{name}")
        assert "ne peut pas être lu" in keeper.see(f"{INDEX}/generations/{name}").text
        assert {each.served for each in keeper.upkeep.generations()} == {False}
        keeper.send(f"{INDEX}/generations/{name}/remettre")
        assert current_generation(place.settings.data_dir) == name
        assert [each.manifest.generation for each in keeper.upkeep.generations() if each.served] == [name]
    finally:
        current.write_text(name)


def test_measuring_is_refused_when_it_is_asked_where_it_cannot_be_done(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than accepted, and failed a minute later: on the pages and by the API; an indexing alone is not."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    before = keeper.upkeep.jobs.list(0, 1).total
    keeper.send("/administration/evaluations/lancer", 503, jeux="dev")
    assert ".[evals]" in parsed(keeper.send(f"{INDEX}/travaux", 503, mesurer="oui"), 503).text
    for asked in (EvalOptions(("dev",)), IndexOptions("dev"), IndexOptions(require=True)):
        with pytest.raises(ExtraMissing):
            keeper.upkeep.ask(asked, By("ana", lambda *_: None))
    assert status_of(ExtraMissing(extra="evals", module="x")) == 503
    assert keeper.upkeep.jobs.list(0, 1).total == before


def test_links_that_a_backup_does_not_follow_are_told_on_its_page(app: FastAPI, place: Place, tmp_path: Path) -> None:
    """Before it is made, as the command tells after."""
    chief = Keeper(app, Right.ADMINISTRATION)
    assert "Des liens" not in chief.see("/administration/sauvegarde").text
    (tmp_path / "ailleurs.txt").write_text("ailleurs")
    link = place.settings.data_dir / "reports" / "dehors.txt"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / "ailleurs.txt")
    try:
        assert "dehors.txt" in chief.see("/administration/sauvegarde").text
    finally:
        link.unlink()
