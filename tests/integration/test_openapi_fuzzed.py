"""Every operation of the OpenAPI document, asked by Schemathesis: what fits the document, and what does not.

No answer is an unexpected fault; each is of a status, a type and a shape that the document tells; what does not fit is
refused. `SCHEMATHESIS_EXAMPLES=50 python -m pytest -s tests/integration/test_openapi_fuzzed.py` looks further than the
few cases that every change is tried with, tries all of those of the slow operations, and says how many ran.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pytest
import schemathesis
from running import running
from schemathesis.checks import CHECKS, load_all_checks

from assistant.accounts.rights import NOBODY, Right
from assistant.api.access import COOKIE, TOKEN_HEADER
from assistant.api.app import create_app
from assistant.serving import Serving
from indexer.fetching import client
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from places import Place
    from schemathesis import Case, CheckContext, Response
    from schemathesis.schemas import BaseSchema

    from assistant.accounts.store import Accounts

EXAMPLES: Final = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "1"))
"""Cases drawn for each operation, besides those that its examples and the edges of its schema make."""
ASKED_SECONDS: Final = 60
SLOW: Final = {"add_publication_by_address": 4, "ask_question": 3, "complete_chat": 4, "stream_answer": 3}
"""Operations of which a change tries one case in so many, evenly apart: those that answer, or look for an address."""
PASSWORD: Final = "quatre lampes vertes au grenier"
GATEWAY: Final = frozenset({502, 503})
"""Where another server is asked (a publication's address, a mailbox), which is not ours to mend."""
FOUND: Final = socket.getaddrinfo
load_all_checks()
LEFT_OUT: Final = CHECKS.get_by_names(
    [
        "not_a_server_error",  # below: it does not tell a documented 502 from a fault
        "positive_data_acceptance",  # what a schema cannot say is refused with the same 422, and a sentence
        "ignored_auth",  # tests/integration/test_access_matrix.py asks every route as everybody
    ]
)


@schemathesis.check
def no_fault(_context: CheckContext, response: Response, case: Case) -> None:
    """A 5xx is documented, and of another server."""
    documented = set(case.operation.definition.raw["responses"])
    elsewhere = response.status_code in GATEWAY and str(response.status_code) in documented
    assert response.status_code < 500 or elsewhere, f"{response.status_code}: {response.text[:500]}"


@dataclass
class Asker:
    """Somebody with every right, who signs in again when what they asked for put them out.

    Attributes:
        drawn: Cases drawn, by operation.
        counted: Cases asked, by operation.
    """

    accounts: Accounts
    drawn: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    _cookie: str = ""

    def ask(self, case: Case, url: str) -> None:
        """One case, and what is expected of its answer; of slow operations, some of them."""
        name = case.operation.definition.raw["operationId"]
        self.drawn[name] += 1
        if "SCHEMATHESIS_EXAMPLES" not in os.environ and self.drawn[name] % SLOW.get(name, 1):
            return
        caller = self.accounts.sessions.caller(self._cookie) if self._cookie else None
        if caller is None or not caller.may(Right.ADMINISTRATION):
            self._cookie = self._signed_in()
            caller = self.accounts.sessions.caller(self._cookie)
            assert caller is not None
        self.counted[case.operation.label] += 1
        case.call_and_validate(
            base_url=url,
            headers={TOKEN_HEADER: caller.token},
            cookies={COOKIE: self._cookie},
            excluded_checks=LEFT_OUT,
            timeout=ASKED_SECONDS,
        )

    def _signed_in(self) -> str:
        """The cookie of a new session; the account is made anew where it was closed, renamed or deleted."""
        login = f"essais-{self.counted.total()}@exemple.fr"
        self.accounts.add(login, "Essais", list(Right), by=NOBODY, password=PASSWORD)
        return self.accounts.sign_in(login, PASSWORD).cookie


@pytest.fixture(scope="module")
def asked(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, str]]:
    """Who asks, and where the API is."""
    mine = untouched.copied(tmp_path_factory.mktemp("asked"))
    settings = mine.settings.model_copy(update={"source": mine.corpus, "limit_reader": "", "limit_key": ""})
    app = create_app(settings, Serving(settings))
    with pytest.MonkeyPatch.context() as patched, running(app) as url:
        patched.setattr(socket, "getaddrinfo", _here_only)
        patched.setattr(client, "wait", lambda _state: 0.0)  # between tries of a site that does not answer: none does
        someone = Asker(app.state.accounts)
        yield someone, url
    print(f"\n{len(someone.counted)} operations, {someone.counted.total()} cases.")


def _here_only(host: object, *more: Any) -> Any:
    """Addresses of this machine: publications are asked for at others, which nobody is to be asked of by a test."""
    if host not in ("127.0.0.1", "localhost"):
        raise socket.gaierror(socket.EAI_NONAME, "no other machine")
    return FOUND(host, *more)


def described() -> BaseSchema:
    """The document, as an application that serves nothing yet gives it."""
    schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
    schema.config.generation.update(max_examples=EXAMPLES, deterministic=True, with_security_parameters=False)
    return schema


def asking() -> Callable[[Case, tuple[Asker, str]], None]:
    """A test of one operation."""

    def test(case: Case, asked: tuple[Asker, str]) -> None:
        """Whatever is asked of it, an operation answers as the document says."""
        someone, url = asked
        someone.ask(case, url)

    return test


# A function each: the cases of Schemathesis' own parameters all have one name, and xdist runs one of those.
api = described()
for found in api.get_all_operations():
    name = found.ok().definition.raw["operationId"]
    globals()[f"test_{name}"] = api.include(operation_id=name).parametrize()(asking())
