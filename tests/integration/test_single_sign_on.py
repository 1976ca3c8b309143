"""Single sign-on: with a real OpenID Connect server (Canaille), and with one that lies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from lying_oidc import CLIENT, SECRET, Liar, key, liar, shared_secret
from oidc_server import Provider, provider, sign_in_there
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.accounts import messages_fr as messages
from assistant.accounts.oidc import SingleSignOn
from assistant.accounts.rights import NOBODY, Right
from assistant.api import access, problems
from assistant.api.accounts import accounts_router
from indexer.errors import InvalidSetting, SingleSignOnRefused, SingleSignOnUnavailable
from indexer.settings import Settings
from ui import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

    from assistant.accounts.kept import Person
    from assistant.accounts.oidc import Begun

HERE = "http://127.0.0.1:8999"
BACK = f"{HERE}/connexion/oidc/retour"
START = "/connexion/oidc"


class Visitor:
    """Somebody with a browser."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.client = TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)

    def leave(self, suite: str = "") -> str:
        """To the server's page: its address."""
        answer = self.client.get(START, params={"suite": suite})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def come_back(self, url: str) -> Response:
        """From there."""
        assert url.startswith(BACK)
        return self.client.get(url.removeprefix(HERE))

    @property
    def person(self) -> Person:
        """The account that somebody came in by."""
        account = self.client.get("/api/v1/account").json()
        found: Person = self.app.state.accounts.get(account["id"])
        return found


@pytest.fixture(scope="module")
def canaille(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """A real server."""
    log = tmp_path_factory.mktemp("canaille") / "log"
    with provider(BACK, f"{HERE}/connexion", log) as running:
        yield running


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Makes the application, and somebody who visits it."""
    made: list[FastAPI] = []

    def visitor(issuer: str, client_id: str, secret: str, **settings: object) -> Visitor:
        given = Settings(
            data_dir=tmp_path,
            access="oidc",
            public_url=HERE,
            oidc_issuer=issuer,
            oidc_client_id=client_id,
            oidc_client_secret=SecretStr(secret),
            oidc_name="Canaille",
            **settings,  # type: ignore[arg-type]
        )
        app = FastAPI()
        problems.install(app)
        access.install(app, given)
        app.include_router(accounts_router())
        site.mount(app, given)
        made.append(app)
        return Visitor(app)

    yield visitor
    for app in made:
        app.state.database.close()


@pytest.fixture
def known(make: Callable[..., Visitor], canaille: Provider) -> Callable[..., Visitor]:
    """Visitors of a service that the real server knows, and whose addresses it believes."""

    def visitor(**settings: object) -> Visitor:
        told = {"oidc_trusts_email": True, **settings}
        return make(canaille.issuer, canaille.client_id, canaille.client_secret, **told)

    return visitor


def test_somebody_comes_in_by_a_real_server(known: Callable[..., Visitor]) -> None:
    """Through its pages and back to where they wanted to go; they get an account with the newcomers' rights."""
    visitor = known()
    assert "Se connecter avec Canaille" in visitor.client.get("/connexion").text
    url = visitor.leave("/compte")
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["redirect_uri"] == [BACK]
    answer = visitor.come_back(sign_in_there(url, "ana"))
    assert answer.headers["location"] == "/compte"
    person = visitor.person
    assert (person.login, person.name) == ("ana.leroux@exemple.fr", "Ana Leroux")
    assert (person.rights, person.has_password, person.single_sign_on) == ({Right.READING}, False, True)
    assert "vous entrez par l’authentification unique" in visitor.client.get("/compte").text


def test_they_are_the_same_the_next_time(known: Callable[..., Visitor]) -> None:
    """Whatever their account was given, or called, meanwhile."""
    visitor = known()
    visitor.come_back(sign_in_there(visitor.leave(), "ana"))
    accounts, first = visitor.app.state.accounts, visitor.person
    accounts.rename(first.id, "A. Leroux", by=NOBODY)
    accounts.change_rights(first.id, ["equipe"], by=NOBODY)
    again = Visitor(visitor.app)
    again.come_back(sign_in_there(again.leave(), "ana"))
    assert again.person.id == first.id
    assert (again.person.name, again.person.rights) == ("A. Leroux", {Right.READING, Right.TEAM})


def test_an_account_that_was_there_is_adopted_by_its_address(known: Callable[..., Visitor]) -> None:
    """Once: it keeps its rights, its name and its password."""
    visitor = known(oidc_rights="")
    accounts = visitor.app.state.accounts
    there = accounts.add("ana.leroux@exemple.fr", "Ana", ["maintenance"], by=NOBODY, password="quatre lampes vertes !")
    visitor.come_back(sign_in_there(visitor.leave(), "ana"))
    assert visitor.person.id == there.id
    assert visitor.person.rights == there.rights
    assert accounts.sign_in(there.login, "quatre lampes vertes !")
    actions = [entry.action for entry in accounts.log.list().items]
    assert "identity_found" in actions


def test_those_who_have_no_account_may_be_refused(known: Callable[..., Visitor]) -> None:
    """Where newcomers get no right."""
    visitor = known(oidc_rights="")
    answer = visitor.come_back(sign_in_there(visitor.leave(), "bruno"))
    assert answer.status_code == 403
    assert "vous n’avez pas de compte ici" in answer.text
    assert visitor.app.state.accounts.list().total == 0


def test_an_address_that_nobody_verified_finds_nobody(known: Callable[..., Visitor]) -> None:
    """This server does not say that it verifies them."""
    visitor = known(oidc_trusts_email=False)
    answer = visitor.come_back(sign_in_there(visitor.leave(), "ana"))
    assert answer.status_code == 403
    assert "adresse électronique vérifiée" in answer.text


def test_somebody_goes_out_of_both(known: Callable[..., Visitor]) -> None:
    """A page leads on to the server's own way out: forms may not end on another site."""
    visitor = known()
    visitor.come_back(sign_in_there(visitor.leave(), "ana"))
    token = visitor.client.get("/api/v1/session").json()["token"]
    page = visitor.client.post("/deconnexion", data={"jeton": token}).text
    assert "Il reste à l’être de Canaille" in page
    assert "/oauth/end_session?id_token_hint=" in page
    assert visitor.client.get("/api/v1/session").json()["signed_in"] is False
    again = Visitor(visitor.app)
    again.come_back(sign_in_there(again.leave(), "ana"))
    token = again.client.get("/api/v1/session").json()["token"]
    told = again.client.delete("/api/v1/session", headers={"X-Reperes-Token": token}).json()
    asked = parse_qs(urlsplit(told["url"]).query)
    assert asked["post_logout_redirect_uri"] == [f"{HERE}/connexion"]
    assert len(asked["state"][0]) >= 32


def test_the_answer_goes_with_the_browser_that_asked(known: Callable[..., Visitor]) -> None:
    """Neither another browser, nor the same one twice, nor another's answer."""
    visitor, other = known(), None
    answer = sign_in_there(visitor.leave(), "ana")
    other = Visitor(visitor.app)
    for stranger in (other, other):
        assert "partie de ce navigateur" in stranger.come_back(answer).text
        stranger.leave()
    assert visitor.come_back(answer).status_code == 303
    assert visitor.come_back(answer).status_code == 403
    assert not {"reperes-oidc"} & set(visitor.client.cookies)


@pytest.mark.parametrize("query", ["", "?error=access_denied&state={state}", "?state={state}", "?code=x&state=autre"])
def test_an_answer_without_a_code_lets_nobody_in(known: Callable[..., Visitor], query: str) -> None:
    """Told in French, on the page of the way in."""
    visitor = known()
    state = parse_qs(urlsplit(visitor.leave()).query)["state"][0]
    answer = visitor.come_back(BACK + query.format(state=state))
    assert answer.status_code == 403
    assert "La connexion n’a pas abouti" in answer.text
    assert "set-cookie" not in answer.headers or "reperes-session" not in answer.headers["set-cookie"]


@pytest.mark.parametrize("suite", ["https://exemple.fr/", "//exemple.fr", "/\\exemple.fr"])
def test_the_way_back_leads_to_our_own_pages_only(known: Callable[..., Visitor], suite: str) -> None:
    """Whatever the link that led away."""
    visitor = known()
    assert visitor.come_back(sign_in_there(visitor.leave(suite), "ana")).headers["location"] == "/"


@pytest.fixture
def lying() -> Iterator[Liar]:
    """A server that lies when it is told to."""
    with liar() as says:
        yield says


@pytest.fixture
def sign_on(lying: Liar) -> SingleSignOn:
    """This service, which knows it."""
    return SingleSignOn(Settings(oidc_issuer=lying.issuer, oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET)))


def begun(sign_on: SingleSignOn, lying: Liar) -> Begun:
    """A sign-in that is under way, of which the server knows."""
    made = sign_on.begin(BACK)
    lying.nonce = made.nonce
    return made


def finished(sign_on: SingleSignOn, lying: Liar, **answer: str) -> object:
    """Who comes back."""
    made = begun(sign_on, lying)
    return sign_on.finish(made, BACK, {"state": made.state, "code": "un-code", **answer})


def test_a_server_that_tells_the_truth_is_believed(sign_on: SingleSignOn, lying: Liar) -> None:
    """Without PKCE where it does not tell that it takes it, and with nothing that it has not asked for."""
    made = begun(sign_on, lying)
    assert set(parse_qs(urlsplit(made.url).query)) == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce")
    }
    identity = sign_on.finish(made, BACK, {"state": made.state, "code": "un-code"})
    assert (identity.subject, identity.email, identity.verified) == ("un-numero", "ana.leroux@exemple.fr", True)
    assert lying.asked[0][0].startswith("Basic ")
    assert "code_verifier" not in lying.asked[0][1]
    assert identity.hint not in repr(identity)


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "autre"},
        {"nonce": None},
        {"aud": "autre"},
        {"aud": [CLIENT, "autre"]},
        {"aud": None},
        {"azp": "autre"},
        {"iss": "https://exemple.fr"},
        {"iss": None},
        {"sub": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"exp": "demain"},
        {"iat": 4_000_000_000},
        {"at_hash": "faux"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_is_refused(sign_on: SingleSignOn, lying: Liar, lie: dict[str, object]) -> None:
    """Another's, another time's, another browser's."""
    lying.claims = lie
    with pytest.raises(SingleSignOnRefused):
        finished(sign_on, lying)


def test_a_strength_that_is_asked_for_is_checked(lying: Liar) -> None:
    """It is asked of the server, which may do less: whoever comes by less is told; where none is asked, none is."""
    settings = Settings(oidc_issuer=lying.issuer, oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET))
    wanting = SingleSignOn(settings.model_copy(update={"oidc_acr": "fort  moyen"}))
    assert "acr_values=fort+moyen" in begun(wanting, lying).url
    for acr in ("fort", "moyen"):
        lying.claims = {"acr": acr}
        assert finished(wanting, lying)
    less: tuple[dict[str, object], ...] = ({"acr": "faible"}, {"acr": "fort moyen"}, {"acr": ["fort"]}, {})
    for lying.claims in less:
        with pytest.raises(SingleSignOnRefused) as refused:
            finished(wanting, lying)
        assert refused.value.values["detail"] == messages.SIGN_ON_WEAK
    assert "acr" not in begun(SingleSignOn(settings), lying).url
    assert finished(SingleSignOn(settings), lying)


def test_a_token_that_the_server_did_not_sign_is_refused(sign_on: SingleSignOn, lying: Liar) -> None:
    """By another key, by the secret that we share, by nothing, or no token at all."""
    right = lying.signing
    lying.published = [right]
    lying.metadata = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    for signing, algorithm in ((key(), "RS256"), (shared_secret(), "HS256")):
        lying.signing, lying.algorithm = signing, algorithm
        with pytest.raises(SingleSignOnRefused):
            finished(sign_on, lying)
    lying.signing, lying.algorithm = right, "RS256"
    unsigned = f"eyJhbGciOiJub25lIn0.{lying.id_token().split('.')[1]}."
    for token in (unsigned, "", "a.b.c", lying.id_token()[:-4] + "AAAA"):
        lying.tokens = {"id_token": token}
        with pytest.raises(SingleSignOnRefused):
            finished(sign_on, lying)
    for token in (None, 3):
        lying.tokens = {"id_token": token}
        with pytest.raises(SingleSignOnUnavailable):
            finished(sign_on, lying)


def test_a_server_may_change_its_keys(sign_on: SingleSignOn, lying: Liar) -> None:
    """They are asked for again when one is unknown."""
    assert finished(sign_on, lying)
    lying.signing = key()
    assert finished(sign_on, lying)


def test_who_somebody_is_may_be_told_apart(sign_on: SingleSignOn, lying: Liar) -> None:
    """As JSON, or as a signed token with the names that ProConnect gives; of the same person only."""
    lying.claims = {"email": None, "email_verified": None, "name": None}
    lying.userinfo = {"sub": "un-numero", "email": "ANA@exemple.fr", "given_name": "Ana", "usual_name": "Leroux"}
    for lying.signed in (False, True):
        identity = finished(sign_on, lying)
        assert (identity.email, identity.name) == ("ana@exemple.fr", "Ana Leroux")  # type: ignore[attr-defined]
    published, lying.published = lying.signing, [lying.signing]
    lying.signing = key()
    lying.tokens = {}
    with pytest.raises(SingleSignOnRefused):
        finished(sign_on, lying)
    lying.signing, lying.signed = published, False
    for wrong in ({**lying.userinfo, "sub": "autre"}, {}, []):
        lying.userinfo = wrong  # type: ignore[assignment]
        with pytest.raises(SingleSignOnRefused):
            finished(sign_on, lying)
    lying.userinfo = "<html>"
    with pytest.raises(SingleSignOnUnavailable):
        finished(sign_on, lying)


def test_the_secret_goes_as_it_is_wanted(lying: Liar) -> None:
    """In a header, or in the body."""
    settings = Settings(
        oidc_issuer=lying.issuer, oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET), oidc_auth="post"
    )
    assert finished(SingleSignOn(settings), lying)
    header, body = lying.asked[0]
    assert not header
    assert body["client_secret"] == [SECRET]


def test_an_answer_that_says_who_answers_is_believed_by_it(sign_on: SingleSignOn, lying: Liar) -> None:
    """RFC 9207: another server's answer, mixed up with this one's, is not taken to it."""
    assert finished(sign_on, lying, iss=lying.issuer)
    with pytest.raises(SingleSignOnRefused):
        finished(sign_on, lying, iss="https://exemple.fr")


@pytest.mark.parametrize(("status", "tokens"), [(400, {"error": "invalid_grant"}), (401, {"error": "invalid_client"})])
def test_a_code_that_the_server_does_not_take_lets_nobody_in(
    sign_on: SingleSignOn, lying: Liar, status: int, tokens: dict[str, object]
) -> None:
    """Used, too old, or made up."""
    lying.status, lying.tokens = status, tokens
    with pytest.raises(SingleSignOnRefused):
        finished(sign_on, lying)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://exemple.fr"},
        {"issuer": None},
        {"token_endpoint": "http://exemple.fr/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": 3},
    ],
    ids=str,
)
def test_a_server_that_is_not_what_it_should_be_is_told(
    sign_on: SingleSignOn, lying: Liar, metadata: dict[str, object]
) -> None:
    """Another's name, addresses without TLS, not what the standard says."""
    lying.metadata = metadata
    with pytest.raises(SingleSignOnUnavailable):
        sign_on.begin(BACK)


def test_a_server_that_is_away_is_told_on_the_page(make: Callable[..., Visitor]) -> None:
    """And whoever is signed in goes out all the same."""
    visitor = make("http://127.0.0.1:1", "reperes", "secret")
    answer = visitor.client.get(START)
    assert answer.status_code == 502
    assert "ne répond pas comme il faut" in answer.text
    accounts = visitor.app.state.accounts
    accounts.add("ana@exemple.fr", "Ana", ["lecture"], by=NOBODY, password="quatre lampes vertes !")
    data = {"login": "ana@exemple.fr", "mot_de_passe": "quatre lampes vertes !"}
    assert visitor.client.post("/connexion", data=data).status_code == 303
    token = visitor.client.get("/api/v1/session").json()["token"]
    assert visitor.client.post("/deconnexion", data={"jeton": token}).headers["location"] == "/connexion?fait=sorti"


def test_somebody_closed_or_somebody_else_is_refused(make: Callable[..., Visitor], lying: Liar) -> None:
    """An account of the same address that another was found by; until it is detached from them."""
    visitor = make(lying.issuer, CLIENT, SECRET)

    def arrive() -> Response:
        url = visitor.leave()
        asked = parse_qs(urlsplit(url).query)
        lying.nonce = asked["nonce"][0]
        return visitor.come_back(f"{BACK}?code=x&state={asked['state'][0]}")

    assert arrive().status_code == 303
    accounts, person = visitor.app.state.accounts, visitor.person
    visitor.client.cookies.clear()
    lying.claims = {"sub": "un-autre"}
    assert "déjà relié à une autre identité" in arrive().text
    assert accounts.vouched.forget(person.id, by=NOBODY).single_sign_on is False
    assert arrive().status_code == 303
    accounts.disable(person.id, by=NOBODY)
    visitor.client.cookies.clear()
    assert "ce compte est fermé" in arrive().text


@pytest.mark.parametrize(
    "settings",
    [
        {"access": "oidc"},
        {"oidc_issuer": "http://connexion.exemple.fr", "oidc_client_id": "x"},
        {"oidc_issuer": "connexion.exemple.fr", "oidc_client_id": "x"},
        {"oidc_issuer": "https://connexion.exemple.fr"},
    ],
    ids=str,
)
def test_settings_that_cannot_be_are_told_at_the_start(settings: dict[str, object]) -> None:
    """By their name."""
    with pytest.raises(InvalidSetting) as caught:
        SingleSignOn.of(Settings(**settings))  # type: ignore[arg-type]
    assert str(caught.value.values["name"]).startswith("REPERES_OIDC_")


def test_without_one_there_is_none(make: Callable[..., Visitor], tmp_path: Path) -> None:
    """The page has no button, its address leads to the form."""
    assert SingleSignOn.of(Settings()) is None
    app = FastAPI()
    access.install(app, Settings(data_dir=tmp_path))
    site.mount(app, Settings(data_dir=tmp_path))
    visitor = Visitor(app)
    assert "Ou avec un mot de passe" not in visitor.client.get("/connexion").text
    assert visitor.client.get(START).headers["location"].startswith("/connexion")
    assert visitor.client.get(f"{START}/retour?code=x").headers["location"].startswith("/connexion")
    app.state.database.close()
