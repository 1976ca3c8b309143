"""The OpenAI-compatible door, piece by piece: what becomes of messages, parameters, answers and faults."""

from __future__ import annotations

import json
import re

import pytest
from test_contract import DOCUMENT, answered, passage

from assistant.answers import Answer, Citation, Drafted, Hit, Notice, Reason, Role, Statement, Unanswered, Verdict
from assistant.api.openai.answered import annotated, told, usage
from assistant.api.openai.asked import MOST_TURNS, question_of
from assistant.api.openai.failures import failure, openai_error
from assistant.api.openai.parameters import REFUSED, refuse
from assistant.api.openai.shapes import ChatIn, ChunkOut, ErrorOut, FailureOut
from assistant.api.openai.streamed import events
from assistant.api.problems import Fault, status_of
from assistant.contract import AnswerOut, answer_text
from assistant.messages import REFUSALS
from assistant.pieces import Piece
from assistant.questions import Question, Turn
from assistant.understood import Spelling, Understood
from indexer import errors
from indexer.documents import Block, BlockKind
from indexer.errors import ChatContentRefused, ChatModelNotFound, ChatParameterRefused, EmptyQuestion
from indexer.messages import sentence

BASE = "https://reperes.exemple.fr"
USER = {"role": "user", "content": "Qui finance un CLS ?"}


def chat(*messages: dict[str, object], **more: object) -> ChatIn:
    """A request."""
    return ChatIn.model_validate({"model": "reperes", "messages": messages or [USER], **more})


def message(*happening: object) -> tuple[list[Piece], AnswerOut]:
    """The pieces that come of what happens to a question, and the whole answer."""
    *pieces, whole = told(happening, lambda whole: whole, BASE)  # type: ignore[arg-type]  # events
    assert isinstance(whole, AnswerOut)
    return [piece for piece in pieces if isinstance(piece, Piece)], whole


def drafted(number: int, quote: str, verdict: Verdict = Verdict.SUPPORTED, *more: str) -> Statement:
    """A sentence that a model drafted on one quote, or on several."""
    of = passage()
    others = tuple(Citation(n, of, DOCUMENT, each) for n, each in enumerate(more, number + 1))
    return Statement(Citation(number, of, DOCUMENT, quote), Role.SENTENCE, Drafted("Dit autrement", verdict, others))


def test_the_last_message_of_the_user_is_the_question() -> None:
    """The earlier ones are the conversation; system, developer and tool messages are accepted and not read."""
    asked = question_of(
        chat(
            {"role": "system", "content": [{"type": "image_url"}]},
            {"role": "user", "content": "Qu’est-ce qu’un CLS ?"},
            {"role": "assistant", "content": None, "tool_calls": []},
            {"role": "tool", "content": "42", "tool_call_id": "a"},
            {
                "role": "assistant",
                "content": [{"type": "text", "text": "Un contrat."}, {"type": "refusal", "refusal": "!"}],
            },
            {"role": "user", "content": [{"type": "text", "text": "Qui le"}, {"type": "text", "text": "finance ?"}]},
            {"role": "assistant", "content": "À suivre"},
        ),
        2000,
    )
    assert asked.text == "Qui le\nfinance ?"
    assert asked.history == (
        Turn("user", "Qu’est-ce qu’un CLS ?"),
        Turn("assistant", ""),
        Turn("assistant", "Un contrat.\n!"),
    )


def test_an_answer_of_ours_sent_back_is_read_as_its_words_and_its_sources() -> None:
    """As on our own page: what follows « Sources » is no part of what was said."""
    pieces, _ = message(answered("Un.", "Deux."))
    sent_back = {"role": "assistant", "content": "".join(piece.text for piece in pieces)}
    (_, turn) = question_of(chat(USER, sent_back, USER), 2000).history
    assert turn.sources == ("Une note",)
    assert turn.content == answer_text(answered("Un.", "Deux."))


def test_a_long_conversation_keeps_its_latest_turns() -> None:
    """As many as the other doors take."""
    asked = question_of(chat(*[USER] * (MOST_TURNS + 50)), 2000)
    assert len(asked.history) == MOST_TURNS


def test_filters_come_by_an_extension() -> None:
    """The same as those of `POST /api/v1/ask`."""
    asked = question_of(chat(reperes={"filters": {"year_from": 2024}, "ignore": ["kind"]}), 2000)
    assert asked.filters.year_from == 2024
    assert asked.ignore == {"kind"}


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "system", "content": "Bonjour"}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": " ?"}],
    ],
)
def test_without_a_word_of_the_user_there_is_no_question(messages: list[dict[str, object]]) -> None:
    """Nobody asked anything, or only with a sign."""
    with pytest.raises(EmptyQuestion):
        question_of(chat(*messages), 2000)


@pytest.mark.parametrize("kind", ["image_url", "input_audio", "file", "video"])
def test_what_is_no_text_is_refused_with_its_place(kind: str) -> None:
    """Wherever it stands in the conversation: an answer that left it out would be to another question."""
    picture = {"role": "user", "content": [{"type": "text", "text": "Que dit"}, {"type": kind, kind: {}}]}
    with pytest.raises(ChatContentRefused) as refused:
        question_of(chat(USER, picture, USER), 2000)
    assert refused.value.values == {"where": "messages[1].content[1]", "found": kind}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("n", 2),
        ("tool_choice", "required"),
        ("tool_choice", {"type": "function", "function": {"name": "a"}}),
        ("function_call", {"name": "a"}),
        ("response_format", {"type": "json_object"}),
        ("response_format", {"type": "json_schema", "json_schema": {}}),
        ("logprobs", True),
        ("top_logprobs", 3),
        ("modalities", ["text", "audio"]),
        ("audio", {"voice": "a", "format": "wav"}),
        ("stop", "\n"),
        ("store", True),
        ("web_search_options", {}),
        ("moderation", {"model": "a"}),
    ],
)
def test_what_would_change_the_answer_is_refused(parameter: str, value: object) -> None:
    """By name, with a reason that is a sentence."""
    with pytest.raises(ChatParameterRefused) as refused:
        refuse(chat(**{parameter: value}))
    assert refused.value.values["parameter"] == parameter
    assert sentence(refused.value).endswith(".")


def test_each_parameter_that_can_be_refused_is_tried_above() -> None:
    """None is forgotten, and each is a field of the request."""
    (tried,) = (mark.args[1] for mark in test_what_would_change_the_answer_is_refused.pytestmark)  # type: ignore[attr-defined]  # pytest's
    assert {name for name, _ in tried} == {name for name, _, _ in REFUSED} <= set(ChatIn.model_fields)


@pytest.mark.parametrize(
    "harmless",
    [
        {"temperature": 0.2, "top_p": 1, "seed": 3, "max_tokens": 5, "max_completion_tokens": 5, "user": "u"},
        {"frequency_penalty": 1, "presence_penalty": 1, "logit_bias": {"1": 2}, "metadata": {"a": "b"}},
        {"n": 1, "stop": [], "store": False, "logprobs": False, "top_logprobs": 0, "response_format": {"type": "text"}},
        {"tools": [{"type": "function"}], "tool_choice": "auto", "parallel_tool_calls": True, "modalities": ["text"]},
        {"reasoning_effort": "low", "verbosity": "low", "service_tier": "auto", "prediction": {}, "never_heard_of": 1},
    ],
)
def test_what_changes_nothing_is_accepted(harmless: dict[str, object]) -> None:
    """Clients send such things by default."""
    refuse(chat(**harmless))


def test_another_model_is_not_found() -> None:
    """Its name is told back."""
    with pytest.raises(ChatModelNotFound) as refused:
        refuse(chat(model="gpt-4o"))
    assert refused.value.values["model"] == "gpt-4o"


def test_a_message_is_the_answer_then_what_is_to_be_known_then_its_sources() -> None:
    """Each source with its number, title, publisher, year, page and link."""
    answer = answered("Un.", "Deux.")
    understood = Understood(spellings=(Spelling("coordiantion", ("coordination",)),))
    pieces, _ = message(Answer(answer.statements, answer.hits, understood))
    content = "".join(piece.text for piece in pieces)
    said, notice, sources = content.split("\n\n", 1)[1].split("\n\n")
    assert said == "- « Un. » [1]\n- « Deux. » [2]"
    assert "« coordiantion » a été lu" in notice
    assert sources.splitlines()[0] == "Sources :"
    link = f"{BASE}/api/v1/documents/notes/%C3%A0%20lire%20%231.pdf/file#page=4"
    assert sources.splitlines()[1] == (
        f"- [1] Une note (FTS, 2025) (remplacée depuis par une autre publication), p. 4 — {link}"
    )


def test_an_annotation_is_at_the_mark_and_not_at_its_like_in_a_quotation() -> None:
    """A quoted sentence may hold brackets and numbers of its own, and letters beyond the first plane."""
    block = Block(BlockKind.PARAGRAPH, "Selon [2], « 𝟛 » villes. Voir [1].", 4)
    pieces, whole = message(answered("Selon [2], « 𝟛 » villes.", "Voir [1].", of=passage(block)))
    content = "".join(piece.text for piece in pieces)
    found = [each.url_citation for each in annotated(pieces, whole)]
    assert [content[each.start_index : each.end_index] for each in found] == ["[1]", "[2]"]
    assert [content[: each.end_index].splitlines()[-1] for each in found] == [
        "- « Selon [2], « 𝟛 » villes. » [1]",
        "- « Voir [1]. » [2]",
    ]
    assert {each.url for each in found} == {whole.citations[0].url}
    assert {each.title for each in found} == {"Une note"}


def test_drafted_sentences_are_sent_before_the_outcome_is_known() -> None:
    """As they are verified, under the words that say who wrote them; the whole reads as it does elsewhere."""
    first, second = drafted(1, "Un."), drafted(2, "Deux.", Verdict.PARTIAL, "Un.")
    answer = Answer((first, second), (), notice=Notice.CUT_SHORT)

    def happening() -> object:
        yield first
        seen.append("first is out")
        yield second
        yield answer

    seen: list[str] = []
    pieces = told(happening(), lambda whole: whole, BASE)  # type: ignore[arg-type]  # an iterator of events
    early = [next(pieces), next(pieces), next(pieces), next(pieces)]
    assert not seen
    assert "".join(piece.text for piece in early if isinstance(piece, Piece)).endswith("\n- Dit autrement [1]")
    every, whole = message(first, second, answer)
    content = "".join(piece.text for piece in every)
    assert content.startswith(answer_text(answer))
    assert "La rédaction s’est interrompue" in content
    marks = [content[a.url_citation.start_index : a.url_citation.end_index] for a in annotated(every, whole)]
    assert marks == ["[1]", "[2]", "[3]"]


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_is_an_ordinary_message(reason: Reason) -> None:
    """Its words are to be read, those that help somebody in danger first; programs find the reason beside."""
    hit = Hit(passage(), DOCUMENT, 0, 0.5, 0.8, 1.0)
    pieces, whole = message(Unanswered(reason, (hit,), (hit,)))
    content = "".join(piece.text for piece in pieces)
    assert content.startswith(REFUSALS[reason])
    assert content.endswith(f"- Une note, p. 4 — {whole.nearest[0].url}")
    assert annotated(pieces, whole) == []
    assert (whole.abstained, whole.reason) == (True, reason.value)


def test_usage_counts_the_words_read_and_written() -> None:
    """The question and the conversation that was read, the content; never a number of tokens made up."""
    question = Question("Qui finance l’ASV ?", (Turn("user", "Bonjour à vous"), Turn("assistant", "Bonjour.")))
    assert usage(question, "- « Trois mots cités » [1]").model_dump() == {
        "prompt_tokens": 8,
        "completion_tokens": 4,
        "total_tokens": 12,
    }


def test_a_fault_in_mid_stream_is_the_last_event() -> None:
    """In OpenAI's shape, with what was said before left as it is; nothing says that the answer is done."""

    def broken(error: Exception) -> object:
        yield drafted(1, "Un.")
        raise error

    head = ChunkOut(id="chatcmpl-1", created=0, system_fingerprint="g", choices=[])
    for error, words in (
        (errors.IndexCorrupt(path="x", detail="y"), "x"),
        (ZeroDivisionError("secret"), "Une erreur imprévue"),
    ):
        sent = list(events(told(broken(error), lambda whole: whole, BASE), Question("a"), head, include_usage=True))  # type: ignore[arg-type]  # events
        assert all(event.endswith(b"\n\n") for event in sent)
        *before, last = [json.loads(event.removeprefix(b"data: ")) for event in sent]
        assert any("Dit autrement" in event["choices"][0]["delta"].get("content", "") for event in before)
        assert last["error"]["type"] == "server_error"
        assert words in last["error"]["message"]
        assert "secret" not in last["error"]["message"]


@pytest.mark.parametrize(
    "error",
    [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ReperesError)],
)
def test_every_error_of_ours_has_openai_s_shape(error: type[errors.ReperesError]) -> None:
    """Whatever a later check of rights raises, too; what cannot be put is a 400."""
    if error.__subclasses__():
        return
    values = dict.fromkeys(re.findall(r"`(\w+)`", str(error.__doc__)), "x")
    made = error(**values)
    response = openai_error(Fault(status_of(made), sentence(made), error=made))
    FailureOut.model_validate_json(response.body)
    assert response.status_code != 422
    assert response.status_code >= 400


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(401, "a"), ErrorOut(message="a", type="authentication_error", param=None, code="invalid_api_key")),
        (Fault(429, "a"), ErrorOut(message="a", type="rate_limit_error", param=None, code="rate_limit_exceeded")),
        (Fault(503, "a"), ErrorOut(message="a", type="server_error", param=None, code="service_unavailable")),
        (
            Fault(422, "a", "messages.0.content.1.type"),
            ErrorOut(message="a", type="invalid_request_error", param="messages[0].content[1].type", code=None),
        ),
    ],
)
def test_a_fault_is_told_in_words_that_clients_know(fault: Fault, expected: ErrorOut) -> None:
    """The field at fault is written as they write it."""
    assert failure(fault).error == expected
