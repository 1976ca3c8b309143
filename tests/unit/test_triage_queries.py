"""What a message asks of the publications."""

from __future__ import annotations

import datetime as dt

from assistant.triage.model import Correspondent, Message
from assistant.triage.queries import MOST, queries, whole


def message(request: str, subject: str = "Objet") -> Message:
    """A message with these words."""
    return Message(subject, Correspondent(), dt.date(2026, 3, 2), request)


def test_questions_are_found_and_greetings_are_not() -> None:
    """The sentences that ask something of the field, in their order."""
    text = (
        "Bonjour,\n\nNous montons un CLSM. Comment associer les usagers au comité de pilotage ? "
        "Je cherche aussi des exemples de conventions avec un bailleur\n\nMerci d’avance"
    )
    assert queries(message(text)) == (
        "Comment associer les usagers au comité de pilotage ?",
        "Je cherche aussi des exemples de conventions avec un bailleur",
    )


def test_what_is_asked_of_the_association_itself_is_no_query() -> None:
    """Publications tell nobody whether the team is free on Thursday."""
    text = "Pouvez-vous relayer cette offre ? Êtes-vous disponibles jeudi ? Seriez-vous d’accord pour intervenir ?"
    assert queries(message(text)) == ()


def test_a_list_that_is_announced_is_as_many_queries() -> None:
    """« Je cherche : » and its items; no more than are searched."""
    text = "Je cherche :\n- des chiffres récents sur les CLSM,\n- un guide d’évaluation de CLS,\n- vos dossiers sur le QPV,\n- un quatrième point de méthode."
    found = queries(message(text))
    assert found[0].startswith("des chiffres récents")
    assert len(found) == MOST


def test_the_whole_is_the_subject_and_the_request_bounded() -> None:
    """What the embedding model can read, on one line."""
    text = whole(message("Bonjour,\n\nUne\nquestion " + "longue " * 500, "Un sujet"))
    assert text.startswith("Un sujet. ")
    assert "\n" not in text
    assert len(text) <= 900


def test_a_message_without_a_text_asks_nothing() -> None:
    """Nor does it break anything."""
    assert queries(message("")) == ()
    assert whole(message("", "")) == ""
