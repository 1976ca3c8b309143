"""The tree of errors: drawn as it is, each with its words, its values and its HTTP status."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from assistant.api.problems import STATUSES, TITLES, status_of
from indexer import errors
from indexer.errors import ReperesError
from indexer.messages import INVALID_VALUE, INVALID_VALUES, SENTENCES, invalid_value, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLASSES = [
    c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, ReperesError) and c is not ReperesError
]
LEAVES = [c for c in CLASSES if not c.__subclasses__()]


def drawn() -> dict[str, str]:
    """Class → parent, as the module's docstring draws them."""
    tree = str(errors.__doc__).split("```")[1]
    path: list[str] = []
    found = {}
    for line in tree.strip().splitlines():
        name = re.search(r"\w+", line)
        assert name
        del path[name.start() // 4 :]
        found[name.group()] = path[-1] if path else ""
        path.append(name.group())
    return found


def documented_values(error: type[ReperesError]) -> set[str]:
    """The values that a class says it carries; inherited ones when it says nothing of its own."""
    told = re.search(r"Values: (.*)", str(error.__doc__))
    return set(re.findall(r"`(\w+)`", told.group(1))) if told else set()


def calls(root: Path) -> Iterator[tuple[str, str, set[str]]]:
    """`(where, class, keywords)` of each place in the program that makes one of our errors."""
    for package in ("indexer", "assistant", "ui", "evals"):
        for path in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in {c.__name__ for c in CLASSES}:
                        yield f"{path}:{node.lineno}", name, {str(k.arg) for k in node.keywords}


def test_the_drawing_is_the_tree() -> None:
    """Every class is drawn under its parent, and nothing else is."""
    assert drawn() == {"ReperesError": "", **{c.__name__: c.__bases__[0].__name__ for c in CLASSES}}


def test_every_error_that_is_raised_has_a_sentence() -> None:
    """The leaves of the tree, and only they: nothing raises a family as such."""
    assert set(SENTENCES) == set(LEAVES)


@pytest.mark.parametrize("error", LEAVES, ids=lambda c: c.__name__)
def test_a_sentence_only_uses_the_values_that_its_error_carries(error: type[ReperesError]) -> None:
    """Placeholders are among the documented values."""
    placeholders = {name for _, name, _, _ in Formatter().parse(SENTENCES[error]) if name}
    assert placeholders <= documented_values(error)


@pytest.mark.parametrize("error", LEAVES, ids=lambda c: c.__name__)
def test_a_sentence_is_french_that_can_be_shown(error: type[ReperesError]) -> None:
    """Filled, it has no brace left, ends with a full stop and has no typewriter apostrophe nor quotation mark."""
    told = sentence(error(**dict.fromkeys(documented_values(error), "x")))
    assert told.endswith(".")
    assert not re.search(r"[{}'\"]|  ", told)


def test_every_raising_site_fills_the_values_that_its_class_promises(root: Path) -> None:
    """No more and no less than the docstring tells."""
    promised = {c.__name__: documented_values(c) for c in CLASSES}
    found = list(calls(root))
    assert len(found) > 20
    wrong = {where: (name, given ^ promised[name]) for where, name, given in found if given != promised[name]}
    assert not wrong


@pytest.mark.parametrize("error", LEAVES, ids=lambda c: c.__name__)
def test_every_error_has_an_http_status_with_a_title(error: type[ReperesError]) -> None:
    """A status of failure, that of the first class it is an instance of."""
    status = status_of(error())
    assert status >= 400
    assert int(status) in TITLES


def test_the_statuses_are_asked_in_an_order_where_each_can_answer() -> None:
    """No class stands after one of its ancestors, where it would never be reached."""
    order = list(STATUSES)
    assert not [(a, b) for i, a in enumerate(order) for b in order[i + 1 :] if issubclass(b, a)]


def test_some_errors_pass_by_themselves() -> None:
    """Those, and no others, say that the same call may go through later."""
    assert {c for c in LEAVES if c.retryable} == {
        errors.IndexLocked,
        errors.PortBusy,
        errors.StoreUnavailable,
        errors.DatabaseUnavailable,
        errors.MailboxUnreachable,
        errors.FetchLocked,
        errors.PublicationsLocked,
        errors.HostUnreachable,
        errors.AnswerTooSlow,
        errors.AnswerBroken,
        errors.SingleSignOnUnavailable,
        errors.TooManyRequests,
    }


def test_an_error_crosses_from_a_worker_process() -> None:
    """With its class and its values."""
    sent = errors.EmptyDocument(path="a.pdf", pages=3)
    got = pickle.loads(pickle.dumps(sent))
    assert (type(got), got.values) == (errors.EmptyDocument, sent.values)


def test_an_error_shows_its_values_to_whoever_reads_a_log() -> None:
    """In English, by name; the sentence for users is made elsewhere."""
    assert str(errors.QuestionTooLong(length=5000, limit=2000)) == "length=5000, limit=2000"


def test_a_refused_value_is_told_in_french_whatever_the_reason() -> None:
    """Known reasons are filled with their context, unknown ones have a general phrase."""
    assert invalid_value("greater_than_equal", {"ge": 0}) == "la plus petite valeur admise est 0"
    assert invalid_value("never_heard_of", {}) == INVALID_VALUE
    assert not [text for text in INVALID_VALUES.values() if "'" in text]


def test_a_name_that_is_no_text_is_spelt_out() -> None:
    """So that the sentence can be printed, sent and saved."""
    told = sentence(errors.UnreadableFile(path="sant\udce9.pdf", detail=""))
    assert "sant\\udce9.pdf" in told
    assert told.encode("utf-8")
