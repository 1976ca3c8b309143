"""The pages of accounts, through their client: the way in and out, the first password, « Mon compte »."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts.rights import NOBODY
from assistant.api import access, problems
from assistant.api.access import COOKIE
from indexer.settings import Settings
from ui import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

    from assistant.accounts.store import Accounts

LOGIN, CHIEF = "ana.leroux@exemple.fr", "chef@exemple.fr"
PASSWORD, OTHER = "quatre lampes vertes au grenier", "sept tambours sous la pluie fine"
HOSTILE = '<script>alert(1)</script> "onerror=x {{ 7*7 }}'


class Visitor:
    """Somebody with a browser."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)

    @property
    def accounts(self) -> Accounts:
        """What the pages change."""
        held: Accounts = self.app.state.accounts
        return held

    def sign_in(self, login: str = LOGIN, password: str = PASSWORD, suite: str = "") -> Response:
        """By the form."""
        return self.client.post("/connexion", data={"login": login, "mot_de_passe": password, "suite": suite})

    def get(self, path: str, status: int = 200) -> str:
        """A page."""
        response = self.client.get(path)
        assert response.status_code == status, response.text
        return response.text

    def send(self, path: str, status: int = 303, **fields: object) -> Response:
        """A form of « Mon compte », with its token."""
        token = re.search(r'name="jeton" value="([^"]+)"', self.get("/compte"))
        assert token
        response = self.client.post(path, data={"jeton": token.group(1), **fields})  # type: ignore[arg-type]
        assert response.status_code == status, response.text
        return response


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., FastAPI]]:
    """Makes the application, with an administrator and somebody of the team."""
    made: list[FastAPI] = []

    def app(*, people: bool = True, **settings: object) -> FastAPI:
        given = Settings(data_dir=tmp_path, **settings)  # type: ignore[arg-type]
        app = FastAPI()
        problems.install(app)
        access.install(app, given)
        site.mount(app, given)
        app.state.watch = SimpleNamespace(troubles=tuple)  # nothing is amiss
        if people and not app.state.accounts.has_administrator():
            app.state.accounts.add(CHIEF, "Chef", ["administration"], by=NOBODY, password=PASSWORD)
            app.state.accounts.add(LOGIN, "Ana", ["equipe"], by=NOBODY, password=PASSWORD)
        made.append(app)
        return app

    yield app
    for each in made:
        each.state.database.close()


@pytest.fixture
def visitor(make: Callable[..., FastAPI]) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(make())


@pytest.fixture
def ana(visitor: Visitor) -> Visitor:
    """Somebody who is."""
    assert visitor.sign_in().status_code == 303
    return visitor


def test_somebody_comes_in_and_goes_out(visitor: Visitor) -> None:
    """Their name is on every page; the cookie is worth nothing once they are out."""
    answer = visitor.sign_in()
    assert answer.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    page = visitor.get("/compte")
    assert f"<li>{LOGIN}</li>" in page
    assert "Se déconnecter" in page
    assert visitor.get("/connexion", 303) == ""
    cookie = visitor.client.cookies[COOKIE]
    out = visitor.send("/deconnexion")
    assert out.headers["location"] == "/connexion?fait=sorti"
    assert not visitor.client.cookies
    assert "Vous êtes déconnecté·e" in visitor.get(out.headers["location"])
    visitor.client.cookies.set(COOKIE, cookie)
    assert visitor.client.get("/compte").headers["location"] == "/connexion?suite=%2Fcompte"


@pytest.mark.parametrize(
    ("suite", "then"),
    [
        ("/compte", "/compte"),
        ("/sollicitations/message/S-2026-0001?q=été", "/sollicitations/message/S-2026-0001?q=%C3%A9t%C3%A9"),
        ("", "/"),
        ("/connexion?suite=/connexion", "/"),
        ("https://exemple.fr/", "/"),
        ("//exemple.fr/", "/"),
        ("/\\exemple.fr", "/"),
        ("\\\\exemple.fr", "/"),
        ("/a\r\nLocation: https://exemple.fr", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/exemple.fr", "/"),
    ],
)
def test_the_way_in_leads_to_our_own_pages_only(visitor: Visitor, suite: str, then: str) -> None:
    """After the form, and for whoever is signed in already."""
    assert visitor.sign_in(suite=suite).headers["location"] == then
    assert visitor.client.get("/connexion", params={"suite": suite}).headers["location"] == then


def test_a_wrong_password_is_told_without_saying_what_is_wrong(visitor: Visitor) -> None:
    """What was typed comes back, but for the password; after five the right one must wait too."""
    pages = []
    for login in (LOGIN, "inconnue@exemple.fr"):
        answer = visitor.sign_in(login, OTHER, "/compte")
        assert answer.status_code == 401
        assert f'value="{login}"' in answer.text
        assert 'name="suite" value="/compte"' in answer.text
        assert OTHER not in answer.text
        pages.append(answer.text.replace(login, ""))
    assert pages[0] == pages[1]
    for _ in range(4):
        visitor.sign_in(LOGIN, OTHER)
    answer = visitor.sign_in()
    assert answer.status_code == 429
    assert "Trop de demandes" in answer.text
    assert int(answer.headers["retry-after"]) >= 1


def test_another_site_signs_nobody_in_or_out(ana: Visitor) -> None:
    """Neither by the form, nor by a link's."""
    elsewhere = Visitor(ana.app)
    headers = {"sec-fetch-site": "cross-site"}
    data = {"login": LOGIN, "mot_de_passe": PASSWORD, "encore": PASSWORD}
    for path in ("/connexion", "/bienvenue/x"):
        answer = elsewhere.client.post(path, data=data, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert ana.client.post("/deconnexion", data={"jeton": "faux"}).status_code == 403
    assert ana.get("/compte")


def test_the_first_installation_is_explained(make: Callable[..., FastAPI]) -> None:
    """As long as there is nobody to give accounts; then one is invited with the mode in mind."""
    assert "reperes user link" in Visitor(make(people=False)).get("/connexion")
    assert "Il n’en faut pas" in Visitor(make()).get("/connexion")
    page = Visitor(make(access="accounts")).get("/connexion")
    assert "réservée aux personnes qui en ont un" in page
    assert "Poser une question" not in page


def test_where_reading_is_not_open_pages_lead_to_the_way_in(make: Callable[..., FastAPI]) -> None:
    """And from there to what was wanted; what the service is stays for all to read."""
    visitor = Visitor(make(access="accounts"))
    for path in ("/", "/compte"):
        location = visitor.client.get(path).headers["location"]
        assert parse_qs(urlsplit(location).query)["suite"] == [path]
    for path in ("/connexion", "/aide", "/donnees-personnelles", "/accessibilite"):
        assert visitor.get(path)


def test_the_first_administrator_is_welcomed(make: Callable[..., FastAPI]) -> None:
    """By a link that is used by its form, not by being looked at."""
    visitor = Visitor(make(people=False))
    link = visitor.accounts.links.first()
    assert link
    path = f"/bienvenue/{link.secret}"
    for _ in range(2):
        page = visitor.get(path)
        assert "Bienvenue" in page
        assert 'id="login"' in page
    typed = {"login": CHIEF, "nom": "Chef & co", "mot_de_passe": PASSWORD, "encore": PASSWORD}
    for change, words in (
        ({"encore": OTHER}, "les deux saisies"),
        ({"mot_de_passe": "motdepasse12", "encore": "motdepasse12"}, "devine vite"),
        ({"login": "chef"}, "une adresse électronique"),
        ({"nom": " "}, "un nom de 1 à 100"),
    ):
        answer = visitor.client.post(path, data={**typed, **change})
        assert answer.status_code == 422
        assert words in answer.text
        assert PASSWORD not in answer.text
    assert 'value="Chef &amp; co"' in visitor.client.post(path, data={**typed, "encore": ""}).text
    answer = visitor.client.post(path, data=typed)
    assert answer.headers["location"] == "/"
    assert "administration" in visitor.get("/compte")
    gone = Visitor(visitor.app)
    assert "Ce lien ne sert plus" in gone.get(path, 404)
    assert gone.client.post(path, data=typed).status_code == 404


def test_somebody_invited_chooses_their_name(visitor: Visitor) -> None:
    """Their address is that of the invitation."""
    path = f"/bienvenue/{visitor.accounts.links.invite('zoe@exemple.fr', ['lecture'], by=NOBODY).secret}"
    page = visitor.get(path)
    assert "zoe@exemple.fr" in page
    assert 'id="login"' not in page
    typed = {"nom": "Zoé", "mot_de_passe": OTHER, "encore": OTHER, "login": "autre@exemple.fr"}
    assert visitor.client.post(path, data=typed).status_code == 303
    assert visitor.accounts.find("zoe@exemple.fr").name == "Zoé"


def test_a_password_is_chosen_again(ana: Visitor) -> None:
    """Only a password is asked; open sessions end."""
    account = ana.accounts.find(LOGIN).id
    other = Visitor(ana.app)
    path = f"/bienvenue/{ana.accounts.links.reset(account, by=NOBODY).secret}"
    page = other.get(path)
    assert "Choisir un mot de passe" in page
    assert 'id="nom"' not in page
    assert other.client.post(path, data={"mot_de_passe": OTHER, "encore": OTHER}).status_code == 303
    assert ana.client.get("/compte").status_code == 303
    assert other.sign_in(password=OTHER).status_code == 303


def test_links_tried_at_random_make_one_wait(visitor: Visitor) -> None:
    """Twenty in a minute."""
    link = visitor.accounts.links.invite("zoe@exemple.fr", ["lecture"], by=NOBODY).secret
    data = {"mot_de_passe": "court", "encore": "court", "nom": "Zoé"}
    codes = [visitor.client.post(f"/bienvenue/{link}", data=data).status_code for _ in range(21)]
    assert codes == [422] * 20 + [429]


def test_one_changes_one_s_name(ana: Visitor) -> None:
    """What is refused is told beside its form."""
    assert ana.send("/compte/nom", nom="Ana Leroux").headers["location"] == "/compte?fait=nom"
    assert "Votre nom est changé" in ana.get("/compte?fait=nom")
    answer = ana.send("/compte/nom", 422, nom=" ")
    assert answer.text.index("Votre nom</h2>") < answer.text.index('id="refus"') < answer.text.index("Votre mot de")
    answer = ana.send("/compte/nom", nom=HOSTILE)
    assert "<script>alert" not in ana.get("/compte")


def test_one_changes_one_s_password(ana: Visitor) -> None:
    """With the one in force; elsewhere one is out."""
    elsewhere = Visitor(ana.app)
    elsewhere.sign_in()
    new = {"mot_de_passe": OTHER, "encore": OTHER}
    assert "actuel n’est pas celui-là" in ana.send("/compte/mot-de-passe", 422, actuel=OTHER, **new).text
    answer = ana.send("/compte/mot-de-passe", 422, actuel=PASSWORD, mot_de_passe=OTHER, encore=PASSWORD)
    assert "les deux saisies" in answer.text
    assert ana.send("/compte/mot-de-passe", actuel=PASSWORD, **new).headers["location"] == "/compte?fait=mot-de-passe"
    assert ana.get("/compte")
    assert elsewhere.client.get("/compte").status_code == 303
    for _ in range(5):
        ana.send("/compte/mot-de-passe", 422, actuel=PASSWORD, **new)
    assert ana.send("/compte/mot-de-passe", 429, actuel=OTHER, **new).headers["retry-after"]


def test_one_goes_out_elsewhere(ana: Visitor) -> None:
    """Of one browser, of all others."""
    browsers = [Visitor(ana.app) for _ in range(3)]
    for browser in browsers:
        browser.sign_in()
    page = ana.get("/compte")
    assert page.count("ce navigateur") == 1
    numbers = re.findall(r'action="/compte/sessions/([0-9a-f]{16})"', page)
    assert len(numbers) == 3
    ana.send(f"/compte/sessions/{numbers[0]}")
    assert sum(browser.client.get("/compte").status_code == 200 for browser in browsers) == 2
    ana.send("/compte/sessions")
    assert sum(browser.client.get("/compte").status_code == 200 for browser in browsers) == 0
    assert ana.get("/compte")


def test_one_makes_keys(ana: Visitor) -> None:
    """Shown once, with rights one has, for as long as one says; taken back."""
    page = ana.get("/compte")
    assert 'value="administration"' not in page
    made = ana.send("/compte/cles", 200, nom="Tableau de bord", jours="30", droits=["lecture", "equipe"])
    secret = re.search(r"rep_[\w-]{32}", made.text)
    assert secret
    key = ana.accounts.keys.list()[0]
    assert ana.accounts.keys.caller(secret.group()).key == "Tableau de bord"
    assert key.expires_at
    assert (key.expires_at - key.created_at).days == 30
    page = ana.get("/compte")
    assert secret.group() not in page
    assert secret.group()[:10] in page
    assert "équipe" in page
    for wrong in ({"droits": ["administration"]}, {"droits": []}, {"nom": ""}):
        answer = ana.send("/compte/cles", 422, **{"nom": "x", "jours": "", "droits": ["lecture"], **wrong})
        assert 'id="refus"' in answer.text
    ana.send(f"/compte/cles/{key.id}/revoquer")
    assert "révoquée" in ana.get("/compte")
    chief = Visitor(ana.app)
    chief.sign_in(CHIEF)
    assert chief.send(f"/compte/cles/{key.id}/revoquer", 404)


@pytest.mark.parametrize("path", ["/nom", "/mot-de-passe", "/sessions", "/sessions/x", "/cles", "/cles/1/revoquer"])
def test_a_form_without_the_session_s_token_is_refused(ana: Visitor, path: str) -> None:
    """And a stranger's too."""
    for token in ("", "faux"):
        assert ana.client.post(f"/compte{path}", data={"jeton": token, "nom": "x"}).status_code == 403
    assert Visitor(ana.app).client.post(f"/compte{path}", data={"nom": "x"}).status_code == 401
    assert ana.accounts.find(LOGIN).name == "Ana"


@pytest.mark.parametrize("path", ["/connexion", "/connexion?suite=/compte&fait=sorti", "/bienvenue/faux", "/compte"])
def test_pages_are_whole_and_guarded(make: Callable[..., FastAPI], path: str) -> None:
    """One first title, a label for each field, nothing inline, nothing kept."""
    visitor = Visitor(make())
    if path == "/compte":
        visitor.sign_in()
    response = visitor.client.get(path)
    page = response.text
    assert len(re.findall("<h1", page)) == 1
    assert "{{" not in page
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>", page)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    fields = set(re.findall(r'<(?:input|select|textarea) id="([^"]+)"', page))
    assert fields == labelled
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


def test_pages_keep_below_their_public_address(make: Callable[..., FastAPI]) -> None:
    """Behind a proxy that serves us under a path."""
    app = make(public_url="http://exemple.fr/reperes")
    visitor = Visitor(app)
    assert visitor.sign_in(suite="/compte").headers["location"] == "/reperes/compte"
    visitor.client.cookies.set(COOKIE, visitor.accounts.sign_in(LOGIN, PASSWORD).cookie)
    for path in ("/connexion", "/compte"):
        page = Visitor(app).get(path) if path == "/connexion" else visitor.get(path)
        assert re.findall(r'(?:href|src|action)="(/(?!reperes/)[^"]*)"', page) == []


def test_the_forms_of_administration_are_taken(visitor: Visitor) -> None:
    """Of an administrator who sends the token of their session; of nobody else."""
    assert visitor.sign_in(CHIEF).status_code == 303
    invited = visitor.send("/administration/comptes/inviter", 200, login="basile@exemple.fr", droits=["equipe"])
    assert "/bienvenue/" in invited.text
    assert visitor.client.post("/administration/comptes/inviter", data={"login": "b@exemple.fr"}).status_code == 403
    ana = Visitor(visitor.app)
    assert ana.sign_in().status_code == 303
    ana.send("/administration/comptes/inviter", 403, login="b@exemple.fr")
