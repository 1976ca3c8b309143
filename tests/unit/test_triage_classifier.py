"""The triage model: read and written, sure of what it says, its reasons taken from the message."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.triage.classifier import Classifier
from assistant.triage.features import features
from assistant.triage.learnt import MODEL_NAME, load, read, shipped, written
from assistant.triage.linear import softmax
from assistant.triage.model import Attached, Correspondent, Message, Part
from assistant.triage.out_of_fold import expected_calibration_error
from assistant.triage.typology import categories, requesters
from indexer.errors import TriageModelUnreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

OFFER = Message(
    subject="Offre d’emploi : coordination CLS",
    sender=Correspondent("Service RH", "rh@cc-lac.exemple.fr"),
    received=dt.date(2026, 3, 2),
    request="Bonjour, notre communauté de communes recrute en CDD. Merci de diffuser la fiche de poste ci-jointe. "
    "Candidatures avant le 6 mars.",
    attachments=(Attached("fiche_de_poste.pdf", "application/pdf"),),
)
FRAUD = Message(
    subject="URGENT virement",
    sender=Correspondent("", "direction@mail.exemple.fr"),
    received=dt.date(2026, 3, 2),
    request="Confirmez votre mot de passe et faites le virement sur le nouveau RIB, c’est confidentiel.",
)


class OtherEmbedder:
    """A model whose vectors the classifier does not understand."""

    name = "other"
    dimension = 3

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Never asked."""
        raise AssertionError(texts)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Never asked."""
        raise AssertionError(text)


@pytest.fixture(scope="module")
def sorter() -> Classifier:
    """The shipped model, by its words alone."""
    return Classifier(shipped(), OtherEmbedder())


def test_a_model_is_written_and_read_back() -> None:
    """Nothing is lost on the way, weights to half a thousandth."""
    model = shipped()
    again = read(written(model))
    assert again.names == model.names
    assert again.category.classes == tuple(categories())
    assert again.requester.classes == tuple(requesters())
    assert np.allclose(again.category.parts["words"].weights, model.category.parts["words"].weights, atol=5e-3)
    assert again.sure_threshold == model.sure_threshold


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    """The staff is told which file to erase; without one, the shipped model serves."""
    assert load(tmp_path).names == shipped().names
    (tmp_path / MODEL_NAME).write_bytes(b"not a model")
    with pytest.raises(TriageModelUnreadable) as told:
        load(tmp_path)
    assert MODEL_NAME in str(told.value.values["path"])


def test_plain_messages_are_sorted_by_their_words_alone(sorter: Classifier) -> None:
    """An offer and a fraud, without any vector; fraud is about no theme of ours."""
    assert sorter.sort(OFFER).categories[0].code == "A1"
    fraud = sorter.sort(FRAUD)
    assert fraud.categories[0].code == "C4"
    assert fraud.themes == ()


def test_chances_are_chances(sorter: Classifier) -> None:
    """All categories and requesters, likeliest first, summing to one."""
    found = sorter.sort(OFFER)
    for ranked, known in ((found.categories, categories()), (found.requesters, requesters())):
        chances = [weighed.confidence for weighed in ranked]
        assert {weighed.code for weighed in ranked} == set(known)
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) == pytest.approx(1.0, abs=0.01)


def test_the_words_that_led_to_a_category_are_the_messages_own(sorter: Classifier) -> None:
    """Verbatim, each in the part that it is said to stand in."""
    seen = sorter.sort(OFFER).seen
    parts = {Part.SUBJECT: OFFER.subject, Part.REQUEST: OFFER.request, Part.ATTACHMENT: "fiche de poste pdf"}
    assert seen
    for each in seen:
        assert each.words in parts[each.part]


def test_who_writes_is_read_in_the_address_and_the_signature() -> None:
    """« mairie » in an address, « CCAS » under a signature: inputs of their own."""
    written_by = Message(
        "Objet",
        Correspondent("", "accueil@mairie-lac.exemple.fr"),
        dt.date(2026, 3, 2),
        "Bonjour.",
        signature="Le CCAS",
    )
    names = {feature.name for feature in features(written_by)}
    assert {"a:mairie", "i:c:town hall", "g:c:town hall"} <= names


def test_an_empty_message_is_sorted_without_breaking(sorter: Classifier) -> None:
    """With nothing to read, nothing is sure."""
    nothing = sorter.sort(Message("", Correspondent(), dt.date(2026, 3, 2), ""))
    assert len(nothing.categories) == len(categories())
    assert nothing.seen == ()


def test_softmax_and_calibration_error() -> None:
    """Large logits do not overflow; a model right as often as it is sure has no calibration error."""
    assert softmax(np.array([1000.0, 0.0])) == pytest.approx([1.0, 0.0])
    sure = np.array([0.75] * 4)
    assert expected_calibration_error(sure, np.array([True, True, True, False])) == pytest.approx(0.0)
    assert expected_calibration_error(sure, np.array([False] * 4)) == pytest.approx(0.75)


def test_the_categories_are_the_sixteen_of_the_typology() -> None:
    """A1 to A4, B1 to B7, C1 to C5; what is sensitive goes to a person; fifteen kinds of requesters."""
    assert list(categories()) == [
        *(f"A{n}" for n in range(1, 5)),
        *(f"B{n}" for n in range(1, 8)),
        *(f"C{n}" for n in range(1, 6)),
    ]
    assert categories()["C1"].needs_human
    assert not categories()["C3"].needs_human
    assert len(requesters()) == 15
    assert all(requesters().values())
