"""Nothing can send a mail: no module holds a way to, and triaging then filing a message opens no connection."""

from __future__ import annotations

import ast
import re
import socket
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk

from assistant.solicitations.kept import Source
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from assistant.triage.contract import triage_out
from assistant.triage.messages import from_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("assistant", "indexer", "ui", "evals")
SENDERS = {
    *("smtplib", "aiosmtplib", "yagmail", "redmail", "envelopes", "sendgrid", "mailjet_rest", "postmarker", "boto3"),
    *("flask_mail", "fastapi_mail", "emails", "mailer", "exchangelib", "O365", "nntplib", "telnetlib", "apprise"),
}
PROGRAMS = re.compile(r"sendmail|\bmsmtp\b|\bswaks\b|\bmailx?\b -s|smtps?://|\bRCPT TO\b", re.IGNORECASE)
CHANGING = {
    *("append", "copy", "move", "delete", "expunge", "flag", "store", "create", "rename", "subscribe", "setacl"),
}
"""What imaplib or imap_tools would change a mailbox with."""


def modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the project."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Top names of what a module imports, by whatever way."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module).partition(".")[0]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
            "import_module",
            "__import__",
        }:
            yield from (str(a.value).partition(".")[0] for a in node.args if isinstance(a, ast.Constant))


def test_no_module_holds_a_way_to_send(root: Path) -> None:
    """No library that sends mail, however it is imported; the dependencies name none either."""
    found = [(str(path), name) for path, tree in modules(root) for name in imported(tree) if name in SENDERS]
    assert found == []
    wanted = (root / "pyproject.toml").read_text(encoding="utf-8").lower()
    assert not [name for name in SENDERS if f'"{name.lower().replace("_", "-")}' in wanted]


def test_no_module_calls_a_program_that_sends(root: Path) -> None:
    """Neither its name nor the words of SMTP in any string that is not a docstring."""
    found = []
    for path, tree in modules(root):
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
            if said and PROGRAMS.search(node.value):
                found.append((str(path), node.value[:80]))
    assert found == []


def test_the_mailbox_reader_calls_nothing_that_changes_a_mailbox(root: Path) -> None:
    """Of all that its libraries can do; only that module knows them."""
    path = root / "assistant" / "solicitations" / "intake" / "imap.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    on_mailbox = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and "mailbox" in ast.unparse(node.func.value)
    }
    assert not on_mailbox & CHANGING
    assert {"uids", "set", "uid", "response"} <= on_mailbox
    assert [str(p) for p, t in modules(root) if {"imaplib", "imap_tools"} & set(imported(t))] == [str(path)]


def test_triaging_and_filing_open_no_connection(tmp_path: Path, socket_disabled: None) -> None:
    """With all sockets forbidden, a message is read, triaged, told and filed."""
    with pytest.raises(Exception, match="socket"):
        socket.socket()
    queue = Solicitations(tmp_path / "solicitations.sqlite")
    text = "De : a@exemple.fr\nÀ : b@exemple.fr\nObjet : logement\n\nEnvoyez votre réponse à c@exemple.fr, merci !"
    message = from_text(text, queue.clock().date())
    reception = Reception(FakeDesk, lambda: queue)
    assert triage_out(reception.desk.triage(message), 0.0).draft
    assert reception.receive(message, Source.CLI).stored.reference
    queue.close()
