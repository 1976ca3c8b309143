"""Suggested questions, over the sample: taken from its publications, and really answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Assistant
from assistant.suggestions.candidates import candidates
from assistant.suggestions.keeping import FOLDER
from assistant.suggestions.suggesting import Suggestions
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from places import Place

QUESTION = "Qui signe un contrat local de santé ?"
DISTRESS = "Je veux mourir, aidez-moi"
API = "/api/v1"


@pytest.fixture(scope="module")
def assistant(served: Place) -> Assistant:
    """Over the sample."""
    return Assistant(open_index(served.settings), served.embedder, served.settings)


@pytest.fixture(scope="module")
def client(served: Place, assistant: Assistant) -> Iterator[TestClient]:
    """A program that reads, once all questions that the sample gives reason to ask have been put."""
    ready = Suggestions(assistant, served.settings.data_dir)
    ready.verify_all()
    ready.close()
    with TestClient(create_app(served.settings)) as made:
        yield made


def asked(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    """What a question is answered."""
    answer: dict[str, Any] = client.post(f"{API}/ask", json={"question": question, **more}).json()
    return answer


def suggested(client: TestClient, answer: dict[str, Any]) -> list[str]:
    """What may be asked after an answer."""
    response = client.get(f"{API}/suggestions", params={"answer_id": answer["answer_id"]})
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    found: list[str] = response.json()["suggestions"]
    return found


def test_the_first_that_are_verified_are_of_all_sorts(assistant: Assistant) -> None:
    """On a new index, whoever asks before all are known is not proposed definitions alone."""
    made = candidates(assistant.index)
    sorts = {each.wording for each in made}
    assert len(sorts) > 1
    assert {each.wording for each in made[: len(sorts)]} == sorts


def test_what_is_suggested_is_answered_and_says_something_new(client: TestClient) -> None:
    """Asked in the conversation, each suggestion gets an answer that begins by words not quoted yet."""
    answer = asked(client, QUESTION)
    found = suggested(client, answer)
    assert 1 <= len(found) <= 3
    assert QUESTION not in found
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": answer["answer"]}]
    for question in found:
        following = asked(client, question, history=history)
        assert not following["abstained"], question
        assert following["citations"][0]["quote"] not in {each["quote"] for each in answer["citations"]}


def test_what_was_asked_is_not_suggested_again(client: TestClient) -> None:
    """Once the first suggestion was followed, it is not among those of its answer, nor of the next one."""
    answer = asked(client, QUESTION)
    first, *_ = suggested(client, answer)
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": answer["answer"]}]
    second = asked(client, first, history=history)
    assert first not in suggested(client, second)
    history += [{"role": "user", "content": first}, {"role": "assistant", "content": second["answer"]}]
    assert first not in suggested(client, asked(client, QUESTION, history=history))


def test_nothing_is_suggested_to_somebody_in_danger(client: TestClient) -> None:
    """Numbers to call, and nothing to read."""
    assert suggested(client, asked(client, DISTRESS)) == []


def test_what_the_reader_left_out_is_not_suggested(client: TestClient, assistant: Assistant) -> None:
    """A suggestion is asked with the filters of before: its answer has to stand in what they leave."""
    filters = {"kinds": ["repere-pratique"]}
    for question in suggested(client, asked(client, QUESTION, filters=filters)):
        following = asked(client, question, filters=filters)
        assert not following["abstained"]
        assert {assistant.index.documents[each["doc"]].metadata.kind for each in following["citations"]} == {
            "repere-pratique"
        }


def test_there_are_questions_to_begin_with(client: TestClient) -> None:
    """Each of which has an answer; the first page has them too, without a script."""
    found = client.get(f"{API}/suggestions/first").json()["suggestions"]
    assert found
    assert len(found) == len(set(found)) <= 6
    for question in found:
        assert not asked(client, question)["abstained"], question


def test_an_answer_that_is_forgotten_has_no_suggestions(client: TestClient) -> None:
    """404, as for all that is done with an answer; neither, or both ways to name one, are refused."""
    assert client.get(f"{API}/suggestions", params={"answer_id": "x" * 24}).status_code == 404
    assert client.get(f"{API}/suggestions").status_code == 422


def test_what_was_verified_is_not_verified_again(place: Place) -> None:
    """Another program, or the same started again, finds it in the data folder: at once, and by the same names."""
    assistant = Assistant(open_index(place.settings), place.embedder, place.settings)
    first = Suggestions(assistant, place.settings.data_dir)
    first.verify_all()
    first.close()
    again = Suggestions(assistant, place.settings.data_dir)
    assert {each.text for each in again.verified()} == {each.text for each in first.verified()}
    assert {each.text for each in again.verified()} <= {each.text for each in candidates(assistant.index)}
    (kept,) = (place.settings.data_dir / FOLDER).iterdir()
    assert kept.stem == assistant.index.manifest.generation
