"""The settings: names that are not ours, values that cannot be, values that do not go together."""

from __future__ import annotations

import difflib
import ipaddress
import os
from typing import TYPE_CHECKING, Final

from dotenv import dotenv_values
from pydantic import ValidationError

from assistant.accounts.gate import metrics_token, staff_key
from assistant.accounts.oidc import SingleSignOn
from assistant.accounts.rights import Mode
from assistant.accounts.throttle import Throttle
from assistant.doctor import messages as words
from assistant.doctor.model import Finding, attention, fine, of_error, problem
from assistant.observing.tracing import endpoint
from assistant.solicitations.intake.imap import check_mailbox
from indexer.errors import InvalidSetting
from indexer.messages import invalid_value
from indexer.settings import EMBEDDED_MODEL, PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "settings"
LOCAL_NAMES: Final = frozenset({"localhost"})
LEAST_LIKENESS: Final = 0.6
FOLLOWS: Final = "default_factory_not_called"
"""What pydantic says of a default that is made from other values, when one of those is wrong: nobody wrote it."""


def read() -> tuple[Settings | None, list[Finding]]:
    """The settings as far as they can be read, and what is wrong with their names and values; no value is shown."""
    found = list(_unknown())
    try:
        return Settings(), found
    except ValidationError as error:
        for fault in error.errors():
            if fault["type"] == FOLLOWS:
                continue
            name = f"{PREFIX}{fault['loc'][0]}".upper()
            why = invalid_value(fault["type"], fault.get("ctx", {}))
            found.append(problem(NAME, words.BAD_VALUE.format(name=name, why=why), words.BAD_VALUE_REMEDY))
    except (OSError, UnicodeDecodeError):
        found.append(problem(NAME, words.BAD_FILE, words.BAD_FILE_REMEDY))
    return None, found


def together(settings: Settings) -> Iterator[Finding]:
    """Values that are right each by itself, and wrong together."""
    faults = [*_refused(settings), *_doubtful(settings)]
    yield from faults
    if not faults:
        count = len(settings.set_names())
        yield fine(NAME, words.SETTINGS.format(count=count))


def _unknown() -> Iterator[Finding]:
    known = [name.upper() for name in Settings.model_fields]
    try:
        in_file = dotenv_values(".env")
    except (OSError, UnicodeDecodeError):
        in_file = {}
    for name in sorted({*os.environ, *in_file}):
        own = name.upper().removeprefix(PREFIX)
        if name.upper().startswith(PREFIX) and own not in known:
            near = difflib.get_close_matches(own, known, 1, LEAST_LIKENESS)
            remedy = words.UNKNOWN_NEAR.format(near=f"{PREFIX}{near[0]}") if near else words.UNKNOWN_REMEDY
            yield problem(NAME, words.UNKNOWN.format(name=name), remedy)


def _refused(settings: Settings) -> Iterator[Finding]:
    """What the service would refuse to start with."""
    for reading in (staff_key, metrics_token, Throttle, SingleSignOn.of, endpoint):
        try:
            reading(settings)
        except InvalidSetting as error:
            yield of_error(NAME, error)
    if settings.imap_host or settings.imap_user:
        try:
            check_mailbox(settings)
        except InvalidSetting as error:
            yield of_error(NAME, error)


def _doubtful(settings: Settings) -> Iterator[Finding]:
    """What works, and is most likely not what was wanted."""
    secure, open_to_all = settings.public_url.startswith("https://"), settings.access == Mode.OPEN
    doubts = {
        words.OIDC_UNUSED: bool(settings.oidc_issuer) and settings.access != Mode.OIDC and not settings.oidc_client_id,
        words.LLM_WITHOUT_MODEL: not settings.llm_model
        and bool(settings.llm_base_url or settings.llm_api_key.get_secret_value()),
        words.NO_PROXY: secure and not settings.proxies and _is_local(settings.host),
        words.OPEN_ADDRESS: open_to_all and not secure and not _is_local(settings.host),
        words.NO_TLS: bool(settings.public_url) and not secure and not open_to_all,
        words.SELECTOR_UNUSED: settings.selector and settings.embedding_model != EMBEDDED_MODEL,
        words.TOKEN_UNUSED: settings.metrics != "on" and bool(settings.metrics_token.get_secret_value()),
        words.ODD_CHROMA: bool(settings.chroma_url) and not settings.chroma_url.startswith(("http://", "https://")),
        words.ODD_PUBLIC: bool(settings.public_url) and not settings.public_url.startswith(("http://", "https://")),
    }
    for (told, remedy), doubted in doubts.items():
        if doubted:
            yield attention(NAME, told, remedy)


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOCAL_NAMES
