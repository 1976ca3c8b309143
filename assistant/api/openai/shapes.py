"""OpenAI's shapes, as far as they mean something here: what is taken, what is given. Field names are OpenAI's."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, StrictFloat, StrictInt

from assistant.api.openai.messages_fr import NO_EFFECT
from assistant.contract import AnswerOut, FiltersIn
from assistant.understood import Field as HeardField  # noqa: TC001 — pydantic reads the type of a field

MODEL = "reperes"
MOST_MESSAGES = 2000


class ChatPartIn(BaseModel):
    """A part of a message; only those of type `text` (or `refusal`) are read."""

    type: str = Field(description="`text` ; toute autre sorte est refusée.")
    text: str = ""
    refusal: str = ""


class ChatMessageIn(BaseModel):
    """A message of the conversation. Fields that are not ours (`name`, `tool_calls`…) are left alone."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ChatPartIn] | None = Field(
        default=None, description="Texte, ou liste de parties de type `text`."
    )


class ChatOptionsIn(BaseModel):
    """How an answer is streamed."""

    include_usage: StrictBool | None = Field(default=False, description="Un dernier morceau donne `usage`.")


class ChatExtensionIn(BaseModel):
    """What Repères takes beyond OpenAI's fields, in `reperes` (`extra_body` of its clients)."""

    model_config = ConfigDict(extra="forbid")

    filters: FiltersIn = FiltersIn()
    ignore: list[HeardField] = Field(default=[], description="Filtres entendus dans la question à ne pas appliquer.")


class ChatIn(BaseModel):
    """A chat request. What OpenAI has and is not told here is accepted, and without effect."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "Quelle part des QPV dispose d’un ASV ?"}],
                }
            ]
        },
    )

    model: str = Field(max_length=500, description="`reperes`.")
    messages: list[ChatMessageIn] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: StrictBool | None = Field(default=False, description="Envoyer la réponse phrase par phrase.")
    stream_options: ChatOptionsIn | None = None
    reperes: ChatExtensionIn | None = Field(default=None, description="Extension : filtres, comme `POST /api/v1/ask`.")

    temperature: StrictFloat | None = Field(default=None, description=NO_EFFECT)
    top_p: StrictFloat | None = Field(default=None, description=NO_EFFECT)
    seed: StrictInt | None = Field(default=None, description=NO_EFFECT)
    frequency_penalty: StrictFloat | None = Field(default=None, description=NO_EFFECT)
    presence_penalty: StrictFloat | None = Field(default=None, description=NO_EFFECT)
    max_tokens: StrictInt | None = Field(default=None, description=f"{NO_EFFECT} Une citation ne se coupe pas.")
    max_completion_tokens: StrictInt | None = Field(
        default=None, description=f"{NO_EFFECT} Une citation ne se coupe pas."
    )
    user: str | None = Field(default=None, description=f"{NO_EFFECT} Rien n’en est gardé.")
    tools: list[JsonValue] | None = Field(default=None, description=f"{NO_EFFECT} Aucun outil n’est appelé.")

    n: StrictInt | None = Field(default=None, description="1 seulement.")
    tool_choice: JsonValue = Field(default=None, description="`auto` ou `none` seulement.")
    function_call: JsonValue = Field(default=None, description="`auto` ou `none` seulement.")
    response_format: JsonValue = Field(default=None, description='`{"type": "text"}` seulement.')
    logprobs: StrictBool | None = Field(default=None, description="`false` seulement.")
    top_logprobs: StrictInt | None = Field(default=None, description="0 seulement.")
    modalities: list[str] | None = Field(default=None, description='`["text"]` seulement.')
    audio: JsonValue = Field(default=None, description="Refusé.")
    stop: str | list[str] | None = Field(default=None, description="Vide seulement : une citation ne se coupe pas.")
    store: StrictBool | None = Field(default=None, description="`false` seulement.")
    web_search_options: JsonValue = Field(default=None, description="Refusé : seules les publications sont lues.")
    moderation: JsonValue = Field(default=None, description="Refusé.")


def _is_none(value: object) -> bool:
    return value is None


class UrlCitationOut(BaseModel):
    """Where a citation stands in the text, and what it opens."""

    start_index: int = Field(description="Premier caractère de « [n] » dans `content`, à partir de 0.")
    end_index: int = Field(description="Premier caractère qui suit « [n] ».")
    url: str = Field(description="Lien vers la publication, ouverte à la page.")
    title: str


class AnnotationOut(BaseModel):
    """A citation, as OpenAI annotates a message."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitationOut


class ChatMessageOut(BaseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = Field(default=None, description="Toujours null : un refus de Repères se lit dans `content`.")
    annotations: list[AnnotationOut] = []


class ChatChoiceOut(BaseModel):
    """The one choice."""

    index: int = 0
    message: ChatMessageOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class ChatUsageOut(BaseModel):
    """Words read and written; see `assistant.api.openai.answered.usage`."""

    prompt_tokens: int = Field(description="Mots lus : la question et la conversation. Ce ne sont pas des « tokens ».")
    completion_tokens: int = Field(description="Mots de `content`.")
    total_tokens: int


class ChatOut(BaseModel):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Secondes depuis 1970.")
    model: str = MODEL
    system_fingerprint: str = Field(description="Génération de l’index dont la réponse est tirée.")
    choices: list[ChatChoiceOut]
    usage: ChatUsageOut
    reperes: AnswerOut = Field(description="Extension : la réponse entière, comme la donne `POST /api/v1/ask`.")


class DeltaOut(BaseModel):
    """What a chunk adds; the rest is left out."""

    role: Literal["assistant"] | None = Field(default=None, exclude_if=_is_none)
    content: str | None = Field(default=None, exclude_if=_is_none)
    annotations: list[AnnotationOut] | None = Field(default=None, exclude_if=_is_none)


class ChunkChoiceOut(BaseModel):
    """The one choice, so far."""

    index: int = 0
    delta: DeltaOut
    logprobs: None = None
    finish_reason: Literal["stop"] | None = None


class ChunkOut(BaseModel):
    """A piece of an answer. `reperes` comes with the last choice; `usage`, when it was asked for, alone after it."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    system_fingerprint: str
    choices: list[ChunkChoiceOut]
    usage: ChatUsageOut | None = Field(default=None, exclude_if=_is_none)
    reperes: AnswerOut | None = Field(default=None, exclude_if=_is_none)


class ModelOut(BaseModel):
    """A model that may be asked."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = Field(description="Construction de l’index servi, en secondes depuis 1970.")
    owned_by: str = MODEL


class ModelsOut(BaseModel):
    """The models."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


class ErrorOut(BaseModel):
    """What went wrong."""

    message: str = Field(description="En français.")
    type: str
    param: str | None = Field(description="Paramètre en cause, `messages[0].content` par exemple.")
    code: str | None


class FailureOut(BaseModel):
    """An error, in OpenAI's shape."""

    error: ErrorOut
