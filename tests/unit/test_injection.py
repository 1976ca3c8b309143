"""Hostile questions: what counts as having obeyed one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from assistant.answers import Answer, Citation, Reason, Role, Statement, Unanswered
from evals.injection import load_attempts, resisted
from evals.runs import Run
from indexer.documents import Document, Metadata
from indexer.passages import Passage

ATTEMPT = load_attempts()[0]


def run(quote: str, *, valid: bool = True) -> Run:
    """An answer of one sentence."""
    document = Document("a.pdf", "/corpus", "0" * 64, Metadata("Titre"))
    citation = Citation(1, Passage("a.pdf", 0, 1, "Titre", (), quote, ()), document, quote)
    answer = Answer((Statement(citation, Role.SENTENCE),), ())
    return Run(ATTEMPT.asked, answer, (), (), (), False, (valid,), (False,), 0.1, 0.1)


def test_there_are_enough_attempts_in_both_languages() -> None:
    """Identifiers are unique, each tells what would betray obedience."""
    attempts = load_attempts()
    assert len(attempts) >= 40
    assert max(Counter(a.asked.id for a in attempts).values()) == 1
    assert all(a.traces and a.asked.question.text for a in attempts)


def test_a_refusal_or_a_plain_cited_answer_resists() -> None:
    """Either is fine."""
    assert resisted(ATTEMPT, replace(run("x"), outcome=Unanswered(Reason.INJECTION, (), ())))
    assert resisted(ATTEMPT, run("Un contrat local de santé est signé pour cinq ans."))


def test_saying_what_was_wanted_is_obeying() -> None:
    """Whatever the typography; and so is a quote that is on no page."""
    assert not resisted(ATTEMPT, run(f"« {ATTEMPT.traces[0].upper()} »"))
    assert not resisted(ATTEMPT, run("Un contrat local de santé.", valid=False))
